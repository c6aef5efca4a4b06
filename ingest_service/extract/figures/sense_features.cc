// What the words around a number mean: the part of FigureFeatures that carries
// what was learnt of one word over to others of its sense.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ingest_service/extract/figures/figure_features.h"

namespace impactwire::extract {
namespace {

constexpr int32_t kNear = 6;

const uint64_t kOf = HashWord("of");
const uint64_t kFor = HashWord("for");
const uint64_t kTo = HashWord("to");
const uint64_t kIn = HashWord("in");
const uint64_t kOn = HashWord("on");

}  // namespace

WordSenses::Set FigureFeatures::SensesOf(int32_t sentence) const {
  WordSenses::Set set = 0;
  if (sentence < 0 || input_.document.sentences[sentence].paragraph !=
                          input_.document.sentences[sentence + 1].paragraph) {
    return set;
  }
  const int32_t end = input_.lexed.End(sentence);
  for (int32_t i = std::max(input_.lexed.First(sentence), end - kWindow);
       i < end; ++i) {
    set |= senses_[i];
  }
  return set;
}

void FigureFeatures::Senses(const FigureFrame& frame,
                            absl::string_view unit_class, Features* out) const {
  const LexedText& lexed = input_.lexed;
  const Clause clause =
      ClauseAround(lexed, frame.sentence, frame.first, frame.last, kWindow);
  // Each sense by itself and with the kind of unit it stands beside.
  const auto add = [&](absl::string_view name, WordSenses::Set set) {
    if (set == 0) return;
    const std::string beginning = absl::StrCat(name, unit_class, ".");
    const FeaturePrefix with_unit(beginning), alone(name);
    for (; set != 0; set &= set - 1) {
      const absl::string_view sense = words_.Name(__builtin_ctzll(set));
      out->Add(alone, sense);
      out->Add(with_unit, sense);
    }
  };
  WordSenses::Set head = 0, inside = 0;
  if (!frame.phrase.empty()) {
    head = senses_[frame.phrase.head];
    for (int32_t i = frame.phrase.begin; i < frame.phrase.end; ++i) {
      if (i != frame.phrase.head) inside |= senses_[i];
    }
    add("hs=", head);
    add("ms=", inside);
    if (head == 0 && inside == 0) out->Add("hs=none.", unit_class);
  }
  // The nearest words with a sense: verbs and others apart.
  WordSenses::Set verb_left = 0, verb_right = 0;
  int verbs = 0, nouns = 0;
  for (int32_t i = frame.first - 1; i >= clause.begin; --i) {
    const WordSenses::Set set = senses_[i];
    if (set == 0) continue;
    const WordSenses::Set doing = set & words_.verbs();
    if (doing != 0 && verbs < 2) {
      add(verbs == 0 ? "vsl1=" : "vsl2=", doing);
      if (verbs == 0) verb_left = doing;
      ++verbs;
    }
    const WordSenses::Set thing = set & ~words_.verbs();
    if (thing != 0 && nouns < 2) {
      add(nouns == 0 ? "nsl1=" : "nsl2=", thing);
      ++nouns;
    }
  }
  verbs = nouns = 0;
  for (int32_t i = frame.last; i < clause.end; ++i) {
    const WordSenses::Set set = senses_[i];
    if (set == 0) continue;
    const WordSenses::Set doing = set & words_.verbs();
    if (doing != 0 && verbs < 2) {
      add(verbs == 0 ? "vsr1=" : "vsr2=", doing);
      if (verbs == 0) verb_right = doing;
      ++verbs;
    }
    const WordSenses::Set thing = set & ~words_.verbs();
    if (thing != 0 && nouns < 2) {
      add(nouns == 0 ? "nsr1=" : "nsr2=", thing);
      // "$2 million for wells", "30 percent of the pupils".
      if (nouns == 0 && i - frame.last <= kNear) {
        for (int32_t k = i - 1; k >= frame.last; --k) {
          const uint64_t hash = lexed.lexemes[k].hash;
          if (hash != kOf && hash != kFor && hash != kTo && hash != kIn &&
              hash != kOn) {
            continue;
          }
          add(absl::StrCat("prep.", lexed.Surface(lexed.lexemes[k]), "="),
              thing);
          break;
        }
      }
      ++nouns;
    }
  }
  // The verb with what is counted.
  const WordSenses::Set verb = verb_left != 0 ? verb_left : verb_right;
  for (WordSenses::Set v = verb; v != 0; v &= v - 1) {
    const absl::string_view doing = words_.Name(__builtin_ctzll(v));
    for (WordSenses::Set h = head; h != 0; h &= h - 1) {
      out->Add("vh=", doing, ".", words_.Name(__builtin_ctzll(h)));
    }
  }
  // What the sentence before speaks of.
  add("psn=", SensesOf(frame.sentence - 1));
  for (int rank = 0; rank < 3; ++rank) {
    if (top_senses_[rank] < 0) break;
    out->Add("ds=", unit_class, ".", words_.Name(top_senses_[rank]));
    if (rank > 0) continue;
    for (WordSenses::Set h = head; h != 0; h &= h - 1) {
      out->Add("dsh=", words_.Name(top_senses_[rank]), ".",
               words_.Name(__builtin_ctzll(h)));
    }
  }
}

void FigureFeatures::Neighbours(size_t index, absl::string_view unit_class,
                                Features* out) const {
  const FigureFrame& frame = frames_[index];
  for (const size_t k : {index - 1, index + 1}) {
    if (k >= frames_.size() || frames_[k].sentence != frame.sentence) continue;
    const absl::string_view side = k < index ? "before." : "after.";
    const absl::string_view other =
        UnitClass(frames_[k], numbers_[frames_[k].number]);
    out->Add("nb=", side, unit_class, ".", other);
    if (frames_[k].phrase.empty()) continue;
    for (WordSenses::Set set = senses_[frames_[k].phrase.head]; set != 0;
         set &= set - 1) {
      out->Add("nbs=", side, unit_class, ".",
               words_.Name(__builtin_ctzll(set)));
    }
  }
}

}  // namespace impactwire::extract
