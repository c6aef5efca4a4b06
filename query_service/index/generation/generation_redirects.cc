// The part of Generation that lets one entity stand for another: analysts'
// overrides and automatic joins.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "common/base/stable_id.h"
#include "query_service/index/generation/generation.h"

namespace impactwire::query {

// What is counted anew where redirects change. Every entity whose root may
// change is added before the change, and again after it.
class Generation::Regrouping {
 public:
  Regrouping(Generation* generation, uint64_t sequence)
      : generation_(*generation), sequence_(sequence) {}

  // The entity's whole group.
  void Add(bool executives, uint32_t entity) {
    const EntityTable& table = TableOf(executives);
    const uint32_t root = table.Root(entity, sequence_);
    for (const uint32_t member : table.Members(root, sequence_)) {
      (executives ? executives_ : organizations_).push_back(member);
      // Roots after the change are of no use; those before come first.
      if (!executives) old_roots_.emplace(member, root);
    }
  }

  void Finish() {
    for (const bool executives : {false, true}) {
      std::vector<uint32_t>& all = executives ? executives_ : organizations_;
      std::sort(all.begin(), all.end());
      all.erase(std::unique(all.begin(), all.end()), all.end());
      (executives ? generation_.executives_ : generation_.organizations_)
          .Recount(
              all, sequence_,
              [&](uint32_t figure) {
                return generation_.figures_.HoldsAt(figure, sequence_);
              },
              executives ? &generation_.touched_executives_
                         : &generation_.touched_organizations_);
    }
    ClaimWriter::Moved moved;
    for (const uint32_t e : organizations_) {
      const uint32_t old_root = old_roots_.at(e);
      if (generation_.organizations_.Root(e, sequence_) != old_root) {
        moved.push_back({e, old_root});
      }
    }
    generation_.claim_writer_.Regroup(moved, sequence_);
  }

  const std::vector<uint32_t>& organizations() const { return organizations_; }
  const std::vector<uint32_t>& executives() const { return executives_; }

 private:
  const EntityTable& TableOf(bool executives) const {
    return executives ? generation_.executives_ : generation_.organizations_;
  }

