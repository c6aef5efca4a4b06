// The in-memory index, without the network:
//
//   build/bench/bin/index_benchmark
//
// Records are made up: six organizations, four roles and five figures each, as
// the stream sends them (no text), about 4 KB. A few organizations stand in
// many articles, most in few (Zipf). Queries are asked of 200,000 articles with
// 1,000,000 figures, each with other ids, while nothing is written. What is
// unrealistic: names are drawn evenly from few words, so that searches meet
// more of them than they would in real ones.
#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "benchmark/benchmark.h"
#include "common/base/log.h"
#include "common/base/stable_id.h"
#include "query_service/index/executive_queries.h"
#include "query_service/index/figure_queries.h"
#include "query_service/index/index.h"
#include "query_service/index/organization_queries.h"

namespace impactwire::query {
namespace {

constexpr int kArticles = 200000;
constexpr int kOrganizations = 100000;
constexpr int kFiguresPerArticle = 5;
constexpr char kLog[] = "00000000000000aa";
constexpr int kBatch = 200;

const char* const kWords[] = {"Green", "Hope",  "World", "Water",  "Health",
                              "Bank",  "River", "Solar", "School", "Harvest",
                              "Delta", "North", "Union", "Future", "Bridge"};
const char* const kUnits[] = {"person", "USD",   "tree",  "household",
                              "school", "tCO2e", "tonne", "percent"};

int OrganizationNumber(std::mt19937_64* random) {
  // Zipf by inversion: the k-th has a share of about 1 / k.
  const double u = std::uniform_real_distribution<>(0, 1)(*random);
  return static_cast<int>(std::pow(kOrganizations, u)) - 1;
}

std::string OrganizationId(int number) {
  return StableId(kOrganizationIdKind, {absl::StrCat(number)});
}
std::string FigureId(int article, int number) {
  return StableId(kFigureIdKind, {absl::StrCat(article), absl::StrCat(number)});
}

v1::LogEntry MakeEntry(int article) {
  std::mt19937_64 random(article);
  const auto below = [&](int n) {
    return std::uniform_int_distribution<>(0, n - 1)(random);
  };
  v1::LogEntry entry;
  entry.set_sequence(article + 1);
  v1::ArticleRecord* const record = entry.mutable_record();
  record->set_article_id(absl::StrCat("art-", article));
  record->set_uri(absl::StrCat("https://news.example/2024/", article));
  record->set_title("Volunteers bring water and light to river villages");
  record->set_publisher(absl::StrCat("Daily ", below(500)));
  record->set_publish_date(
      absl::StrCat("20", 10 + below(15), "-0", 1 + below(9)));
  record->set_language("en");
  record->set_content_sha256(std::string(64, 'a'));
  record->set_extractor_version("0.1.0");
  std::vector<std::string> organizations;
  while (organizations.size() < 6) {
    const int number = OrganizationNumber(&random);
    const std::string id = OrganizationId(number);
    // Each stands once.
    if (std::find(organizations.begin(), organizations.end(), id) !=
        organizations.end()) {
      continue;
    }
    v1::Organization* const o = record->add_organizations();
    o->set_organization_id(id);
    o->set_display_name(absl::StrCat(kWords[number % 15], " ",
                                     kWords[number / 15 % 15], " ",
                                     kWords[number / 225 % 15], " ", number));
    o->add_aliases(absl::StrCat(kWords[number % 15], " ", number));
    o->set_kind(static_cast<v1::OrganizationKind>(1 + number % 7));
    o->set_confidence(0.9);
    organizations.push_back(o->organization_id());
  }
  for (int i = 0; i < 4; ++i) {
    v1::ExecutiveRole* const role = record->add_executives();
    const int person = below(100000);
    role->set_role_id(StableId(kRoleIdKind, {absl::StrCat(article, " ", i)}));
    role->set_executive_id(StableId(kExecutiveIdKind, {absl::StrCat(person)}));
    role->set_display_name(absl::StrCat("Ana Person ", person));
    role->set_title("chief executive officer");
    role->add_role_families(v1::ROLE_FAMILY_CEO);
    role->set_status(v1::ROLE_STATUS_CURRENT);
    role->set_organization_id(organizations[i]);
    role->mutable_evidence()->set_text(std::string(150, 'e'));
    role->set_confidence(0.9);
  }
  for (int i = 0; i < kFiguresPerArticle; ++i) {
    v1::ImpactFigure* const figure = record->add_impact_figures();
    figure->set_figure_id(FigureId(article, i));
    figure->set_value(1 + below(1000000));
    figure->set_bound(v1::BOUND_MORE_THAN);
    figure->set_unit(kUnits[below(8)]);
    figure->set_what("rural workers trained");
    figure->set_category(static_cast<v1::ImpactCategory>(1 + below(19)));
    figure->set_organization_id(organizations[below(6)]);
    figure->set_status(static_cast<v1::FigureStatus>(1 + below(3)));
    figure->mutable_place()->set_name(absl::StrCat("Place ", below(2000)));
    figure->mutable_place()->set_country_code("IN");
    figure->mutable_period()->set_start("2017-04");
    figure->set_attribution(v1::ATTRIBUTION_SUBJECT);
    figure->mutable_surface()->set_text("over 6,000 rural workers");
    figure->mutable_evidence()->set_text(std::string(180, 'e'));
    figure->add_sdg_goals(1 + below(17));
    figure->set_confidence(0.5 + below(50) / 100.0);
  }
  return entry;
}

RecordBatch MakeBatch(int first, int count, int high_watermark) {
  RecordBatch batch;
  if (first > 0) batch.after = Position{kLog, static_cast<uint64_t>(first)};
  batch.through = Position{kLog, static_cast<uint64_t>(first + count)};
  batch.high_watermark = Position{kLog, static_cast<uint64_t>(high_watermark)};
  for (int i = 0; i < count; ++i) *batch.entries.Add() = MakeEntry(first + i);
  return batch;
}

const Index& FullIndex() {
  static const Index* const index = [] {
    SetMinLogSeverity(Severity::kWarning);
    auto* const made = new Index();
    for (int first = 0; first < kArticles; first += kBatch) {
      made->Apply(MakeBatch(first, kBatch, kArticles)).IgnoreError();
    }
    return made;
  }();
  return *index;
}

// Times every call, for percentiles.
class Latencies {
 public:
  template <typename Call>
  void Time(const Call& call) {
    const int64_t start = absl::GetCurrentTimeNanos();
    call();
    nanos_.push_back(absl::GetCurrentTimeNanos() - start);
  }
  void Report(benchmark::State* state) {
    std::sort(nanos_.begin(), nanos_.end());
    const auto at = [&](double share) {
      return nanos_[static_cast<size_t>(share * (nanos_.size() - 1))] / 1000.0;
    };
    state->counters["p50_us"] = at(0.5);
    state->counters["p99_us"] = at(0.99);
  }

