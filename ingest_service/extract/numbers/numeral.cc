#include "ingest_service/extract/numbers/numeral.h"

#include <algorithm>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace impactwire::extract {
namespace {

// Beyond this a double does not hold every integer, and no news figure is.
constexpr int kMaxDigits = 15;

Numeral Refuse(absl::string_view digits, absl::string_view why) {
  Numeral numeral;
  numeral.refusal = absl::StrCat("\"", digits.substr(0, 40), "\" ", why);
  return numeral;
}

bool IsWesternGrouping(const std::vector<absl::string_view>& groups) {
  if (groups[0].empty() || groups[0].size() > 3) return false;
  return std::all_of(groups.begin() + 1, groups.end(),
                     [](absl::string_view g) { return g.size() == 3; });
}

bool IsIndianGrouping(const std::vector<absl::string_view>& groups) {
  if (groups[0].empty() || groups[0].size() > 2 || groups.back().size() != 3) {
    return false;
  }
  return std::all_of(groups.begin() + 1, groups.end() - 1,
                     [](absl::string_view g) { return g.size() == 2; });
}

}  // namespace

Numeral ReadNumeral(absl::string_view digits) {
  if (digits.size() > 3 * kMaxDigits) {
    return Refuse(digits, "has too many digits");
  }
  Numeral numeral;
  numeral.digits = std::count_if(digits.begin(), digits.end(),
                                 [](char c) { return c >= '0' && c <= '9'; });
  const size_t dots = std::count(digits.begin(), digits.end(), '.');
  const size_t commas = std::count(digits.begin(), digits.end(), ',');
  absl::string_view whole = digits, fraction;
  bool mixed = false;
  if (dots == 1) {
    const size_t dot = digits.find('.');
    whole = digits.substr(0, dot);
    fraction = digits.substr(dot + 1);
    mixed = fraction.find(',') != absl::string_view::npos;
    numeral.decimal = true;
  }
  std::string plain;
  // "1.234.567,8": the dots can only be groups, so the comma is decimal.
  const size_t comma = digits.rfind(',');
  if (commas == 1 && dots > 0 && digits.rfind('.') < comma &&
      digits.size() - comma <= 3 && numeral.digits <= kMaxDigits) {
    const std::vector<absl::string_view> groups =
        absl::StrSplit(digits.substr(0, comma), '.');
    if (IsWesternGrouping(groups) &&
        absl::SimpleAtod(absl::StrCat(absl::StrJoin(groups, ""), ".",
                                      digits.substr(comma + 1)),
                         &numeral.value)) {
      numeral.grouped = numeral.decimal = true;
      return numeral;
    }
  }
  if (mixed) return Refuse(digits, "mixes separators");
  if (dots > 1) {
    const std::vector<absl::string_view> groups = absl::StrSplit(digits, '.');
    if (commas > 0 || !IsWesternGrouping(groups)) {
      return Refuse(digits, "has several decimal points");
    }
    plain = absl::StrJoin(groups, "");
    numeral.grouped = true;
  } else if (commas > 0) {
    const std::vector<absl::string_view> groups = absl::StrSplit(whole, ',');
    if (!IsWesternGrouping(groups) && !IsIndianGrouping(groups)) {
      return Refuse(digits, "is grouped in no known way");
    }
    plain = absl::StrCat(absl::StrJoin(groups, ""), dots ? "." : "", fraction);
    numeral.grouped = true;
  } else {
    plain = std::string(digits);
  }
  if (numeral.digits > kMaxDigits) return Refuse(digits, "has too many digits");
  if (!absl::SimpleAtod(plain, &numeral.value)) {
    return Refuse(digits, "is no number");
  }
  return numeral;
}

}  // namespace impactwire::extract
