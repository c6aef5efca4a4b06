// RolePair: a title and a person who may have it.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/roles/role_scene.h"
#include "ingest_service/extract/roles/title_finder.h"

namespace impactwire::extract {

// The wording that joins them.
enum class PairLink : uint8_t {
  kAfter,        // "CEO X"
  kAppointment,  // "Y appointed X as CEO", "X stepped down as CEO"
  kPredecessor,  // "X succeeds Z as CEO": Z
  kBefore,       // "X, CEO", "X is the CEO"
  kSubject,      // "X of Y is the CEO": the only person before
  kIs,           // "The CEO of Y is X"
  kMark,         // "its CEO, X, said"
  kJoined,       // "X, CEO of Y and chair of Z": the chair
  kClause,       // the same, farther apart
  kAlso,         // "A and B, founders": A
  kLine,         // the line above or below is a name
  kPronoun,      // "She is the CEO"
  kAbove,        // "The CEO of Y nodded.", "..., says the CEO": X above
  kVerb,         // "X, who heads Y"
  kNear,         // none of these
};

// "after", "mark": as features have it.
absl::string_view LinkName(PairLink link);

struct RolePair {
  int32_t person = -1;       // index in Entities::entities
  int32_t first_token = -1;  // its mention; -1 if it stands elsewhere
  int32_t last_token = -1;
  PairLink link = PairLink::kNear;
  // What an appointment says, else unspecified and -1.
  v1::RoleStatus status = v1::ROLE_STATUS_UNSPECIFIED;
  int32_t organization = -1;
};

// Collects candidates only: which of them are roles, a model decides. Must see
// the sentences of a document in order. Work per title is bounded.
class PairFinder {
 public:
  // The scene must outlive it.
  explicit PairFinder(const RoleScene& scene) : scene_(scene) {}

  // Begins the scene's sentence.
  void Enter();
  // Whether a title of the sentence may have a person at all.
  bool HasPerson() const;
  // Everyone who may have `title`, each once, the surest wording first.
  std::vector<RolePair> Find(const TitleSpan& title) const;
  // These of them have it: later titles of the sentence may be theirs too.
  void Accept(const TitleSpan& title, const std::vector<RolePair>& pairs);
  // Ends the sentence.
  void Leave();
  // The person spoken of before the sentence, "he" or "she" in it; -1 if none.
  int32_t last_person() const { return last_person_; }

 private:
  bool HasPronoun(int last) const;
  // Whom "he" or "she" stands for: the first one of its sentence, else the one
  // of the sentence before.
  int32_t PersonMeant(int pronoun) const;
  // Whether the sentence names nobody and may tell of the person above.
  bool MayRefer() const;
  RolePair Before(const TitleSpan& title) const;
  void Appointments(const TitleSpan& title, std::vector<RolePair>* out) const;
  void Others(const TitleSpan& title, std::vector<RolePair>* out) const;
  void Joined(const TitleSpan& title, std::vector<RolePair>* out) const;
  void Near(const TitleSpan& title, std::vector<RolePair>* out) const;

  const RoleScene& scene_;
  int32_t last_person_ = -1;
  int last_sentence_ = -1;  // where it stands
  const Mention* line_above_ = nullptr;
  int first_pronoun_ = 0;  // "he" or "she" in the sentence; its end: none
  std::vector<RolePair> previous_;
  int previous_last_ = -1;
};

}  // namespace impactwire::extract
