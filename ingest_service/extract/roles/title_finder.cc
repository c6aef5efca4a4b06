#include "ingest_service/extract/roles/title_finder.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "common/base/same_word.h"
#include "ingest_service/extract/roles/title_context.h"
#include "ingest_service/extract/roles/title_heads.h"

namespace impactwire::extract {
namespace {

using text::TokenKind;

constexpr int kMaxModifiers = 6;
constexpr int kMaxTail = 8;

class Finder : TitleHeads {
 public:
  Finder(const TitleLexicon& lexicon, const SentenceView& view)
      : TitleHeads(lexicon, view), view_(view) {}

  std::vector<TitleSpan> Find() {
    std::vector<TitleSpan> titles;
    int floor = sentence_.first_token;
    for (int i = sentence_.first_token; i < sentence_.last_token; ++i) {
      if (!IsHead(i)) continue;
      TitleSpan title;
      title.first_token = ExtendLeft(i, floor);
      title.last_token = i + 1;
      title.head_token = i;
      if (!IsLeading(title.first_token, i)) continue;
      AddFamily(title.first_token, i, &title);
      ExtendRight(&title);
      ReadTitleContext(view_, floor, &title);
      floor = std::max(title.last_token, title.outer_last);
      i = floor - 1;
      titles.push_back(std::move(title));
    }
    return titles;
  }

 private:
  // Over "Group Chief", "India Operations", "Strategy and Sustainability".
  int ExtendLeft(int head, int floor) const {
    int first = head;
    const bool capital = document_.tokens[head].capitalized;
    for (int k = head - 1; k >= floor && head - k <= kMaxModifiers; --k) {
      if (owner_[k] >= 0 && Named(k) >= 0) break;
      if (document_.tokens[k].kind == TokenKind::kPunctuation) break;
      const TitleEntry entry = Entry(k);
      const bool modifier =
          (entry.parts & (kTitleModifier | kTitleChief | kTitleHead)) != 0;
      if (modifier && !IsFormerWord(k) && Word(k) != "current" &&
          Word(k) != "young") {
        // "Head" etc. before a head only as part of a compound in capitals.
        if ((entry.parts & kTitleHead) &&
            !(entry.parts & (kTitleModifier | kTitleChief)) &&
            !document_.tokens[k].capitalized) {
          break;
        }
        first = k;
        continue;
      }
      if ((Word(k) == "and" || Word(k) == "&") && k - 1 >= floor && capital &&
          (Entry(k - 1).parts & kTitleModifier) && Named(k - 1) < 0 &&
          document_.tokens[k - 1].capitalized && k - 2 >= floor &&
          SameWord(Word(k - 2), "chief")) {
        continue;
      }
      // "chief sourcing officer": whatever the office is.
      if (Is(head, "officer") && k > floor && Is(k - 1, "chief") &&
          document_.tokens[k].kind == TokenKind::kWord) {
        first = k;
        continue;
      }
      if (capital && document_.tokens[k].capitalized &&
          document_.tokens[k].kind == TokenKind::kWord && k > floor &&
          first <= head && !IsHonorific(k) && !IsJoint(k)) {
        // A capitalised word before a capitalised head: "Club Steward".
        if (k == sentence_.first_token) break;
        first = k;
        continue;
      }
      break;
    }
    if (capital && (Entry(head).parts & kTitlePublic)) {
      return OverPortfolio(first, floor);
    }
    return OverNouns(first, floor);
  }

  // "Tourism, Arts and Culture Minister": what is joined by "and" and commas.
  int OverPortfolio(int first, int floor) const {
    const auto noun = [&](int k) {
      return k >= floor && Named(k) < 0 && document_.tokens[k].capitalized &&
             document_.tokens[k].kind == TokenKind::kWord && !IsHonorific(k);
    };
    int k = first;
    if (!noun(k) || k - 2 < floor) return first;
    if (!Is(k - 1, "and") && !Is(k - 1, "&")) return first;
    k -= 2;
    if (!noun(k) || (Entry(k).parts & (kTitleHead | kTitlePublic))) {
      return first;
    }
    for (int words = 0; words < 6; ++words) {
      if (noun(k - 1) && k - 1 > sentence_.first_token) {
        --k;
      } else if (Is(k - 1, ",") && noun(k - 2) && k - 2 > floor) {
        k -= 2;
      } else {
        break;
      }
    }
    return k;
  }

