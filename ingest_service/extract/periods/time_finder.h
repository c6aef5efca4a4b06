// TimeFinder: dates and periods of a text, resolved against its publish date.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {

enum class TimeRelation : uint8_t {
  kIn,     // "in 2020", "last year": start and end
  kSince,  // "since April": start only
  kBy,     // "by 2030", "until May": end only
};

// How a time is told.
enum class TimeManner : uint8_t {
  kDate,      // "July 2014", "FY 2021"
  kRelative,  // "last year", "over the past decade"
  kAnchored,  // "a year earlier", "that year": from a time told before
  kSpan,      // "over three years": without a word of when
  kDay,       // "on Tuesday", "yesterday": mostly the day of the report
};

struct TimeExpression {
  int32_t sentence = 0;
  // Half open, in LexedText::lexemes; with its preposition.
  int32_t first = 0;
  int32_t last = 0;
  TimeRelation relation = TimeRelation::kIn;
  bool future = false;    // "over the next five years"
  bool past = false;      // "a year earlier": the time compared with
  bool dateline = false;  // "JAKARTA, July 22 —": the day of the report
  TimeManner manner = TimeManner::kDate;
  // "YYYY", "YYYY-MM", "YYYY-MM-DD" or empty, as the relation says. Both are
  // empty where a relative date has no publish date to stand on.
  std::string start;
  std::string end;
  std::string point;  // the date itself, whatever the relation
};

// Constant after Create: any thread may call.
class TimeFinder {
 public:
  // INTERNAL if the compiled-in table is malformed.
  static absl::StatusOr<std::unique_ptr<TimeFinder>> Create();
  ~TimeFinder();

  // In text order. `publish_date`: "YYYY-MM-DD", "YYYY-MM", "YYYY" or empty.
  // Sets taken[i] = 1 for each lexeme i inside an expression. Linear.
  std::vector<TimeExpression> Find(const LexedText& lexed,
                                   absl::string_view publish_date,
                                   std::vector<uint8_t>* taken) const;

  struct Tables;

 private:
  explicit TimeFinder(std::unique_ptr<const Tables> tables);
  const std::unique_ptr<const Tables> tables_;
};

}  // namespace impactwire::extract
