// The part of Generation that takes a record apart into rows.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "query_service/index/generation/enum_columns.h"
#include "query_service/index/generation/generation.h"
#include "query_service/index/tables/country_number.h"

namespace impactwire::query {
namespace {

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
                                const v1::ArticleRecord& record,
                                const PreparedRecord& prepared) {
  const uint32_t row = static_cast<uint32_t>(articles_.size());
  const uint32_t newest = NewestVersion(record.article_id());
  const uint32_t article = article_ids_.Intern(record.article_id());
  while (newest_articles_.size() <= article) {
    newest_articles_.Next();
    newest_articles_.Publish();
  }
  ArticleRow& next = articles_.Next();
  next.from = sequence;
  next.article = article;
  next.prev = newest;
  next.publisher = strings_.Intern(record.publisher());
  next.publisher_folded = strings_.Intern(prepared.publisher_folded);
  next.publish_date = strings_.Intern(record.publish_date());
  next.publish_days = prepared.publish_days;
  std::vector<uint32_t> labels;
  for (const std::string& pair : prepared.labels) {
    labels.push_back(strings_.Intern(pair));
  }
  next.labels = StoreNumbers(labels);
  next.shingles = StoreNumbers(
      {record.shingle_signature().begin(), record.shingle_signature().end()});
  next.facts = texts_.Store(prepared.facts);
  AddOrganizations(row, record, prepared);
  AddExecutives(row, record, prepared);
  AddFigures(row, ended, record, prepared);
  articles_.Publish();
  newest_articles_.at(article).store(row + 1, std::memory_order_release);
  ListArticle(row, &arena_);
  rows_ += 1 + next.organizations.count + next.executives.count +
           next.roles.count + next.figures.count;
  return row;
}

void Generation::ListArticle(uint32_t row, Arena* arena) {
  const ArticleRow& article = articles_[row];
  if (article.publisher_folded != 0) {
    by_publisher_.Add(article.publisher_folded, row, arena);
  }
  for (const uint32_t label : article.labels) {
    by_label_.Add(label, row, arena);
  }
}

void Generation::ListRole(uint32_t row) {
  const RoleRow& role = roles_[row];
  executives_.AddRole(role.executive, row, &arena_);
  if (role.organization != kNoRow) {
    organizations_.AddRole(role.organization, row, &arena_);
  }
}

void Generation::ListFigureByOrganizations(uint32_t row) {
  const auto add_to = [&](uint32_t organization) {
    organizations_.AddFigure(organization, row, &arena_);
    by_both_.Add(organization, row, organizations_.figures_of(organization),
                 figures_, &arena_);
  };
  const uint32_t organization =
      figures_.segment(row).organization[FigureTable::offset(row)];
  if (organization != kNoRow) add_to(organization);
  for (const uint32_t other : figures_.co_organizations(row)) add_to(other);
}

void Generation::ListFigureByKeys(uint32_t row, Arena* arena) {
  const FigureSegment& s = figures_.segment(row);
  const uint32_t i = FigureTable::offset(row);
  by_unit_.Add(s.unit_folded[i], row, arena);
  by_category_.Add(s.category[i], row, arena);
  if (s.country[i] != 0) by_country_.Add(s.country[i], row, arena);
}

void Generation::AddOrganizations(uint32_t row, const v1::ArticleRecord& record,
                                  const PreparedRecord& prepared) {
  RowRange* const range = &articles_.at(row).organizations;
  range->first = static_cast<uint32_t>(organizations_.appearances().size());
  for (const v1::Organization& organization : record.organizations()) {
    const uint32_t entity =
        organizations_.Intern(prepared.organizations[range->count]);
    organizations_.AddAppearance(
        row, entity, organization.display_name(),
        EnumByte(organization.kind(), 16), organization.confidence(),
        CountryNumber(organization.country_code()),
        Others(organization.display_name(), organization.aliases()), &arena_);
    ++range->count;
  }
  if (options_.join_organizations) organization_joiner_.Add(articles_[row]);
}

void Generation::AddExecutives(uint32_t row, const v1::ArticleRecord& record,
                               const PreparedRecord& prepared) {
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
  for (const v1::ExecutiveRole& role : record.executives()) {
    const PreparedRole& known = prepared.roles[article->roles.count];
    const uint32_t entity = executives_.Intern(known.executive);
    const auto [it, is_new] = found.emplace(entity, people.size());
    if (is_new) people.push_back({entity, &role, {}, 0});
    Person& person = people[it->second];
    person.forms.push_back(role.display_name());
    for (const std::string& alias : role.aliases()) {
      person.forms.push_back(alias);
    }
    person.confidence = std::max(person.confidence, known.confidence);

    const uint32_t number = static_cast<uint32_t>(roles_.size());
    RoleRow& next = roles_.Next();
    next.article_row = row;
    next.executive = entity;
    if (known.organization.has_value()) {
      next.organization = organizations_.Intern(*known.organization);
    }
    next.families = EnumBits(role.role_families());
    next.status = EnumByte(role.status());
    next.confidence = known.confidence;
    next.id = known.id;
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

bool Generation::IsFigure(uint32_t row, uint32_t organization,
                          const PreparedFigure& prepared,
                          const v1::ImpactFigure& figure) const {
  const FigureSegment& s = figures_.segment(row);
  const uint32_t i = FigureTable::offset(row);
  const FigureValues& values = prepared.values;
  if (s.value[i] != values.value || s.confidence[i] != values.confidence ||
      s.category[i] != values.category || s.status[i] != values.status ||
      s.attribution[i] != values.attribution || s.bound[i] != values.bound ||
      s.organization[i] != organization ||
      strings_.Get(s.unit[i]) != prepared.unit) {
    return false;
  }
  std::string rest;
  AppendFigureRest(row, &rest);
  v1::ImpactFigure stored;
  stored.ParseFromString(rest);
  return stored.SerializeAsString() == figure.SerializeAsString();
}

void Generation::AddFigures(uint32_t row, uint32_t ended,
                            const v1::ArticleRecord& record,
                            const PreparedRecord& prepared) {
  ArticleRow* const article = &articles_.at(row);
  article->figures.first = figures_.size();
  bool same_article = false;
  if (ended != kNoRow) {
    const ArticleRow& last = articles_[ended];
    same_article = Title(last) == record.title() && Uri(last) == record.uri() &&
                   last.publisher == article->publisher &&
                   last.publish_date == article->publish_date;
  }
  for (size_t f = 0; f < prepared.figures.size(); ++f) {
    const PreparedFigure& known = prepared.figures[f];
    FigureValues values = known.values;
    values.from = article->from;
    values.article_row = row;
    if (known.organization.has_value()) {
      values.organization = organizations_.Intern(*known.organization);
    }
    std::vector<uint32_t> others;
    for (const uint64_t id : known.co_organizations) {
      others.push_back(organizations_.Intern(id));
    }
    values.co_organizations = StoreNumbers(others);
    values.unit = strings_.Intern(known.unit);
    values.unit_folded = strings_.Intern(known.unit_folded);
    values.place_folded = strings_.Intern(known.place_folded);
    if (const auto last = figures_.FindNewest(values.id)) {
      values.prev = *last;
      values.continues =
          same_article &&
          figures_.segment(*last).article_row[FigureTable::offset(*last)] ==
              ended &&
          IsFigure(*last, values.organization, known,
                   record.impact_figures(static_cast<int>(f)));
    }
    const uint32_t number = figures_.Add(values);
    claims_.Add(number, known.claim_key, known.series_key);
    ListFigureByOrganizations(number);
    ListFigureByKeys(number, &arena_);
    figure_words_.Add(number, prepared.own_terms(f), prepared.around_terms(f));
    ++article->figures.count;
  }
}

}  // namespace impactwire::query
