#include "query_service/index/entities/entity_table.h"

#include <algorithm>
#include <cstdlib>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "query_service/index/names/fold.h"

namespace impactwire::query {
namespace {

constexpr int kFormsTried = 3;

uint64_t FormHash(uint32_t entity, uint32_t text) {
  return uint64_t{entity} * 0x9e3779b97f4a7c15u + text;
}

template <typename Counts>
void Add(uint32_t key, int sign, Counts* counts) {
  for (auto& entry : *counts) {
    if (entry.first != key) continue;
    entry.second += sign;
    if (entry.second == 0) counts->erase(&entry);
    return;
  }
  counts->push_back({key, sign});
}

}  // namespace

std::optional<uint64_t> IdNumber(absl::string_view kind, absl::string_view id) {
  return StableIdNumber(kind, id);
}

std::string IdText(absl::string_view kind, uint64_t number) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text(kind.size() + 17, '-');
  std::copy(kind.begin(), kind.end(), text.begin());
  for (size_t i = text.size(); i > kind.size() + 1; number >>= 4) {
    text[--i] = kDigits[number & 15];
  }
  return text;
}

EntityTable::EntityTable(absl::string_view kind, StringPool* strings,
                         const ArticleRows* articles, NamesOf of)
    : kind_(kind), strings_(strings), articles_(articles), names_(of) {}

std::optional<uint32_t> EntityTable::Find(uint64_t id) const {
  return numbers_.Find(id, [&](uint32_t e) { return entities_[e].id == id; });
}

const EntityVersion* EntityTable::VersionAt(uint32_t root,
                                            uint64_t position) const {
  uint32_t row = entities_[root].newest_version.load(std::memory_order_acquire);
  while (row != kNoRow && versions_[row].from > position) {
    row = versions_[row].prev;
  }
  return row == kNoRow ? nullptr : &versions_[row];
}

bool EntityTable::Uses(const AppearanceRow& appearance, uint32_t form) const {
  return appearance.display_form == form ||
         std::find(appearance.alias_forms.begin(), appearance.alias_forms.end(),
                   form) != appearance.alias_forms.end();
}

bool EntityTable::FormHoldsAt(uint32_t form, uint64_t position) const {
  const auto article = [&](uint32_t row) -> const ArticleRow& {
    return (*articles_)[appearances_[row].article_row];
  };
  const uint32_t first =
      forms_[form].first_appearance.load(std::memory_order_acquire);
  if (first == kNoRow || article(first).from > position) return false;
  if (article(first).HoldsAt(position)) return true;
  // All uses up to the position were listed before it was pinned.
  const uint32_t last =
      forms_[form].last_appearance.load(std::memory_order_acquire);
  if (last == first) return false;
  if (article(last).HoldsAt(position)) return true;
  for (PostingList::Cursor c(entities_[forms_[form].entity].appearances);
       !c.done() && c.row() < last; c.Next()) {
    if (c.row() <= first || !Uses(appearances_[c.row()], form)) continue;
    const ArticleRow& then = article(c.row());
    if (then.from > position) return false;
    if (then.HoldsAt(position)) return true;
  }
  return false;
}

uint32_t EntityTable::Intern(uint64_t id) {
  if (const auto known = Find(id)) return *known;
  const uint32_t entity = size();
  entities_.Next().id = id;
  entities_.Publish();
  numbers_.Upsert(id, entity, [](uint32_t) { return false; });
  return entity;
}

std::optional<uint32_t> EntityTable::FindFirstForm(
    uint32_t entity, absl::string_view text) const {
  int tries = kFormsTried;
  for (PostingList::Cursor c(entities_[entity].forms); !c.done() && tries > 0;
       c.Next(), --tries) {
    if (strings_->Get(forms_[c.row()].text) == text) return c.row();
  }
  return std::nullopt;
}

uint32_t EntityTable::InternForm(uint32_t entity, absl::string_view text,
                                 Arena* arena) {
  // Most articles use one of the first forms: fewer places in memory than by
  // hash.
  if (const auto form = FindFirstForm(entity, text)) return *form;
  const uint32_t number = strings_->Intern(text);
  const auto is_key = [&](uint32_t f) {
    return forms_[f].entity == entity && forms_[f].text == number;
  };
  if (const auto known = form_numbers_.Find(FormHash(entity, number), is_key)) {
    return *known;
  }
  return AddForm(entity, number, strings_->Intern(Fold(text)), arena);
}

