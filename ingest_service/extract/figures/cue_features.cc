// What the words of the clause around a number cue: the part of FigureFeatures
// that reads cue words, verbs and tense.
#include <algorithm>

#include "absl/strings/match.h"
#include "ingest_service/extract/figures/figure_features.h"

namespace impactwire::extract {
namespace {

// Helping verbs and their like: the nearest one tells done from planned.
bool IsHelper(absl::string_view word) {
  static constexpr absl::string_view kHelpers[] = {
      "will", "would", "has",  "have", "had",   "was",   "were",
      "is",   "are",   "to",   "can",  "could", "shall", "should",
      "may",  "might", "been", "be",   "did",   "does",  "'ll"};
  return std::find(std::begin(kHelpers), std::end(kHelpers), word) !=
         std::end(kHelpers);
}

}  // namespace

void FigureFeatures::Cues(const FigureFrame& frame,
                          absl::string_view unit_class, Features* out) const {
  const LexedText& lexed = input_.lexed;
  const Clause clause =
      ClauseAround(lexed, frame.sentence, frame.first, frame.last, kWindow);
  uint32_t left = 0, right = 0, head = 0, near = 0;
  bool helper = false;
  int verbs = 0;
  for (int32_t i = frame.first - 1; i >= clause.begin; --i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.kind != LexemeKind::kWord) continue;
    const absl::string_view word = lexed.Surface(lexeme);
    const uint32_t cues = lexicon_.CuesOf(lexeme.hash);
    left |= cues;
    if (frame.first - i <= 5) near |= cues;
    if (!helper && IsHelper(word)) {
      helper = true;
      out->Add("aux=", word);
      if (i + 1 < frame.first) {
        out->Add("auxv=", Stem(lexed.Surface(lexed.lexemes[i + 1])));
      }
    }
    if (frame.first - i <= 12) {
      out->Add("lw=", Stem(word));
      const bool ed = word.size() > 3 && word.back() == 'd';
      const bool ing = word.size() > 5 && word.back() == 'g';
      if ((cues != 0 || ed || ing) && verbs < 2) {
        out->Add(verbs == 0 ? "v1=" : "v2=", word);
        ++verbs;
      }
    }
  }
  if (!helper) out->Add("aux=none");
  Tense(frame, clause, out);
  for (int32_t i = frame.last; i < clause.end; ++i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.kind != LexemeKind::kWord) continue;
    right |= lexicon_.CuesOf(lexeme.hash);
    if (i - frame.last < 12) {
      out->Add("rw=", Stem(lexed.Surface(lexeme)));
    }
  }
  if (!frame.phrase.empty()) {
    for (int32_t i = frame.phrase.begin; i < frame.phrase.end; ++i) {
      head |= lexicon_.CuesOf(lexed.lexemes[i].hash);
    }
  }
  // The nearest cue to each side.
  for (int side = 0; side < 2; ++side) {
    const int32_t step = side == 0 ? -1 : 1;
    int found = 0;
    for (int32_t i = side == 0 ? frame.first - 1 : frame.last;
         i >= clause.begin && i < clause.end && found < 2; i += step) {
      const uint32_t cues =
          lexicon_.CuesOf(lexed.lexemes[i].hash) & kCategoryCues;
      if (cues == 0) continue;
      ++found;
      for (int c = 0; c < kCueCount; ++c) {
        if ((cues >> c & 1) == 0) continue;
        out->Add(side == 0 ? (found == 1 ? "nl1=" : "nl2=")
                           : (found == 1 ? "nr1=" : "nr2="),
                 kCueNames[c]);
        if (found == 1) {
          out->Add(side == 0 ? "unl." : "unr.", unit_class, ".", kCueNames[c]);
        }
      }
    }
  }
  for (int rank = 0; rank < 3; ++rank) {
    if (topics_[rank] < 0) break;
    out->Add(rank == 0 ? "doc1=" : "docn=", kCueNames[topics_[rank]]);
    if (rank == 0) {
      out->Add("udoc.", unit_class, ".", kCueNames[topics_[rank]]);
    }
  }
  for (int c = 0; c < kCueCount; ++c) {
    const uint32_t bit = 1u << c;
    if (left & bit) {
      out->Add("cl=", kCueNames[c]);
      out->Add("ucl=", unit_class, ".", kCueNames[c]);
    }
    if (near & bit) out->Add("cn=", kCueNames[c]);
    if (right & bit) {
      out->Add("cr=", kCueNames[c]);
      out->Add("ucr=", unit_class, ".", kCueNames[c]);
    }
    if (head & bit) out->Add("ch=", kCueNames[c]);
    if (title_cues_ & bit) out->Add("ct=", kCueNames[c]);
  }
}

// Whether the clause tells of what is done or of what is to come.
void FigureFeatures::Tense(const FigureFrame& frame, const Clause& clause,
                           Features* out) const {
  const LexedText& lexed = input_.lexed;
  const auto hash = [&](int32_t i) { return lexed.lexemes[i].hash; };
  bool future = false, perfect = false, past = false, to = false;
  for (int32_t i = frame.first - 1; i >= clause.begin; --i) {
    if (lexed.lexemes[i].kind != LexemeKind::kWord) continue;
    const absl::string_view word = lexed.Surface(lexed.lexemes[i]);
    if (word == "to" && !to && i > clause.begin && i + 1 < frame.first &&
        lexicon_.EndOf(hash(i + 1)) != FigureLexicon::PhraseEnd::kStop) {
      // "are to open", "helped to buy", "plans to give".
      to = true;
      const absl::string_view before = lexed.Surface(lexed.lexemes[i - 1]);
      const bool be = before == "is" || before == "are" || before == "was" ||
                      before == "were" || before == "be";
      out->Add("to=", be ? "be" : Stem(before));
      if (be || (lexicon_.CuesOf(hash(i - 1)) & kTargetCue) != 0) {
        out->Add("planto");
        future = true;
      }
    }
    if (word == "will" || word == "would" || word == "shall" || word == "ll" ||
        word == "should" || word == "could") {
      if (!perfect && !past) out->Add("modal=", word);
      future = true;
    }
    if (word == "has" || word == "have" || word == "had") {
      if (!future) out->Add("perfect");
      perfect = true;
    }
    if (word == "was" || word == "were") {
      if (!future) out->Add("was");
      past = true;
    }
    if (!past && !future && word.size() > 3 && absl::EndsWith(word, "ed") &&
        (lexicon_.CuesOf(hash(i)) & kTargetCue) == 0) {
      out->Add(perfect ? "did=perfect" : "did=past");
      past = true;
    }
  }
  for (int32_t i = frame.last; i < std::min(clause.end, frame.last + 8); ++i) {
    if (lexed.lexemes[i].kind != LexemeKind::kWord) continue;
    const absl::string_view word = lexed.Surface(lexed.lexemes[i]);
    if (word == "will" || word == "would" || word == "could" ||
        word == "should") {
      out->Add("rmodal");
      future = true;
    }
    if ((word == "is" || word == "are" || word == "was" || word == "were") &&
        i + 1 < clause.end && lexed.Surface(lexed.lexemes[i + 1]) == "to") {
      out->Add("rbeto");
      future = true;
    }
    if ((lexicon_.CuesOf(hash(i)) & kTargetCue) != 0) {
      out->Add("rtarget=", Stem(word));
    }
    if (word == "has" || word == "have" || word == "had" || word == "was" ||
        word == "were") {
      out->Add("rdone");
      break;
    }
  }
  out->Add("tense=", future, perfect, past);
}

}  // namespace impactwire::extract
