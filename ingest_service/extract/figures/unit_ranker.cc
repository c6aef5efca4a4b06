#include "ingest_service/extract/figures/unit_ranker.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/figures/figure_frame.h"

namespace impactwire::extract {
namespace {

// How far back units are looked for.
constexpr int kFramesBack = 6;
constexpr int kSentencesBack = 3;
constexpr int kWordsBack = 30;
constexpr int kNounsBack = 6;

const uint64_t kExtra[] = {HashWord("more"),      HashWord("another"),
                           HashWord("further"),   HashWord("additional"),
                           HashWord("remaining"), HashWord("other"),
                           HashWord("others")};

bool IsExtra(uint64_t hash) {
  return std::find(std::begin(kExtra), std::end(kExtra), hash) !=
         std::end(kExtra);
}

absl::string_view Size(double value) {
  return value < 10     ? "1"
         : value < 100  ? "10"
         : value < 1000 ? "100"
         : value < 1e5  ? "1000"
         : value < 1e6  ? "100000"
                        : "million";
}

// What stands around one number, and the candidates for it.
class Reading {
 public:
  Reading(const FigureLexicon& lexicon, const WordSenses& words,
          const LexedText& lexed, const std::vector<WordSenses::Set>& senses,
          const std::vector<Number>& numbers,
          const std::vector<FigureFrame>& frames, size_t index, bool keep_names)
      : lexicon_(lexicon),
        words_(words),
        lexed_(lexed),
        senses_(senses),
        numbers_(numbers),
        frames_(frames),
        index_(index),
        frame_(frames[index]),
        number_(numbers[frame_.number]),
        keep_names_(keep_names) {
    ReadContext();
  }

  std::vector<UnitCandidate> Candidates() {
    for (size_t k = index_; k-- > 0 && index_ - k <= kFramesBack;) {
      const FigureFrame& before = frames_[k];
      if (frame_.sentence - before.sentence > kSentencesBack) break;
      if (!before.unit.empty()) AddFrame(static_cast<int32_t>(k));
    }
    AddNouns(frame_.sentence, frame_.first, "same");
    if (frame_.sentence > 0) {
      AddNouns(frame_.sentence - 1, lexed_.End(frame_.sentence - 1), "back");
    }
    AddPeople();
    return std::move(out_);
  }

 private:
  absl::string_view Class(int32_t at, int32_t begin, int32_t end) const {
    if (at < begin) return "<s>";
    if (at >= end) return "</s>";
    const Lexeme& lexeme = lexed_.lexemes[at];
    if (lexeme.kind == LexemeKind::kDigits) return "[digits]";
    if (lexeme.kind == LexemeKind::kMark ||
        lexicon_.EndOf(lexeme.hash) == FigureLexicon::PhraseEnd::kStop) {
      return lexed_.Surface(lexeme);
    }
    if (senses_[at] & words_.verbs()) return "[verb]";
    if (senses_[at] != 0) return "[sense]";
    return lexeme.capitalized ? "[name]" : "[word]";
  }

  void ReadContext() {
    const int32_t begin = lexed_.First(frame_.sentence);
    const int32_t end = lexed_.End(frame_.sentence);
    before_ = absl::AsciiStrToLower(Class(frame_.first - 1, begin, end));
    after_ = absl::AsciiStrToLower(Class(frame_.last, begin, end));
    if (frame_.phrase.pronoun) after_ = "[of them]";
    extra_ = (frame_.last < end && IsExtra(lexed_.lexemes[frame_.last].hash)) ||
             (frame_.first > begin &&
              IsExtra(lexed_.lexemes[frame_.first - 1].hash));
    for (int32_t i = number_.first; i < number_.last; ++i) {
      extra_ |= IsExtra(lexed_.lexemes[i].hash);
    }
    for (int32_t i = frame_.first - 1;
         i >= std::max(begin, frame_.first - 8) && doing_ == 0; --i) {
      doing_ = senses_[i] & words_.verbs();
    }
    size_ = Size(number_.value);
  }

  // What the context says of a unit of `unit_class`.
  void Describe(absl::string_view type, absl::string_view unit_class,
                UnitCandidate* candidate) const {
    Features& out = candidate->features;
    const std::string both = absl::StrCat(type, ".", unit_class);
    out.Add("t=", type);
    out.Add("tc=", both);
    out.Add("c=", unit_class);
    out.Add("a=", both, ".", after_);
    out.Add("ca=", unit_class, ".", after_);
    out.Add("b=", both, ".", before_);
    out.Add("cb=", unit_class, ".", before_);
    out.Add("s=", unit_class, ".", size_);
    out.Add("x=", both, extra_ ? ".extra" : "");
    for (WordSenses::Set set = doing_; set != 0; set &= set - 1) {
      const absl::string_view name = words_.Name(__builtin_ctzll(set));
      out.Add("d=", unit_class, ".", name);
      out.Add("dt=", both, ".", name);
    }
    if (doing_ == 0) out.Add("nod=", both);
    out.Add("w=", candidate->unit);
  }

  // The candidate of this unit, where there is one already.
  UnitCandidate* Known(absl::string_view unit) {
    for (UnitCandidate& candidate : out_) {
      if (candidate.unit == unit) return &candidate;
    }
    return nullptr;
  }

