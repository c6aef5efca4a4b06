#include "ingest_service/extract/figures/phrase_parts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/figures/joined_words.h"
#include "ingest_service/extract/numbers/phrase_table.h"

namespace impactwire::extract {
namespace {

const uint64_t kOf = HashWord("of");
const uint64_t kFor = HashWord("for");
const uint64_t kTo = HashWord("to");
const uint64_t kOn = HashWord("on");
const uint64_t kIn = HashWord("in");
const uint64_t kInto = HashWord("into");
const uint64_t kToward = HashWord("toward");
const uint64_t kTowards = HashWord("towards");

}  // namespace

absl::StatusOr<std::unique_ptr<PhraseParts>> PhraseParts::Create(
    const FigureLexicon* lexicon, const WordSenses* words) {
  auto parts = std::make_unique<PhraseParts>();
  parts->lexicon_ = lexicon;
  parts->words_ = words;
  parts->doing_ =
      words->verbs() & ~(words->Named("Target") | words->Named("Report"));
  static constexpr absl::string_view kNames[] = {"given", "invested", "income",
                                                 "up",    "down",     "idle"};
  for (const auto& row : ReadTsv(data::PhraseWords())) {
    const auto* const name =
        row.size() == 3
            ? std::find(std::begin(kNames), std::end(kNames), row[1])
            : std::end(kNames);
    if (name == std::end(kNames)) {
      return absl::InternalError(
          absl::StrCat("phrase_words.tsv: malformed row \"", row[0], "\""));
    }
    parts->said_[HashWord(row[0]) * static_cast<uint64_t>(SaidKind::kKinds) +
                 (name - std::begin(kNames))] = std::string(row[2]);
  }
  return parts;
}

std::string PhraseParts::PurposeIn(const LexedText& lexed, int32_t begin,
                                   int32_t end, absl::string_view noun) const {
  std::string second;
  for (int32_t i = begin; i + 1 < end; ++i) {
    const uint64_t hash = lexed.lexemes[i].hash;
    const bool best = hash == kFor || hash == kOn || hash == kToward ||
                      hash == kTowards || hash == kInto;
    if (!best && hash != kTo && hash != kIn && hash != kOf) continue;
    if (!best && !second.empty()) continue;
    // "to buy laptops": for laptops.
    const bool act =
        hash == kTo && i + 2 < end && !IsProper(lexed, i + 1) &&
        (words_->Of(lexed.Surface(lexed.lexemes[i + 1])) & doing_) != 0;
    std::string phrase = PhraseAt(lexed, act ? i + 2 : i + 1, end);
    // Further off it is seldom the sum's: "according to ...".
    if (phrase.empty() && (hash == kFor || hash == kTo) && i < begin + 3) {
      phrase = NameAt(lexed, i + 1, end);
    }
    if (phrase.empty() || Stem(phrase) == Stem(noun)) continue;
    phrase = absl::StrCat(
        act ? absl::string_view("for") : lexed.Surface(lexed.lexemes[i]), " ",
        phrase);
    if (best) return phrase;
    second = std::move(phrase);
  }
  return second;
}

std::string PhraseParts::PhraseAt(const LexedText& lexed, int32_t at,
                                  int32_t end) const {
  const auto ends = [&](int32_t i) {
    return lexicon_->EndOf(lexed.lexemes[i].hash);
  };
  const auto idle = [&](int32_t i) {
    return !SaidFor(lexed.lexemes[i].hash, SaidKind::kIdle).empty();
  };
  int32_t skipped = 0;
  while (at < end && skipped < 4 &&
         (lexed.lexemes[at].kind == LexemeKind::kDigits ||
          (lexed.lexemes[at].kind == LexemeKind::kWord &&
           (ends(at) == FigureLexicon::PhraseEnd::kStop || idle(at))))) {
    const uint64_t hash = lexed.lexemes[at].hash;
    if (hash == kFor || hash == kTo || hash == kIn || hash == kOf) return "";
    ++at;
    ++skipped;
  }
  int32_t last = at;
  while (last < end && last - at < 5 &&
         lexed.lexemes[last].kind == LexemeKind::kWord &&
         ends(last) == FigureLexicon::PhraseEnd::kNo &&
         !IsProper(lexed, last)) {
    ++last;
  }
  // Its noun must be one: "for the first of" says nothing.
  if (last == at || idle(last - 1)) return "";
  const absl::string_view noun = lexed.Surface(lexed.lexemes[last - 1]);
  if (!LooksPlural(noun) && (words_->Of(noun) & ~words_->verbs()) == 0) {
    return "";
  }
  return Joined(lexed, WithModifier(lexed, at, last), last);
}

std::string PhraseParts::NameAt(const LexedText& lexed, int32_t at,
                                int32_t end) {
  const int32_t first = at;
  constexpr int32_t kMost = 6;
  static const uint64_t kThe = HashWord("the"), kAnd = HashWord("and");
  const auto joins = [&](int32_t i) {
    const uint64_t hash = lexed.lexemes[i].hash;
    return hash == kOf || hash == kFor || hash == kAnd || hash == kThe;
  };
  if (at < end && lexed.lexemes[at].hash == kThe) ++at;
  int32_t last = at;
  for (int32_t i = at; i < end && i < at + kMost; ++i) {
    if (lexed.lexemes[i].kind != LexemeKind::kWord) break;
    if (IsProper(lexed, i)) {
      last = i + 1;
    } else if (i == at || !joins(i)) {
      break;
    }
  }
  return last == at ? "" : Joined(lexed, first, last);
}

int32_t PhraseParts::WithModifier(const LexedText& lexed, int32_t begin,
                                  int32_t end) const {
  const int32_t before = end - 2;
  return before >= begin &&
                 words_->Of(lexed.Surface(lexed.lexemes[before])) != 0
             ? before
             : end - 1;
}

std::string PhraseParts::SubjectOf(const LexedText& lexed, int32_t begin,
                                   int32_t end) const {
  for (const bool cued : {true, false}) {
    for (int32_t i = end - 1; i >= begin; --i) {
      const Lexeme& lexeme = lexed.lexemes[i];
      if (lexeme.kind != LexemeKind::kWord || IsProper(lexed, i) ||
          lexicon_->EndOf(lexeme.hash) != FigureLexicon::PhraseEnd::kNo) {
        continue;
      }
      const absl::string_view word = lexed.Surface(lexeme);
      if (cued ? (lexicon_->CuesOf(lexeme.hash) & (kTargetCue - 1)) == 0
               : (words_->Of(word) & words_->verbs()) != 0 ||
                     (!LooksPlural(word) && words_->Of(word) == 0)) {
        continue;
      }
      bool listed = false;
      for (int kind = 0; kind < static_cast<int>(SaidKind::kKinds); ++kind) {
        listed |= !SaidFor(lexeme.hash, static_cast<SaidKind>(kind)).empty();
      }
      if (listed) continue;
      const bool modified = i > begin &&
                            lexed.lexemes[i - 1].kind == LexemeKind::kWord &&
                            !IsProper(lexed, i - 1) &&
                            lexicon_->EndOf(lexed.lexemes[i - 1].hash) ==
                                FigureLexicon::PhraseEnd::kNo;
      const int32_t first = WithModifier(lexed, modified ? i - 1 : i, i + 1);
      return Joined(lexed, first, i + 1);
    }
  }
  return "";
}

}  // namespace impactwire::extract
