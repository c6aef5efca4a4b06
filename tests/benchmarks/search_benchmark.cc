// Searches, without the network:
//
//   build/bench/bin/search_benchmark
//
// A million organizations and half a million persons with made-up names, each
// in one article or, some, in more (Zipf), and a million figures. Words of
// names: syllables put together (so that typing errors have many neighbours),
// with frequencies that fall off like those of real ones, and a few that stand
// in very many names ("foundation"). Sentences have words of a vocabulary of
// 60,000 by Zipf's law. Queries are asked while nothing is written; each kind
// tells p50, p99 and the longest.
#include <time.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "benchmark/benchmark.h"
#include "common/base/log.h"
#include "common/base/stable_id.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/executive_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/organization_queries.h"

namespace impactwire::query {
namespace {

constexpr int kOrganizations = 1000000;
constexpr int kPersons = 500000;
constexpr int kArticles = 200000;
constexpr int kFiguresPerArticle = 5;
constexpr char kLog[] = "00000000000000aa";
constexpr int kBatch = 200;
constexpr int kVocabulary = 60000;

// SplitMix64: made and asked in a few instructions.
class Random {
 public:
  using result_type = uint64_t;
  explicit Random(uint64_t seed) : state_(seed) {}
  static constexpr uint64_t min() { return 0; }
  static constexpr uint64_t max() { return ~uint64_t{0}; }
  uint64_t operator()() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
  }

 private:
  uint64_t state_;
};

int Below(int n, Random* random) {
  return static_cast<int>((*random)() % static_cast<uint64_t>(n));
}
// The k-th of n with a share of about 1 / k.
int Zipf(int n, Random* random) {
  const double u = std::uniform_real_distribution<>(0, 1)(*random);
  return static_cast<int>(std::pow(n, u)) - 1;
}

// A word made of syllables, always the same for a number.
std::string MadeUp(int number) {
  static const char* const kStarts[] = {
      "b",  "br", "c",  "ch", "d", "f", "g",  "gr", "h",  "j",
      "k",  "kh", "l",  "m",  "n", "p", "ph", "r",  "s",  "sh",
      "st", "t",  "tr", "v",  "w", "y", "z",  "",   "al", "el"};
  static const char* const kMiddles[] = {"a", "e",  "i",  "o",
                                         "u", "ai", "ou", "ee"};
  static const char* const kEnds[] = {"",  "n", "r", "s", "l",
                                      "m", "t", "k", "ng"};
  Random random(static_cast<uint64_t>(number) * 7919 + 17);
  const int syllables = 2 + Below(3, &random);
  std::string word;
  for (int i = 0; i < syllables; ++i) {
    absl::StrAppend(&word, kStarts[Below(30, &random)],
                    kMiddles[Below(8, &random)], kEnds[Below(9, &random)]);
  }
  return word;
}

std::string Capital(std::string word) {
  if (!word.empty()) word[0] = absl::ascii_toupper(word[0]);
  return word;
}

// Words that very many names have.
const char* const kTypes[] = {"Foundation", "Group",     "International",
                              "Bank",       "Institute", "Association",
                              "University", "Trust",     "Ministry",
                              "Health",     "Water",     "Development"};
const char* const kForms[] = {"Inc.", "Ltd", "LLC", "GmbH", "S.A.", "plc"};

std::string OrganizationName(int number) {
  Random random(static_cast<uint64_t>(number) + 1);
  std::vector<std::string> words;
  // Town and family names: a few common, most rare.
  const int own = 1 + Below(2, &random) + Below(2, &random);
  for (int i = 0; i < own; ++i) {
    words.push_back(Capital(MadeUp(Zipf(400000, &random))));
  }
  if (Below(3, &random) != 0) words.push_back(kTypes[Zipf(12, &random)]);
  if (Below(6, &random) == 0) {
    words.push_back("of");
    words.push_back(Capital(MadeUp(Zipf(400000, &random))));
  }
  if (Below(4, &random) == 0) words.push_back(kForms[Below(6, &random)]);
  return absl::StrJoin(words, " ");
}

std::string PersonName(int number) {
  Random random(static_cast<uint64_t>(number) + 5);
  return absl::StrCat(Capital(MadeUp(Zipf(20000, &random))), " ",
                      Capital(MadeUp(1000000 + Zipf(200000, &random))));
}

std::string Word(int number) { return MadeUp(2000000 + number); }

std::string Words(int count, Random* random) {
  std::vector<std::string> words;
  for (int i = 0; i < count; ++i)
    words.push_back(Word(Zipf(kVocabulary, random)));
  return absl::StrJoin(words, " ");
}

std::string OrganizationId(int number) {
  return StableId(kOrganizationIdKind, {absl::StrCat(number)});
}

v1::LogEntry MakeEntry(int article) {
  Random random(article);
  v1::LogEntry entry;
  entry.set_sequence(article + 1);
  v1::ArticleRecord* const record = entry.mutable_record();
  record->set_article_id(absl::StrCat("art-", article));
  record->set_title(Words(8, &random));
  record->set_publish_date(
      absl::StrCat(2010 + Below(15, &random), "-0", 1 + Below(9, &random)));
  // Five that are new, one that is told of often.
  for (int i = 0; i < 6; ++i) {
    const int number = i < 5 ? article * 5 + i : Zipf(kOrganizations, &random);
    v1::Organization* const o = record->add_organizations();
    o->set_organization_id(OrganizationId(number));
    o->set_display_name(OrganizationName(number));
    o->set_kind(static_cast<v1::OrganizationKind>(1 + number % 7));
  }
  for (int i = 0; i < 3; ++i) {
    const int number = i < 2 ? article * 5 / 2 + i : Zipf(kPersons, &random);
    v1::ExecutiveRole* const role = record->add_executives();
    role->set_role_id(StableId(kRoleIdKind, {absl::StrCat(article, " ", i)}));
    role->set_executive_id(StableId(kExecutiveIdKind, {absl::StrCat(number)}));
    role->set_display_name(PersonName(number));
    role->set_status(v1::ROLE_STATUS_CURRENT);
  }
  static const char* const kCountries[] = {"KE", "IN", "BR", "NG", "BD", "PE"};
  for (int i = 0; i < kFiguresPerArticle; ++i) {
    v1::ImpactFigure* const figure = record->add_impact_figures();
    figure->set_figure_id(
        StableId(kFigureIdKind, {absl::StrCat(article), absl::StrCat(i)}));
    figure->set_value(1 + Below(1000000, &random));
    figure->set_what(Words(3, &random));
    figure->set_organization_id(
        record->organizations(Below(6, &random)).organization_id());
    figure->mutable_place()->set_name(Capital(MadeUp(Zipf(20000, &random))));
    figure->mutable_place()->set_country_code(kCountries[Zipf(6, &random)]);
    figure->mutable_period()->set_start(
        absl::StrCat(2005 + Below(20, &random)));
    figure->mutable_evidence()->set_text(Words(22, &random));
  }
  return entry;
}

const Index& FullIndex() {
  static const Index* const index = [] {
    SetMinLogSeverity(Severity::kWarning);
    auto* const made = new Index();
    for (int first = 0; first < kArticles; first += kBatch) {
      RecordBatch batch;
      if (first > 0) batch.after = Position{kLog, static_cast<uint64_t>(first)};
      batch.through = Position{kLog, static_cast<uint64_t>(first + kBatch)};
      batch.high_watermark = Position{kLog, kArticles};
      for (int i = 0; i < kBatch; ++i) {
        *batch.entries.Add() = MakeEntry(first + i);
      }
      made->Apply(std::move(batch)).IgnoreError();
    }
    return made;
  }();
  return *index;
}

// The thread's own time: what else the machine does is not measured.
int64_t Nanos() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return int64_t{time.tv_sec} * 1000000000 + time.tv_nsec;
}

