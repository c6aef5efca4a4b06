#include "common/base/stable_id.h"

#include "absl/strings/ascii.h"
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

bool IsStableId(absl::string_view kind, absl::string_view id) {
  if (id.size() != kind.size() + 1 + 2 * kIdBytes) return false;
  if (id.substr(0, kind.size()) != kind || id[kind.size()] != '-') return false;
  for (const char c : id.substr(kind.size() + 1)) {
    if (!absl::ascii_isdigit(c) && !(c >= 'a' && c <= 'f')) return false;
  }
  return true;
}

}  // namespace impactwire
