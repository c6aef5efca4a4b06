#include "query_service/index/entities/organization_joiner.h"

#include <algorithm>

#include "query_service/index/names/name_key.h"

namespace impactwire::query {
namespace {

// The distinct keys of an appearance's forms but for `own`; few.
using KeyList = absl::InlinedVector<uint32_t, 8>;

}  // namespace

// -- Forms and keys -----------------------------------------------------------

uint32_t OrganizationJoiner::KeyOf(uint32_t form) {
  const auto folded = [this](uint32_t f) {
    return strings_.Get(table_.form(f).folded);
  };
  const std::string text = NameKey(folded(form));
  const uint64_t hash = HashBytes(text);
  const auto is_key = [&](uint32_t key) {
    return NameKey(folded(keys_[key].newest_form)) == text;
  };
  if (const auto known = key_numbers_.Find(hash, is_key)) return *known;
  const uint32_t key = static_cast<uint32_t>(keys_.size());
  keys_.Next().newest_form = form;
  keys_.Publish();
  key_numbers_.Upsert(hash, key, [](uint32_t) { return false; });
  return key;
}

void OrganizationJoiner::AddForm(uint32_t form) {
  const uint32_t number = KeyOf(form);
  Key& key = keys_.at(number);
  FormKey& next = forms_.Next();
  next.key = number;
  if (key.newest_form != form) {
    next.next = key.newest_form;
    key.of_several |=
        table_.form(form).entity != table_.form(key.newest_form).entity;
    key.newest_form = form;
  }
  forms_.Publish();
  Wake(number, table_.form(form).entity);
}

void OrganizationJoiner::Wake(uint32_t key, uint32_t entity) {
  if (keys_[key].of_several && keys_[key].shown) {
    woken_.push_back({key, entity});
  }
}

void OrganizationJoiner::Add(const ArticleRow& article) {
  Grow();
  const RowRange appearances = article.organizations;
  for (uint32_t r = appearances.first; r < appearances.end(); ++r) {
    const AppearanceRow& row = table_.appearances()[r];
    // Forms are numbered as they come.
    const auto add = [&](uint32_t form) {
      while (forms_.size() <= form) {
        AddForm(static_cast<uint32_t>(forms_.size()));
      }
    };
    for (const uint32_t form : row.alias_forms) add(form);
    add(row.display_form);
    FormKey& shown = forms_.at(row.display_form);
    if (shown.shown) continue;
    shown.shown = 1;
    Key& key = keys_.at(shown.key);
    key.shown = 1;
    Wake(shown.key, row.entity);
  }
}

// -- Counting -----------------------------------------------------------------

OrganizationJoiner::Body* OrganizationJoiner::Find(uint32_t entity) {
  const uint32_t number = NumberOf(entity);
  return number == 0 ? nullptr : &bodies_.at(number - 1);
}

const OrganizationJoiner::Body* OrganizationJoiner::Find(
    uint32_t entity) const {
  const uint32_t number = NumberOf(entity);
  return number == 0 ? nullptr : &bodies_[number - 1];
}

void OrganizationJoiner::TouchBearers(uint32_t key) {
  if (keys_[key].met == 0) return;
  TouchGroup(met_[keys_[key].met - 1].bearers);
}

void OrganizationJoiner::TouchAll(const Body& body) {
  Touch(body.entity);
  for (const auto& [key, use] : body.uses) TouchBearers(key);
}

void OrganizationJoiner::PutIntoMet(const Body& body, uint32_t key) {
  if (keys_[key].met == 0) return;
  Met& met = met_.at(keys_[key].met - 1);
  const auto use = body.uses.find(key);
  const bool bears = use != body.uses.end() && use->second.shown > 0;
  const bool called = use != body.uses.end() && use->second.called > 0;
  // Those before, too: one more or less may change what all of them are.
  TouchBearers(key);
  Enter(body.entity, bears, &met.bearers);
  Enter(body.entity, called, &met.called);
  TouchBearers(key);
}

void OrganizationJoiner::CountUse(uint32_t key, bool shown, int sign,
                                  Body* body) {
  const auto [found, is_new] = body->uses.try_emplace(key);
  entries_ += is_new;
  Use& use = found->second;
  int32_t& count = shown ? use.shown : use.called;
  const int before = Level(count);
  count += sign;
  const int after = Level(count);
  if (before == after) return;
  if (before == 0 || after == 0) {
    if (use.shown == 0 && use.called == 0) {
      body->uses.erase(key);
      --entries_;
    }
    PutIntoMet(*body, key);
    TouchAll(*body);
  } else if (!shown) {
    TouchBearers(key);
  }
}

void OrganizationJoiner::CountAppearance(const AppearanceRow& row, int sign,
                                         Body* body) {
  const int level = Level(body->articles);
  const uint8_t kind = KindOf(*body);
  body->articles += sign;
  AddTo(static_cast<uint8_t>(row.kind), sign, &body->kinds);
  bool changed = kind != KindOf(*body);
  changed |= AddTo(row.country(), sign, &body->countries);
  changed |= level != Level(body->articles);
  if (AddTo(uint32_t{row.display_form}, sign, &body->displays)) {
    TouchSuitors(body->entity);
  }
  const uint32_t own = forms_[row.display_form].key;
  KeyList others;
  for (const uint32_t form : row.alias_forms) {
    const uint32_t key = forms_[form].key;
    if (key != own &&
        std::find(others.begin(), others.end(), key) == others.end()) {
      others.push_back(key);
    }
  }
  CountUse(own, true, sign, body);
  for (const uint32_t key : others) CountUse(key, false, sign, body);
  if (changed) TouchAll(*body);
}

void OrganizationJoiner::CountLeader(uint32_t executive, int sign, Body* body) {
  int32_t& count = body->leaders[executive];
  count += sign;
  if (count != 0 && count != sign) return;
  entries_ += sign;
  if (count == 0) body->leaders.erase(executive);
  TouchSuitors(body->entity);
}

void OrganizationJoiner::Count(const ArticleRow& article, int sign) {
  const RowRange range = article.organizations;
  for (uint32_t r = range.first; r < range.end(); ++r) {
    const AppearanceRow& row = table_.appearances()[r];
    Body* const body = Find(row.entity);
    if (body != nullptr) CountAppearance(row, sign, body);
  }
  CountTogether(article, sign);
  for (uint32_t r = article.roles.first; r < article.roles.end(); ++r) {
    const RoleRow& role = roles_[r];
    if (role.organization == kNoRow) continue;
    if (Body* const body = Find(role.organization)) {
      CountLeader(role.executive, sign, body);
    }
  }
}

// -- Settling -----------------------------------------------------------------

OrganizationJoiner::Body* OrganizationJoiner::Track(uint32_t entity,
                                                    uint64_t sequence) {
  if (Body* const known = Find(entity)) return known;
  bodies_.Next().entity = entity;
  bodies_.Publish();
  EntityJoiner::Track(entity);
  Body* const body = &bodies_.at(bodies_.size() - 1);
  for (PostingList::Cursor c(table_.appearances_of(entity)); !c.done();
       c.Next()) {
    const AppearanceRow& row = table_.appearances()[c.row()];
    if (articles_[row.article_row].HoldsAt(sequence)) {
      CountAppearance(row, 1, body);
    }
  }
  for (PostingList::Cursor c(table_.roles_of(entity)); !c.done(); c.Next()) {
    const RoleRow& role = roles_[c.row()];
    if (articles_[role.article_row].HoldsAt(sequence)) {
      CountLeader(role.executive, 1, body);
    }
  }
  return body;
}

void OrganizationJoiner::Meet(uint32_t key, uint64_t sequence) {
  met_.Next();
  met_.Publish();
  keys_.at(key).met = static_cast<uint32_t>(met_.size());
  for (uint32_t form = keys_[key].newest_form; form != kNoRow;
       form = forms_[form].next) {
    PutIntoMet(*Track(table_.form(form).entity, sequence), key);
  }
}

void OrganizationJoiner::MeetWoken(uint64_t sequence) {
  for (const auto& [key, entity] : woken_) {
    if (keys_[key].met == 0) {
      Meet(key, sequence);
    } else {
      PutIntoMet(*Track(entity, sequence), key);
    }
  }
  woken_.clear();
}

size_t OrganizationJoiner::bytes() const {
  return EntityJoiner::bytes() + key_numbers_.bytes() + keys_.bytes() +
         forms_.bytes() + bodies_.bytes() + met_.bytes();
}

}  // namespace impactwire::query