  // "the tournament director", "X, outside director": words of no known sort
  // belong to the title where a mark, an article or a name stands before them.
  int OverNouns(int first, int floor) const {
    int k = first;
    for (int words = 0; words < 3; ++words) {
      if (k <= floor || Named(k - 1) >= 0) break;
      const int t = k - 1;
      if (document_.tokens[t].kind != TokenKind::kWord ||
          document_.tokens[t].capitalized || owner_[t] >= 0 ||
          !absl::ascii_isalpha(Word(t)[0]) || lexicon_.IsGrammar(Word(t))) {
        break;
      }
      --k;
    }
    if (k == first || k <= floor) return first;
    // Capitals mean another sort of thing: "said Vice President X".
    if (document_.tokens[first].capitalized) return first;
    const int t = k - 1;
    if (document_.tokens[t].kind == TokenKind::kPunctuation || owner_[t] >= 0 ||
        Is(t, "the") || Is(t, "a") || Is(t, "an") || Is(t, "its") ||
        Is(t, "'s") || Is(t, "\u2019s") || Is(t, "their") || Is(t, "our") ||
        IsFormerWord(t)) {
      return k;
    }
    return first;
  }

  // "While Chief Minister X": a word that joins, at a quotation's beginning.
  bool IsJoint(int t) const {
    return In(t - 1) &&
           document_.tokens[t - 1].kind == TokenKind::kPunctuation &&
           lexicon_.IsGrammar(absl::AsciiStrToLower(Word(t)));
  }

  bool IsHonorific(int t) const {
    static constexpr absl::string_view kWords[] = {"Mr",  "Mr.", "Mrs", "Mrs.",
                                                   "Ms",  "Ms.", "Dr",  "Dr.",
                                                   "The", "In",  "As",  "But"};
    return std::find(std::begin(kWords), std::end(kWords), Word(t)) !=
           std::end(kWords);
  }
  bool IsFormerWord(int t) const { return IsFormer(view_, t); }

  // A head after `t` (over modifiers) that continues the title; -1 if none.
  int NextHead(int t) const {
    for (int k = t; k < sentence_.last_token && k < t + kMaxModifiers; ++k) {
      if (Named(k) >= 0) return -1;
      if (IsHead(k) && !(Entry(k).parts & kTitleChief)) {
        // Prefer the last head of a compound: "Chief Executive Officer".
        while (k + 1 < sentence_.last_token && IsHead(k + 1) &&
               Named(k + 1) < 0) {
          ++k;
        }
        return IsLeading(t, k) ? k : -1;
      }
      const TitleEntry entry = Entry(k);
      const bool capital = document_.tokens[k].capitalized &&
                           document_.tokens[k].kind == TokenKind::kWord;
      if (!(entry.parts & (kTitleModifier | kTitleChief)) && !capital) {
        return -1;
      }
    }
    return -1;
  }

  // "chief executive officer", "founder and CEO", "head of wholesale banking".
  void ExtendRight(TitleSpan* title) const {
    // Compound heads.
    while (In(title->last_token) && IsHead(title->last_token) &&
           Named(title->last_token) < 0 && !Is(title->last_token, "head")) {
      title->head_token = title->last_token++;
      AddFamily(title->first_token, title->last_token - 1, title);
    }
    AddSuffix(title);
    for (int round = 0; round < 4; ++round) {
      int t = title->last_token;
      // Joined titles.
      int join = -1;
      if (Is(t, "and") || Is(t, "&") || Is(t, "cum") || Is(t, "/") ||
          Is(t, "-")) {
        join = t + 1;
      } else if (Is(t, ",")) {
        join = t + 1;
        if (Is(join, "and")) ++join;
      }
      if (join >= 0 && In(join)) {
        const int head = NextHead(join);
        if (head >= 0 &&
            !(Is(t, ",") && !Is(t + 1, "and") && IsNamedAfter(head))) {
          AddFamily(join, head, title);
          title->last_token = head + 1;
          AddSuffix(title);
          continue;
        }
      }
      // "of the board (of directors)", "of business sustainability".
      if (!TryTail(title)) break;
    }
  }

  // "director general", "editor-in-chief", "president emeritus".
  void AddSuffix(TitleSpan* title) const {
    const int t = title->last_token;
    if (Is(t, "general") || Is(t, "emeritus") || Is(t, "elect") ||
        Is(t, "designate") || Is(t, "designee")) {
      title->incoming |= Is(t, "elect") || Is(t, "designate");
      ++title->last_token;
    } else if (Is(t, "in") && (Is(t + 1, "chief") ||
                               (Is(t + 1, "charge") && !Is(t + 2, "of")))) {
      title->last_token += 2;
    } else if (Is(t, "-") && Is(t + 1, "in") && Is(t + 2, "-")) {
      title->last_token += 4;
    }
  }

  // "president of Middle East operations": a place at `t` with a noun behind it
  // that makes it a part of the organization.
  bool IsRegion(int t) const {
    const int next = entities_.mentions[owner_[t]].last_token;
    for (const absl::string_view noun :
         {"operations", "region", "business", "division", "office", "sales",
          "branch", "unit", "market", "markets"}) {
      if (Is(next, noun)) return true;
    }
    return false;
  }

