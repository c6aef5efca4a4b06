#include "common/base/stable_id.h"

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"

namespace impactwire {
namespace {
constexpr size_t kIdBytes = 8;

// -1: no hex digit of ours.
constexpr std::array<int16_t, 256> kDigitValues = [] {
  std::array<int16_t, 256> values{};
  values.fill(-1);
  for (int i = 0; i < 10; ++i) values['0' + i] = static_cast<int16_t>(i);
  for (int i = 0; i < 6; ++i) values['a' + i] = static_cast<int16_t>(10 + i);
  return values;
}();

}  // namespace

std::string StableId(absl::string_view kind,
                     std::initializer_list<absl::string_view> parts) {
  Sha256 hash;
  hash.Field(kind);
  for (const absl::string_view part : parts) hash.Field(part);
  const auto digest = hash.Digest();
  return absl::StrCat(
      kind, "-",
      absl::BytesToHexString(absl::string_view(
          reinterpret_cast<const char*>(digest.data()), kIdBytes)));
}

std::optional<uint64_t> StableIdNumber(absl::string_view kind,
                                       absl::string_view id) {
  if (id.size() != kind.size() + 1 + 2 * kIdBytes || id[kind.size()] != '-' ||
      id.substr(0, kind.size()) != kind) {
    return std::nullopt;
  }
  // Without branches: digits of a hash cannot be foreseen.
  uint64_t number = 0;
  int all = 0;
  for (const char c : id.substr(kind.size() + 1)) {
    const int digit = kDigitValues[static_cast<uint8_t>(c)];
    all |= digit;
    number = number << 4 | static_cast<uint64_t>(digit & 15);
  }
  if (all < 0) return std::nullopt;
  return number;
}

bool IsStableId(absl::string_view kind, absl::string_view id) {
  return StableIdNumber(kind, id).has_value();
}

}  // namespace impactwire
