// FigureFeatures: what the linear models see of a number.
#pragma once

#include "ingest_service/extract/figures/figure_context.h"
#include "ingest_service/extract/linear/linear_model.h"

namespace impactwire::extract {

// The stretch of the sentence around [first, last) without ";" and ":" and
// without ", and"/"but"-like joints: the clause, roughly.
struct Clause {
  int32_t begin = 0;
  int32_t end = 0;
};
// Features of one number. Bounded per number: at most kWindow lexemes to each
// side are read.
class FigureFeatures : private ContextReader {
 public:
  static constexpr int32_t kWindow = 24;

  // `context` must outlive the object.
  explicit FigureFeatures(const FigureContext& context);

  void Extract(size_t frame, Features* out) const;

 private:
  void Words(const FigureFrame& frame, Features* out) const;
  // What the clause says is done, to what and when (cue_features.cc).
  void Cues(const FigureFrame& frame, absl::string_view unit_class,
            Features* out) const;
  void Tense(const FigureFrame& frame, const Clause& clause,
             Features* out) const;
  // What the words around mean (sense_features.cc).
  void Senses(const FigureFrame& frame, absl::string_view unit_class,
              Features* out) const;
  // Of a sentence whose next one stands in the same paragraph; else empty.
  WordSenses::Set SensesOf(int32_t sentence) const;
  // What the numbers next to it in the sentence count (sense_features.cc).
  void Neighbours(size_t index, absl::string_view unit_class,
                  Features* out) const;
  void Surroundings(size_t index, absl::string_view unit_class,
                    Features* out) const;

  int top_senses_[3] = {-1, -1, -1};  // the most frequent of the article
  uint32_t title_cues_ = 0;
  int topics_[3] = {-1, -1, -1};  // the most frequent cues of the article
  std::vector<uint8_t> sentence_has_organization_;
  // By sentence: the kind of its first organization, else of the last one of
  // the sentences before; 0: none yet.
  std::vector<uint8_t> kind_;
  int publish_year_ = 0;
};

Clause ClauseAround(const LexedText& lexed, int32_t sentence, int32_t first,
                    int32_t last, int32_t window);

}  // namespace impactwire::extract
