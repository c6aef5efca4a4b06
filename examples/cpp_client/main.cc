// cpp_client INGEST QUERY FILE...
//
// Ingests text files over one stream, then prints every impact figure
// achieved that the index holds: read your writes, paging, and errors with
// their details.
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <string>

#include "impactwire/client.h"

namespace {

namespace client = impactwire::client;
namespace v1 = impactwire::v1;

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n";
  for (const auto& field : client::DetailsOf(status).invalid_fields) {
    std::cerr << "  " << field.field << ": " << field.description << "\n";
  }
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: cpp_client INGEST QUERY FILE...\n";
    return 2;
  }
  client::IngestClient ingest(argv[1]);
  client::QueryClient query(argv[2]);

  // The callback runs on the stream's thread; Finish() waits for the last one.
  int rejected = 0;
  auto stream = ingest.OpenStream([&](const client::IngestResult& result) {
    if (!result.status.ok()) {
      std::cerr << argv[3 + result.index] << ": " << result.status.message()
                << "\n";
      ++rejected;
      return;
    }
    std::cout << argv[3 + result.index] << ": "
              << v1::IngestOutcome_Name(result.response.outcome()) << ", "
              << result.response.impact_figure_count() << " figures\n";
  });
  for (int i = 3; i < argc; ++i) {
    std::ifstream file(argv[i]);
    v1::Article article;
    article.set_article_id(argv[i]);
    article.set_text(std::string(std::istreambuf_iterator<char>(file), {}));
    absl::Status status = stream->Send(std::move(article));
    if (!status.ok()) return Fail(status);
  }
  absl::Status status = stream->Finish();
  if (!status.ok()) return Fail(status);

  // All that was just written lies before the log's end. (For one article, the
  // position in its own answer does the same.)
  auto ingest_status = ingest.GetStatus();
  if (!ingest_status.ok()) return Fail(ingest_status.status());
  v1::ListImpactFiguresRequest request;
  request.set_min_position(ingest_status->high_watermark());
  request.mutable_filter()->add_statuses(v1::FIGURE_STATUS_ACHIEVED);
  int count = 0;
  status = query.ForEachImpactFigure(
      request, [&](const v1::ImpactFigureEntry& entry) {
        ++count;
        std::cout << entry.organization_name() << " | " << std::setprecision(12)
                  << entry.figure().value() << " " << entry.figure().unit()
                  << " | " << entry.figure().what() << "\n";
        return true;
      });
  if (!status.ok()) return Fail(status);
  std::cout << count << " figures achieved\n";
  return rejected == 0 ? 0 : 1;
}
