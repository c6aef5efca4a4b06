#include "ingest_service/extract/roles/office_holders.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/roles/portfolio.h"

namespace impactwire::extract {
namespace {

constexpr size_t kMostPrior = 8;    // organizations of a person's other titles
constexpr int kMostTogether = 200;  // mentions compared of both

void PutOnce(int32_t entity, std::vector<int32_t>* list) {
  if (list->size() < kMostPrior &&
      std::find(list->begin(), list->end(), entity) == list->end()) {
    list->push_back(entity);
  }
}

}  // namespace

OfficeHolders::OfficeHolders(const RoleScene& scene,
                             const OrganizationTrail& trail)
    : scene_(scene),
      trail_(trail),
      document_(scene.document()),
      entities_(scene.entities()) {}

void OfficeHolders::NoteNamed(const TitleSpan& title, int32_t person) {
  const int32_t e = entities_.mentions[title.organization].entity;
  for (const v1::RoleFamily f : title.families) filled_[{e, f}] = person;
  PutOnce(person, &employs_[e]);
  PutOnce(e, &prior_[person]);
}

void OfficeHolders::NotePlaced(const TitleSpan& title, int32_t person,
                               int32_t organization) {
  last_role_ = organization;
  if (organization < 0) return;
  for (const v1::RoleFamily f : title.families) {
    filled_.try_emplace({organization, static_cast<int>(f)}, person);
  }
}

void OfficeHolders::Complete(const TitleSpan& title, int32_t person,
                             std::vector<RoleOrganization>* candidates) const {
  std::vector<RoleOrganization>& list = *candidates;
  const auto prior = prior_.find(person);
  const auto ensure = [&](int32_t e) {
    for (const RoleOrganization& o : list) {
      if (o.entity == e) return;
    }
    list.emplace_back();
    list.back().entity = e;
  };
  if (prior != prior_.end()) {
    for (const int32_t e : prior->second) ensure(e);
  }
  const std::optional<int32_t> office = OfficeOf(document_, entities_, title);
  if (office && *office >= 0) ensure(*office);
  if (title.is_public || title.place_only) {
    list.erase(std::remove_if(list.begin(), list.end(),
                              [&](const RoleOrganization& o) {
                                return o.entity >= 0 && !o.direct &&
                                       !o.appoints && !Governs(o.entity);
                              }),
               list.end());
  }
  if (LeadsGovernment(document_, title)) {
    list.erase(std::remove_if(list.begin(), list.end(),
                              [&](const RoleOrganization& o) {
                                return o.entity >= 0 && !o.direct &&
                                       IsMinistry(entities_.entities[o.entity]);
                              }),
               list.end());
  }
  for (RoleOrganization& o : list) {
    if (o.entity < 0) continue;
    o.prior = prior != prior_.end() &&
              std::find(prior->second.begin(), prior->second.end(), o.entity) !=
                  prior->second.end();
    o.last = o.entity == last_role_;
    o.office = office && *office == o.entity;
    o.surname = SharesName(person, o.entity);
    const auto employs = employs_.find(o.entity);
    if (employs != employs_.end()) {
      for (const int32_t other : employs->second) {
        o.employs += other != person;
      }
    }
    trail_.Describe(&o);
    for (const v1::RoleFamily f : title.families) {
      const auto of = filled_.find({o.entity, static_cast<int>(f)});
      o.filled |= of != filled_.end() && of->second != person;
    }
    o.together = Together(person, o.entity);
    Weigh(&o);
  }
}

// Whether it may have a minister, mayor or governor whose title does not name
// it: no company, charity, school or paper has.
bool OfficeHolders::Governs(int32_t organization) const {
  switch (entities_.entities[organization].organization_kind) {
    case v1::ORGANIZATION_KIND_COMPANY:
    case v1::ORGANIZATION_KIND_NONPROFIT:
    case v1::ORGANIZATION_KIND_EDUCATION:
    case v1::ORGANIZATION_KIND_MEDIA:
      return false;
    default:
      return true;
  }
}

// "Noguera" of the "Fundacion Noguera".
bool OfficeHolders::SharesName(int32_t person, int32_t organization) const {
  const std::string& name = entities_.entities[person].name;
  const size_t space = name.rfind(' ');
  if (space == std::string::npos || name.size() - space < 5) return false;
  return absl::StrContains(
      absl::StrCat(" ", entities_.entities[organization].name, " "),
      absl::StrCat(name.substr(space), " "));
}

// Mentions count less the farther away they are, and more where they begin a
// sentence.
void OfficeHolders::Weigh(RoleOrganization* o) const {
  constexpr int kBefore = 12, kBehind = 4;
  constexpr double kFade = 0.75;
  const std::vector<int32_t>& list = entities_.entities[o->entity].mentions;
  auto m = std::partition_point(list.begin(), list.end(), [&](int32_t i) {
    return entities_.mentions[i].sentence < scene_.index() - kBefore;
  });
  for (; m != list.end(); ++m) {
    const Mention& mention = entities_.mentions[*m];
    const int distance = scene_.index() - mention.sentence;
    if (distance < -kBehind) break;
    if (distance == 0) continue;
    const bool begins = mention.first_token <=
                        document_.sentences[mention.sentence].first_token + 1;
    double& sum = distance > 0 ? o->salience : o->sequel;
    sum += (begins ? 1.5 : 1.0) * std::pow(kFade, std::abs(distance));
  }
}

// Sentences beside this one that name both.
int OfficeHolders::Together(int32_t person, int32_t organization) const {
  const std::vector<int32_t>& a = entities_.entities[person].mentions;
  const std::vector<int32_t>& b = entities_.entities[organization].mentions;
  int count = 0, steps = 0;
  for (size_t i = 0, j = 0;
       i < a.size() && j < b.size() && count < 3 && steps < kMostTogether;
       ++steps) {
    const int32_t s = entities_.mentions[a[i]].sentence;
    const int32_t t = entities_.mentions[b[j]].sentence;
    if (s == t && s != scene_.index()) ++count;
    if (s <= t) {
      ++i;
    } else {
      ++j;
    }
  }
  return count;
}

}  // namespace impactwire::extract
