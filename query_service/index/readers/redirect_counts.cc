#include "query_service/index/readers/redirect_counts.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "query_service/index/names/name_key.h"
#include "query_service/index/readers/new_rows.h"

namespace impactwire::query {

// The names (name_key.h) that an entity is asked for whether articles call it
// so. Each has a number.
struct RedirectCounts::Keys {
  absl::flat_hash_map<std::string, uint32_t> numbers;
  // The entity's forms that have one of them.
  absl::flat_hash_map<uint32_t, uint32_t> of_form;
};

// What one entity was counted to.
struct RedirectCounts::Body {
  // Rows of its lists that were looked at.
  uint32_t seen_appearances = 0;
  uint32_t seen_roles = 0;
  uint32_t seen_forms = 0;
  // Articles by display form.
  absl::flat_hash_map<uint32_t, uint32_t> uses;
  uint32_t display = kNoRow;
  // Of the display form; of organizations.
  std::string key;
  Articles naming;
  // Both large and seldom changed: copied only then. Null for none.
  std::shared_ptr<const Keys> keys;
  std::shared_ptr<const absl::flat_hash_set<uint32_t>> leaders;
  // By number of a key.
  std::vector<Articles> called;
};

class RedirectCounts::Counter {
 public:
  Counter(const Snapshot& snapshot, const EntityTable& table)
      : tables_(snapshot.tables()),
        table_(table),
        at_(snapshot.at()),
        of_organizations_(&table == &snapshot.tables().organizations()) {}

  // `last`: what it was counted to; null to begin anew.
  std::shared_ptr<const Body> GoOn(uint32_t entity,
                                   std::shared_ptr<const Body> last) const;
  // Also by the keys `wanted`, from the first article on.
  std::shared_ptr<const Body> WithKeys(
      uint32_t entity, std::shared_ptr<const Body> last,
      const std::vector<std::string>& wanted) const;
  bool of_organizations() const { return of_organizations_; }

 private:
  void CountForms(uint32_t entity, Body* body) const;
  void CountRoles(uint32_t entity, Body* body) const;
  static void CountCalls(const AppearanceRow& row, Body* body);
  void FindDisplay(Body* body) const;
  std::string KeyOfForm(uint32_t form) const {
    return NameKey(tables_.strings().Get(table_.form(form).folded));
  }
  const ArticleRow& ArticleOfAppearance(uint32_t row) const {
    return tables_.articles()[table_.appearances()[row].article_row];
  }
  const ArticleRow& ArticleOfRole(uint32_t row) const {
    return tables_.articles()[tables_.roles()[row].article_row];
  }

