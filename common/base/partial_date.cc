#include "common/base/partial_date.h"

#include "absl/strings/ascii.h"

namespace impactwire {
namespace {

// Of exactly so many digits; -1 if it is not that.
int Digits(absl::string_view text, size_t digits) {
  if (text.size() != digits) return -1;
  int value = 0;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<PartialDate> ParsePartialDate(absl::string_view text) {
  const int year = Digits(text.substr(0, 4), 4);
  if (year < 1000 || year > 2999) return std::nullopt;
  if (text.size() == 4) {
    return PartialDate{absl::CivilDay(year, 1, 1),
                       absl::CivilDay(year, 12, 31)};
  }
  if (text.size() < 7 || text[4] != '-') return std::nullopt;
  const int month = Digits(text.substr(5, 2), 2);
  if (month < 1 || month > 12) return std::nullopt;
  if (text.size() == 7) {
    const absl::CivilMonth civil(year, month);
    return PartialDate{absl::CivilDay(civil), absl::CivilDay(civil + 1) - 1};
  }
  if (text.size() != 10 || text[7] != '-') return std::nullopt;
  const int day = Digits(text.substr(8, 2), 2);
  if (day < 1) return std::nullopt;
  const absl::CivilDay civil(year, month, day);
  if (civil.month() != month) return std::nullopt;
  return PartialDate{civil, civil};
}

}  // namespace impactwire
