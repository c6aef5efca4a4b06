#include "query_service/index/readers/redirect_reader.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace impactwire::query {
namespace {

v1::Redirect::Reason ReasonOf(RedirectReason reason) {
  switch (reason) {
    case RedirectReason::kOverride:
      return v1::Redirect::REASON_MERGE;
    case RedirectReason::kAlias:
      return v1::Redirect::REASON_ALIAS;
    case RedirectReason::kAcronym:
      return v1::Redirect::REASON_ACRONYM;
    case RedirectReason::kSpelling:
      return v1::Redirect::REASON_SPELLING;
    case RedirectReason::kFullerName:
      return v1::Redirect::REASON_FULLER_NAME;
    case RedirectReason::kInitials:
      return v1::Redirect::REASON_INITIALS;
  }
  return v1::Redirect::REASON_UNSPECIFIED;
}

}  // namespace

std::vector<v1::Redirect> RedirectReader::Of(uint32_t root,
                                             const RedirectCounts* last) {
  if (!table_.MayRedirect(root)) return {};
  const std::vector<const RedirectRow*> rows = RowsOf(root);
  counts_ = RedirectCounts::Make(snapshot_, table_, rows, last);
  std::vector<v1::Redirect> redirects;
  for (const RedirectRow* const row : rows) redirects.push_back(Make(*row));
  return redirects;
}

std::vector<const RedirectRow*> RedirectReader::RowsOf(uint32_t root) const {
  const uint64_t at = snapshot_.at();
  // By id.
  std::vector<std::pair<uint64_t, const RedirectRow*>> rows;
  absl::flat_hash_set<uint32_t> seen;
  const auto add = [&](uint32_t from, const RedirectRow* row) {
    if (seen.insert(from).second) rows.push_back({table_.id(from), row});
  };
  for (const uint32_t member : table_.Members(root, at)) {
    const RedirectRow* const row = table_.OverrideOf(member, at);
    if (row != nullptr && row->into == kNoRow) add(member, row);
    if (member != root) add(member, table_.Redirect(member, at));
    // Those that are joined to it but for a split.
    for (PostingList::Cursor c(table_.redirects_to(member)); !c.done();
         c.Next()) {
      const uint32_t from = table_.redirect_row(c.row()).entity;
      const RedirectRow* const join = table_.JoinOf(from, at);
      const RedirectRow* const split = table_.OverrideOf(from, at);
      if (join != nullptr && join->into == member && split != nullptr &&
          split->into == kNoRow) {
        add(from, split);
      }
    }
  }
  std::sort(rows.begin(), rows.end());
  if (rows.size() > kMaxRedirects) rows.resize(kMaxRedirects);
  std::vector<const RedirectRow*> sorted;
  for (const auto& [id, row] : rows) sorted.push_back(row);
  return sorted;
}

v1::Redirect RedirectReader::Make(const RedirectRow& row) const {
  v1::Redirect redirect;
  redirect.set_from_id(table_.IdText(row.entity));
  redirect.set_from_name(NameOf(row.entity));
  if (row.into == kNoRow) {
    redirect.set_is_split(true);
  } else {
    redirect.set_into_id(table_.IdText(row.into));
    redirect.set_into_name(NameOf(row.into));
    redirect.set_reason(ReasonOf(row.reason()));
  }
  if (row.reason() == RedirectReason::kOverride) {
    FillNote(row, &redirect);
  } else if (&table_ == &snapshot_.tables().executives()) {
    FillRoles(row, &redirect);
  } else {
    FillEvidence(row, &redirect);
  }
  return redirect;
}

void RedirectReader::FillNote(const RedirectRow& row,
                              v1::Redirect* redirect) const {
  const absl::string_view bytes =
      snapshot_.tables().override_notes()[row.note].entry.view();
  v1::Override override;
  override.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  redirect->set_author(override.author());
  redirect->set_note(override.reason());
  if (override.has_create_time()) {
    *redirect->mutable_time() = override.create_time();
  }
}

std::string RedirectReader::NameOf(uint32_t entity) const {
  const uint32_t form = counts_->DisplayForm(entity);
  if (form == kNoRow) return "";
  return std::string(snapshot_.tables().strings().Get(table_.form(form).text));
}

void RedirectReader::FillEvidence(const RedirectRow& row,
                                  v1::Redirect* redirect) const {
  FillArticles(row.reason() == RedirectReason::kSpelling
                   ? counts_->ArticlesNaming(row.entity)
                   : counts_->ArticlesCalling(row.into, row.entity),
               redirect);
  for (std::string& id :
       RootIds(snapshot_.tables().executives(),
               counts_->SharedLeaders(row.entity, row.into))) {
    redirect->add_shared_executive_ids(std::move(id));
  }
}

void RedirectReader::FillArticles(const RedirectCounts::Articles& articles,
                                  v1::Redirect* redirect) const {
  const Generation& tables = snapshot_.tables();
  redirect->set_evidence_article_count(static_cast<int32_t>(articles.count()));
  for (const uint32_t row : articles.first()) {
    redirect->add_evidence_article_ids(
        std::string(tables.ArticleId(tables.articles()[row])));
  }
}

void RedirectReader::FillRoles(const RedirectRow& row,
                               v1::Redirect* redirect) const {
  const Generation& tables = snapshot_.tables();
  // By organization: bits of the families.
  const auto offices = [&](uint32_t executive, const auto& see) {
    absl::flat_hash_map<uint32_t, uint32_t> families;
    for (PostingList::Cursor c(table_.roles_of(executive)); !c.done();
         c.Next()) {
      const RoleRow& role = tables.roles()[c.row()];
      if (role.organization != kNoRow &&
          tables.articles()[role.article_row].HoldsAt(snapshot_.at())) {
        families[role.organization] |= role.families;
        see(role);
      }
    }
    return families;
  };
  const auto of_into = offices(row.into, [](const RoleRow&) {});
  RedirectCounts::Articles articles;
  // Their roles are in the order of the articles.
  const auto of_from = offices(row.entity, [&](const RoleRow& role) {
    if (of_into.contains(role.organization)) articles.Add(role.article_row);
  });
  FillArticles(articles, redirect);
  std::vector<uint32_t> organizations;
  uint32_t families = 0;
  for (const auto& [organization, bits] : of_from) {
    const auto other = of_into.find(organization);
    if (other == of_into.end()) continue;
    organizations.push_back(organization);
    families |= bits & other->second;
  }
  for (std::string& id : RootIds(tables.organizations(), organizations)) {
    redirect->add_shared_organization_ids(std::move(id));
  }
  for (int family = 1; family < v1::RoleFamily_ARRAYSIZE; ++family) {
    if (families >> family & 1) {
      redirect->add_shared_role_families(static_cast<v1::RoleFamily>(family));
    }
  }
}

std::vector<std::string> RedirectReader::RootIds(
    const EntityTable& table, const std::vector<uint32_t>& entities) const {
  std::vector<std::string> ids;
  for (const uint32_t entity : entities) {
    ids.push_back(table.IdText(table.Root(entity, snapshot_.at())));
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.size() > kMaxEvidence) ids.resize(kMaxEvidence);
  return ids;
}

}  // namespace impactwire::query