  // The end of a field between commas, with the organization behind it: "vice-
  // president, supply, of Y"; -1 if none begins behind the comma at `t`.
  int FieldEnd(int t) const {
    int k = t + 1;
    while (In(k) && k < t + 7 && Named(k) < 0 &&
           document_.tokens[k].kind == TokenKind::kWord &&
           !StopsTitle(Word(k)) && !(k == t + 1 && Is(k, "and"))) {
      ++k;
    }
    if (k == t + 1 || !Is(k, ",")) return -1;
    if (!Is(k + 1, "at") && !Is(k + 1, "of") && !Is(k + 1, "with")) return -1;
    const int32_t m = Named(Is(k + 2, "the") ? k + 3 : k + 2);
    return m >= 0 && entities_.mentions[m].kind == MentionKind::kOrganization
               ? k
               : -1;
  }

  // Takes "of/for/in charge of" and words that are no name into the title.
  bool TryTail(TitleSpan* title) const {
    int t = title->last_token;
    const auto place_at = [&](int k) {
      const int32_t m = Named(k);
      return m >= 0 && entities_.mentions[m].kind == MentionKind::kPlace;
    };
    const bool country_office =
        !title->is_public && !(title->families.size() == 1 &&
                               title->families[0] == v1::ROLE_FAMILY_PRESIDENT);
    if (Is(t, "in") && country_office && place_at(t + 1)) {
      // "chief executive in China"
      title->last_token = entities_.mentions[owner_[t + 1]].last_token;
      return true;
    }
    if (Is(t, "in") && Is(t + 1, "charge") && Is(t + 2, "of")) {
      t += 2;
    } else if (!Is(t, "of") && !Is(t, "for")) {
      // "Vice President, Operations": capitals up to a mark.
      if (Is(t, ",") && In(t + 1) && document_.tokens[t + 1].capitalized &&
          Named(t + 1) < 0 &&
          document_.tokens[t + 1].kind == TokenKind::kWord &&
          document_.tokens[title->last_token - 1].capitalized) {
        int k = t + 1;
        while (In(k) && Named(k) < 0 && k < t + kMaxTail &&
               (document_.tokens[k].capitalized || Is(k, "and") || Is(k, "&") ||
                Is(k, "of"))) {
          ++k;
        }
        while (k > t && !document_.tokens[k - 1].capitalized) --k;
        if (k - t >= 2 && In(k) && (Is(k, "of") || Is(k, ",") || Is(k, "at"))) {
          title->last_token = k;
          return true;
        }
      }
      const int end = Is(t, ",") ? FieldEnd(t) : -1;
      if (end < 0) return false;
      title->last_token = end;
      return true;
    }
    int k = t + 1;
    if (Is(k, "the") || Is(k, "its") || Is(k, "their")) ++k;
    int words = 0;
    while (In(k) && k < t + kMaxTail &&
           (Named(k) < 0 || (place_at(k) && (country_office || IsRegion(k)))) &&
           (document_.tokens[k].kind == TokenKind::kWord ||
            (Is(k, "&") && words > 0)) &&
           !StopsTitle(Word(k))) {
      ++k;
      ++words;
    }
    // A name right after "of" is the organization, "of e-commerce giant Y" too;
    // "for nine years" is none.
    if (words == 0) return false;
    // "member of the executive board of Y", "chair of the board of trustees
    // of".
    for (int b = t + 1; b < k; ++b) {
      if (!Is(b, "board") && !Is(b, "committee")) continue;
      title->last_token = b + 1;
      if (Is(b + 1, "of") &&
          (Is(b + 2, "directors") || Is(b + 2, "trustees") ||
           Is(b + 2, "governors") || Is(b + 2, "management"))) {
        title->last_token = b + 3;
      }
      return true;
    }
    if (Named(k) >= 0 &&
        entities_.mentions[owner_[k]].kind == MentionKind::kOrganization) {
      // "Commissioner for Political Affairs of the Y"
      int of = k - 1;
      if (Is(of, "the")) --of;
      if (!Is(of, "of") || of <= t + 1) return false;
      k = of;
    }
    for (int w = t + 1; w < k; ++w) {
      if (Is(w, "years") || Is(w, "year") || Is(w, "months") ||
          Is(w, "decades") || Is(w, "decade") || Is(w, "weeks")) {
        return false;
      }
    }
    // "head of the company": the organization as a nominal.
    if (In(t + 1) && owner_[t + 1] >= 0 && Named(t + 1) < 0 &&
        entities_.mentions[owner_[t + 1]].kind == MentionKind::kNominal) {
      return false;
    }
    while (k > t + 1 &&
           (Is(k - 1, "of") || Is(k - 1, "the") || Is(k - 1, "and") ||
            Is(k - 1, "for") || Is(k - 1, "&"))) {
      --k;
    }
    if (k <= t + 1) return false;
    title->last_token = k;
    return true;
  }

  const SentenceView& view_;
};

}  // namespace

std::vector<TitleSpan> FindTitles(const TitleLexicon& lexicon,
                                  const SentenceView& view) {
  return Finder(lexicon, view).Find();
}

}  // namespace impactwire::extract