// Times calls, for percentiles.
class Latencies {
 public:
  template <typename Call>
  void Time(const Call& call) {
    const int64_t start = Nanos();
    call();
    nanos_.push_back(Nanos() - start);
  }
  void Report(benchmark::State* state) {
    std::sort(nanos_.begin(), nanos_.end());
    const auto at = [&](double share) {
      return nanos_[static_cast<size_t>(share * (nanos_.size() - 1))] / 1000.0;
    };
    state->counters["p50_us"] = at(0.5);
    state->counters["p99_us"] = at(0.99);
    state->counters["max_us"] = at(1);
  }

 private:
  std::vector<int64_t> nanos_;
};

// -- What people type ---------------------------------------------------------

std::string Typo(std::string text, int edits, Random* random) {
  for (; edits > 0 && text.size() > 3; --edits) {
    const size_t at = Below(static_cast<int>(text.size()) - 1, random);
    switch (Below(4, random)) {
      case 0:
        text.erase(at, 1);
        break;
      case 1:
        text.insert(at, 1, static_cast<char>('a' + Below(26, random)));
        break;
      case 2:
        text[at] = static_cast<char>('a' + Below(26, random));
        break;
      default:
        std::swap(text[at], text[at + 1]);
    }
  }
  return text;
}

enum Kind { kExact, kPrefix, kTypo, kTwoTypos, kAnyOrder, kAcronym, kCommon };

std::string Typed(const std::string& name, Kind kind, Random* random) {
  std::vector<std::string> words = absl::StrSplit(name, ' ');
  switch (kind) {
    case kExact:
      return name;
    case kPrefix:
      return name.substr(0, 3 + Below(8, random));
    case kTypo:
      return Typo(name, 1, random);
    case kTwoTypos:
      return Typo(name, 2, random);
    case kAnyOrder:
      std::shuffle(words.begin(), words.end(), *random);
      return absl::StrJoin(words, " ");
    case kAcronym: {
      std::string acronym;
      for (const auto& word : words) acronym.push_back(word[0]);
      return acronym;
    }
    case kCommon:
      // Words of very many names, alone, together, and mistyped.
      return Typo(
          absl::StrCat(kTypes[Below(12, random)], " ",
                       Below(2, random) ? kTypes[Below(12, random)] : ""),
          Below(3, random), random);
  }
  return name;
}

