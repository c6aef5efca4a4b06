#include "common/base/stable_id.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"

namespace impactwire {
namespace {
constexpr size_t kIdBytes = 8;
}

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
  uint64_t number = 0;
  for (const char c : id.substr(kind.size() + 1)) {
    uint64_t digit;
    if (c >= '0' && c <= '9') {
      digit = static_cast<uint64_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<uint64_t>(c - 'a') + 10;
    } else {
      return std::nullopt;
    }
    number = number << 4 | digit;
  }
  return number;
}

bool IsStableId(absl::string_view kind, absl::string_view id) {
  return StableIdNumber(kind, id).has_value();
}

}  // namespace impactwire
