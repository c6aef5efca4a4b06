#include "ingest_service/extract/roles/title_context.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace impactwire::extract {
namespace {

using text::TokenKind;

bool Stops(absl::string_view word) {
  static constexpr absl::string_view kWords[] = {
      "at",    "in",     "said",      "says",      "told",  "who",    "which",
      "is",    "was",    "has",       "had",       "will",  "from",   "with",
      "to",    "that",   "when",      "as",        "by",    "on",     "his",
      "her",   "he",     "she",       "have",      "added", "noted",  "were",
      "are",   "called", "explained", "announced", "since", "while",  "where",
      "after", "before", "if",        "a",         "an",    "former", "led",
      "until", "then",   "became",    "joined"};
  return std::find(std::begin(kWords), std::end(kWords), word) !=
         std::end(kWords);
}

class Reader : SentenceReader {
 public:
  explicit Reader(const SentenceView& view) : SentenceReader(view) {}

  bool IsFormerWord(int t) const {
    return Is(t, "former") || Is(t, "ex") || Is(t, "then") || Is(t, "late") ||
           Is(t, "once") || Is(t, "erstwhile") || Is(t, "outgoing");
  }

  // What stands before and after: determiner, "former", organization.
  void Context(int floor, TitleSpan* title) const {
    title->outer_first = title->first_token;
    title->outer_last = title->last_token;
    int k = title->first_token - 1;
    for (; k >= floor; --k) {
      if (IsFormerWord(k) || Is(k, "previous")) {
        if (!Is(k, "outgoing")) title->former = true;
      } else if (Is(k, "incoming") || Is(k, "new") || Is(k, "next")) {
        title->incoming |= Is(k, "incoming");
      } else if (!Is(k, "current") && !Is(k, "young") && !Is(k, "long-time")) {
        break;
      }
      title->outer_first = k;
    }
    if (k >= floor) {
      int at = k;
      bool possessive = false;
      if (Word(at) == "'s" || Word(at) == "\u2019s" || Word(at) == "'" ||
          Word(at) == "\u2019") {
        possessive = true;
        --at;
      }
      // "Election Commission (EC) secretary": in brackets the same body again.
      if (at - 3 >= floor && Is(at, ")")) {
        int open = at - 1;
        while (open > floor && at - open < 5 && !Is(open, "(")) --open;
        if (Is(open, "(") && open > floor && Named(open - 1) >= 0) {
          at = open - 1;
        }
      }
      if (at >= floor && owner_[at] >= 0) {
        const Mention& m = entities_.mentions[owner_[at]];
        const bool org = m.kind == MentionKind::kOrganization ||
                         ((m.kind == MentionKind::kNominal ||
                           m.kind == MentionKind::kPronoun) &&
                          m.entity >= 0);
        const bool reference =
            m.kind == MentionKind::kNominal || m.kind == MentionKind::kPronoun;
        if (!org && reference) {
          title->outer_first = m.first_token;
          title->definite = true;
        } else if (org) {
          title->organization = owner_[at];
          title->outer_first = m.first_token;
          title->definite = true;
        } else if (m.kind == MentionKind::kPlace) {
          const bool state = title->is_public ||
                             (title->families.size() == 1 &&
                              title->families[0] == v1::ROLE_FAMILY_PRESIDENT);
          if (state) {
            title->place_only = true;
          } else if (!possessive) {
            title->first_token = m.first_token;  // "China CEO"
          }
          title->outer_first = m.first_token;
        }
      } else if (possessive && Determined(at) >= floor) {
        title->outer_first = Determined(at);
        title->definite = true;
      } else if (Is(at, "whose") && Whose(at) >= 0) {
        // "Y, whose director is X"
        title->organization = Whose(at);
        title->outer_first = at;
        title->definite = true;
      } else if (!possessive &&
                 (Is(at, "the") || Is(at, "its") || Is(at, "their") ||
                  Is(at, "a") || Is(at, "an") || Is(at, "his") ||
                  Is(at, "her"))) {
        title->outer_first = at;
        title->definite = !Is(at, "a") && !Is(at, "an");
      }
    }
    // "former UN Secretary-General": before the organization.
    while (title->outer_first > floor &&
           (IsFormerWord(title->outer_first - 1) ||
            Is(title->outer_first - 1, "incoming"))) {
      --title->outer_first;
      if (Is(title->outer_first, "incoming")) {
        title->incoming = true;
      } else if (!Is(title->outer_first, "outgoing")) {
        title->former = true;
      }
    }
    if (title->outer_first > sentence_.first_token &&
        Is(title->outer_first - 1, "the")) {
      --title->outer_first;
    }
    if (title->organization < 0) OrganizationAfter(title);
    if (title->organization < 0) Bracketed(title);
    if (title->organization < 0 && Is(title->last_token, "there")) {
      There(title);
    }
  }

 private:
  // "the bakery's owner", "the family firm's owner": the article of the noun at
  // `t`, which is no reference; -1 if it has none.
  int Determined(int t) const {
    for (int k = t; k >= t - 2 && In(k - 1); --k) {
      if (owner_[k] >= 0 || document_.tokens[k].capitalized ||
          document_.tokens[k].kind != TokenKind::kWord) {
        return -1;
      }
      if (Is(k - 1, "the") || Is(k - 1, "this")) return k - 1;
    }
    return -1;
  }

  // The organization that "whose" at `t` is about; -1 if it is no name.
  int32_t Whose(int t) const {
    const int before = Is(t - 1, ",") ? t - 2 : t - 1;
    const int32_t m = Named(before);
    return m >= 0 && entities_.mentions[m].kind == MentionKind::kOrganization
               ? m
               : -1;
  }