void search_organizations(benchmark::State& state) {
  const Index& index = FullIndex();
  Random random(3);
  Latencies latencies;
  const Kind kind = static_cast<Kind>(state.range(0));
  for (auto _ : state) {
    v1::SearchOrganizationsRequest request;
    request.set_query(
        Typed(OrganizationName(Below(kOrganizations, &random)), kind, &random));
    latencies.Time([&] {
      benchmark::DoNotOptimize(SearchOrganizations(index.Pin(), request));
    });
  }
  latencies.Report(&state);
  static const char* const kLabels[] = {"exact",       "prefix",    "typo",
                                        "two typos",   "any order", "acronym",
                                        "common words"};
  state.SetLabel(kLabels[kind]);
  const Snapshot now = index.Pin();
  const Generation& tables = now.tables();
  state.counters["bytes_per_name"] =
      static_cast<double>(tables.organizations().names().bytes()) /
      tables.organizations().names().size();
}
BENCHMARK(search_organizations)->DenseRange(kExact, kCommon)->Iterations(1000);

// Everything that has a word, all refused by the filter.
void search_organizations_refused(benchmark::State& state) {
  const Index& index = FullIndex();
  Latencies latencies;
  for (auto _ : state) {
    v1::SearchOrganizationsRequest request;
    request.set_query("foundation");
    request.mutable_filter()->set_min_article_count(1 << 30);
    latencies.Time([&] {
      benchmark::DoNotOptimize(SearchOrganizations(index.Pin(), request));
    });
  }
  latencies.Report(&state);
}
BENCHMARK(search_organizations_refused)->Iterations(100);

void search_executives(benchmark::State& state) {
  const Index& index = FullIndex();
  Random random(4);
  Latencies latencies;
  const Kind kind = static_cast<Kind>(state.range(0));
  for (auto _ : state) {
    v1::SearchExecutivesRequest request;
    std::string name = PersonName(Below(kPersons, &random));
    // "J. Smith".
    if (kind == kAcronym) {
      request.set_query(absl::StrCat(name.substr(0, 1), ". ",
                                     name.substr(name.find(' ') + 1)));
    } else {
      request.set_query(Typed(name, kind, &random));
    }
    latencies.Time([&] {
      benchmark::DoNotOptimize(SearchExecutives(index.Pin(), request));
    });
  }
  latencies.Report(&state);
  const Snapshot now = index.Pin();
  const Generation& tables = now.tables();
  state.counters["bytes_per_name"] =
      static_cast<double>(tables.executives().names().bytes()) /
      tables.executives().names().size();
}
BENCHMARK(search_executives)->DenseRange(kExact, kAcronym)->Iterations(1000);

// Words: 1 to 8 by Zipf's law, or of the commonest ones, with a country and a
// year.
void search_figures(benchmark::State& state) {
  const Index& index = FullIndex();
  Random random(5);
  Latencies latencies;
  const int count = static_cast<int>(state.range(0));
  const bool common = state.range(1) != 0;
  for (auto _ : state) {
    v1::SearchImpactFiguresRequest request;
    std::vector<std::string> words = {"Kenya", "2022"};
    for (int i = 0; i < count; ++i) {
      words.push_back(
          Word(common ? Below(12, &random) : Zipf(kVocabulary, &random)));
    }
    request.set_query(absl::StrJoin(words, " "));
    latencies.Time([&] {
      benchmark::DoNotOptimize(SearchImpactFigures(index.Pin(), request));
    });
  }
  latencies.Report(&state);
  state.SetLabel(absl::StrCat(count, common ? " common" : "", " words"));
  const Snapshot now = index.Pin();
  const Generation& tables = now.tables();
  const double figures = kArticles * kFiguresPerArticle;
  state.counters["own_bytes_per_figure"] =
      tables.figure_words().own().bytes() / figures;
  state.counters["text_bytes_per_figure"] =
      tables.figure_words().around().bytes() / figures;
}
BENCHMARK(search_figures)->ArgsProduct({{1, 2, 4, 8}, {0, 1}})->Iterations(500);

// What searching costs the writer.
void add_figure_words(benchmark::State& state) {
  std::vector<v1::ArticleRecord> records;
  for (int i = 0; i < 1000; ++i) records.push_back(MakeEntry(i).record());
  FigureTerms terms(state.range(0) != 0);
  FigureWords words(state.range(0) != 0);
  uint32_t row = 0;
  size_t next = 0;
  for (auto _ : state) {
    const v1::ArticleRecord& record = records[next++ % records.size()];
    terms.OpenArticle(record);
    for (const auto& figure : record.impact_figures()) {
      terms.Find(figure);
      words.Add(row++, terms.own(), terms.around());
    }
  }
  state.SetLabel(state.range(0) != 0 ? "records, with text" : "records");
}
BENCHMARK(add_figure_words)->Arg(0)->Arg(1);

}  // namespace
}  // namespace impactwire::query
