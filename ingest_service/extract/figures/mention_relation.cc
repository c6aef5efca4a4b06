#include "ingest_service/extract/figures/mention_relation.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace impactwire::extract {
namespace {

constexpr int32_t kAside = 18;  // lexemes of an aside at most

bool OneOf(absl::string_view word,
           std::initializer_list<absl::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool IsPreposition(absl::string_view word) {
  return OneOf(word,
               {"to",    "from",    "by",        "with",    "of",   "for",
                "in",    "at",      "on",        "through", "via",  "under",
                "into",  "against", "between",   "among",   "like", "than",
                "after", "behind",  "alongside", "without"});
}

// Words that may stand between a preposition and the name.
bool IsFiller(absl::string_view word) {
  return OneOf(word, {"the", "a", "an", "its", "their", "his", "her", "our",
                      "local", "fellow", "rival", "nearby", "both", "all",
                      "french", "state-owned", "global"});
}

bool IsAuxiliary(absl::string_view word) {
  return OneOf(word,
               {"has", "have", "had", "will", "would", "can", "could", "may",
                "might", "should", "must", "shall", "did", "does", "do"});
}

// "is expected to give": who gives is its subject.
bool IsRaising(absl::string_view word) {
  return OneOf(
      word, {"expected",  "set",      "due",       "said",       "reported",
             "believed",  "known",    "thought",   "estimated",  "planned",
             "scheduled", "required", "prepared",  "slated",     "poised",
             "meant",     "supposed", "committed", "determined", "understood"});
}

bool IsBe(absl::string_view word) {
  return OneOf(word, {"is", "are", "was", "were", "be", "been", "being", "'s"});
}

}  // namespace

absl::string_view MentionRelation::Name() const {
  switch (kind) {
    case Kind::kSubject:
      return "subj";
    case Kind::kPassive:
      return "pas";
    case Kind::kPossessor:
      return "poss";
    case Kind::kPreposition:
      return preposition;
    default:
      return "none";
  }
}

MentionRelation ReadRelation(const FigureLexicon& lexicon,
                             const WordSenses& words,
                             const std::vector<WordSenses::Set>& senses,
                             const LexedText& lexed, int32_t begin, int32_t end,
                             int32_t first, int32_t last) {
  MentionRelation relation;
  const auto word = [&](int32_t i) { return lexed.Surface(lexed.lexemes[i]); };
  const auto lower = [&](int32_t i) { return absl::AsciiStrToLower(word(i)); };
  const auto is_verb = [&](int32_t i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.kind != LexemeKind::kWord || lexeme.capitalized) return false;
    const absl::string_view w = word(i);
    return lexicon.EndOf(lexeme.hash) == FigureLexicon::PhraseEnd::kVerb ||
           (w.size() > 3 && absl::EndsWith(w, "ed")) ||
           (senses[i] & words.verbs()) != 0 ||
           OneOf(w,
                 {"said", "put", "set", "spent", "won", "held", "let", "kept",
                  "began", "grew", "cut", "sent", "brought", "sold", "paid"});
  };
  // What the verb behind "to" does; 0 if it is none that is known.
  const auto infinitive = [&](int32_t to) -> WordSenses::Set {
    for (int32_t k = to + 1; k < std::min(end, to + 4); ++k) {
      if ((senses[k] & words.verbs()) != 0) return senses[k] & words.verbs();
      if (lexed.lexemes[k].kind != LexemeKind::kWord) break;
    }
    return 0;
  };
  // A preposition before it, fillers and the modifiers of a description
  // ("from the steel maker X") skipped.
  int32_t at = first - 1;
  for (int32_t skipped = 0; at >= begin && skipped < 5; --at, ++skipped) {
    const Lexeme& lexeme = lexed.lexemes[at];
    if (lexeme.kind != LexemeKind::kWord) break;
    const std::string w = lower(at);
    if (IsPreposition(w)) {
      relation.kind = MentionRelation::Kind::kPreposition;
      relation.preposition = w;
      for (int32_t k = at - 1; k >= std::max(begin, at - 4); --k) {
        if (senses[k] != 0) {
          relation.doing = senses[k];
          break;
        }
      }
      break;
    }
    if (!IsFiller(w) && (is_verb(at) || IsBe(w) || IsAuxiliary(w) ||
                         w == "and" || w == "or" || w == "that")) {
      break;
    }
  }
  // "X's".
  if (last + 1 < end && lexed.lexemes[last].kind == LexemeKind::kMark &&
      !lexed.lexemes[last].space_before && word(last + 1) == "s" &&
      !lexed.lexemes[last + 1].space_before) {
    relation.kind = MentionRelation::Kind::kPossessor;
    return relation;
  }
  const std::string own = first < last ? lower(first) : std::string();
  if (last - first == 1 && (own == "its" || own == "their" || own == "our")) {
    relation.kind = MentionRelation::Kind::kPossessor;
    return relation;
  }
  if (relation.kind == MentionRelation::Kind::kPreposition) return relation;
  // The verb behind it.
  at = last;
  for (int32_t asides = 0; at < end && asides < 2; ++asides) {
    const absl::string_view mark = word(at);
    if (lexed.lexemes[at].kind != LexemeKind::kMark ||
        (mark != "," && mark != "(")) {
      break;
    }
    const absl::string_view close = mark == "," ? "," : ")";
    int32_t k = at + 1;
    while (k < std::min(end, at + kAside) && word(k) != close) ++k;
    if (k >= std::min(end, at + kAside)) return relation;
    at = k + 1;
  }
  for (int32_t skipped = 0; at < end && skipped < 4; ++at, ++skipped) {
    const Lexeme& lexeme = lexed.lexemes[at];
    if (lexeme.kind != LexemeKind::kWord) break;
    const std::string w = lower(at);
    if (IsBe(w)) {
      relation.kind = MentionRelation::Kind::kSubject;
      for (int32_t k = at + 1; k < std::min(end, at + 4); ++k) {
        if (lexed.lexemes[k].kind != LexemeKind::kWord) break;
        if (absl::EndsWith(word(k), "ing") || word(k) == "to") break;
        if (IsRaising(word(k)) && k + 1 < end && word(k + 1) == "to") {
          relation.doing = infinitive(k + 1);
          break;
        }
        if (is_verb(k) && !absl::EndsWith(word(k), "s")) {
          relation.kind = MentionRelation::Kind::kPassive;
          relation.doing = senses[k];
          break;
        }
      }
      return relation;
    }
    if (IsAuxiliary(w)) {
      relation.kind = MentionRelation::Kind::kSubject;
      for (int32_t k = at + 1; k < std::min(end, at + 5); ++k) {
        if (lexed.lexemes[k].kind != LexemeKind::kWord) break;
        // "has been given", "will be paid".
        if (IsBe(word(k))) relation.kind = MentionRelation::Kind::kPassive;
        if ((senses[k] & words.verbs()) != 0) {
          relation.doing = senses[k] & words.verbs();
          if (absl::EndsWith(word(k), "ing")) {
            relation.kind = MentionRelation::Kind::kSubject;
          }
          break;
        }
      }
      return relation;
    }
    if (is_verb(at)) {
      relation.kind = MentionRelation::Kind::kSubject;
      relation.doing = senses[at] & words.verbs();
      // "plans to give": giving.
      if (at + 1 < end && word(at + 1) == "to") {
        const WordSenses::Set then = infinitive(at + 1);
        if (then != 0) relation.doing = then;
      }
      return relation;
    }
    // "X also gave", "X and Y have".
    if (!OneOf(w, {"also", "already", "now", "alone", "itself", "then", "first",
                   "last", "this", "which", "who", "that", "today", "so", "far",
                   "recently", "and"}) &&
        !absl::EndsWith(w, "ly")) {
      break;
    }
  }
  return relation;
}

}  // namespace impactwire::extract