  // "Y (X, director)": what stands in brackets behind a name tells of it.
  void Bracketed(TitleSpan* title) const {
    int k = title->outer_first - 1;
    for (int steps = 0; steps < 9 && In(k) && !Is(k, "("); ++steps, --k) {
      const bool person =
          owner_[k] >= 0 &&
          entities_.mentions[owner_[k]].kind == MentionKind::kPerson;
      if (!person && !document_.tokens[k].capitalized && !Is(k, ",") &&
          !Is(k, "and")) {
        return;
      }
    }
    if (!Is(k, "(") || title->outer_first - k < 3) return;
    const int32_t m = Named(k - 1);
    if (m >= 0 && entities_.mentions[m].kind == MentionKind::kOrganization) {
      title->organization = m;
    }
  }

  // "Y lost a case. X, a partner there": of the organization named last.
  void There(TitleSpan* title) const {
    constexpr int kReach = 40;
    for (int k = title->outer_first - 1;
         k >= 0 && k >= title->outer_first - kReach; --k) {
      if (owner_[k] < 0) continue;
      const MentionKind kind = entities_.mentions[owner_[k]].kind;
      // "there" may as well be the place.
      if (kind == MentionKind::kPlace) return;
      if (kind != MentionKind::kOrganization) continue;
      title->organization = owner_[k];
      title->outer_last = title->last_token + 1;
      return;
    }
  }

  void OrganizationAfter(TitleSpan* title) const {
    int k = title->last_token;
    const bool comma =
        Is(k, ",") || Is(k, "-") || Is(k, "\u2013") || Is(k, "(");
    const bool preposition = Is(k, "of") || Is(k, "at") || Is(k, "for") ||
                             Is(k, "with") || Is(k, "in") || Is(k, "from");
    if (comma && (Is(k + 1, "with") || Is(k + 1, "at") || Is(k + 1, "of"))) {
      ++k;
    }
    if (comma || preposition) ++k;
    while (Is(k, "the") || Is(k, "a") || Is(k, "an") || Is(k, "'") ||
           Is(k, "\"") || Is(k, "\u2018") || Is(k, "\u201c")) {
      ++k;
    }
    // "of Chinese e-commerce giant JD.com"
    int skip = 0;
    if (preposition) {
      while (In(k) && owner_[k] < 0 && skip < 6 &&
             document_.tokens[k].kind == TokenKind::kWord && !Stops(Word(k))) {
        ++k;
        ++skip;
      }
      while (In(k) && owner_[k] >= 0 && skip < 8 &&
             entities_.mentions[owner_[k]].kind == MentionKind::kPlace &&
             In(entities_.mentions[owner_[k]].last_token) && skip > 0) {
        k = entities_.mentions[owner_[k]].last_token;
        ++skip;
      }
    }
    if (!In(k) || owner_[k] < 0) return;
    const Mention& m = entities_.mentions[owner_[k]];
    const bool org = m.kind == MentionKind::kOrganization;
    const bool reference = (m.kind == MentionKind::kNominal) && m.entity >= 0;
    if (!org && !(reference && preposition)) {
      if (m.kind == MentionKind::kPlace && preposition) {
        title->place_only = title->is_public ||
                            (title->families.size() == 1 &&
                             title->families[0] == v1::ROLE_FAMILY_PRESIDENT);
        title->outer_last = m.last_token;
      }
      return;
    }
    if (comma && !Is(title->last_token, "(")) {
      // "CEO, Essar Foundation" is followed by a mark, not by a verb.
      const int after = m.last_token;
      if (In(after) && document_.tokens[after].kind == TokenKind::kWord &&
          !Is(after, "and") && !Is(after, "said") && !Is(after, "says") &&
          !Is(after, "told")) {
        return;
      }
    }
    // "Head of Wholesale Banking at X": the first is a part of X.
    const int at = m.last_token;
    if (org && preposition && Is(at, "at") && In(at + 1)) {
      const int next = Is(at + 1, "the") ? at + 2 : at + 1;
      if (In(next) && owner_[next] >= 0 &&
          entities_.mentions[owner_[next]].kind == MentionKind::kOrganization) {
        title->last_token = m.last_token;
        title->organization = owner_[next];
        title->outer_last = entities_.mentions[owner_[next]].last_token;
        return;
      }
    }
    title->organization = owner_[k];
    title->outer_last = m.last_token;
    if (org && Is(title->last_token, "of")) Unit(title);
  }

  // "Head of the Ministry's Subsidized Fertilizer Directorate": a part of it.
  void Unit(TitleSpan* title) const {
    int k = title->outer_last;
    if (Is(k, "'s") || Is(k, "\u2019s") || Is(k, "'") || Is(k, "\u2019")) {
      ++k;
    }
    const int first = k;
    while (In(k) && k < first + 6 && owner_[k] < 0 &&
           document_.tokens[k].kind == TokenKind::kWord &&
           document_.tokens[k].capitalized) {
      ++k;
    }
    const bool ends = !In(k) ||
                      document_.tokens[k].kind == TokenKind::kPunctuation ||
                      Is(k, "and") || Is(k, "said");
    if (k - first < 2 || !ends) return;
    title->unit_first = first;
    title->unit_last = title->outer_last = k;
  }
};

}  // namespace

bool IsFormer(const SentenceView& view, int token) {
  return Reader(view).IsFormerWord(token);
}

bool StopsTitle(absl::string_view word) { return Stops(word); }

void ReadTitleContext(const SentenceView& view, int floor, TitleSpan* title) {
  Reader(view).Context(floor, title);
}

}  // namespace impactwire::extract
