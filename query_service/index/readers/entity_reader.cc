#include "query_service/index/readers/entity_reader.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/base/stable_id.h"
#include "query_service/index/readers/entity_counts.h"
#include "query_service/index/readers/redirect_reader.h"
#include "query_service/index/tables/country_number.h"
#include "query_service/index/tables/wire_writer.h"

namespace impactwire::query {

std::string EntityReader::OrganizationId(uint32_t entity) const {
  if (entity == kNoRow) return "";
  return organizations_.IdText(organizations_.Root(entity, snapshot_.at()));
}

std::string EntityReader::CanonicalId(const EntityTable& table,
                                      absl::string_view id) const {
  if (!table.has_redirects()) return std::string(id);
  const auto number = IdNumber(table.kind(), id);
  if (!number.has_value()) return std::string(id);
  const auto entity = table.Find(*number);
  if (!entity.has_value()) return std::string(id);
  return table.IdText(table.Root(*entity, snapshot_.at()));
}

const EntityVersion* EntityReader::Live(const EntityTable& table,
                                        uint32_t root) const {
  const EntityVersion* const version = table.VersionAt(root, snapshot_.at());
  return version == nullptr || version->articles == 0 ? nullptr : version;
}

absl::string_view EntityReader::OrganizationName(uint32_t entity) const {
  if (entity == kNoRow) return "";
  const EntityVersion* const version =
      Live(organizations_, organizations_.Root(entity, snapshot_.at()));
  return version == nullptr
             ? ""
             : snapshot_.tables().strings().Get(version->display);
}

std::vector<uint32_t> EntityReader::Roots(const EntityTable& table,
                                          RowRange range) const {
  std::vector<uint32_t> roots;
  for (uint32_t row = range.first; row < range.end(); ++row) {
    roots.push_back(
        table.Root(table.appearances()[row].entity, snapshot_.at()));
  }
  std::sort(roots.begin(), roots.end());
  roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  return roots;
}

std::vector<uint32_t> EntityReader::Roles(const EntityTable& table,
                                          uint32_t root) const {
  const Generation& tables = snapshot_.tables();
  return RowsOf(table, root, &EntityTable::roles_of, [&](uint32_t row) {
    return tables.articles()[tables.roles()[row].article_row].HoldsAt(
        snapshot_.at());
  });
}

std::vector<absl::string_view> EntityReader::Aliases(
    const EntityTable& table, const EntityVersion& version) const {
  const Generation& tables = snapshot_.tables();
  absl::flat_hash_map<uint32_t, uint32_t> uses;
  for (const uint32_t member : table.Members(version.entity, snapshot_.at())) {
    for (PostingList::Cursor c(table.appearances_of(member)); !c.done();
         c.Next()) {
      const AppearanceRow& row = table.appearances()[c.row()];
      if (!tables.articles()[row.article_row].HoldsAt(snapshot_.at())) continue;
      ++uses[table.form(row.display_form).text];
      for (const uint32_t form : row.alias_forms) ++uses[table.form(form).text];
    }
  }
  return MostUsed(uses, version.display);
}

std::vector<absl::string_view> EntityReader::MostUsed(
    const absl::flat_hash_map<uint32_t, uint32_t>& uses,
    uint32_t display) const {
  std::vector<std::pair<uint32_t, absl::string_view>> sorted;
  for (const auto& [text, count] : uses) {
    if (text == display) continue;
    sorted.push_back({count, snapshot_.tables().strings().Get(text)});
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (sorted.size() > kMaxAliases) sorted.resize(kMaxAliases);
  std::vector<absl::string_view> aliases;
  for (const auto& [count, text] : sorted) aliases.push_back(text);
  return aliases;
}

std::string EntityReader::MakeOrganization(const EntityVersion& version,
                                           const EntityCounts& counts) const {
  using Summary = v1::OrganizationSummary;
  const Generation& tables = snapshot_.tables();
  std::string bytes;
  WireWriter writer(&bytes);
  writer.Text(Summary::kOrganizationIdFieldNumber,
              organizations_.IdText(version.entity));
  writer.Text(Summary::kDisplayNameFieldNumber,
              tables.strings().Get(version.display));
  writer.Number(Summary::kKindFieldNumber, version.kind);
  for (const absl::string_view alias :
       MostUsed(counts.uses(), version.display)) {
    writer.Text(Summary::kAliasesFieldNumber, alias);
  }
  writer.Number(Summary::kArticleCountFieldNumber, version.articles);
  writer.Number(Summary::kExecutiveCountFieldNumber,
                static_cast<uint32_t>(counts.executives()));
  writer.Number(Summary::kImpactFigureCountFieldNumber, version.figures);
  writer.Text(Summary::kCountryCodeFieldNumber, CountryText(counts.country()));
  return bytes;
}

std::shared_ptr<const std::string> EntityReader::OrganizationBytes(
    const EntityVersion& version) const {
  const uint32_t entity = version.entity;
  // Read after the snapshot was pinned: all changes up to it are in, and maybe
  // one that is not to be seen yet.
  const uint64_t changed = organizations_.ChangedAt(entity);
  const uint64_t at = snapshot_.at();
  const size_t rows = organizations_.appearances_of(entity).size() +
                      organizations_.roles_of(entity).size();
  const bool cached = rows >= kCachedRows;
  SummaryCache& cache = snapshot_.tables().summaries();
  SummaryCache::Entry last;
  if (cached) {
    last = cache.Find(entity, rows);
    if (last.bytes != nullptr && last.changed == changed && changed <= at) {
      return last.bytes;
    }
  }
  auto counts = EntityCounts::Make(snapshot_, entity, last.counts.get());
  auto bytes =
      std::make_shared<const std::string>(MakeOrganization(version, *counts));
  // The counts serve later positions, the summary none if it is of the past.
  if (cached && (last.counts == nullptr || last.counts->at() <= at)) {
    cache.Put(entity, rows,
              {changed <= at ? changed : kForever, bytes, std::move(counts),
               nullptr, std::move(last.redirect_counts)});
  }
  return bytes;
}

std::shared_ptr<const std::vector<std::string>>
EntityReader::OrganizationRedirects(const EntityVersion& version) const {
  const uint32_t entity = version.entity;
  if (!organizations_.MayRedirect(entity)) {
    static const auto& none =
        *new std::shared_ptr<const std::vector<std::string>>(
            std::make_shared<const std::vector<std::string>>());
    return none;
  }
  const uint64_t changed = organizations_.ChangedAt(entity);
  const uint64_t at = snapshot_.at();
  const size_t rows = organizations_.appearances_of(entity).size() +
                      organizations_.roles_of(entity).size();
  SummaryCache& cache = snapshot_.tables().summaries();
  const SummaryCache::Entry last = cache.Find(entity, rows);
  const bool is_same =
      last.bytes != nullptr && last.changed == changed && changed <= at;
  if (is_same && last.redirects != nullptr) return last.redirects;
  const RedirectCounts* const counts = last.redirect_counts.get();
  RedirectReader reader(snapshot_, organizations_);
  std::vector<std::string> redirects;
  bool has_split = false;
  for (const v1::Redirect& redirect : reader.Of(entity, counts)) {
    has_split = has_split || redirect.is_split();
    redirects.push_back(redirect.SerializeAsString());
  }
  const auto result =
      std::make_shared<const std::vector<std::string>>(std::move(redirects));
  // The counts serve later positions; the redirects none, if they are of the
  // past, or if somebody was split off, who may be called otherwise without a
  // change of this one.
  if (counts == nullptr || counts->at() <= at) {
    cache.PutRedirects(entity, rows, changed,
                       is_same && !has_split ? result : nullptr,
                       reader.counts());
  }
  return result;
}

v1::OrganizationSummary EntityReader::Organization(
    const EntityVersion& version) const {
  v1::OrganizationSummary summary;
  summary.ParseFromString(*OrganizationBytes(version));
  return summary;
}

void EntityReader::Role(uint32_t row, v1::ExecutiveRole* role) const {
  snapshot_.tables().ReadRole(row, role);
  role->set_executive_id(CanonicalId(executives_, role->executive_id()));
  role->set_organization_id(
      CanonicalId(organizations_, role->organization_id()));
}

v1::ExecutiveSummary EntityReader::Executive(
    const EntityVersion& version) const {
  const Generation& tables = snapshot_.tables();
  v1::ExecutiveSummary summary;
  summary.set_executive_id(executives_.IdText(version.entity));
  summary.set_display_name(std::string(tables.strings().Get(version.display)));
  for (const absl::string_view alias : Aliases(executives_, version)) {
    summary.add_aliases(std::string(alias));
  }
  summary.set_article_count(static_cast<int32_t>(version.articles));
  std::vector<uint32_t> rows = Roles(executives_, version.entity);
  const auto article = [&](uint32_t row) -> const ArticleRow& {
    return tables.articles()[tables.roles()[row].article_row];
  };
  // The latest article first (those without a date last), then as ingested.
  std::stable_sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    return NewestFirst(article(a).publish_days) >
           NewestFirst(article(b).publish_days);
  });
  if (rows.size() > kMaxRoles) rows.resize(kMaxRoles);
  for (const uint32_t row : rows) {
    v1::ExecutiveRoleEntry* const entry = summary.add_roles();
    Role(row, entry->mutable_role());
    entry->set_organization_name(
        std::string(OrganizationName(tables.roles()[row].organization)));
    entry->set_article_id(std::string(tables.ArticleId(article(row))));
    entry->set_publish_date(
        std::string(tables.strings().Get(article(row).publish_date)));
  }
  return summary;
}

}  // namespace impactwire::query