  Generation& generation_;
  const uint64_t sequence_;
  std::vector<uint32_t> organizations_;
  std::vector<uint32_t> executives_;
  absl::flat_hash_map<uint32_t, uint32_t> old_roots_;
};

void Generation::ApplyOverride(uint64_t sequence,
                               const v1::Override& override) {
  absl::string_view from;
  absl::string_view into;
  if (override.has_merge()) {
    from = override.merge().from_id();
    into = override.merge().into_id();
  } else {
    from = override.split().from_id();
  }
  const bool of_executives = IsStableId(kExecutiveIdKind, from);
  EntityTable* const table = of_executives ? &executives_ : &organizations_;
  const auto from_id = IdNumber(table->kind(), from);
  const auto into_id = IdNumber(table->kind(), into);
  const bool useful =
      from_id.has_value() &&
      (override.has_merge() ? into_id.has_value() && into_id != from_id
                            : override.has_split());

  // The entities at the ends of what changes.
  std::vector<std::pair<bool, uint32_t>> ends;
  const auto earlier = newest_overrides_.find(override.override_id());
  const OverrideNote* ended = nullptr;
  if (earlier != newest_overrides_.end()) {
    ended = &override_notes_[earlier->second];
    if (ended->row != kNoRow) {
      const EntityTable& t =
          ended->of_executives ? executives_ : organizations_;
      const RedirectRow& row = t.redirect_row(ended->row);
      ends.push_back({ended->of_executives, row.entity});
      if (row.into != kNoRow) ends.push_back({ended->of_executives, row.into});
    }
  }
  uint32_t entity = kNoRow;
  uint32_t target = kNoRow;
  if (useful) {
    entity = table->Intern(*from_id);
    ends.push_back({of_executives, entity});
    if (override.has_merge()) {
      target = table->Intern(*into_id);
      ends.push_back({of_executives, target});
    }
  }
  // An override also lets joins from and to its entity take effect, or none.
  for (size_t i = ends.size(); i > 0; --i) {
    const auto [executives, e] = ends[i - 1];
    const EntityTable& t = executives ? executives_ : organizations_;
    for (PostingList::Cursor c(t.redirects_to(e)); !c.done(); c.Next()) {
      ends.push_back({executives, t.redirect_row(c.row()).entity});
    }
    if (const RedirectRow* const join = t.JoinOf(e, sequence)) {
      ends.push_back({executives, join->into});
    }
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  Regrouping regrouping(this, sequence);
  for (const auto& [executives, e] : ends) regrouping.Add(executives, e);
  if (ended != nullptr) {
    if (ended->row != kNoRow) {
      (ended->of_executives ? executives_ : organizations_)
          .CloseOverride(ended->row, sequence);
    }
    override_notes_.at(earlier->second)
        .to.store(sequence, std::memory_order_relaxed);
    ++dead_rows_;
  }
  const uint32_t number = static_cast<uint32_t>(override_notes_.size());
  OverrideNote& note = override_notes_.Next();
  note.from = sequence;
  note.of_executives = of_executives;
  if (useful) {
    note.row = table->AddOverride(entity, target, sequence, number, &arena_);
  }
  note.entry = texts_.Store(override.SerializeAsString());
  override_notes_.Publish();
  newest_overrides_[override.override_id()] = number;
  ++rows_;
  for (const auto& [executives, e] : ends) regrouping.Add(executives, e);
  regrouping.Finish();
  organizations_.NoteRedirect(sequence);
  LeaveVersions(sequence);
  JournalEntry entry;
  entry.sequence = sequence;
  entry.kind = JournalEntry::Kind::kOverride;
  entry.row = number;
  Note(entry, override.create_time());
}

void Generation::ApplyJoins(uint64_t sequence) {
  if (options_.join_organizations) {
    ApplyJoins(false, organization_joiner_.Settle(sequence), sequence);
  }
  if (options_.join_executives) {
    ApplyJoins(true, executive_joiner_.Settle(sequence), sequence);
  }
}

void Generation::ApplyJoins(bool executives,
                            const std::vector<EntityJoiner::Join>& joins,
                            uint64_t sequence) {
  if (joins.empty()) return;
  EntityTable* const table = executives ? &executives_ : &organizations_;
  Regrouping regrouping(this, sequence);
  const auto add = [&] {
    for (const EntityJoiner::Join& join : joins) {
      regrouping.Add(executives, join.entity);
      if (join.into != kNoRow) regrouping.Add(executives, join.into);
    }
  };
  add();
  for (const EntityJoiner::Join& join : joins) {
    ++rows_;
    dead_rows_ +=
        table->AddJoin(join.entity, join.into, join.reason, sequence, &arena_);
  }
  add();
  regrouping.Finish();
  // Summaries do not go on from what was counted: their own, or those of the
  // organizations that the people lead.
  for (const uint32_t e : regrouping.organizations()) {
    organizations_.NoteEnd(e, sequence);
  }
  for (const uint32_t e : regrouping.executives()) {
    NoteLeader(e, sequence);
  }
}

void Generation::NoteLeader(uint32_t executive, uint64_t sequence) {
  absl::flat_hash_set<uint32_t> led;
  for (PostingList::Cursor c(executives_.roles_of(executive)); !c.done();
       c.Next()) {
    const RoleRow& role = roles_[c.row()];
    const uint32_t organization = role.organization;
    if (organization == kNoRow || !led.insert(organization).second) continue;
    organizations_.NoteEnd(organization, sequence);
    touched_organizations_.push_back(
        organizations_.Root(organization, sequence));
  }
}

}  // namespace impactwire::query
