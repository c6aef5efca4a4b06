#include "ingest_service/extract/roles/succession.h"

namespace impactwire::extract {
namespace {

constexpr int kReach = 12;  // tokens from the verb to its subject

// Whether a word begins as those below do; few do.
bool MayTell(absl::string_view word) {
  if (word.size() < 4) return false;
  switch (word[0] | 0x20) {
    case 's':
      return (word[1] | 0x20) == 'u';
    case 'r':
      return (word[1] | 0x20) == 'e';
    case 'f':
      return (word[1] | 0x20) == 'o';
    case 't':
      return (word[1] | 0x20) == 'a' || (word[1] | 0x20) == 'o';
    case 'h':
      return (word[1] | 0x20) == 'a';
    default:
      return false;
  }
}

// The token behind the verb that begins at `t`; -1 if none does.
int BehindVerb(const RoleScene& scene, int t) {
  static constexpr absl::string_view kVerbs[] = {
      "succeeds", "succeeded", "succeed",   "succeeding", "replaces",
      "replaced", "replace",   "replacing", "follows"};
  for (const absl::string_view verb : kVerbs) {
    if (scene.Is(t, verb)) return t + 1;
  }
  static constexpr absl::string_view kTakes[] = {"takes", "took", "take",
                                                 "taking"};
  for (const absl::string_view verb : kTakes) {
    if (!scene.Is(t, verb) || !scene.Is(t + 1, "over")) continue;
    // "takes over on August 1 from"
    for (int k = t + 2; k < t + 6 && scene.In(k); ++k) {
      if (scene.Is(k, "from")) return k + 1;
      if (scene.Is(k, ",") || scene.Is(k, "as")) break;
    }
  }
  return -1;
}

// Who stands before the verb: a person, or "he" or "she".
int32_t Subject(const RoleScene& scene, int verb, int32_t last_person) {
  for (int k = verb - 1; scene.In(k) && k >= verb - kReach; --k) {
    if (scene.IsPerson(k)) return scene.At(k)->entity;
    if (scene.Is(k, "he") || scene.Is(k, "she")) return last_person;
    if (scene.Is(k, ";")) return -1;
  }
  // "The former head of Y follows Z": whoever the sentence before is about.
  if (verb - scene.first() <= kReach && scene.Is(scene.first(), "the") &&
      scene.Is(scene.first() + 1, "former")) {
    return last_person;
  }
  return -1;
}

}  // namespace

std::vector<Succession> FindSuccessions(const RoleScene& scene,
                                        int32_t last_person) {
  std::vector<Succession> out;
  for (int t = scene.first(); t < scene.last(); ++t) {
    if (!MayTell(scene.Word(t)) || scene.At(t) != nullptr) continue;
    int object = BehindVerb(scene, t);
    // "hands over to X": X comes after, too.
    const bool hands = (scene.Is(t, "hands") || scene.Is(t, "handed") ||
                        scene.Is(t, "hand")) &&
                       scene.Is(t + 1, "over") && scene.Is(t + 2, "to");
    if (hands) object = t + 3;
    if (object < 0) continue;
    const int32_t subject = Subject(scene, t, last_person);
    if (subject < 0) continue;
    // "was succeeded by X": X comes after.
    const bool passive = scene.Is(object, "by");
    if (passive) ++object;
    Succession found;
    if (scene.Is(object, "him") || scene.Is(object, "her")) {
      if (scene.IsWord(object + 1) && scene.In(object + 1) &&
          scene.Is(object, "her") && scene.At(object + 1) != nullptr) {
        continue;  // "replaces her company"
      }
      found.known = last_person;
      found.other = subject;
    } else {
      const Mention* m = scene.PersonAfter(object);
      if (m == nullptr) continue;
      found.known = subject;
      found.other = m->entity;
    }
    const bool after = (passive || hands) != (found.known != subject);
    found.status = after ? v1::ROLE_STATUS_INCOMING : v1::ROLE_STATUS_FORMER;
    if (found.known >= 0 && found.known != found.other) out.push_back(found);
  }
  return out;
}

}  // namespace impactwire::extract