uint32_t EntityTable::AddForm(uint32_t entity, uint32_t text, uint32_t folded,
                              Arena* arena) {
  const uint32_t form = static_cast<uint32_t>(forms_.size());
  Form& row = forms_.Next();
  row.entity = entity;
  row.text = text;
  row.folded = folded;
  forms_.Publish();
  form_numbers_.Upsert(FormHash(entity, text), form,
                       [](uint32_t) { return false; });
  entities_.at(entity).forms.Append(form, arena);
  names_.Add(form, strings_->Get(folded),
             names_.of() == NamesOf::kOrganizations
                 ? Initials(strings_->Get(text))
                 : "",
             entities_[entity].fame_level);
  return form;
}

void EntityTable::AddAppearance(uint32_t article_row, uint32_t entity,
                                absl::string_view display_name, uint8_t kind,
                                double confidence, uint16_t country,
                                const std::vector<absl::string_view>& aliases,
                                Arena* arena) {
  const uint32_t number = static_cast<uint32_t>(appearances_.size());
  std::vector<uint32_t> forms;
  for (const absl::string_view alias : aliases) {
    forms.push_back(InternForm(entity, alias, arena));
  }
  AppearanceRow& row = appearances_.Next();
  row.article_row = article_row;
  row.entity = entity;
  row.display_form = InternForm(entity, display_name, arena);
  row.kind = kind;
  row.confidence = confidence;
  row.has_country = country != 0;
  if (!forms.empty() || country != 0) {
    auto* const list = static_cast<uint32_t*>(arena->Allocate(
        (forms.size() + 1 + (country != 0)) * sizeof(uint32_t)));
    list[0] = static_cast<uint32_t>(forms.size());
    std::copy(forms.begin(), forms.end(), list + 1);
    if (country != 0) list[1 + forms.size()] = country;
    row.alias_forms = NumberList(list);
  }
  appearances_.Publish();
  ListAppearance(number, arena);
}

void EntityTable::ListAppearance(uint32_t appearance, Arena* arena) {
  const AppearanceRow& row = appearances_[appearance];
  entities_.at(row.entity).appearances.Append(appearance, arena);
  const auto use = [&](uint32_t form) {
    Form& used = forms_.at(form);
    used.last_appearance.store(appearance, std::memory_order_release);
    if (used.first_appearance.load(std::memory_order_relaxed) == kNoRow) {
      used.first_appearance.store(appearance, std::memory_order_release);
    }
  };
  use(row.display_form);
  for (const uint32_t form : row.alias_forms) use(form);
}

void EntityTable::Count(RowRange appearances, int sign, uint64_t sequence,
                        std::vector<uint32_t>* touched) {
  absl::InlinedVector<uint32_t, 8> roots;
  for (uint32_t row = appearances.first; row < appearances.end(); ++row) {
    const AppearanceRow& appearance = appearances_[row];
    const uint32_t root = Root(appearance.entity, sequence);
    if (sign < 0) NoteEnd(appearance.entity, sequence);
    Standing& standing = standings_[root];
    Add(forms_[appearance.display_form].text, sign, &standing.uses);
    Add(Standing::kKind + appearance.kind, sign, &standing.uses);
    roots.push_back(root);
  }
  std::sort(roots.begin(), roots.end());
  roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  for (const uint32_t root : roots) standings_[root].articles += sign;
  touched->insert(touched->end(), roots.begin(), roots.end());
}

void EntityTable::CountFigure(absl::Span<const uint32_t> entities, int sign,
                              uint64_t sequence,
                              std::vector<uint32_t>* touched) {
  absl::InlinedVector<uint32_t, 8> roots;
  for (const uint32_t entity : entities) {
    const uint32_t root = Root(entity, sequence);
    // Merged ones count once.
    if (std::find(roots.begin(), roots.end(), root) != roots.end()) continue;
    roots.push_back(root);
    standings_[root].figures += sign;
    touched->push_back(root);
  }
}

EntityVersion EntityTable::Version(uint32_t root, uint64_t sequence) const {
  EntityVersion version;
  version.from = sequence;
  version.entity = root;
  const auto found = standings_.find(root);
  if (found == standings_.end()) return version;
  const Standing& standing = found->second;
  version.articles = static_cast<uint32_t>(standing.articles);
  version.figures = static_cast<uint32_t>(standing.figures);
  // The form of most articles; then the longer, then the earlier in the
  // alphabet: whatever order the articles came in.
  int32_t most = 0;
  int32_t most_of_kind = 0;
  for (const auto& [text, count] : standing.uses) {
    if (text >= Standing::kKind) {
      const uint32_t kind = text - Standing::kKind;
      if (count > most_of_kind ||
          (count == most_of_kind && kind < version.kind)) {
        most_of_kind = count;
        version.kind = static_cast<uint8_t>(kind);
      }
      continue;
    }
    const absl::string_view name = strings_->Get(text);
    const absl::string_view best = strings_->Get(version.display);
    if (count > most ||
        (count == most && (name.size() > best.size() ||
                           (name.size() == best.size() && name < best)))) {
      most = count;
      version.display = text;
    }
  }
  return version;
}