 private:
  std::vector<int64_t> nanos_;
};

void apply_records_20000(benchmark::State& state) {
  SetMinLogSeverity(Severity::kWarning);
  constexpr int kRecords = 20000;
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<RecordBatch> batches;
    for (int first = 0; first < kRecords; first += kBatch) {
      batches.push_back(MakeBatch(first, kBatch, kRecords));
    }
    auto index = std::make_unique<Index>();
    state.ResumeTiming();
    for (RecordBatch& batch : batches) {
      index->Apply(std::move(batch)).IgnoreError();
    }
    state.PauseTiming();
    index.reset();
    batches.clear();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * kRecords);
}
BENCHMARK(apply_records_20000)->Unit(benchmark::kMillisecond);

void get_figure_of_1000000(benchmark::State& state) {
  const Index& index = FullIndex();
  std::mt19937_64 random(1);
  Latencies latencies;
  for (auto _ : state) {
    v1::GetImpactFigureRequest request;
    request.set_figure_id(FigureId(random() % kArticles, random() % 5));
    latencies.Time([&] {
      benchmark::DoNotOptimize(GetImpactFigure(index.Pin(), request));
    });
  }
  latencies.Report(&state);
  state.counters["bytes_per_figure"] =
      static_cast<double>(index.bytes()) / (kArticles * kFiguresPerArticle);
}
BENCHMARK(get_figure_of_1000000);

void get_organization_of_100000(benchmark::State& state) {
  const Index& index = FullIndex();
  std::mt19937_64 random(1);
  Latencies latencies;
  for (auto _ : state) {
    v1::GetOrganizationRequest request;
    request.set_organization_id(OrganizationId(OrganizationNumber(&random)));
    latencies.Time([&] {
      benchmark::DoNotOptimize(GetOrganization(index.Pin(), request));
    });
  }
  latencies.Report(&state);
}
BENCHMARK(get_organization_of_100000);

// One organization, any of the many rare ones or few frequent ones.
void list_by_organization_of_1000000(benchmark::State& state) {
  const Index& index = FullIndex();
  std::mt19937_64 random(2);
  Latencies latencies;
  for (auto _ : state) {
    v1::ListImpactFiguresRequest request;
    request.mutable_filter()->add_organization_ids(
        OrganizationId(OrganizationNumber(&random)));
    request.mutable_filter()->add_statuses(v1::FIGURE_STATUS_ACHIEVED);
    request.mutable_filter()->add_units("person");
    latencies.Time([&] {
      benchmark::DoNotOptimize(ListImpactFigures(index.Pin(), request));
    });
  }
  latencies.Report(&state);
}
BENCHMARK(list_by_organization_of_1000000);

// Three predicates, none with a short posting list.
void list_by_columns_of_1000000(benchmark::State& state) {
  const Index& index = FullIndex();
  Latencies latencies;
  for (auto _ : state) {
    v1::ListImpactFiguresRequest request;
    request.mutable_filter()->add_statuses(v1::FIGURE_STATUS_TARGET);
    request.mutable_filter()->set_min_value(999000);
    request.mutable_filter()->set_min_confidence(0.9);
    latencies.Time([&] {
      benchmark::DoNotOptimize(ListImpactFigures(index.Pin(), request));
    });
  }
  latencies.Report(&state);
}
BENCHMARK(list_by_columns_of_1000000)->Unit(benchmark::kMillisecond);

void list_unfiltered_of_1000000(benchmark::State& state) {
  const Index& index = FullIndex();
  Latencies latencies;
  for (auto _ : state) {
    latencies.Time(
        [&] { benchmark::DoNotOptimize(ListImpactFigures(index.Pin(), {})); });
  }
  latencies.Report(&state);
}
BENCHMARK(list_unfiltered_of_1000000);

void aggregate_1000000_by_category(benchmark::State& state) {
  const Index& index = FullIndex();
  v1::AggregateImpactFiguresRequest request;
  request.add_group_by(v1::AggregateImpactFiguresRequest::GROUP_BY_CATEGORY);
  Latencies latencies;
  for (auto _ : state) {
    latencies.Time([&] {
      benchmark::DoNotOptimize(AggregateImpactFigures(index.Pin(), request));
    });
  }
  latencies.Report(&state);
}
BENCHMARK(aggregate_1000000_by_category)->Unit(benchmark::kMillisecond);

void list_organizations_of_100000(benchmark::State& state) {
  const Index& index = FullIndex();
  Latencies latencies;
  for (auto _ : state) {
    latencies.Time(
        [&] { benchmark::DoNotOptimize(ListOrganizations(index.Pin(), {})); });
  }
  latencies.Report(&state);
}
BENCHMARK(list_organizations_of_100000)->Unit(benchmark::kMillisecond);

void search_organization_with_typo_of_100000(benchmark::State& state) {
  const Index& index = FullIndex();
  std::mt19937_64 random(3);
  Latencies latencies;
  for (auto _ : state) {
    v1::SearchOrganizationsRequest request;
    const int number = OrganizationNumber(&random);
    request.set_query(absl::StrCat("harvset ", number));
    latencies.Time([&] {
      benchmark::DoNotOptimize(SearchOrganizations(index.Pin(), request));
    });
  }
  latencies.Report(&state);
}
BENCHMARK(search_organization_with_typo_of_100000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace impactwire::query
