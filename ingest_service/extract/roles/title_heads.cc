#include "ingest_service/extract/roles/title_heads.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace impactwire::extract {
namespace {

using text::TokenKind;

void Put(v1::RoleFamily family, TitleSpan* title) {
  auto& f = title->families;
  if (family != v1::ROLE_FAMILY_UNSPECIFIED &&
      std::find(f.begin(), f.end(), family) == f.end()) {
    f.push_back(family);
  }
}

}  // namespace

TitleEntry TitleHeads::Entry(int t) const {
  return In(t) && document_.tokens[t].kind == TokenKind::kWord
             ? lexicon_.Find(Word(t))
             : TitleEntry();
}

bool TitleHeads::IsHead(int t) const {
  if (!In(t) || Named(t) >= 0) return false;
  const uint8_t parts = Entry(t).parts;
  return parts & (kTitleHead | kTitleWeak | kTitlePublic | kTitleChief);
}

bool TitleHeads::IsLeading(int first, int head) const {
  const TitleEntry entry = Entry(head);
  // "X, who co-chairs Y": the verb.
  if (Is(head, "co-chairs") && (Is(head - 1, "who") || Is(head - 1, "also") ||
                                Is(head - 1, "he") || Is(head - 1, "she"))) {
    return false;
  }
  // "Md Rahman": a given name.
  if (Word(head) == "Md" && IsNamedAfter(head)) return false;
  // "the board of trustees" is a body.
  if (Is(head - 1, "of") && Is(head - 2, "board")) return false;
  if (entry.parts & (kTitleHead | kTitlePublic)) return true;
  const bool chief = HasWord(first, head, "chief");
  if (entry.parts & kTitleChief) {
    // "police chief X", "chief of the Y": not "chief financial officer".
    if (IsHead(head + 1) || (Entry(head + 1).parts & kTitleModifier) ||
        Is(head + 2, "officer")) {
      return false;
    }
    if (head > first) return true;
    // "Chief Adeyemi": a form of address.
    if (document_.tokens[head].capitalized && IsNamedAfter(head) &&
        (head == sentence_.first_token || owner_[head - 1] < 0)) {
      return false;
    }
    return Is(head + 1, "of") || (In(head + 1) && owner_[head + 1] >= 0) ||
           (head > sentence_.first_token && owner_[head - 1] >= 0) ||
           Is(head - 1, "'s") || Is(head - 1, "\u2019s");
  }
  const absl::string_view w = Word(head);
  // "a partner in the auction house Y"
  if (SameWord(w, "partner") && Is(head + 1, "in")) return true;
  if (SameWord(w, "officer")) {
    return head > first;
  }
  if (SameWord(w, "member") || SameWord(w, "members")) {
    return HasWord(first, head, "board") || HasWord(first, head, "council") ||
           (Is(head + 1, "of") &&
            (HasBoard(head + 2) || IsBody(head + 2) || IsBody(head + 3)));
  }
  if (SameWord(w, "prosecutor")) {
    return chief || HasWord(first, head, "public");
  }
  if (SameWord(w, "lead")) {
    // "country lead", not "in the lead" and not the verb.
    return head > first && (Is(head + 1, ",") || Is(head + 1, "at") ||
                            Is(head + 1, "for") || Named(head + 1) >= 0);
  }
  if (absl::StartsWithIgnoreCase(w, "council") ||
      absl::StartsWithIgnoreCase(w, "alder")) {
    return Named(head + 1) >= 0 || Is(head + 1, "for") || Is(head + 1, "of");
  }
  if (SameWord(w, "executive") || SameWord(w, "economist") ||
      SameWord(w, "scientist") || SameWord(w, "strategist") ||
      SameWord(w, "engineer") || SameWord(w, "justice") ||
      SameWord(w, "architect") || SameWord(w, "conservator") ||
      SameWord(w, "investigator")) {
    return chief;
  }
  if (SameWord(w, "teacher")) {
    return HasWord(first, head, "head");
  }
  if (SameWord(w, "delegate")) return Is(head + 1, "general");
  if (SameWord(w, "general")) {
    return HasWord(first, head, "attorney") ||
           HasWord(first, head, "solicitor");
  }
  if (SameWord(w, "speaker")) {
    return document_.tokens[head].capitalized || Is(head + 1, "of");
  }
  // "manager", "leader", "partner": of or before something.
  return head > first || Is(head + 1, "of") || Is(head + 1, "at") ||
         Is(head + 1, "for") || Is(head + 1, "there") || Is(head - 1, "the") ||
         Is(head - 1, "its") || (In(head + 1) && owner_[head + 1] >= 0) ||
         (head > sentence_.first_token && owner_[head - 1] >= 0);
}

