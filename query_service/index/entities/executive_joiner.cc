#include "query_service/index/entities/executive_joiner.h"

#include <algorithm>

namespace impactwire::query {
namespace {

constexpr size_t kFewPeople = 24;

// The display names of an article's people.
class DisplayForms {
 public:
  DisplayForms(const EntityTable& table, RowRange range)
      : table_(table), range_(range) {
    if (range.count <= kFewPeople) return;
    for (uint32_t r = range.first; r < range.end(); ++r) {
      const AppearanceRow& row = table.appearances()[r];
      many_.emplace(row.entity, row.display_form);
    }
  }
  uint32_t Of(uint32_t executive) const {
    if (!many_.empty()) return many_.at(executive);
    uint32_t r = range_.first;
    while (table_.appearances()[r].entity != executive) ++r;
    return table_.appearances()[r].display_form;
  }

 private:
  const EntityTable& table_;
  const RowRange range_;
  absl::flat_hash_map<uint32_t, uint32_t> many_;
};

}  // namespace

// -- Names and keys -----------------------------------------------------------

PersonName ExecutiveJoiner::NameOfForm(uint32_t form) const {
  return PersonName(strings_.Get(table_.form(form).text));
}

ExecutiveJoiner::Keys ExecutiveJoiner::KeysAt(uint32_t organization,
                                              const PersonName& name) {
  Keys keys = name.Keys();
  for (Key& key : keys) {
    key ^= (uint64_t{organization} + 1) * 0x9e3779b97f4a7c15u;
  }
  if (keys.size() == 2 && keys[0] == keys[1]) keys.pop_back();
  return keys;
}

void ExecutiveJoiner::AddSeat(const Seat& seat) {
  const uint32_t number = static_cast<uint32_t>(seats_.size());
  bool is_first = false;
  for (const Key key : KeysAt(seat.organization, NameOfForm(seat.form))) {
    const auto has_key = [&](uint32_t n) {
      const Seat& other = seats_[n];
      if (other.organization != seat.organization) return false;
      if (other.form == seat.form) return true;
      const Keys keys = KeysAt(other.organization, NameOfForm(other.form));
      return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    const auto first = seat_numbers_.Find(key, has_key);
    if (!first.has_value()) {
      if (!is_first) seats_.Push(seat);
      is_first = true;
      seat_numbers_.Upsert(key, number, [](uint32_t) { return false; });
      continue;
    }
    const uint32_t holder = seats_[*first].executive;
    // Else counting is enough.
    if (holder != seat.executive &&
        !(NumberOf(seat.executive) != 0 && met_.contains(key))) {
      woken_.push_back({key, holder, seat.organization});
      woken_.push_back({key, seat.executive, seat.organization});
    }
  }
}

void ExecutiveJoiner::Add(const ArticleRow& article) {
  Grow();
  const DisplayForms forms(table_, article.executives);
  for (uint32_t r = article.roles.first; r < article.roles.end(); ++r) {
    const RoleRow& role = roles_[r];
    if (role.organization == kNoRow) continue;
    const uint32_t form = forms.Of(role.executive);
    while (last_seats_.size() <= form) last_seats_.Push(0);
    if (last_seats_[form] == role.organization + 1) continue;
    last_seats_.at(form) = role.organization + 1;
    AddSeat({role.executive, role.organization, form});
  }
}

// -- Counting -----------------------------------------------------------------

ExecutiveJoiner::Person* ExecutiveJoiner::Find(uint32_t entity) {
  const uint32_t number = NumberOf(entity);
  return number == 0 ? nullptr : &people_.at(number - 1);
}

const ExecutiveJoiner::Person* ExecutiveJoiner::Find(uint32_t entity) const {
  const uint32_t number = NumberOf(entity);
  return number == 0 ? nullptr : &people_[number - 1];
}

void ExecutiveJoiner::TouchOffice(uint32_t organization, const Office& office) {
  for (const auto& [form, count] : office.forms) {
    for (const Key key : KeysAt(organization, NameOfForm(form))) {
      const auto met = met_.find(key);
      if (met != met_.end()) TouchGroup(met->second);
    }
  }
}

void ExecutiveJoiner::TouchAll(const Person& person) {
  Touch(person.entity);
  if (person.offices.size() <= kMaxOffices) TouchOffices(person);
}

void ExecutiveJoiner::TouchOffices(const Person& person) {
  for (const auto& [organization, office] : person.offices) {
    TouchOffice(organization, office);
  }
}

void ExecutiveJoiner::TouchPair(uint32_t a, uint32_t b) {
  // Also those who may be either.
  TouchAll(*Find(a));
  TouchAll(*Find(b));
}

void ExecutiveJoiner::PutIntoMet(const Person& person, uint32_t organization,
                                 uint32_t form) {
  for (const Key key : KeysAt(organization, NameOfForm(form))) {
    const auto met = met_.find(key);
    if (met == met_.end()) continue;
    const auto office = person.offices.find(organization);
    const bool has =
        office != person.offices.end() &&
        std::any_of(
            office->second.forms.begin(), office->second.forms.end(),
            [&](const auto& f) {
              const Keys keys = KeysAt(organization, NameOfForm(f.first));
              return std::find(keys.begin(), keys.end(), key) != keys.end();
            });
    TouchGroup(met->second);
    Touch(person.entity);
    Enter(person.entity, has, &met->second);
  }
}

void ExecutiveJoiner::CountAppearance(const AppearanceRow& row, int sign,
                                      Person* person) {
  const int level = Level(person->articles);
  person->articles += sign;
  if (AddTo(uint32_t{row.display_form}, sign, &person->displays)) {
    Touch(person->entity);
  }
  if (level != Level(person->articles)) TouchAll(*person);
}

void ExecutiveJoiner::CountRole(const RoleRow& role, uint32_t form, int sign,
                                Person* person) {
  const auto [found, is_new] = person->offices.try_emplace(role.organization);
  Office& office = found->second;
  entries_ += is_new;
  // From now on nobody to the others.
  if (is_new && person->offices.size() == kMaxOffices + 1) {
    TouchOffices(*person);
  }
  const bool changed_form = AddTo(form, sign, &office.forms);
  bool changed = changed_form;
  for (uint8_t family = 0; family < 24; ++family) {
    if (role.families >> family & 1) {
      changed |= AddTo(family, sign, &office.families);
    }
  }
  if (!changed) return;
  Touch(person->entity);
  TouchOffice(role.organization, office);
  if (office.forms.empty()) {
    person->offices.erase(found);
    --entries_;
    if (person->offices.size() == kMaxOffices) TouchOffices(*person);
  }
  if (changed_form && role.organization != kNoRow) {
    PutIntoMet(*person, role.organization, form);
  }
}

void ExecutiveJoiner::Count(const ArticleRow& article, int sign) {
  const RowRange range = article.executives;
  bool any = false;
  for (uint32_t r = range.first; r < range.end(); ++r) {
    const AppearanceRow& row = table_.appearances()[r];
    Person* const person = Find(row.entity);
    if (person == nullptr) continue;
    any = true;
    CountAppearance(row, sign, person);
  }
  if (!any) return;
  const DisplayForms forms(table_, range);
  for (uint32_t r = article.roles.first; r < article.roles.end(); ++r) {
    const RoleRow& role = roles_[r];
    if (Person* const person = Find(role.executive)) {
      CountRole(role, forms.Of(role.executive), sign, person);
    }
  }
  CountTogether(article, sign);
}

// -- Settling -----------------------------------------------------------------

ExecutiveJoiner::Person* ExecutiveJoiner::Track(uint32_t entity,
                                                uint64_t sequence) {
  if (Person* const known = Find(entity)) return known;
  people_.Next().entity = entity;
  people_.Publish();
  EntityJoiner::Track(entity);
  Person* const person = &people_.at(people_.size() - 1);
  for (PostingList::Cursor c(table_.appearances_of(entity)); !c.done();
       c.Next()) {
    const AppearanceRow& row = table_.appearances()[c.row()];
    const ArticleRow& article = articles_[row.article_row];
    if (!article.HoldsAt(sequence)) continue;
    CountAppearance(row, 1, person);
  }
  for (PostingList::Cursor c(table_.roles_of(entity)); !c.done(); c.Next()) {
    const RoleRow& role = roles_[c.row()];
    const ArticleRow& article = articles_[role.article_row];
    if (!article.HoldsAt(sequence)) continue;
    uint32_t r = article.executives.first;
    while (table_.appearances()[r].entity != entity) ++r;
    CountRole(role, table_.appearances()[r].display_form, 1, person);
  }
  return person;
}

void ExecutiveJoiner::MeetWoken(uint64_t sequence) {
  for (const Woken& woken : woken_) met_.try_emplace(woken.key);
  for (const Woken& woken : woken_) {
    const Person& person = *Track(woken.executive, sequence);
    const auto office = person.offices.find(woken.organization);
    if (office == person.offices.end()) continue;
    for (const auto& [form, count] : office->second.forms) {
      PutIntoMet(person, woken.organization, form);
    }
  }
  woken_.clear();
}

size_t ExecutiveJoiner::bytes() const {
  return EntityJoiner::bytes() + seat_numbers_.bytes() + seats_.bytes() +
         last_seats_.bytes() + people_.bytes() +
         met_.capacity() * (sizeof(Key) + sizeof(Group) + 1);
}

}  // namespace impactwire::query
