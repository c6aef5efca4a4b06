// FigureDetails: what is said of an impact figure beside number and owner:
// phrase, period, rate, measure, change, beneficiary, claimant.
#pragma once

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "ingest_service/extract/figures/figure.h"
#include "ingest_service/extract/figures/figure_frame.h"
#include "ingest_service/extract/figures/figure_phrase.h"
#include "ingest_service/extract/figures/word_senses.h"

namespace impactwire::extract {

// Constant after Create: any thread may call.
class FigureDetails {
 public:
  // Both must outlive the object.
  static absl::StatusOr<std::unique_ptr<FigureDetails>> Create(
      const FigureLexicon* lexicon, const WordSenses* words);

  // What is left when category, status, organizations and place are set.
  // `time`: when the figure counts; null: not told.
  void Fill(const FigureInput& input, const FigureFrame& frame,
            const Number& number, const TimeExpression* time,
            Figure* figure) const;

  // The unit as the category makes it: tonnes of emissions are tCO2e; homes
  // that are supplied, not built, are households.
  void SettleUnit(const LexedText& lexed, const FigureFrame& frame,
                  Figure* figure) const;

  // Takes from a later telling what the first left open.
  void Complete(const Figure& later, Figure* first) const;

  // "PEOPLE_REACHED".
  static absl::string_view CategoryName(v1::ImpactCategory category);

 private:
  void FillPeriod(const FigureInput& input, const TimeExpression& time,
                  Figure* figure) const;
  void FillChange(const FigureInput& input, const FigureFrame& frame,
                  Figure* figure) const;
  void FillClaimant(const FigureInput& input, const FigureFrame& frame,
                    Figure* figure) const;

  const FigureLexicon* lexicon_ = nullptr;
  std::unique_ptr<const FigurePhrase> phrase_;
  enum class Role : uint8_t {
    kNone,
    kUp,
    kDown,
    kSay,
    kSince,  // words of counting on: "so far"
    kNow,
    kBuild,  // a home that is built or repaired is no household
  };
  Role RoleOf(uint64_t word) const {
    const auto it = roles_.find(word);
    return it == roles_.end() ? Role::kNone : it->second;
  }
  absl::flat_hash_map<uint64_t, Role> roles_;
};

}  // namespace impactwire::extract
