#include "ingest_service/extract/names/gazetteer.h"

namespace impactwire::extract {

absl::StatusOr<Gazetteer> Gazetteer::Load(absl::string_view bytes) {
  const absl::Status malformed = absl::InternalError("gazetteer is malformed");
  constexpr size_t kHeader = sizeof(kMagic) + sizeof(uint64_t);
  if (bytes.size() < kHeader ||
      std::memcmp(bytes.data(), kMagic, sizeof(kMagic)) != 0) {
    return malformed;
  }
  uint64_t count;
  std::memcpy(&count, bytes.data() + sizeof(kMagic), sizeof(count));
  if (count == 0 || (count & (count - 1)) != 0 ||
      count > bytes.size() / sizeof(Slot) ||
      bytes.size() != kHeader + count * sizeof(Slot)) {
    return malformed;
  }
  // Find ends at a free slot: there must be one.
  bool free = false;
  for (uint64_t i = 0; i < count && !free; ++i) {
    uint32_t tag;
    std::memcpy(&tag, bytes.data() + kHeader + i * sizeof(Slot), sizeof(tag));
    free = tag == 0;
  }
  if (!free) return malformed;
  return Gazetteer(bytes.data() + kHeader, count - 1);
}

}  // namespace impactwire::extract
