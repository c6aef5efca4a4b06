#include "ingest_service/extract/roles/role_pair.h"

#include <algorithm>

#include "common/base/same_word.h"
#include "ingest_service/extract/roles/appointment.h"

namespace impactwire::extract {
namespace {

// How far from the title persons without a linking word are looked for.
constexpr int kReachBefore = 40;
constexpr int kReachAfter = 16;
constexpr int kMostBefore = 3;
constexpr int kMostAfter = 2;

constexpr absl::string_view kVerbs[] = {
    "is",        "was",   "as",      "becomes", "became",
    "remains",   "been",  "be",      "become",  "serves",
    "appointed", "named", "elected", "made",    "served"};
constexpr absl::string_view kFillers[] = {
    "who",       "the",      "a",        "an",         "its",   "then",
    "now",       "has",      "also",     "had",        "will",  "to",
    "currently", "both",     "then-",    "once",       "'s",    "well",
    "our",       "another",  "formerly", "previously", "take",  "takes",
    "took",      "recently", "today",    "newly",      "later", "used"};
constexpr absl::string_view kMarks[] = {",", "(", "\u2013", "\u2014",
                                        "-", ":", "--",     "|"};
constexpr absl::string_view kJoins[] = {
    "and",   "as",      "well",  "&",      "also", ",",      "is",
    "was",   "will",    "be",    "to",     "the",  "become", "a",
    "take",  "over",    "act",   "then",   "now",  "has",    "been",
    "who",   "becomes", "later", "serves", "an",   "once",   "appointed",
    "named", "elected", "made",  "became"};

template <size_t N>
bool OneOf(absl::string_view word, const absl::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

RolePair Pair(const Mention& m, PairLink link) {
  return {m.entity, m.first_token, m.last_token, link};
}

void Put(const RolePair& pair, std::vector<RolePair>* out) {
  if (pair.person < 0) return;
  for (const RolePair& known : *out) {
    if (known.person == pair.person) return;
  }
  out->push_back(pair);
}

}  // namespace

absl::string_view LinkName(PairLink link) {
  switch (link) {
    case PairLink::kAfter:
      return "after";
    case PairLink::kAppointment:
      return "appointment";
    case PairLink::kPredecessor:
      return "predecessor";
    case PairLink::kBefore:
      return "before";
    case PairLink::kSubject:
      return "subject";
    case PairLink::kIs:
      return "is";
    case PairLink::kMark:
      return "mark";
    case PairLink::kJoined:
      return "joined";
    case PairLink::kClause:
      return "clause";
    case PairLink::kAlso:
      return "also";
    case PairLink::kLine:
      return "line";
    case PairLink::kPronoun:
      return "pronoun";
    case PairLink::kVerb:
      return "verb";
    case PairLink::kAbove:
      return "above";
    case PairLink::kNear:
      return "near";
  }
  return "";
}

void PairFinder::Enter() {
  previous_.clear();
  previous_last_ = -1;
  line_above_ = nullptr;
  const int s = scene_.index();
  if (s > 0) line_above_ = scene_.OnlyPerson(s - 1);
  first_pronoun_ = scene_.first();
  for (; first_pronoun_ < scene_.last(); ++first_pronoun_) {
    const absl::string_view word = scene_.Word(first_pronoun_);
    if (word.size() <= 3 && (SameWord(word, "he") || SameWord(word, "she"))) {
      break;
    }
  }
}

bool PairFinder::HasPerson() const {
  return line_above_ != nullptr || scene_.HasPerson() || MayRefer() ||
         (last_person_ >= 0 && HasPronoun(scene_.last()));
}

bool PairFinder::MayRefer() const {
  return last_person_ >= 0 && last_sentence_ >= scene_.index() - 2 &&
         !scene_.HasPerson();
}

bool PairFinder::HasPronoun(int last) const {
  return first_pronoun_ < std::min(last, scene_.last());
}

int32_t PairFinder::PersonMeant(int pronoun) const {
  for (int t = scene_.first(); t < pronoun; ++t) {
    if (scene_.IsPerson(t)) return scene_.At(t)->entity;
  }
  return last_person_;
}

void PairFinder::Leave() {
  // The person a sentence is about, for "he" and "she" in the next.
  for (int t = scene_.first(); t < scene_.last(); ++t) {
    if (scene_.IsPerson(t)) {
      last_person_ = scene_.At(t)->entity;
      last_sentence_ = scene_.index();
      return;
    }
  }
}

void PairFinder::Accept(const TitleSpan& title,
                        const std::vector<RolePair>& pairs) {
  previous_ = pairs;
  previous_last_ = std::max(title.outer_last, title.last_token);
  for (const RolePair& pair : pairs) {
    if (pair.first_token >= title.last_token &&
        pair.first_token < previous_last_ + 8) {
      previous_last_ = std::max<int>(previous_last_, pair.last_token);
    }
  }
}

// The person whose mention ends before the title, over brackets ("(left)"), an
// age and joining words.
RolePair PairFinder::Before(const TitleSpan& title) const {
  RolePair none;
  bool verb = false, mark = false;
  int k = title.outer_first - 1;
  for (int steps = 0; steps < 7 && scene_.In(k); ++steps, --k) {
    if (scene_.IsPerson(k)) {
      return mark || verb ? Pair(*scene_.At(k), PairLink::kBefore) : none;
    }
    const absl::string_view w = scene_.Word(k);
    if (w == ")") {
      int open = k;
      while (scene_.In(open) && !scene_.Is(open, "(") && k - open < 8) --open;
      if (!scene_.Is(open, "(")) return none;
      k = open;
      mark = true;
      continue;
    }
    if (verb && last_person_ >= 0 &&
        (scene_.Is(k, "he") || scene_.Is(k, "she"))) {
      none.person = PersonMeant(k);
      none.link = PairLink::kPronoun;
      return none;
    }
    if (scene_.owner()[k] >= 0) break;
    if (scene_.document().tokens[k].kind == text::TokenKind::kNumber ||
        w == "aged") {
      continue;
    }
    if (OneOf(w, kMarks)) {
      mark = true;
    } else if (OneOf(w, kVerbs)) {
      verb = true;
    } else if (!OneOf(w, kFillers)) {
      break;
    }
  }
  if (!verb) return none;
  // The person a sentence begins with, if it names no other before the title.
  const Mention* only = nullptr;
  for (int t = scene_.first(); t < title.outer_first; ++t) {
    if (!scene_.IsPerson(t)) continue;
    if (only != nullptr && scene_.At(t)->entity != only->entity) return none;
    if (only == nullptr && t > scene_.first() + 3) return none;
    only = scene_.At(t);
  }
  return only == nullptr ? none : Pair(*only, PairLink::kSubject);
}

void PairFinder::Appointments(const TitleSpan& title,
                              std::vector<RolePair>* out) const {
  const Appointment found =
      ReadAppointment({&scene_.document(), &scene_.entities(),
                       &scene_.sentence(), &scene_.owner()},
                      title);
  if (found.person < 0) return;
  const auto mention = [&](int32_t person, int first, int last) -> RolePair {
    for (int t = last - 1; t >= first; --t) {
      if (scene_.IsPerson(t) && scene_.At(t)->entity == person) {
        return Pair(*scene_.At(t), PairLink::kAppointment);
      }
    }
    return {person};
  };
  RolePair pair = mention(found.person, scene_.first(), title.outer_first);
  pair.link = PairLink::kAppointment;
  pair.status = found.status;
  pair.organization = found.organization;
  Put(pair, out);
  RolePair before;
  if (found.predecessor >= 0) {
    before = mention(found.predecessor, scene_.first(), title.outer_first);
    before.status = found.predecessor_status;
  }
  for (int t = title.outer_last;
       before.person < 0 && scene_.In(t) && t < title.outer_last + 8; ++t) {
    if (!scene_.Is(t, "replacing") && !scene_.Is(t, "succeeding")) continue;
    const Mention* m = scene_.PersonAfter(t + 1);
    if (m == nullptr) break;
    before = Pair(*m, PairLink::kPredecessor);
    before.status = v1::ROLE_STATUS_FORMER;
  }
  before.link = PairLink::kPredecessor;
  before.organization = found.organization;
  Put(before, out);
}

void PairFinder::Joined(const TitleSpan& title,
                        std::vector<RolePair>* out) const {
  if (previous_last_ < 0) return;
  int k = previous_last_;
  if (scene_.Is(k, "(")) {
    while (scene_.In(k) && !scene_.Is(k, ")") && k < previous_last_ + 6) ++k;
    if (scene_.Is(k, ")")) ++k;
  }
  if (title.outer_first - k > 6) return;
  for (; k < title.outer_first; ++k) {
    bool joins = false;
    for (const absl::string_view w : kJoins) joins |= scene_.Is(k, w);
    if (!joins) return;
  }
  for (RolePair pair : previous_) {
    pair.link = PairLink::kJoined;
    pair.status = v1::ROLE_STATUS_UNSPECIFIED;
    pair.organization = -1;
    Put(pair, out);
  }
}

// "A and B, founders", "founders A, B and C": those beside the ones known.
void PairFinder::Others(const TitleSpan& title,
                        std::vector<RolePair>* out) const {
  if (!title.plural || out->empty()) return;
  const RolePair known = out->front();
  if (known.first_token < 0) return;
  const auto joint = [&](int t) {
    return scene_.Is(t, "and") || scene_.Is(t, ",") || scene_.Is(t, "&");
  };
  if (known.link == PairLink::kAfter || known.link == PairLink::kMark ||
      known.link == PairLink::kIs) {
    int k = known.last_token;
    for (int i = 0; i < 3 && joint(k); ++i) {
      ++k;
      if (scene_.Is(k, "and")) ++k;
      const Mention* m = scene_.PersonAfter(k);
      if (m == nullptr) break;
      Put(Pair(*m, PairLink::kAlso), out);
      k = m->last_token;
    }
    return;
  }
  int k = known.first_token - 1;
  for (int i = 0; i < 3 && joint(k); ++i) {
    --k;
    if (scene_.Is(k, ",")) --k;
    if (!scene_.IsPerson(k)) break;
    Put(Pair(*scene_.At(k), PairLink::kAlso), out);
    k = scene_.At(k)->first_token - 1;
  }
}

void PairFinder::Near(const TitleSpan& title,
                      std::vector<RolePair>* out) const {
  if (scene_.Is(title.outer_first - 1, "and") && title.organization >= 0) {
    for (int k = title.outer_first - 2;
         scene_.In(k) && k >= title.outer_first - 16; --k) {
      if (scene_.IsPerson(k)) {
        Put(Pair(*scene_.At(k), PairLink::kClause), out);
        break;
      }
      if (scene_.Is(k, "said") || scene_.Is(k, ";") || scene_.Is(k, "by")) {
        break;
      }
    }
  }
  const bool alone = title.outer_first <= scene_.first() + 1;
  if (line_above_ != nullptr && alone) {
    RolePair pair{line_above_->entity};
    pair.link = PairLink::kLine;
    Put(pair, out);
  }
  // "The former head of Y follows X": whoever the sentence before is about.
  const bool opens = title.outer_first == scene_.first() && title.former &&
                     last_person_ >= 0 && last_sentence_ >= scene_.index() - 2;
  if (title.definite && (MayRefer() || opens)) {
    RolePair pair{last_person_};
    pair.link = PairLink::kAbove;
    Put(pair, out);
  }
  int found = 0;
  for (int t = title.outer_first - 1;
       scene_.In(t) && t >= title.outer_first - kReachBefore &&
       found < kMostBefore;
       --t) {
    if (!scene_.IsPerson(t)) continue;
    const Mention& m = *scene_.At(t);
    Put(Pair(m, PairLink::kNear), out);
    t = m.first_token;
    ++found;
  }
  const int edge = std::max(title.outer_last, title.last_token);
  found = 0;
  for (int t = edge;
       scene_.In(t) && t < edge + kReachAfter && found < kMostAfter; ++t) {
    if (!scene_.IsPerson(t)) continue;
    const Mention& m = *scene_.At(t);
    Put(Pair(m, PairLink::kNear), out);
    t = m.last_token - 1;
    ++found;
  }
  if (last_person_ >= 0 && HasPronoun(title.outer_first)) {
    RolePair pair{PersonMeant(first_pronoun_)};
    pair.link = PairLink::kPronoun;
    Put(pair, out);
  }
}

std::vector<RolePair> PairFinder::Find(const TitleSpan& title) const {
  std::vector<RolePair> out;
  const Mention* after = scene_.PersonAfter(title.last_token);
  if (after != nullptr) {
    out.push_back(Pair(*after, PairLink::kAfter));
  } else {
    Appointments(title, &out);
  }
  // "the group's President, X"; "its chairman, X,"; "The CEO of Y is X".
  const int edge = title.outer_last;
  if (after == nullptr) {
    if (scene_.Is(edge, "is") || scene_.Is(edge, "was")) {
      const Mention* m = scene_.PersonAfter(edge + 1);
      if (m != nullptr) Put(Pair(*m, PairLink::kIs), &out);
    }
    const bool mark = scene_.Is(edge, ",") || scene_.Is(edge, ":");
    const Mention* m = scene_.PersonAfter(mark ? edge + 1 : edge);
    if (m != nullptr) {
      const bool named = title.definite || title.organization >= 0 ||
                         scene_.Is(m->last_token, ",");
      if (!mark || named || scene_.Is(edge, ":")) {
        // "X, CEO of Y, Z": X stands nearer.
        const RolePair before = Before(title);
        if (before.person >= 0) Put(before, &out);
        Put(Pair(*m, PairLink::kMark), &out);
      }
    }
  }
  Put(Before(title), &out);
  Others(title, &out);
  Joined(title, &out);
  Near(title, &out);
  return out;
}

}  // namespace impactwire::extract
