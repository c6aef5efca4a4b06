#include "ingest_service/extract/roles/appointment.h"

#include <algorithm>

#include "common/base/same_word.h"

namespace impactwire::extract {
namespace {

constexpr int kReach = 16;  // tokens before the title

enum class Turn : uint8_t {
  kGiven,  // the object gets the role: "appointed X"
  kTaken,  // the subject gets it: "X joins as"
  kHeld,   // the subject has it: "X serves as"
  kWas,    // the subject had it: "X served as"
  kLeft,   // the subject gives it up: "X resigned as"
  kLost,   // the object loses it: "ousted X as"
};

struct Verb {
  absl::string_view word;
  Turn turn;
  bool past;  // a simple past that may tell of long ago
};

constexpr Verb kVerbs[] = {
    {"appointed", Turn::kGiven, true}, {"appoints", Turn::kGiven, false},
    {"appoint", Turn::kGiven, false},  {"named", Turn::kGiven, true},
    {"names", Turn::kGiven, false},    {"elected", Turn::kGiven, true},
    {"elects", Turn::kGiven, false},   {"chosen", Turn::kGiven, true},
    {"chose", Turn::kGiven, true},     {"picked", Turn::kGiven, true},
    {"picks", Turn::kGiven, false},    {"hired", Turn::kGiven, true},
    {"promoted", Turn::kGiven, true},  {"nominated", Turn::kGiven, true},
    {"made", Turn::kGiven, true},      {"selected", Turn::kGiven, true},
    {"installed", Turn::kGiven, true}, {"joins", Turn::kTaken, false},
    {"joined", Turn::kTaken, true},    {"join", Turn::kTaken, false},
    {"takes", Turn::kTaken, false},    {"took", Turn::kTaken, true},
    {"take", Turn::kTaken, false},     {"succeeds", Turn::kTaken, false},
    {"succeed", Turn::kTaken, false},  {"succeeded", Turn::kTaken, true},
    {"replaces", Turn::kTaken, false}, {"replace", Turn::kTaken, false},
    {"replaced", Turn::kTaken, true},  {"returns", Turn::kTaken, false},
    {"starts", Turn::kTaken, false},   {"started", Turn::kTaken, true},
    {"begins", Turn::kTaken, false},   {"serves", Turn::kHeld, false},
    {"acts", Turn::kHeld, false},      {"works", Turn::kHeld, false},
    {"act", Turn::kTaken, false},      {"serve", Turn::kTaken, false},
    {"continues", Turn::kHeld, false}, {"remains", Turn::kHeld, false},
    {"served", Turn::kWas, true},      {"worked", Turn::kWas, true},
    {"acted", Turn::kWas, true},       {"stepped", Turn::kLeft, true},
    {"steps", Turn::kLeft, false},     {"stepping", Turn::kLeft, false},
    {"step", Turn::kLeft, false},      {"resigned", Turn::kLeft, true},
    {"resigns", Turn::kLeft, false},   {"retired", Turn::kLeft, true},
    {"retires", Turn::kLeft, false},   {"retire", Turn::kLeft, false},
    {"quit", Turn::kLeft, true},       {"left", Turn::kLeft, true},
    {"departed", Turn::kLeft, true},   {"ousted", Turn::kLost, true},
    {"sacked", Turn::kLost, true},     {"removed", Turn::kLost, true},
    {"dismissed", Turn::kLost, true},
};

class Reader {
 public:
  Reader(const SentenceView& view, const TitleSpan& title)
      : document_(*view.document),
        entities_(*view.entities),
        sentence_(*view.sentence),
        owner_(*view.owner),
        title_(title) {}