uint32_t EntityTable::LeaveVersions(std::vector<uint32_t>* touched,
                                    uint64_t sequence, uint64_t kept_until,
                                    int64_t* live_change) {
  std::sort(touched->begin(), touched->end());
  touched->erase(std::unique(touched->begin(), touched->end()), touched->end());
  uint32_t left = 0;
  for (const uint32_t root : *touched) {
    EntityVersion version = Version(root, sequence);
    // Also where nothing else changed: there may be other members.
    RaiseNames(version, sequence);
    Entity& entity = entities_.at(root);
    entity.changed.store(sequence, std::memory_order_release);
    version.prev = entity.newest_version.load(std::memory_order_relaxed);
    const EntityVersion none;
    const EntityVersion& last =
        version.prev == kNoRow ? none : versions_[version.prev];
    if (version.display == last.display && version.kind == last.kind &&
        version.articles == last.articles && version.figures == last.figures) {
      continue;
    }
    version.display_folded =
        version.display == last.display
            ? last.display_folded
            : strings_->Intern(Fold(strings_->Get(version.display)));
    *live_change += (version.articles > 0) - (last.articles > 0);
    if (version.articles == 0 && version.figures == 0) standings_.erase(root);
    if (version.prev != kNoRow && last.from > kept_until) {
      // Readers at positions before it read no more of it than these two.
      EntityVersion& again = versions_.at(entity.newest_version);
      again.display = version.display;
      again.display_folded = version.display_folded;
      again.kind = version.kind;
      again.articles = version.articles;
      again.figures = version.figures;
      continue;
    }
    const uint32_t row = static_cast<uint32_t>(versions_.Push(version));
    entity.newest_version.store(row, std::memory_order_release);
    ++left;
  }
  return left;
}

void EntityTable::RaiseNames(const EntityVersion& version, uint64_t sequence) {
  const uint8_t level = FameLevel(uint64_t{version.articles} + version.figures);
  const auto raise = [&](uint32_t member) {
    Entity& entity = entities_.at(member);
    if (level <= entity.fame_level) return;
    entity.fame_level = level;
    for (PostingList::Cursor f(entity.forms); !f.done(); f.Next()) {
      names_.Raise(f.row(), level);
    }
  };
  if (!MayRedirect(version.entity)) {
    raise(version.entity);
    return;
  }
  for (const uint32_t member : Members(version.entity, sequence)) {
    raise(member);
  }
}

void EntityTable::Recount(const std::vector<uint32_t>& entities,
                          uint64_t sequence,
                          const std::function<bool(uint32_t)>& figure_holds,
                          std::vector<uint32_t>* touched) {
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> members;
  for (const uint32_t entity : entities) {
    standings_.erase(entity);
    touched->push_back(entity);
    members[Root(entity, sequence)].push_back(entity);
  }
  for (const auto& [root, group] : members) {
    Standing& standing = standings_[root];
    absl::flat_hash_set<uint32_t> articles;
    absl::flat_hash_set<uint32_t> figures;
    for (const uint32_t entity : group) {
      for (PostingList::Cursor c(entities_[entity].appearances); !c.done();
           c.Next()) {
        const AppearanceRow& appearance = appearances_[c.row()];
        if (!(*articles_)[appearance.article_row].HoldsAt(sequence)) continue;
        Add(forms_[appearance.display_form].text, 1, &standing.uses);
        Add(Standing::kKind + appearance.kind, 1, &standing.uses);
        articles.insert(appearance.article_row);
      }
      for (PostingList::Cursor c(entities_[entity].figures); !c.done();
           c.Next()) {
        if (figure_holds(c.row())) figures.insert(c.row());
      }
    }
    standing.articles = static_cast<int32_t>(articles.size());
    standing.figures = static_cast<int32_t>(figures.size());
    touched->push_back(root);
  }
}

size_t EntityTable::bytes() const {
  return entities_.bytes() + numbers_.bytes() + forms_.bytes() +
         form_numbers_.bytes() + appearances_.bytes() + versions_.bytes() +
         redirects_.bytes() + names_.bytes() +
         standings_.capacity() * (sizeof(Standing) + sizeof(uint32_t) + 1);
}

}  // namespace impactwire::query
