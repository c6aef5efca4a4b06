#include "ingest_service/extract/periods/time_finder.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "extract_periods_data.h"
#include "ingest_service/extract/numbers/phrase_table.h"
#include "ingest_service/extract/periods/time_reading.h"

namespace impactwire::extract {
namespace {

using Tables = TimeFinder::Tables;

constexpr absl::string_view kClassNames[kClasses] = {
    "month", "season", "unit",  "weekday", "in",    "since",
    "by",    "this",   "last",  "next",    "part",  "fiscal",
    "nth",   "begin",  "count", "will",    "today", "holiday"};

// Words of the readers, beside those of time_words.tsv.
constexpr std::pair<absl::string_view, uint32_t> kOpenings[] = {
    {"the", kTheOpens},      {"a", kAOpens},          {"year", kYearOpens},
    {"quarter", kYearOpens}, {"same", kAnchorOpens},  {"that", kAnchorOpens},
    {"then", kAnchorOpens},  {"prior", kAnchorOpens}, {"period", kPeriodOpens},
    {"q", kLetterOpens},     {"h", kLetterOpens}};

Date ParseDate(absl::string_view text) {
  Date date;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  if (parts.empty() || !absl::SimpleAtoi(parts[0], &date.year)) return Date();
  if (parts.size() > 1 && !absl::SimpleAtoi(parts[1], &date.month)) {
    return Date();
  }
  if (parts.size() > 2 && !absl::SimpleAtoi(parts[2], &date.day)) return Date();
  return date;
}

}  // namespace

TimeFinder::TimeFinder(std::unique_ptr<const Tables> tables)
    : tables_(std::move(tables)) {}
TimeFinder::~TimeFinder() = default;

absl::StatusOr<std::unique_ptr<TimeFinder>> TimeFinder::Create() {
  auto tables = std::make_unique<Tables>();
  for (const auto& row : ReadTsv(data::TimeWords())) {
    int value = 0;
    const auto* const name =
        row.size() == 3
            ? std::find(std::begin(kClassNames), std::end(kClassNames), row[1])
            : std::end(kClassNames);
    if (name == std::end(kClassNames) || !absl::SimpleAtoi(row[2], &value)) {
      return absl::InternalError(
          absl::StrCat("time_words.tsv: malformed row \"", row[0], "\""));
    }
    Tables::Word& word = tables->WordOf(row[0]);
    word.classes |= 1u << (name - kClassNames);
    word.value[name - kClassNames] = value;
  }
  for (const auto& [word, opening] : kOpenings) {
    tables->WordOf(word).classes |= opening;
  }
  return std::unique_ptr<TimeFinder>(new TimeFinder(std::move(tables)));
}

std::vector<TimeExpression> TimeFinder::Find(
    const LexedText& lexed, absl::string_view publish_date,
    std::vector<uint8_t>* taken) const {
  return TimeReading(*tables_, lexed, ParseDate(publish_date), taken).Run();
}

}  // namespace impactwire::extract