  const Generation& tables_;
  const EntityTable& table_;
  const uint64_t at_;
  const bool of_organizations_;
};

std::shared_ptr<const RedirectCounts::Body> RedirectCounts::Counter::GoOn(
    uint32_t entity, std::shared_ptr<const Body> last) const {
  const PostingList& appearances = table_.appearances_of(entity);
  const PostingList& roles = table_.roles_of(entity);
  if (last != nullptr && appearances.size() == last->seen_appearances &&
      roles.size() == last->seen_roles) {
    return last;
  }
  auto body = last == nullptr ? std::make_shared<Body>()
                              : std::make_shared<Body>(*last);
  // Before the articles that use them.
  CountForms(entity, body.get());
  const uint32_t named = body->naming.count();
  ForNewRows(
      appearances, at_,
      [this](uint32_t row) -> const ArticleRow& {
        return ArticleOfAppearance(row);
      },
      [&](uint32_t row) {
        const AppearanceRow& appearance = table_.appearances()[row];
        ++body->uses[appearance.display_form];
        body->naming.Add(appearance.article_row);
        CountCalls(appearance, body.get());
      },
      &body->seen_appearances);
  if (body->naming.count() != named) FindDisplay(body.get());
  // Those of executives are their own: nobody leads them.
  if (of_organizations_) CountRoles(entity, body.get());
  return body;
}

void RedirectCounts::Counter::CountForms(uint32_t entity, Body* body) const {
  if (body->keys == nullptr) return;
  std::shared_ptr<Keys> changed;
  PostingList::Cursor c(table_.forms_of(entity));
  c.Skip(body->seen_forms);
  for (; !c.done(); c.Next(), ++body->seen_forms) {
    const auto number = body->keys->numbers.find(KeyOfForm(c.row()));
    if (number == body->keys->numbers.end()) continue;
    if (changed == nullptr) changed = std::make_shared<Keys>(*body->keys);
    changed->of_form[c.row()] = number->second;
  }
  if (changed != nullptr) body->keys = std::move(changed);
}

void RedirectCounts::Counter::CountRoles(uint32_t entity, Body* body) const {
  std::shared_ptr<absl::flat_hash_set<uint32_t>> changed;
  ForNewRows(
      table_.roles_of(entity), at_,
      [this](uint32_t row) -> const ArticleRow& { return ArticleOfRole(row); },
      [&](uint32_t row) {
        const uint32_t executive = tables_.roles()[row].executive;
        if (body->leaders != nullptr && body->leaders->contains(executive)) {
          return;
        }
        if (changed == nullptr) {
          changed = body->leaders == nullptr
                        ? std::make_shared<absl::flat_hash_set<uint32_t>>()
                        : std::make_shared<absl::flat_hash_set<uint32_t>>(
                              *body->leaders);
        }
        changed->insert(executive);
      },
      &body->seen_roles);
  if (changed != nullptr) body->leaders = std::move(changed);
}

void RedirectCounts::Counter::CountCalls(const AppearanceRow& row, Body* body) {
  if (body->keys == nullptr) return;
  const auto& numbers = body->keys->of_form;
  const auto displayed = numbers.find(row.display_form);
  for (const uint32_t form : row.alias_forms) {
    const auto number = numbers.find(form);
    if (number == numbers.end()) continue;
    if (displayed != numbers.end() && displayed->second == number->second) {
      continue;
    }
    body->called[number->second].Add(row.article_row);
  }
}

void RedirectCounts::Counter::FindDisplay(Body* body) const {
  const auto text = [this](uint32_t form) {
    return tables_.strings().Get(table_.form(form).text);
  };
  // As EntityTable does it: of most articles, then the longer, then the first.
  uint32_t best = kNoRow;
  uint32_t most = 0;
  for (const auto& [form, count] : body->uses) {
    if (count > most ||
        (count == most && (text(form).size() > text(best).size() ||
                           (text(form).size() == text(best).size() &&
                            text(form) < text(best))))) {
      best = form;
      most = count;
    }
  }
  if (best == body->display) return;
  body->display = best;
  if (of_organizations_) body->key = KeyOfForm(best);
}

std::shared_ptr<const RedirectCounts::Body> RedirectCounts::Counter::WithKeys(
    uint32_t entity, std::shared_ptr<const Body> last,
    const std::vector<std::string>& wanted) const {
  auto keys = last->keys == nullptr ? std::make_shared<Keys>()
                                    : std::make_shared<Keys>(*last->keys);
  for (const std::string& key : wanted) {
    keys->numbers.emplace(key, static_cast<uint32_t>(keys->numbers.size()));
  }
  auto body = std::make_shared<Body>(*last);
  body->called.assign(keys->numbers.size(), Articles());
  body->keys = std::move(keys);
  body->seen_forms = 0;
  CountForms(entity, body.get());
  uint32_t left = body->seen_appearances;
  for (PostingList::Cursor c(table_.appearances_of(entity)); left > 0;
       c.Next(), --left) {
    if (ArticleOfAppearance(c.row()).HoldsAt(at_)) {
      CountCalls(table_.appearances()[c.row()], body.get());
    }
  }
  return body;
}

std::shared_ptr<const RedirectCounts> RedirectCounts::Make(
    const Snapshot& snapshot, const EntityTable& table,
    const std::vector<const RedirectRow*>& rows, const RedirectCounts* last) {
  const Counter counter(snapshot, table);
  auto counts = std::make_shared<RedirectCounts>();
  counts->at_ = snapshot.at();
  const auto count = [&](uint32_t entity) {
    auto& body = counts->bodies_[entity];
    if (body != nullptr) return;
    std::shared_ptr<const Body> before;
    // Nothing that was counted may have ended.
    if (last != nullptr && last->at_ <= snapshot.at() &&
        table.EndedAt(entity) <= last->at_) {
      const auto found = last->bodies_.find(entity);
      if (found != last->bodies_.end()) before = found->second;
    }
    body = counter.GoOn(entity, std::move(before));
  };
  absl::flat_hash_map<uint32_t, std::vector<std::string>> wanted;
  for (const RedirectRow* const row : rows) {
    count(row->entity);
    if (row->into == kNoRow) continue;
    count(row->into);
    if (!counter.of_organizations() ||
        row->reason() == RedirectReason::kOverride ||
        row->reason() == RedirectReason::kSpelling) {
      continue;
    }
    const std::string& key = counts->body(row->entity).key;
    const Keys* const keys = counts->body(row->into).keys.get();
    if (keys == nullptr || !keys->numbers.contains(key)) {
      wanted[row->into].push_back(key);
    }
  }
  for (const auto& [entity, keys] : wanted) {
    auto& body = counts->bodies_[entity];
    body = counter.WithKeys(entity, std::move(body), keys);
  }
  return counts;
}

uint32_t RedirectCounts::DisplayForm(uint32_t entity) const {
  return body(entity).display;
}

const RedirectCounts::Articles& RedirectCounts::ArticlesNaming(
    uint32_t entity) const {
  return body(entity).naming;
}

const RedirectCounts::Articles& RedirectCounts::ArticlesCalling(
    uint32_t entity, uint32_t redirected) const {
  const Body& calling = body(entity);
  return calling.called[calling.keys->numbers.at(body(redirected).key)];
}

std::vector<uint32_t> RedirectCounts::SharedLeaders(uint32_t a,
                                                    uint32_t b) const {
  const auto* fewer = body(a).leaders.get();
  const auto* more = body(b).leaders.get();
  std::vector<uint32_t> both;
  if (fewer == nullptr || more == nullptr) return both;
  if (fewer->size() > more->size()) std::swap(fewer, more);
  for (const uint32_t executive : *fewer) {
    if (more->contains(executive)) both.push_back(executive);
  }
  return both;
}

}  // namespace impactwire::query
