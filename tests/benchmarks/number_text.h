// Numbers and dates as news writes them.
#pragma once

#include <cstdint>
#include <string>

namespace impactwire::bench {

// "1,234", "2.3 million".
std::string NumberText(double value);

// To so many significant digits.
double RoundTo(double value, int digits);

// "2017-04" for the months since 2000-01.
std::string MonthText(uint32_t month);

}  // namespace impactwire::bench
