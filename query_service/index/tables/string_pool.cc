#include "query_service/index/tables/string_pool.h"

namespace impactwire::query {

uint64_t HashBytes(absl::string_view bytes) {
  // FNV-1a over eight bytes at a time, then a finish that spreads the high
  // bits.
  uint64_t hash = 0xcbf29ce484222325u ^ bytes.size();
  while (bytes.size() >= 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data(), 8);
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
    bytes.remove_prefix(8);
  }
  for (const char c : bytes) {
    hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3u;
  }
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdu;
  return hash ^ (hash >> 33);
}

uint32_t StringPool::Intern(absl::string_view text) {
  if (text.empty()) return 0;
  const uint64_t hash = HashBytes(text);
  if (const auto number = FindHashed(hash, text)) return *number;
  const uint32_t number =
      static_cast<uint32_t>(strings_.Push(arena_.Store(text)));
  numbers_.Upsert(hash, number, [](uint32_t) { return false; });
  return number;
}

std::optional<uint32_t> StringPool::Find(absl::string_view text) const {
  if (text.empty()) return 0;
  return FindHashed(HashBytes(text), text);
}

std::optional<uint32_t> StringPool::FindHashed(uint64_t hash,
                                               absl::string_view text) const {
  return numbers_.Find(hash, [&](uint32_t n) { return Get(n) == text; });
}

}  // namespace impactwire::query
