// The name and role stages: a document to mentions, entities and roles.
//
//   build/bench/bin/names_benchmark
//
// One thread. News of $IMPACTWIRE_SHARED (../shared by default) where it is
// there: 100 articles of news/worldwide-dev.jsonl; else sentences made by rule.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "ingest_service/extract/names/entity_finder.h"
#include "ingest_service/extract/roles/role_finder.h"
#include "ingest_service/text/document_reader.h"

namespace {

using impactwire::extract::EntityFinder;
using impactwire::extract::RoleFinder;
using impactwire::text::Document;
using impactwire::text::DocumentReader;

std::string MadeByRule(int sentences) {
  std::string text;
  for (int i = 0; i < sentences; ++i) {
    absl::StrAppend(&text,
                    "Asha Rao, founder and CEO of Halden Foods Ltd, said the "
                    "company had trained over 6,000 farmers in Kenya since "
                    "April with the Lotus Foundation, and it will go on.",
                    i % 4 == 3 ? "\n\n" : " ");
  }
  return text;
}

std::vector<Document> Documents() {
  const char* shared = std::getenv("IMPACTWIRE_SHARED");
  std::ifstream in(absl::StrCat(shared ? shared : "../shared",
                                "/data/news/worldwide-dev.jsonl"));
  const DocumentReader reader;
  std::vector<Document> documents;
  std::string line;
  while (documents.size() < 100 && std::getline(in, line)) {
    google::protobuf::Struct row;
    if (!google::protobuf::util::JsonStringToMessage(line, &row).ok()) continue;
    documents.push_back(
        reader.ReadText(row.fields().at("text").string_value(), {}));
  }
  if (documents.empty())
    documents.push_back(reader.ReadText(MadeByRule(400), {}));
  return documents;
}

int64_t Words(const Document& document) {
  int64_t words = 0;
  for (const auto& token : document.tokens) {
    words += token.kind != impactwire::text::TokenKind::kPunctuation;
  }
  return words;
}

void BM_Entities(benchmark::State& state) {
  const auto finder = EntityFinder::Create().value();
  const std::vector<Document> documents = Documents();
  int64_t words = 0;
  for (auto _ : state) {
    for (const Document& document : documents) {
      benchmark::DoNotOptimize(finder->Find(document));
      words += Words(document);
    }
  }
  state.counters["words/s"] = benchmark::Counter(static_cast<double>(words),
                                                 benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Entities)->Unit(benchmark::kMillisecond);

void BM_Roles(benchmark::State& state) {
  const auto finder = EntityFinder::Create().value();
  const auto roles = RoleFinder::Create().value();
  const std::vector<Document> documents = Documents();
  std::vector<impactwire::extract::Entities> entities;
  for (const Document& document : documents) {
    entities.push_back(finder->Find(document));
  }
  int64_t words = 0;
  for (auto _ : state) {
    for (size_t i = 0; i < documents.size(); ++i) {
      benchmark::DoNotOptimize(roles->Find(documents[i], entities[i]));
      words += Words(documents[i]);
    }
  }
  state.counters["words/s"] = benchmark::Counter(static_cast<double>(words),
                                                 benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Roles)->Unit(benchmark::kMillisecond);

// Range: sentences. Time must grow as the text.
void BM_EntitiesOfOneDocument(benchmark::State& state) {
  const auto finder = EntityFinder::Create().value();
  const Document document = DocumentReader().ReadText(
      MadeByRule(static_cast<int>(state.range(0))), {});
  for (auto _ : state) benchmark::DoNotOptimize(finder->Find(document));
}
BENCHMARK(BM_EntitiesOfOneDocument)
    ->Arg(100)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
