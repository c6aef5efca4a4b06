#include "tests/query_service/index/testing/history.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "gtest/gtest.h"

namespace impactwire::query {
namespace {

constexpr int kOrganizations = 7;
// With those that go by what others are called.
constexpr int kBodies = kOrganizations + 9;
constexpr int kExecutives = 6;
constexpr int kArticles = 9;

const char* const kForms[kOrganizations][4] = {
    {"Green Fields Foundation", "GREEN FIELDS FOUNDATION", "Green Fields",
     "GFF"},
    {"Banco del Río", "Banco del Rio", "the Banco", "Banco del Río S.A."},
    {"Acme Water Works", "Acme", "ACME Water", "Acme Waterworks"},
    {"World Bank of Goats", "World Goat Bank", "WBG", "Goats"},
    {"Hope International", "Hope Intl", "Hope", "HOPE International"},
    {"Łódź Energy", "Lodz Energy", "Lodz", "Energy of Lodz"},
    {"Ministry of Health", "Health Ministry", "MoH", "the Ministry"}};
// By the first two it is named, by all it is called.
struct Body {
  const char* forms[4];
  const char* country;
};
const Body kMoreBodies[kBodies - kOrganizations] = {
    {{"JD.com", "JD.com, Inc.", "JD", "Jingdong"}, ""},
    {{"Jingdong", "JINGDONG", "JD", "JD.com"}, ""},
    {{"JD", "J.D.", "J D", "Jd"}, ""},
    {{"Global Food Fund", "The Global Food Fund", "GFF", "Fund"}, ""},
    {{"GFF", "G.F.F.", "Gff", "Green Fields"}, ""},
    {{"Łódź Energy Ltd", "Lodz Energy", "Lodz", "JD"}, ""},
    {{"Ministry of Health", "The Ministry of Health", "Health", "MoH"}, "KE"},
    {{"Ministry of Health", "Ministry for Health", "MoH", "GFF"}, "GH"},
    {{"MoH", "M.o.H.", "MOH", "Fund"}, "KE"}};

std::string BodyId(int number) {
  if (number < kOrganizations) {
    return StableId(kOrganizationIdKind, {kForms[number][0]});
  }
  const Body& body = kMoreBodies[number - kOrganizations];
  return StableId(kOrganizationIdKind,
                  {body.forms[0], body.country, "of more"});
}

const char* const kPeople[kExecutives][2] = {
    {"Ana María López", "López"}, {"Bo Li", "Li"},
    {"Chidi Okafor", "Okafor"},   {"Dina Weiß", "Weiss"},
    {"Emeka Obi", "Obi"},         {"Ana Maria Lopez", "Ana"}};
// By these two each is named, at the same two organizations mostly.
constexpr int kMorePeople = 12;
const char* const kNames[kMorePeople][2] = {
    {"Yao Jinbo", "YAO JINBO"},
    {"Jinbo Yao", "Dr. Jin-bo Yao"},
    {"Yao Jin Bo", "Yao Jin-Bo"},
    {"J. Smith", "J Smith"},
    {"John Smith", "Sir John Smith"},
    {"John A. Smith", "John A. Smith, PhD"},
    {"Jane Smith", "Jane Smith"},
    {"J. A. Smith", "J.A. Smith"},
    {"John Smith Jr.", "John Smith, Junior"},
    {"Smith", "Mr Smith"},
    {"José Núñez", "J. Núñez"},
    {"J. Nunez", "J. Nuñez"}};
const char* const kWhats[] = {"things done",       "clean water",
                              "trained farmers",   "children's meals",
                              "training of women", "water wells in 2017"};
const char* const kPlaces[] = {"", "Puyang", "São Paulo", "Greater São Paulo",
                               "Łódź"};
const char* const kCountries[] = {"", "CN", "BR", "PL"};
const char* const kDates[] = {"",        "2016",       "2017",      "2017-04",
                              "2017-12", "2017-04-30", "2018-01-01"};
const char* const kPublishers[] = {"", "Daily Echo", "DAILY ECHO", "El País"};

}  // namespace

Position At(uint64_t sequence) { return Position{kLogId, sequence}; }

std::string World::OrganizationId() {
  return BodyId(Below(OneIn(2) ? kBodies : kOrganizations));
}
std::string World::ExecutiveId() {
  if (OneIn(2)) {
    return StableId(kExecutiveIdKind, {kNames[Below(kMorePeople)][0]});
  }
  return StableId(kExecutiveIdKind, {kPeople[Below(kExecutives)][0]});
}
std::string World::ArticleId() {
  return absl::StrCat("article ", Below(kArticles));
}

v1::ImpactFigure World::Figure(const std::string& article, int number) {
  v1::ImpactFigure figure;
  figure.set_figure_id(
      StableId(kFigureIdKind, {article, absl::StrCat(number)}));
  // Half of the time what every version of the article says.
  std::mt19937 own(static_cast<uint32_t>(number * 100 + article.back()));
  std::mt19937 kept = random_;
  const bool usual = OneIn(2);
  if (usual) random_ = own;
  figure.set_value(Below(5) * 1000);
  figure.set_bound(static_cast<v1::Bound>(Below(5) + 1));
  figure.set_unit(Pick(kUnits));
  // Often the same, so that there are levels of one count.
  figure.set_what(OneIn(3) ? Pick(kWhats) : kWhats[0]);
  if (OneIn(3)) figure.set_beneficiary(Pick(kWhats));
  figure.set_category(static_cast<v1::ImpactCategory>(Below(4) + 1));
  if (!OneIn(4)) figure.set_organization_id(OrganizationId());
  if (OneIn(4)) {
    const std::string other = OrganizationId();
    if (other != figure.organization_id()) {
      figure.add_co_organization_ids(other);
    }
  }
  figure.set_status(static_cast<v1::FigureStatus>(Below(3) + 1));
  figure.mutable_place()->set_name(Pick(kPlaces));
  figure.mutable_place()->set_country_code(Pick(kCountries));
  figure.mutable_period()->set_start(Pick(kDates));
  figure.mutable_period()->set_end(Pick(kDates));
  if (OneIn(4)) figure.mutable_rate()->set_per("month");
  figure.set_attribution(static_cast<v1::Attribution>(Below(7) + 1));
  if (OneIn(3)) figure.add_sdg_goals(Below(17) + 1);
  figure.set_confidence(Below(10) / 10.0 + 0.1);
  figure.set_measure(static_cast<v1::Measure>(Below(3) + 1));
  if (OneIn(2)) Corroborate(&figure);
  figure.mutable_evidence()->set_text(
      absl::StrCat("It said ", number, " of ", Pick(kWhats), "."));
  if (usual) {
    random_ = kept;
    random_.discard(1);
  }
  return figure;
}

void World::Corroborate(v1::ImpactFigure* figure) {
  static const double kValues[] = {6000, 6000, 6012, 6012, 6034, 8000, 12, 7};
  figure->set_value(Pick(kValues));
  figure->set_bound(OneIn(3) ? v1::BOUND_APPROXIMATE : v1::BOUND_EXACT);
  if (OneIn(8)) {
    figure->set_bound(v1::BOUND_RANGE);
    figure->set_value_high(9000);
  }
  figure->set_unit(OneIn(8) ? "Person" : "person");
  if (OneIn(8)) figure->set_what("Things, done");
  figure->set_category(v1::IMPACT_CATEGORY_PEOPLE_TRAINED);
  figure->set_status(OneIn(8) ? v1::FIGURE_STATUS_TARGET
                              : v1::FIGURE_STATUS_ACHIEVED);
  figure->clear_rate();
  if (OneIn(8)) figure->mutable_rate()->set_per("month");
  if (OneIn(8)) figure->set_change(v1::CHANGE_UP_BY);
  if (OneIn(8)) figure->set_change(v1::CHANGE_NONE);
  if (OneIn(2)) figure->set_measure(v1::MEASURE_CUMULATIVE);
  if (!OneIn(4)) figure->clear_period();
  if (figure->has_period() && OneIn(2)) {
    figure->mutable_period()->set_start("2017");
    figure->mutable_period()->set_end("2017");
  }
  if (!OneIn(4)) figure->mutable_place()->clear_name();
  if (OneIn(8)) {
    figure->clear_organization_id();
  } else if (!OneIn(4)) {
    figure->set_organization_id(
        StableId(kOrganizationIdKind, {kForms[Below(2)][0]}));
  }
  // As its organization may have changed.
  figure->clear_co_organization_ids();
}

v1::ArticleRecord World::Record() {
  v1::ArticleRecord record;
  record.set_article_id(ArticleId());
  record.set_uri(absl::StrCat("https://news.example/", record.article_id()));
  record.set_title(OneIn(2) ? "Title" : "Clean water for children");
  record.set_publisher(Pick(kPublishers));
  record.set_publish_date(Pick(kDates));
  if (OneIn(2)) (*record.mutable_labels())["topic"] = OneIn(2) ? "a" : "b";
  if (OneIn(3)) (*record.mutable_labels())["desk"] = "x";
  record.set_language("en");
  record.mutable_ingest_time()->set_seconds(1000 + Below(100));
  if (OneIn(3)) record.add_warnings()->set_message("cut");
  if (OneIn(2)) {
    const int text = Below(3);
    for (int i = 0; i < 16; ++i) {
      record.add_shingle_signature(OneIn(3) ? Below(1000) : 1000 + text);
    }
  }
  for (int o = 0; o < kBodies; ++o) {
    const bool more = o >= kOrganizations;
    if (!OneIn(more ? 4 : 3)) continue;
    v1::Organization* const organization = record.add_organizations();
    organization->set_organization_id(BodyId(o));
    const auto& forms =
        more ? kMoreBodies[o - kOrganizations].forms : kForms[o];
    const int display = Below(more ? 2 : 4);
    organization->set_display_name(forms[display]);
    for (int alias = 0; alias < 4; ++alias) {
      if (alias != display && OneIn(3)) organization->add_aliases(forms[alias]);
    }
    if (more && !OneIn(20)) {
      organization->set_country_code(kMoreBodies[o - kOrganizations].country);
    }
    organization->set_kind(
        more && OneIn(2) ? v1::ORGANIZATION_KIND_OTHER
                         : static_cast<v1::OrganizationKind>(Below(3) + 1));
    organization->set_confidence(0.5);
  }
  for (int i = Below(4); i > 0; --i) {
    v1::ExecutiveRole* const role = record.add_executives();
    const int person = Below(kExecutives);
    role->set_role_id(StableId(kRoleIdKind, {absl::StrCat(i)}));
    role->set_executive_id(StableId(kExecutiveIdKind, {kPeople[person][0]}));
    role->set_display_name(kPeople[person][Below(2)]);
    if (OneIn(2)) role->add_aliases(kPeople[person][Below(2)]);
    role->set_title("chief");
    role->add_role_families(static_cast<v1::RoleFamily>(Below(3) + 1));
    role->set_status(static_cast<v1::RoleStatus>(Below(3) + 1));
    if (!OneIn(3)) role->set_organization_id(OrganizationId());
    role->set_confidence(Below(10) / 10.0 + 0.1);
  }
  for (int i = OneIn(2) ? 1 : Below(4); i > 0; --i) {
    v1::ExecutiveRole* const role = record.add_executives();
    const auto& names = kNames[Below(kMorePeople)];
    role->set_role_id(StableId(kRoleIdKind, {absl::StrCat("more ", i)}));
    role->set_executive_id(StableId(kExecutiveIdKind, {names[0]}));
    role->set_display_name(names[Below(2)]);
    role->add_role_families(OneIn(4) ? v1::ROLE_FAMILY_OTHER
                                     : v1::ROLE_FAMILY_CEO);
    if (!OneIn(12)) role->set_organization_id(BodyId(OneIn(4)));
    role->set_confidence(0.5);
  }
  for (int number = 0; number < 5; ++number) {
    if (OneIn(2)) {
      *record.add_impact_figures() = Figure(record.article_id(), number);
    }
  }
  return record;
}

v1::LogEntry World::Entry(uint64_t sequence, int override_every) {
  v1::LogEntry entry;
  entry.set_sequence(sequence);
  if (override_every > 0 && OneIn(override_every)) {
    v1::Override* const override = entry.mutable_override();
    override->set_override_id(absl::StrCat("override ", Below(6)));
    override->set_author("analyst");
    if (OneIn(2)) override->set_reason("as it is");
    if (OneIn(2)) override->mutable_create_time()->set_seconds(sequence);
    const bool people = OneIn(3);
    const auto id = [&] { return people ? ExecutiveId() : OrganizationId(); };
    if (OneIn(3)) {
      override->mutable_split()->set_from_id(id());
    } else {
      override->mutable_merge()->set_from_id(id());
      override->mutable_merge()->set_into_id(OneIn(10) ? "nothing" : id());
    }
  } else if (OneIn(4)) {
    entry.mutable_tombstone()->set_article_id(ArticleId());
  } else {
    *entry.mutable_record() = Record();
  }
  return entry;
}

std::vector<v1::LogEntry> World::History(int entries, int override_every) {
  std::vector<v1::LogEntry> history;
  uint64_t sequence = 0;
  for (int i = 0; i < entries; ++i) {
    sequence += 1 + (OneIn(4) ? Below(3) : 0);
    history.push_back(Entry(sequence, override_every));
  }
  return history;
}

void AddLeader(const std::string& person, const std::string& organization,
               v1::ArticleRecord* record) {
  v1::ExecutiveRole* const role = record->add_executives();
  role->set_role_id(StableId(kRoleIdKind, {person, organization}));
  role->set_executive_id(StableId(kExecutiveIdKind, {person}));
  role->set_display_name(person);
  role->set_organization_id(StableId(kOrganizationIdKind, {organization}));
}

RecordBatch Batch(const std::vector<v1::LogEntry>& entries, uint64_t after,
                  uint64_t through, uint64_t high_watermark) {
  RecordBatch batch;
  if (after > 0) batch.after = At(after);
  batch.through = At(through);
  batch.high_watermark = At(high_watermark);
  for (const v1::LogEntry& entry : entries) {
    if (entry.sequence() > after && entry.sequence() <= through) {
      *batch.entries.Add() = entry;
    }
  }
  return batch;
}

void ApplyAll(const std::vector<v1::LogEntry>& entries, Index* index) {
  const uint64_t last = entries.empty() ? 0 : entries.back().sequence();
  const absl::Status status = index->Apply(Batch(entries, 0, last, last));
  EXPECT_TRUE(status.ok()) << status.ToString();
}

}  // namespace impactwire::query
