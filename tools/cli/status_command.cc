// impactwire status: how both services are.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/cli/commands.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/json.h"
#include "tools/cli/service_flags.h"
#include "tools/cli/views.h"

namespace impactwire::cli {
namespace {

constexpr char kName[] = "status";
constexpr char kEpilog[] =
    "The exit status is that of the service that does worst, so that\n"
    "\"impactwire status\" serves as a check.\n\n"
    "Examples\n"
    "  impactwire status\n"
    "  impactwire status --json | jq .query.lag\n";

std::string Megabytes(double bytes) {
  return absl::StrFormat("%.1f MB", bytes / 1e6);
}

void Show(const std::string& target, const v1::GetIngestStatusResponse& ingest,
          Console& console) {
  console.Out(
      Heading(absl::StrCat("ingest service at ", target), console.styled()));
  Table table({{"", false, 16, 20, 1}, {"", false, 20, 100, 2}});
  table.AddRow({"version", absl::StrCat(ingest.version(), ", extractor ",
                                        ingest.extractor_version())});
  table.AddRow({"articles", FormatNumber(ingest.article_count())});
  table.AddRow({"log", Megabytes(ingest.log_bytes())});
  table.AddRow({"high watermark", ingest.high_watermark()});
  table.AddRow(
      {"since start",
       absl::StrCat(FormatNumber(ingest.created_count()), " created, ",
                    FormatNumber(ingest.updated_count()), " updated, ",
                    FormatNumber(ingest.unchanged_count()), " unchanged, ",
                    FormatNumber(ingest.rejected_count()), " rejected, ",
                    FormatNumber(ingest.deleted_count()), " deleted")});
  for (const v1::FollowerStatus& follower : ingest.followers()) {
    table.AddRow(
        {"follower", absl::StrCat(follower.follower(), " at ", follower.peer(),
                                  ", lag ", FormatNumber(follower.lag()))});
  }
  console.Out(table.RenderRows(console.width()));
}

void Show(const std::string& target, const v1::GetIndexStatusResponse& query,
          Console& console) {
  console.Out(
      Heading(absl::StrCat("query service at ", target), console.styled()));
  Table table({{"", false, 16, 20, 1}, {"", false, 20, 100, 2}});
  table.AddRow({"version", query.version()});
  table.AddRow(
      {"holds",
       absl::StrCat(FormatNumber(query.article_count()), " articles, ",
                    FormatNumber(query.organization_count()),
                    " organizations, ", FormatNumber(query.executive_count()),
                    " executives, ", FormatNumber(query.impact_figure_count()),
                    " impact figures")});
  table.AddRow({"index", Megabytes(query.index_bytes())});
  table.AddRow({"position", query.position()});
  table.AddRow(
      {"lag", query.lag() < 0 ? "not known yet" : FormatNumber(query.lag())});
  table.AddRow(
      {"follows", absl::StrCat(query.ingest_target(), ": ",
                               query.following() ? "yes" : "no",
                               query.last_error().empty()
                                   ? ""
                                   : absl::StrCat(", ", query.last_error()))});
  console.Out(table.RenderRows(console.width()));
}

}  // namespace

int RunStatus(const Args& args, Console& console) {
  Flags flags("status [FLAGS]", "Shows how the two services are.");
  ServiceFlags service;
  service.AddIngest(&flags);
  service.AddQuery(&flags);
  service.AddOutput(&flags);
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags(kName, args, flags, &arguments, console)) {
    return *over;
  }
  absl::Status status = service.Check();
  if (!arguments.empty()) {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat("takes no argument \"", arguments[0], "\"")));
  }
  if (!status.ok()) return UsageError(kName, status.message(), console);
  const bool want_table = service.WantTable(console);
  int exit_status = kExitOk;
  std::string json;

  client::IngestClient ingest_client(service.ingest, service.ClientOptions());
  auto ingest = ingest_client.GetStatus();
  if (!ingest.ok()) {
    exit_status =
        ReportError(kName, "ingest", service.ingest, ingest.status(), console);
  } else if (want_table) {
    Show(service.ingest, *ingest, console);
  } else {
    absl::StrAppend(&json, "\"ingest\":", ToJson(*ingest));
  }
  client::QueryClient query_client(service.query, service.ClientOptions());
  v1::GetIndexStatusRequest request;
  service.SetPositions(&request);
  auto query = query_client.GetIndexStatus(request);
  if (!query.ok()) {
    exit_status =
        ReportError(kName, "query", service.query, query.status(), console);
  } else if (want_table) {
    if (ingest.ok()) console.Out("\n");
    Show(service.query, *query, console);
  } else {
    absl::StrAppend(&json, json.empty() ? "" : ",",
                    "\"query\":", ToJson(*query));
  }
  if (!want_table) console.Out(absl::StrCat("{", json, "}\n"));
  return exit_status;
}

}  // namespace impactwire::cli
