#include "ingest_service/extract/roles/verb_roles.h"

#include <array>
#include <cstdint>
#include <optional>

namespace impactwire::extract {
namespace {

struct Verb {
  absl::string_view word;
  absl::string_view title;
  v1::RoleFamily family;
  bool passive_only;  // "created": of things too, unless "by" a person
};

constexpr Verb kVerbs[] = {
    {"founded", "founder", v1::ROLE_FAMILY_FOUNDER, false},
    {"co-founded", "co-founder", v1::ROLE_FAMILY_FOUNDER, false},
    {"cofounded", "co-founder", v1::ROLE_FAMILY_FOUNDER, false},
    {"founding", "founder", v1::ROLE_FAMILY_FOUNDER, false},
    {"started", "founder", v1::ROLE_FAMILY_FOUNDER, false},
    {"created", "founder", v1::ROLE_FAMILY_FOUNDER, true},
    {"established", "founder", v1::ROLE_FAMILY_FOUNDER, false},
    {"heads", "head", v1::ROLE_FAMILY_HEAD, false},
    {"headed", "head", v1::ROLE_FAMILY_HEAD, false},
    {"chairs", "chair", v1::ROLE_FAMILY_CHAIR, false},
    {"chaired", "chair", v1::ROLE_FAMILY_CHAIR, false},
    {"co-chairs", "co-chair", v1::ROLE_FAMILY_CHAIR, false},
    {"co-chaired", "co-chair", v1::ROLE_FAMILY_CHAIR, false},
    {"leads", "leads", v1::ROLE_FAMILY_HEAD, false},
    {"led", "head", v1::ROLE_FAMILY_HEAD, false},
    {"runs", "runs", v1::ROLE_FAMILY_HEAD, false},
    {"run", "head", v1::ROLE_FAMILY_HEAD, true},
    {"directs", "director", v1::ROLE_FAMILY_DIRECTOR, false},
    {"owns", "owner", v1::ROLE_FAMILY_OTHER, false},
};

// Behind "will" or "is to" only.
constexpr Verb kFuture[] = {
    {"chair", "chair", v1::ROLE_FAMILY_CHAIR, false},
    {"co-chair", "co-chair", v1::ROLE_FAMILY_CHAIR, false},
    {"head", "head", v1::ROLE_FAMILY_HEAD, false},
    {"lead", "head", v1::ROLE_FAMILY_HEAD, false},
    {"run", "head", v1::ROLE_FAMILY_HEAD, false},
};

// Per first letter, as bits, the sizes of the verbs and of "set", "sits", "sat"
// and "presides".
constexpr std::array<uint32_t, 26> kSizes = [] {
  std::array<uint32_t, 26> sizes{};
  for (const Verb& verb : kVerbs) {
    sizes[verb.word[0] - 'a'] |= 1u << verb.word.size();
  }
  for (const Verb& verb : kFuture) {
    sizes[verb.word[0] - 'a'] |= 1u << verb.word.size();
  }
  sizes['s' - 'a'] |= 1u << 3 | 1u << 4;
  sizes['p' - 'a'] |= 1u << 8;
  return sizes;
}();

bool MayBeVerb(absl::string_view word) {
  const unsigned letter = (word[0] | 0x20) - 'a';
  return letter < kSizes.size() && word.size() < 32 &&
         (kSizes[letter] >> word.size() & 1) != 0;
}

const Verb* VerbAt(const RoleScene& scene, int t) {
  if (scene.owner()[t] >= 0) return nullptr;
  const absl::string_view word = scene.Word(t);
  for (const Verb& verb : kVerbs) {
    if (verb.word == word) return &verb;
  }
  return nullptr;
}

// "will chair", "is to head", "was appointed to lead".
const Verb* FutureAt(const RoleScene& scene, int t) {
  if (scene.owner()[t] >= 0) return nullptr;
  bool future = scene.Is(t - 1, "will");
  if (scene.Is(t - 1, "to")) {
    for (const absl::string_view before :
         {"is", "was", "appointed", "chosen", "elected", "named", "picked"}) {
      future |= scene.Is(t - 2, before);
    }
  }
  if (!future) return nullptr;
  const absl::string_view word = scene.Word(t);
  for (const Verb& verb : kFuture) {
    if (verb.word == word) return &verb;
  }
  return nullptr;
}

// Words between a subject and its verb that say when.
bool IsTiming(const RoleScene& scene, int t) {
  for (const absl::string_view word :
       {"will", "to", "is", "was", "been", "appointed", "chosen", "elected",
        "named", "picked", "no", "longer"}) {
    if (scene.Is(t, word)) return true;
  }
  return false;
}

const Verb kPresides = {"presides", "president", v1::ROLE_FAMILY_PRESIDENT,
                        false};
const Verb kSits = {"sits", "board member", v1::ROLE_FAMILY_BOARD_MEMBER,
                    false};
const Verb kSetUp = {"set", "founder", v1::ROLE_FAMILY_FOUNDER, false};

// "Y, founded in 2012 by the singer X and Z".
void Passive(const RoleScene& scene, int t, int by, VerbRole role,
             std::vector<VerbRole>* out) {
  int k = by + 1;
  while (scene.In(k) && k < by + 7 && scene.owner()[k] < 0 &&
         !scene.Is(k, ",") && !scene.Is(k, "of") &&
         !scene.document().tokens[k].capitalized) {
    ++k;
  }
  for (int o = t - 1; scene.In(o) && o >= t - 6; --o) {
    if (scene.IsPerson(o)) return;
    role.organization = scene.OrganizationAt(o);
    if (role.organization >= 0) break;
  }
  if (role.organization < 0) return;
  const Mention* person = scene.PersonAfter(k);
  for (int i = 0; i < 3 && person != nullptr; ++i) {
    role.person = person->entity;
    out->push_back(role);
    int next = person->last_token;
    if (!scene.Is(next, ",") && !scene.Is(next, "and")) return;
    if (scene.Is(next, ",") && scene.Is(next + 1, "and")) ++next;
    person = scene.PersonAfter(next + 1);
  }
}

// The organization an apposition is of: "Y, the charity X founded".
int32_t Antecedent(const RoleScene& scene, int subject) {
  for (int k = subject - 1; scene.In(k) && k >= subject - 7; --k) {
    if (scene.IsPerson(k) || scene.Is(k, ";") || scene.Is(k, "said")) return -1;
    const int32_t organization = scene.OrganizationAt(k);
    if (organization >= 0) return organization;
  }
  return -1;
}

// "X, who heads Y", "X founded the Y", "Y, which she runs".
void Active(const RoleScene& scene, int t, int object, int32_t last_person,
            VerbRole role, std::vector<VerbRole>* out) {
  int subject = -1;
  for (int k = t - 1; scene.In(k) && k >= t - 5; --k) {
    if (scene.IsPerson(k)) {
      role.person = scene.At(k)->entity;
      subject = scene.At(k)->first_token;
      break;
    }
    if (scene.Is(k, "he") || scene.Is(k, "she")) {
      role.person = last_person;
      for (int p = k - 1; scene.In(p); --p) {
        if (scene.IsPerson(p)) role.person = scene.At(p)->entity;
      }
      subject = k;
      break;
    }
    if (role.status != v1::ROLE_STATUS_UNSPECIFIED && IsTiming(scene, k)) {
      continue;
    }
    if (!scene.Is(k, "who") && !scene.Is(k, ",") && !scene.Is(k, "also") &&
        !scene.Is(k, "has") && !scene.Is(k, "had") && !scene.Is(k, "now") &&
        !scene.Is(k, "and") && !scene.Is(k, "later") &&
        !scene.Is(k, "himself") && !scene.Is(k, "herself")) {
      break;
    }
  }
  if (role.person < 0 && (scene.Is(t - 1, "and") || scene.Is(t - 1, ",")) &&
      scene.IsPerson(scene.first())) {
    // "X left the bank in 2009 and set up Y", "X, a widow, chairs Y"
    role.person = scene.At(scene.first())->entity;
  }
  if (role.person < 0) return;
  // "chairs the association", but not "founded the town".
  const bool leads = role.family != v1::ROLE_FAMILY_FOUNDER &&
                     role.family != v1::ROLE_FAMILY_OTHER;
  bool noun = false;
  // Over "the board of trustees of".
  // "will lead the team of Y": only what stands beside the verb.
  const int reach = role.status == v1::ROLE_STATUS_INCOMING ? 1 : 4;
  int last = object + reach;
  if (scene.Is(object + 1, "board") && scene.Is(object + 2, "of")) {
    object += 3;
    last = object + reach;
  }
  for (int k = object; scene.In(k) && k <= last; ++k) {
    if (scene.At(k) != nullptr || scene.Is(k, ",")) {
      // "founded the shipping company Y"
      const Mention* m = scene.At(k);
      if (m != nullptr && m->kind == MentionKind::kNominal &&
          scene.At(m->last_token) != nullptr &&
          scene.At(m->last_token)->kind == MentionKind::kOrganization) {
        k = m->last_token;
      }
      role.organization = scene.OrganizationAt(k);
      noun = scene.At(k) != nullptr && role.organization < 0 &&
             (scene.At(k)->kind == MentionKind::kNominal ||
              scene.At(k)->kind == MentionKind::kPronoun);
      break;
    }
  }
  if (role.organization < 0 && role.status == v1::ROLE_STATUS_INCOMING) return;
  if (role.organization < 0 && !noun && subject >= 0) {
    role.organization = Antecedent(scene, subject);
  }
  if (role.organization < 0 && !(noun && leads)) return;
  out->push_back(role);
}

}  // namespace

std::vector<VerbRole> FindVerbRoles(const RoleScene& scene,
                                    int32_t last_person) {
  std::vector<VerbRole> out;
  for (int t = scene.first(); t < scene.last(); ++t) {
    if (!MayBeVerb(scene.Word(t))) continue;
    const Verb* future = FutureAt(scene, t);
    const Verb* verb = future != nullptr ? future : VerbAt(scene, t);
    int object = t + 1;
    if (verb == nullptr && scene.Is(t, "set") && scene.Is(t + 1, "up")) {
      verb = &kSetUp;
      ++object;
    } else if (verb == nullptr && scene.Is(t, "presides") &&
               scene.Is(t + 1, "over")) {
      verb = &kPresides;
      ++object;
    } else if (verb == nullptr && (scene.Is(t, "sits") || scene.Is(t, "sat")) &&
               scene.Is(t + 1, "on") && scene.Is(t + 3, "board") &&
               scene.Is(t + 4, "of")) {
      verb = &kSits;
      object += 4;
    }
    if (verb == nullptr) continue;
    // Over "in 2012": the word "by".
    int by = -1;
    for (int k = object; scene.In(k) && k <= object + 4 && by < 0; ++k) {
      if (scene.Is(k, "by")) by = k;
      if (scene.owner()[k] >= 0 || scene.Is(k, ",")) break;
    }
    VerbRole role;
    role.title = std::string(verb->title);
    role.family = verb->family;
    role.token = t;
    if (future != nullptr) role.status = v1::ROLE_STATUS_INCOMING;
    if (scene.Is(t - 1, "longer") && scene.Is(t - 2, "no")) {
      role.status = v1::ROLE_STATUS_FORMER;
    }
    if (by >= 0) {
      Passive(scene, t, by, role, &out);
    } else if (!verb->passive_only) {
      Active(scene, t, object, last_person, role, &out);
    }
  }
  return out;
}

}  // namespace impactwire::extract