bool TitleHeads::HasBoard(int t) const {
  for (int k = t; k < t + 4; ++k) {
    if (Is(k, "board") || Is(k, "Standing") || Is(k, "committee") ||
        Is(k, "council")) {
      return true;
    }
    if (!In(k) || document_.tokens[k].kind != TokenKind::kWord) return false;
  }
  return false;
}

bool TitleHeads::IsBody(int t) const {
  const int32_t m = Named(t);
  if (m < 0) return false;
  const Mention& name = entities_.mentions[m];
  if (name.kind != MentionKind::kOrganization) return false;
  for (int k = name.first_token; k < name.last_token; ++k) {
    for (const absl::string_view body :
         {"Board", "Council", "Committee", "Commission", "Parliament", "Senate",
          "Assembly", "Cabinet", "Presidium"}) {
      if (Is(k, body)) return true;
    }
  }
  return false;
}

bool TitleHeads::HasWord(int first, int last, absl::string_view word) const {
  for (int t = first; t < last; ++t) {
    if (Is(t, word)) return true;
  }
  return false;
}

bool TitleHeads::IsNamedAfter(int head) const {
  const int32_t m = Named(head + 1);
  return m >= 0 && entities_.mentions[m].kind == MentionKind::kPerson;
}

void TitleHeads::AddFamily(int first, int head, TitleSpan* title) const {
  const TitleEntry entry = Entry(head);
  v1::RoleFamily family = entry.family;
  const bool chief = HasWord(first, head, "chief");
  if (chief && (Is(head, "officer") || Is(head, "executive"))) {
    family =
        HasWord(first, head + 1, "executive") ? v1::ROLE_FAMILY_CEO
        : HasWord(first, head, "financial") || HasWord(first, head, "finance")
            ? v1::ROLE_FAMILY_CFO
        : HasWord(first, head, "operating") ||
                HasWord(first, head, "operations")
            ? v1::ROLE_FAMILY_COO
        : HasWord(first, head, "technology") ||
                HasWord(first, head, "technical")
            ? v1::ROLE_FAMILY_CTO
            : v1::ROLE_FAMILY_OTHER_CHIEF;
  }
  if (family == v1::ROLE_FAMILY_DIRECTOR && HasWord(first, head, "managing")) {
    family = v1::ROLE_FAMILY_MANAGING_DIRECTOR;
  }
  if (family == v1::ROLE_FAMILY_PRESIDENT && HasWord(first, head, "vice")) {
    family = v1::ROLE_FAMILY_VICE_PRESIDENT;
  }
  if (Is(head, "manager")) {
    family = v1::ROLE_FAMILY_GENERAL_MANAGER;
  }
  Put(family, title);
  if (Is(first, "founding")) Put(v1::ROLE_FAMILY_FOUNDER, title);
  title->acting |=
      HasWord(first, head, "acting") || HasWord(first, head, "interim");
  title->deputy |= HasWord(first, head, "deputy") ||
                   HasWord(first, head, "vice") ||
                   absl::StartsWithIgnoreCase(Word(head), "vice-");
  title->is_public |= (entry.parts & kTitlePublic) != 0;
  title->incoming |= absl::EndsWithIgnoreCase(Word(head), "-designate") ||
                     absl::EndsWithIgnoreCase(Word(head), "-elect");
  title->plural |= absl::EndsWithIgnoreCase(Word(head), "founders") ||
                   Is(head, "directors") || Is(head, "executives") ||
                   Is(head, "members") || Is(head, "co-directors") ||
                   Is(head, "ceos") || Is(head, "chairs") ||
                   Is(head, "presidents") || Is(head, "chairmen");
  title->weak |= (entry.parts & kTitleHead) == 0;
}

}  // namespace impactwire::extract
