// The part of Generation that takes a record apart into rows.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "query_service/index/generation/generation.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/tables/country_number.h"

namespace impactwire::query {
namespace {

// Values of an enumeration this version does not know yet are not filtered by.
uint8_t EnumByte(int value, int limit = 256) {
  return value >= 0 && value < limit ? static_cast<uint8_t>(value) : 0;
}

uint32_t Bits(const google::protobuf::RepeatedField<int>& numbers) {
  uint32_t bits = 0;
  for (const int number : numbers) {
    if (number >= 0 && number < 32) bits |= uint32_t{1} << number;
  }
  return bits;
}

// Few forms are compared one by one: a set costs more than all the rest.
constexpr size_t kFewForms = 16;

template <typename Forms>
std::vector<absl::string_view> Others(absl::string_view display_name,
                                      const Forms& forms) {
  std::vector<absl::string_view> others;
  absl::flat_hash_set<absl::string_view> seen;
  for (const absl::string_view form : forms) {
    if (form.empty() || form == display_name) continue;
    if (forms.size() > kFewForms
            ? seen.insert(form).second
            : std::find(others.begin(), others.end(), form) == others.end()) {
      others.push_back(form);
    }
  }
  return others;
}

}  // namespace

NumberList Generation::StoreNumbers(const std::vector<uint32_t>& numbers) {
  if (numbers.empty()) return NumberList();
  auto* const data = static_cast<uint32_t*>(
      arena_.Allocate((numbers.size() + 1) * sizeof(uint32_t)));
  data[0] = static_cast<uint32_t>(numbers.size());
  std::copy(numbers.begin(), numbers.end(), data + 1);
  return NumberList(data);
}

uint32_t Generation::AddArticle(uint64_t sequence, uint32_t ended,
                                v1::ArticleRecord* record) {
  const uint32_t row = static_cast<uint32_t>(articles_.size());
  const uint32_t newest = NewestVersion(record->article_id());
  const uint32_t article = article_ids_.Intern(record->article_id());
  while (newest_articles_.size() <= article) {
    newest_articles_.Next();
    newest_articles_.Publish();
  }
  ArticleRow& next = articles_.Next();
  next.from = sequence;
  next.article = article;
  next.prev = newest;
  next.publisher = strings_.Intern(record->publisher());
  next.publisher_folded = strings_.Intern(Fold(record->publisher()));
  next.publish_date = strings_.Intern(record->publish_date());
  next.publish_days =
      ParseDays(record->publish_date()).value_or(DayRange::None());
  std::vector<std::string> pairs;
  for (const auto& [key, value] : record->labels()) {
    pairs.push_back(absl::StrCat(key, absl::string_view("\0", 1), value));
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<uint32_t> labels;
  for (const std::string& pair : pairs) labels.push_back(strings_.Intern(pair));
  next.labels = StoreNumbers(labels);
  next.shingles = StoreNumbers(
      {record->shingle_signature().begin(), record->shingle_signature().end()});
  facts_.Open(*record);
  AddOrganizations(row, *record);
  AddExecutives(row, record);
  AddFigures(row, ended, record);
  next.facts = facts_.Store(&texts_);
  articles_.Publish();
  newest_articles_.at(article).store(row + 1, std::memory_order_release);
  ListArticle(row);
  rows_ += 1 + next.organizations.count + next.executives.count +
           next.roles.count + next.figures.count;
  return row;
}

void Generation::ListArticle(uint32_t row) {
  const ArticleRow& article = articles_[row];
  if (article.publisher_folded != 0) {
    by_publisher_.Add(article.publisher_folded, row, &arena_);
  }
  for (const uint32_t label : article.labels) {
    by_label_.Add(label, row, &arena_);
  }
}

void Generation::ListRole(uint32_t row) {
  const RoleRow& role = roles_[row];
  executives_.AddRole(role.executive, row, &arena_);
  if (role.organization != kNoRow) {
    organizations_.AddRole(role.organization, row, &arena_);
  }
}

void Generation::ListFigure(uint32_t row) {
  const FigureSegment& s = figures_.segment(row);
  const uint32_t i = FigureTable::offset(row);
  const auto add_to = [&](uint32_t organization) {
    organizations_.AddFigure(organization, row, &arena_);
    by_both_.Add(organization, row, organizations_.figures_of(organization),
                 figures_, &arena_);
  };
  if (s.organization[i] != kNoRow) add_to(s.organization[i]);
  for (const uint32_t other : figures_.co_organizations(row)) add_to(other);
  by_unit_.Add(s.unit_folded[i], row, &arena_);
  by_category_.Add(s.category[i], row, &arena_);
  if (s.country[i] != 0) by_country_.Add(s.country[i], row, &arena_);
}

void Generation::AddOrganizations(uint32_t row,
                                  const v1::ArticleRecord& record) {
  RowRange* const range = &articles_.at(row).organizations;
  range->first = static_cast<uint32_t>(organizations_.appearances().size());
  for (const v1::Organization& organization : record.organizations()) {
    const uint32_t entity = organizations_.Intern(
        *IdNumber(kOrganizationIdKind, organization.organization_id()));
    organizations_.AddAppearance(
        row, entity, organization.display_name(),
        EnumByte(organization.kind(), 16), organization.confidence(),
        CountryNumber(organization.country_code()),
        Others(organization.display_name(), organization.aliases()), &arena_);
    ++range->count;
  }
  if (options_.join_organizations) organization_joiner_.Add(articles_[row]);
}

void Generation::AddExecutives(uint32_t row, v1::ArticleRecord* record) {
  ArticleRow* const article = &articles_.at(row);
  article->roles.first = static_cast<uint32_t>(roles_.size());
  // One appearance per person, with the forms of all their roles.
  struct Person {
    uint32_t entity;
    const v1::ExecutiveRole* first;
    std::vector<absl::string_view> forms;
    double confidence;
  };
  std::vector<Person> people;
  absl::flat_hash_map<uint32_t, size_t> found;
  for (v1::ExecutiveRole& role : *record->mutable_executives()) {
    const uint32_t entity =
        executives_.Intern(*IdNumber(kExecutiveIdKind, role.executive_id()));
    const auto [it, is_new] = found.emplace(entity, people.size());
    if (is_new) people.push_back({entity, &role, {}, 0});
    Person& person = people[it->second];
    person.forms.push_back(role.display_name());
    for (const std::string& alias : role.aliases()) {
      person.forms.push_back(alias);
    }
    person.confidence = std::max(person.confidence, role.confidence());

    const uint32_t number = static_cast<uint32_t>(roles_.size());
    RoleRow& next = roles_.Next();
    next.article_row = row;
    next.executive = entity;
    if (const auto id = IdNumber(kOrganizationIdKind, role.organization_id())) {
      next.organization = organizations_.Intern(*id);
    }
    next.families = Bits(role.role_families());
    next.status = EnumByte(role.status());
    next.confidence = role.confidence();
    next.id = *IdNumber(kRoleIdKind, role.role_id());
    role.clear_role_id();
    role.clear_executive_id();
    role.clear_organization_id();
    role.clear_confidence();
    facts_.AddRole(&role);
    roles_.Publish();
    ListRole(number);
    ++article->roles.count;
  }
  article->executives.first =
      static_cast<uint32_t>(executives_.appearances().size());
  for (const Person& person : people) {
    const std::string& display_name = person.first->display_name();
    executives_.AddAppearance(row, person.entity, display_name, 0,
                              person.confidence, 0,
                              Others(display_name, person.forms), &arena_);
    ++article->executives.count;
  }
  if (options_.join_executives) executive_joiner_.Add(*article);
}

bool Generation::IsFigure(uint32_t row, const v1::ImpactFigure& figure) const {
  v1::ImpactFigure stored;
  ReadFigure(row, &stored);
  return stored.SerializeAsString() == figure.SerializeAsString();
}

void Generation::AddFigures(uint32_t row, uint32_t ended,
                            v1::ArticleRecord* record) {
  ArticleRow* const article = &articles_.at(row);
  article->figures.first = figures_.size();
  bool same_article = false;
  if (ended != kNoRow) {
    const ArticleRow& last = articles_[ended];
    same_article = Title(last) == record->title() &&
                   Uri(last) == record->uri() &&
                   last.publisher == article->publisher &&
                   last.publish_date == article->publish_date;
  }
  figure_words_.OpenArticle(*record);
  for (v1::ImpactFigure& figure : *record->mutable_impact_figures()) {
    FigureValues values;
    values.id = *IdNumber(kFigureIdKind, figure.figure_id());
    values.from = article->from;
    values.article_row = row;
    if (const auto id =
            IdNumber(kOrganizationIdKind, figure.organization_id())) {
      values.organization = organizations_.Intern(*id);
    }
    std::vector<uint32_t> others;
    for (const std::string& id : figure.co_organization_ids()) {
      others.push_back(
          organizations_.Intern(*IdNumber(kOrganizationIdKind, id)));
    }
    values.co_organizations = StoreNumbers(others);
    values.value = figure.value();
    values.confidence = figure.confidence();
    values.unit = strings_.Intern(figure.unit());
    values.unit_folded = strings_.Intern(absl::AsciiStrToLower(figure.unit()));
    values.place_folded = strings_.Intern(Fold(figure.place().name()));
    values.country = CountryNumber(figure.place().country_code());
    values.period = DaysBetween(figure.period().start(), figure.period().end());
    values.publish_days = article->publish_days;
    values.sdg_goals = Bits(figure.sdg_goals());
    values.category = EnumByte(figure.category());
    values.status = EnumByte(figure.status());
    values.attribution = EnumByte(figure.attribution());
    values.bound = EnumByte(figure.bound());
    values.has_rate = figure.has_rate();
    uint64_t claim_key = ClaimKey(figure);
    std::optional<uint64_t> series_key = SeriesKey(figure);
    if (values.organization != kNoRow) {
      const uint64_t hash =
          OrganizationHash(organizations_.id(values.organization));
      claim_key ^= hash;
      if (series_key.has_value()) *series_key ^= hash;
    }
    values.precise = IsPrecise(figure);
    values.in_series = series_key.has_value();
    if (const auto last = figures_.FindNewest(values.id)) {
      values.prev = *last;
      values.continues =
          same_article &&
          figures_.segment(*last).article_row[FigureTable::offset(*last)] ==
              ended &&
          IsFigure(*last, figure);
    }
    const std::string organization_id = figure.organization_id();
    // Columns have what follows.
    figure.clear_figure_id();
    figure.clear_organization_id();
    figure.clear_value();
    figure.clear_confidence();
    figure.clear_unit();
    if (values.category != 0) figure.clear_category();
    if (values.status != 0) figure.clear_status();
    if (values.attribution != 0) figure.clear_attribution();
    if (values.bound != 0) figure.clear_bound();
    facts_.AddFigure(&figure);
    const uint32_t number = figures_.Add(values);
    claims_.Add(number, claim_key, series_key);
    ListFigure(number);
    figure_words_.Add(number, figure, organization_id);
    ++article->figures.count;
  }
}

}  // namespace impactwire::query
