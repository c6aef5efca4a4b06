// Extraction of plain text, stage by stage and all together.
//
//   build/bench/bin/extract_benchmark
//
// One thread. Articles: every tenth of extract/corpus without its marks; short
// ones, with far more figures for a word than usual news has, so that general
// news is extracted faster. A stage by itself finds its tables in the caches;
// BM_Extract does not, and takes longer than the stages together.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "impactwire/v1/article.pb.h"
#include "ingest_service/extract/article_extractor.h"
#include "ingest_service/extract/figures/figure_finder.h"
#include "ingest_service/extract/names/countries.h"
#include "ingest_service/extract/names/entity_finder.h"
#include "ingest_service/extract/numbers/number_reader.h"
#include "ingest_service/extract/periods/time_finder.h"
#include "ingest_service/extract/record_builder.h"
#include "ingest_service/extract/roles/role_finder.h"
#include "ingest_service/text/article_document.h"
#include "ingest_service/text/document_reader.h"
#include "tools/cli/json.h"

namespace impactwire::extract {
namespace {

// The text of a marked article (corpus/README.md): "[[surface|fields]]" and
// "{kind|name}" become surface and name.
std::string WithoutMarks(absl::string_view marked) {
  std::string text;
  bool in_figure = false;
  for (size_t i = 0; i < marked.size(); ++i) {
    if (marked.substr(i, 2) == "[[") {
      in_figure = true;
      ++i;
    } else if (in_figure && (marked[i] == '|' || marked[i] == ']')) {
      in_figure = false;
      i = std::min(marked.find("]]", i), marked.size()) + 1;
    } else if (marked[i] == '{') {
      i = std::min(marked.find('|', i), marked.size());
    } else if (marked[i] != '}') {
      text += marked[i];
    }
  }
  return text;
}

std::vector<v1::Article> ReadArticles() {
  std::vector<std::string> paths;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(IMPACTWIRE_CORPUS)) {
    if (file.path().extension() == ".txt") paths.push_back(file.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<v1::Article> articles;
  for (size_t i = 0; i < paths.size(); i += 10) {
    std::stringstream file;
    file << std::ifstream(paths[i]).rdbuf();
    const std::string marked = file.str();
    const size_t head = marked.find("\n---\n");
    if (head == std::string::npos) continue;
    v1::Article& article = articles.emplace_back();
    article.set_uri(absl::StrCat("https://news.example/", i));
    article.set_text(WithoutMarks(absl::string_view(marked).substr(head + 5)));
  }
  if (articles.empty()) {
    std::cerr << "no articles in " << IMPACTWIRE_CORPUS << "\n";
    std::exit(1);
  }
  return articles;
}

const std::vector<v1::Article>& Articles() {
  static const auto* const articles =
      new std::vector<v1::Article>(ReadArticles());
  return *articles;
}

// What each stage hands to the next, of one article.
struct Work {
  const v1::Article* article = nullptr;
  text::Document document;
  Entities entities;
  std::vector<Role> roles;
  LexedText lexed;
  std::vector<TimeExpression> times;
  std::vector<Number> numbers;
  FigureSet figures;
  v1::ArticleRecord record;
};

// The stages as ArticleExtractor::Extract runs them.
struct Pipeline {
  const ExtractorOptions options;
  const text::DocumentReader reader;
  const std::unique_ptr<EntityFinder> entities = EntityFinder::Create().value();
  const std::unique_ptr<RoleFinder> roles = RoleFinder::Create().value();
  const std::unique_ptr<TimeFinder> times = TimeFinder::Create().value();
  const std::unique_ptr<NumberReader> numbers = NumberReader::Create().value();
  const std::unique_ptr<FigureFinder> figures = FigureFinder::Create().value();

  void Text(Work& work) const {
    work.document = text::ReadArticle(reader, *work.article).value();
  }
  void Names(Work& work) const {
    work.entities = entities->Find(work.document);
  }
  void Roles(Work& work) const {
    work.roles = roles->Find(work.document, work.entities);
  }
  // With lexemes and times.
  void Numbers(Work& work) const {
    work.lexed = Lex(work.document);
    std::vector<uint8_t> taken;
    work.times = times->Find(work.lexed, work.document.publish_date, &taken);
    work.numbers = numbers->Read(
        work.lexed, taken, CountriesOf(work.entities, work.article->uri()));
  }
  void Figures(Work& work) const {
    work.figures = figures->Find(
        {work.document, work.entities, work.roles, work.lexed, work.times},
        *numbers, work.numbers);
  }
  void Record(Work& work) const {
    RecordBuilder builder(options, *work.article, work.document, work.entities);
    builder.AddOrganizations();
    builder.AddExecutives(work.roles);
    builder.AddFigures(work.figures);
    work.record = builder.Build("benchmark");
  }
};

// Every article with all that the stages find in it.
struct Done {
  Pipeline pipeline;
  std::vector<Work> works;

  Done() : works(Articles().size()) {
    for (size_t i = 0; i < works.size(); ++i) {
      Work& work = works[i];
      work.article = &Articles()[i];
      pipeline.Text(work);
      pipeline.Names(work);
      pipeline.Roles(work);
      pipeline.Numbers(work);
      pipeline.Figures(work);
      pipeline.Record(work);
    }
  }
};

// Words between spaces, as `wc -w` counts them.
int64_t WordsOfAll() {
  int64_t words = 0;
  for (const v1::Article& article : Articles()) {
    bool inside = false;
    for (const unsigned char c : article.text()) {
      words += !inside && !std::isspace(c);
      inside = !std::isspace(c);
    }
  }
  return words;
}

void CountWords(benchmark::State& state) {
  state.counters["words/s"] =
      benchmark::Counter(static_cast<double>(state.iterations() * WordsOfAll()),
                         benchmark::Counter::kIsRate);
}

template <void (Pipeline::*kStage)(Work&) const>
void BM_Stage(benchmark::State& state) {
  static auto* const done = new Done;
  for (auto _ : state) {
    for (Work& work : done->works) (done->pipeline.*kStage)(work);
  }
  CountWords(state);
}
#define STAGE(stage)                    \
  BENCHMARK(BM_Stage<&Pipeline::stage>) \
      ->Name("BM_" #stage)              \
      ->Unit(benchmark::kMillisecond)
STAGE(Text);
STAGE(Names);
STAGE(Roles);
STAGE(Numbers);
STAGE(Figures);
STAGE(Record);

void BM_Extract(benchmark::State& state) {
  const auto extractor = ArticleExtractor::Create().value();
  for (auto _ : state) {
    for (const v1::Article& article : Articles()) {
      benchmark::DoNotOptimize(extractor->Extract(article, nullptr));
    }
  }
  CountWords(state);
}
BENCHMARK(BM_Extract)->Unit(benchmark::kMillisecond);

// As `impactwire extract` does: from a line of JSON to a line of JSON.
void BM_ExtractJson(benchmark::State& state) {
  const auto extractor = ArticleExtractor::Create().value();
  std::vector<std::string> lines;
  for (const v1::Article& article : Articles()) {
    lines.push_back(cli::ToJson(article));
  }
  for (auto _ : state) {
    for (const std::string& line : lines) {
      v1::Article article;
      if (!cli::FromJson(line, &article).ok()) std::exit(1);
      benchmark::DoNotOptimize(
          cli::ToJson(extractor->Extract(article, nullptr).value()));
    }
  }
  CountWords(state);
}
BENCHMARK(BM_ExtractJson)->Unit(benchmark::kMillisecond);

// Articles: so many in one text. Time must grow as the text.
void BM_ExtractLongText(benchmark::State& state) {
  const auto extractor = ArticleExtractor::Create().value();
  v1::Article article;
  for (int i = 0; i < state.range(0); ++i) {
    absl::StrAppend(article.mutable_text(),
                    Articles()[i % Articles().size()].text(), "\n\n");
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(extractor->Extract(article, nullptr));
  }
  state.SetBytesProcessed(state.iterations() * article.text().size());
}
BENCHMARK(BM_ExtractLongText)->Arg(10)->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace impactwire::extract