  Appointment Read() const {
    Appointment out;
    const int end = title_.outer_first;
    const int floor = std::max(sentence_.first_token, end - kReach);
    const bool as = end > floor && (Is(end - 1, "as") || Is(end - 1, "be"));
    // "named X managing director": the person stands before the title.
    if (!as && !(end > floor && PersonAt(end - 1) >= 0) &&
        !(end > floor && FindVerb(end - 1) != nullptr)) {
      return out;
    }
    int at = -1;
    const Verb* verb = nullptr;
    for (int t = end - 1; t >= floor && verb == nullptr; --t) {
      verb = FindVerb(t);
      at = t;
      if (Is(t, ";")) return out;
    }
    if (verb == nullptr) return out;
    if (!as && verb->turn != Turn::kGiven) return out;
    const bool passive = Passive(at);
    const int32_t before = LastPerson(sentence_.first_token, at);
    const int32_t after = FirstPerson(at + 1, end);
    const bool future = Future(at);
    switch (verb->turn) {
      case Turn::kGiven:
        out.person = passive || after < 0 ? before : after;
        out.status =
            LongAgo(at) ? v1::ROLE_STATUS_CURRENT : v1::ROLE_STATUS_INCOMING;
        if (!passive) out.organization = LastOrganization(floor, at);
        break;
      case Turn::kTaken:
        out.person = before;
        out.status = verb->past && !future ? v1::ROLE_STATUS_CURRENT
                                           : v1::ROLE_STATUS_INCOMING;
        out.organization = FirstOrganization(at + 1, end);
        out.predecessor = after;
        out.predecessor_status =
            future ? v1::ROLE_STATUS_CURRENT : v1::ROLE_STATUS_FORMER;
        break;
      case Turn::kHeld:
        out.person = before;
        break;
      case Turn::kWas:
        out.person = before;
        out.status = v1::ROLE_STATUS_FORMER;
        out.organization = FirstOrganization(at + 1, end);
        break;
      case Turn::kLeft:
        out.person = before;
        out.status = future || !verb->past ? v1::ROLE_STATUS_CURRENT
                                           : v1::ROLE_STATUS_FORMER;
        break;
      case Turn::kLost:
        out.person = passive || after < 0 ? before : after;
        out.status = v1::ROLE_STATUS_FORMER;
        if (!passive) out.organization = LastOrganization(floor, at);
        break;
    }
    return out;
  }

 private:
  absl::string_view Word(int t) const {
    return document_.Surface(document_.tokens[t]);
  }
  bool Is(int t, absl::string_view w) const {
    return t >= sentence_.first_token && t < sentence_.last_token &&
           SameWord(Word(t), w);
  }
  const Verb* FindVerb(int t) const {
    if (t < sentence_.first_token || owner_[t] >= 0) return nullptr;
    const absl::string_view word = Word(t);
    for (const Verb& verb : kVerbs) {
      if (verb.word == word) return &verb;
    }
    return nullptr;
  }
  const Mention* At(int t) const {
    return owner_[t] >= 0 ? &entities_.mentions[owner_[t]] : nullptr;
  }
  int32_t PersonAt(int t) const {
    const Mention* m = At(t);
    return m != nullptr && m->kind == MentionKind::kPerson ? m->entity : -1;
  }
  int32_t OrganizationAt(int t) const {
    const Mention* m = At(t);
    return m != nullptr && m->entity >= 0 &&
                   entities_.entities[m->entity].kind ==
                       EntityKind::kOrganization
               ? m->entity
               : -1;
  }
  int32_t LastPerson(int first, int last) const {
    for (int t = last - 1; t >= first && t >= last - kReach; --t) {
      if (PersonAt(t) >= 0) return PersonAt(t);
    }
    return -1;
  }
  int32_t FirstPerson(int first, int last) const {
    for (int t = first; t < last; ++t) {
      if (PersonAt(t) >= 0) return PersonAt(t);
    }
    return -1;
  }
  int32_t LastOrganization(int first, int last) const {
    for (int t = last - 1; t >= first; --t) {
      if (OrganizationAt(t) >= 0) return OrganizationAt(t);
    }
    return -1;
  }
  int32_t FirstOrganization(int first, int last) const {
    for (int t = first; t < last; ++t) {
      if (OrganizationAt(t) >= 0) return OrganizationAt(t);
    }
    return -1;
  }
  // "was appointed", "has been named", "to be elected".
  bool Passive(int verb) const {
    for (int t = verb - 1; t >= sentence_.first_token && t >= verb - 3; --t) {
      if (Is(t, "was") || Is(t, "been") || Is(t, "be") || Is(t, "were") ||
          Is(t, "is") || Is(t, "being") || Is(t, "are")) {
        return true;
      }
      if (owner_[t] >= 0) return false;
    }
    // "X, appointed as chair"
    return verb > sentence_.first_token && Is(verb - 1, ",");
  }
  bool Future(int verb) const {
    for (int t = verb - 1; t >= sentence_.first_token && t >= verb - 4; --t) {
      if (Is(t, "will") || Is(t, "to") || Is(t, "would")) return true;
      if (owner_[t] >= 0) return false;
    }
    return false;
  }
  // "in 2015", "since".
  bool LongAgo(int verb) const {
    for (int t = verb + 1; t < sentence_.last_token; ++t) {
      if (Is(t, "since")) return true;
      if (Is(t, "in") && t + 1 < sentence_.last_token &&
          document_.tokens[t + 1].kind == text::TokenKind::kNumber &&
          Word(t + 1).size() == 4) {
        return true;
      }
    }
    return false;
  }

  const text::Document& document_;
  const Entities& entities_;
  const text::Sentence& sentence_;
  const std::vector<int32_t>& owner_;
  const TitleSpan& title_;
};

}  // namespace

Appointment ReadAppointment(const SentenceView& view, const TitleSpan& title) {
  return Reader(view, title).Read();
}

}  // namespace impactwire::extract
