#include "common/base/position.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace impactwire {
namespace {

constexpr size_t kLogIdSize = 16;

bool IsLogId(absl::string_view text) {
  if (text.size() != kLogIdSize) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(c) && !(c >= 'a' && c <= 'f')) return false;
  }
  return true;
}

// Stricter than SimpleAtoi: one text for one number.
bool ParseSequence(absl::string_view text, uint64_t* sequence) {
  if (text.empty() || !absl::ascii_isdigit(text[0])) return false;
  if (text.size() > 1 && text[0] == '0') return false;
  return absl::SimpleAtoi(text, sequence);
}

}  // namespace

std::string Position::ToString() const {
  if (is_beginning()) return "";
  return absl::StrCat("p1-", log_id, "-", sequence);
}

absl::StatusOr<Position> Position::Parse(absl::string_view text) {
  Position position;
  if (text.empty()) return position;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  if (parts.size() != 3 || parts[0] != "p1" || !IsLogId(parts[1]) ||
      !ParseSequence(parts[2], &position.sequence)) {
    return absl::InvalidArgumentError(
        "is no position; give back one from an earlier answer, unchanged");
  }
  position.log_id = std::string(parts[1]);
  return position;
}

}  // namespace impactwire
