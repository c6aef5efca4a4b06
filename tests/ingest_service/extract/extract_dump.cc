// Article JSON lines on stdin -> {"record": ..., "trace": ...} JSON lines on
// stdout. An article that is refused gives a line on stderr.
#include <iostream>
#include <string>

#include "google/protobuf/util/json_util.h"
#include "ingest_service/extract/article_extractor.h"

int main() {
  namespace json = google::protobuf::util;
  auto extractor = impactwire::extract::ArticleExtractor::Create();
  if (!extractor.ok()) {
    std::cerr << extractor.status() << "\n";
    return 2;
  }
  int failed = 0;
  std::string line;
  for (int number = 1; std::getline(std::cin, line); ++number) {
    impactwire::v1::Article article;
    const auto parsed = json::JsonStringToMessage(line, &article);
    if (!parsed.ok()) {
      std::cerr << number << ": " << parsed.ToString() << "\n";
      failed = 1;
      continue;
    }
    impactwire::v1::ExtractionTrace trace;
    const auto record = (*extractor)->Extract(article, &trace);
    if (!record.ok()) {
      std::cerr << number << ": " << record.status() << "\n";
      failed = 1;
      continue;
    }
    std::string record_json, trace_json;
    (void)json::MessageToJsonString(*record, &record_json);
    (void)json::MessageToJsonString(trace, &trace_json);
    std::cout << "{\"record\":" << record_json << ",\"trace\":" << trace_json
              << "}\n";
  }
  return failed;
}
