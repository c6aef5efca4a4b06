// FigureFinder: which numbers are impact figures, of what, whose, when, where.
// The stages: frames (what each number counts) -> is it an impact figure ->
// category and status -> owner -> place, period and the rest -> repeats.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/extract/figures/attributor.h"
#include "ingest_service/extract/figures/figure.h"
#include "ingest_service/extract/figures/figure_frame.h"
#include "ingest_service/extract/numbers/number_reader.h"

namespace impactwire::extract {

// One number as the training tool sees it.
struct FigureExample {
  int32_t number = 0;
  int32_t sentence = 0;
  std::string unit;
  bool is_title = false;
  std::vector<std::string> features;
  struct Owner {
    int32_t organization = -1;
    std::string where;  // Candidate::where
    std::vector<std::string> features;
  };
  std::vector<Owner> owners;
  struct Setting {
    std::string value;  // the place, or "<start>/<end>"; empty: none
    std::string where;  // the part of "same." features
    std::vector<std::string> features;
  };
  std::vector<Setting> places, times;
  // Of a number without a noun of its own.
  std::vector<UnitExample::Candidate> units;
};

// Constant after Create: any thread may call.
class FigureFinder {
 public:
  // INTERNAL if a compiled-in table is malformed.
  static absl::StatusOr<std::unique_ptr<FigureFinder>> Create();
  ~FigureFinder();

  // Takes the numbers as read and gives each its disposition. Linear.
  FigureSet Find(const FigureInput& input, const NumberReader& reader,
                 std::vector<Number> numbers) const;

  // The same numbers with named features, for scripts/train-figures.
  std::vector<FigureExample> Examples(const FigureInput& input,
                                      const NumberReader& reader,
                                      std::vector<Number>* numbers) const;

 private:
  struct Models;
  explicit FigureFinder(std::unique_ptr<const Models> models);
  const std::unique_ptr<const Models> models_;
};

}  // namespace impactwire::extract