  void AddFrame(int32_t k) {
    const FigureFrame& before = frames_[k];
    const Number& number = numbers_[before.number];
    const int32_t sentences = frame_.sentence - before.sentence;
    const std::string where =
        absl::StrCat(std::min<int32_t>(index_ - k, 4), ".", sentences);
    if (UnitCandidate* known = Known(before.unit); known != nullptr) {
      known->features.Add("again=", std::min(sentences, 1));
      return;
    }
    UnitCandidate candidate;
    candidate.unit = before.unit;
    candidate.phrase = before.phrase;
    candidate.frame = k;
    candidate.features = Features(keep_names_);
    const absl::string_view unit_class = UnitClass(before, number);
    Describe(sentences == 0 ? "frame" : "frameback", unit_class, &candidate);
    Features& out = candidate.features;
    out.Add("fw=", where);
    out.Add("fwc=", where, ".", unit_class);
    if (before.borrowed) out.Add("fb");
    if (out_.empty()) out.Add("first");
    const double ratio = number.value > 0 ? number_.value / number.value : 0;
    out.Add("fr=", unit_class, ".",
            ratio > 10    ? "much"
            : ratio > 1   ? "more"
            : ratio > 0.1 ? "less"
                          : "little");
    out_.push_back(std::move(candidate));
  }

  void AddNouns(int32_t sentence, int32_t from, absl::string_view where) {
    const int32_t begin = lexed_.First(sentence);
    int32_t at = from;
    for (int n = 1; n <= kNounsBack; ++n) {
      const NounPhrase phrase = PhraseBefore(
          lexicon_, lexed_, std::max(begin, from - kWordsBack), at);
      if (phrase.empty()) break;
      at = phrase.head;
      AddNoun(phrase, sentence, n, from, where);
    }
  }

  void AddNoun(const NounPhrase& phrase, int32_t sentence, int nth,
               int32_t from, absl::string_view where) {
    UnitCandidate candidate;
    candidate.unit = UnitOfPhrase(lexicon_, lexed_, phrase);
    candidate.phrase = phrase;
    if (UnitCandidate* known = Known(candidate.unit); known != nullptr) {
      known->features.Add("named=", where);
      if (known->phrase.empty()) known->phrase = phrase;
      return;
    }
    candidate.features = Features(keep_names_);
    const absl::string_view unit_class =
        candidate.unit == "person" || candidate.unit == "household"
            ? absl::string_view(candidate.unit)
            : "noun";
    Describe(where == "same" ? "noun" : "nounback", unit_class, &candidate);
    Features& out = candidate.features;
    const int32_t begin = lexed_.First(sentence);
    const int32_t end = lexed_.End(sentence);
    out.Add("nth=", where, ".", nth);
    const int32_t distance = from - phrase.head;
    out.Add("nd=", where, ".",
            distance < 4    ? "3"
            : distance < 8  ? "7"
            : distance < 15 ? "14"
                            : "far");
    // A verb in -s stands behind its subject and before its object.
    out.Add("nl=", absl::AsciiStrToLower(Class(phrase.head - 1, begin, end)));
    out.Add("nr=", absl::AsciiStrToLower(Class(phrase.head + 1, begin, end)));
    for (WordSenses::Set set = senses_[phrase.head]; set != 0; set &= set - 1) {
      out.Add("ns=", words_.Name(__builtin_ctzll(set)));
    }
    if (senses_[phrase.head] == 0) out.Add("ns=none");
    if (phrase.begin == begin) out.Add("opens");
    if (lexed_.lexemes[phrase.head].capitalized) out.Add("capital");
    out_.push_back(std::move(candidate));
  }

  void AddPeople() {
    if (UnitCandidate* known = Known("person"); known != nullptr) {
      known->features.Add("people");
      return;
    }
    UnitCandidate candidate;
    candidate.unit = "person";
    candidate.features = Features(keep_names_);
    Describe("people", "person", &candidate);
    if (out_.empty()) candidate.features.Add("alone");
    out_.push_back(std::move(candidate));
  }

  const FigureLexicon& lexicon_;
  const WordSenses& words_;
  const LexedText& lexed_;
  const std::vector<WordSenses::Set>& senses_;
  const std::vector<Number>& numbers_;
  const std::vector<FigureFrame>& frames_;
  const size_t index_;
  const FigureFrame& frame_;
  const Number& number_;
  const bool keep_names_;
  std::string before_, after_;
  absl::string_view size_;
  bool extra_ = false;
  WordSenses::Set doing_ = 0;
  std::vector<UnitCandidate> out_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<UnitRanker>> UnitRanker::Create(
    const FigureLexicon* lexicon, const WordSenses* words) {
  ASSIGN_OR_RETURN(auto model,
                   LinearModel::Create(data::UnitModel(), "unit", 1));
  return std::unique_ptr<UnitRanker>(
      new UnitRanker(lexicon, words, std::move(model)));
}

UnitCandidate UnitRanker::Choose(const LexedText& lexed,
                                 const std::vector<WordSenses::Set>& senses,
                                 const std::vector<Number>& numbers,
                                 const std::vector<FigureFrame>& frames,
                                 size_t index, UnitExample* example) const {
  std::vector<UnitCandidate> candidates =
      Reading(lexicon_, words_, lexed, senses, numbers, frames, index,
              example != nullptr)
          .Candidates();
  size_t best = 0;
  double top = 0;
  for (size_t i = 0; i < candidates.size(); ++i) {
    double score = 0;
    model_->Score(candidates[i].features, &score);
    if (i == 0 || score > top) {
      best = i;
      top = score;
    }
    if (example != nullptr) {
      example->candidates.push_back(
          {candidates[i].unit, candidates[i].features.names()});
    }
  }
  if (example != nullptr) example->number = frames[index].number;
  return std::move(candidates[best]);
}

}  // namespace impactwire::extract
