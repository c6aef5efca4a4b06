#include "tests/benchmarks/number_text.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace impactwire::bench {

std::string NumberText(double value) {
  if (value >= 1e6) {
    const bool billions = value >= 1e9;
    return absl::StrCat(absl::SixDigits(value / (billions ? 1e9 : 1e6)),
                        billions ? " billion" : " million");
  }
  if (value < 1000) return absl::StrCat(absl::SixDigits(value));
  const uint32_t whole = static_cast<uint32_t>(value);
  const uint32_t rest = whole % 1000;
  return absl::StrCat(whole / 1000, ",", absl::Dec(rest, absl::kZeroPad3));
}

double RoundTo(double value, int digits) {
  if (value == 0) return 0;
  const double scale =
      std::pow(10, digits - 1 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

std::string MonthText(uint32_t month) {
  return absl::StrCat(2000 + month / 12, "-",
                      absl::Dec(1 + month % 12, absl::kZeroPad2));
}

}  // namespace impactwire::bench
