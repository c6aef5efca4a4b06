#include "query_service/index/readers/redirect_reader.h"

#include <algorithm>
#include <iterator>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "query_service/index/names/name_key.h"

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

void SortUnique(std::vector<uint32_t>* rows) {
  std::sort(rows->begin(), rows->end());
  rows->erase(std::unique(rows->begin(), rows->end()), rows->end());
}

}  // namespace

std::vector<v1::Redirect> RedirectReader::Of(uint32_t root) const {
  if (!table_.MayRedirect(root)) return {};
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
  std::vector<v1::Redirect> redirects;
  for (const auto& [id, row] : rows) redirects.push_back(Make(*row));
  return redirects;
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

const std::string& RedirectReader::NameOf(uint32_t entity) const {
  const auto [name, is_new] = names_.try_emplace(entity);
  if (is_new) {
    const uint32_t form = DisplayForm(entity);
    if (form != kNoRow) {
      name->second =
          std::string(snapshot_.tables().strings().Get(table_.form(form).text));
    }
  }
  return name->second;
}

void RedirectReader::FillEvidence(const RedirectRow& row,
                                  v1::Redirect* redirect) const {
  // A join has a form, as it has articles.
  FillArticles(
      row.reason() == RedirectReason::kSpelling
          ? ArticlesNaming(row.entity)
          : ArticlesCalling(row.into, KeyOfForm(DisplayForm(row.entity))),
      redirect);
  for (std::string& id : SharedExecutives(row.entity, row.into)) {
    redirect->add_shared_executive_ids(std::move(id));
  }
}

void RedirectReader::FillArticles(const std::vector<uint32_t>& articles,
                                  v1::Redirect* redirect) const {
  const Generation& tables = snapshot_.tables();
  redirect->set_evidence_article_count(static_cast<int32_t>(articles.size()));
  for (size_t i = 0; i < std::min(articles.size(), kMaxEvidence); ++i) {
    redirect->add_evidence_article_ids(
        std::string(tables.ArticleId(tables.articles()[articles[i]])));
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
  std::vector<uint32_t> articles;
  const auto of_from = offices(row.entity, [&](const RoleRow& role) {
    if (of_into.contains(role.organization)) {
      articles.push_back(role.article_row);
    }
  });
  SortUnique(&articles);
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

const ArticleRow& RedirectReader::ArticleOf(uint32_t appearance) const {
  return snapshot_.tables()
      .articles()[table_.appearances()[appearance].article_row];
}

std::string RedirectReader::KeyOfForm(uint32_t form) const {
  return NameKey(snapshot_.tables().strings().Get(table_.form(form).folded));
}

uint32_t RedirectReader::DisplayForm(uint32_t entity) const {
  absl::flat_hash_map<uint32_t, uint32_t> uses;
  for (PostingList::Cursor c(table_.appearances_of(entity)); !c.done();
       c.Next()) {
    if (ArticleOf(c.row()).HoldsAt(snapshot_.at())) {
      ++uses[table_.appearances()[c.row()].display_form];
    }
  }
  const auto text = [this](uint32_t form) {
    return snapshot_.tables().strings().Get(table_.form(form).text);
  };
  // As EntityTable does it: of most articles, then the longer, then the first.
  uint32_t best = kNoRow;
  uint32_t most = 0;
  for (const auto& [form, count] : uses) {
    if (count > most ||
        (count == most && (text(form).size() > text(best).size() ||
                           (text(form).size() == text(best).size() &&
                            text(form) < text(best))))) {
      best = form;
      most = count;
    }
  }
  return best;
}

std::vector<uint32_t> RedirectReader::ArticlesNaming(uint32_t entity) const {
  std::vector<uint32_t> articles;
  for (PostingList::Cursor c(table_.appearances_of(entity)); !c.done();
       c.Next()) {
    if (ArticleOf(c.row()).HoldsAt(snapshot_.at())) {
      articles.push_back(table_.appearances()[c.row()].article_row);
    }
  }
  SortUnique(&articles);
  return articles;
}

std::vector<uint32_t> RedirectReader::ArticlesCalling(
    uint32_t entity, const std::string& key) const {
  std::vector<uint32_t> forms;
  for (PostingList::Cursor f(table_.forms_of(entity)); !f.done(); f.Next()) {
    if (KeyOfForm(f.row()) == key) forms.push_back(f.row());
  }
  const auto has_key = [&](uint32_t form) {
    return std::find(forms.begin(), forms.end(), form) != forms.end();
  };
  std::vector<uint32_t> articles;
  for (PostingList::Cursor c(table_.appearances_of(entity)); !c.done();
       c.Next()) {
    const AppearanceRow& row = table_.appearances()[c.row()];
    if (!has_key(row.display_form) &&
        std::any_of(row.alias_forms.begin(), row.alias_forms.end(), has_key) &&
        ArticleOf(c.row()).HoldsAt(snapshot_.at())) {
      articles.push_back(row.article_row);
    }
  }
  SortUnique(&articles);
  return articles;
}

std::vector<std::string> RedirectReader::SharedExecutives(uint32_t a,
                                                          uint32_t b) const {
  const Generation& tables = snapshot_.tables();
  if (&table_ != &tables.organizations()) return {};
  const auto leaders = [&](uint32_t organization) {
    std::vector<uint32_t> entities;
    for (PostingList::Cursor c(table_.roles_of(organization)); !c.done();
         c.Next()) {
      const RoleRow& role = tables.roles()[c.row()];
      if (tables.articles()[role.article_row].HoldsAt(snapshot_.at())) {
        entities.push_back(role.executive);
      }
    }
    SortUnique(&entities);
    return entities;
  };
  const std::vector<uint32_t> of_a = leaders(a);
  const std::vector<uint32_t> of_b = leaders(b);
  std::vector<uint32_t> both;
  std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                        std::back_inserter(both));
  return RootIds(tables.executives(), both);
}

}  // namespace impactwire::query
