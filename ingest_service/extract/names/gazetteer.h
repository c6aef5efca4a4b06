// Gazetteer: known names of persons, places and organizations, and the words
// that news text writes in lower case, as one read-only hash table.
//
// Built by names/train from the public lists NOTICE credits; holds keys, not
// names. A key that is not in it is taken for another with probability 2^-32.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire::extract {

enum GazetteerFlag : uint16_t {
  kGazFirstName = 1 << 0,
  kGazSurname = 1 << 1,
  kGazCity = 1 << 2,
  kGazRegion = 1 << 3,
  kGazCountry = 1 << 4,
  kGazCompany = 1 << 5,
  kGazIntergovernmental = 1 << 6,
  kGazNonprofit = 1 << 7,
  kGazEducation = 1 << 8,
  kGazLowerWord = 1 << 9,     // often written in lower case
  kGazPrefix = 1 << 10,       // a longer name begins so
  kGazCompanyWord = 1 << 11,  // a word of company names
  kGazGovernment = 1 << 12,
  kGazMedia = 1 << 13,
  kGazOther = 1 << 14,   // parties, clubs
  kGazFamous = 1 << 15,  // known to most readers
};
inline constexpr uint16_t kGazPlace = kGazCity | kGazRegion | kGazCountry;
inline constexpr uint16_t kGazOrganization =
    kGazCompany | kGazIntergovernmental | kGazNonprofit | kGazEducation |
    kGazGovernment | kGazMedia | kGazOther;

struct GazetteerEntry {
  uint16_t flags = 0;
  // Two letters of ISO 3166-1 alpha-2, first in the low byte; 0 if none or
  // more than one country has the place.
  uint16_t country = 0;

  std::string CountryCode() const {
    if (country == 0) return "";
    return {static_cast<char>(country & 0xff), static_cast<char>(country >> 8)};
  }
};

// A view of the table; constant, any thread may call.
class Gazetteer {
 public:
  struct Slot {
    uint32_t tag;  // 0: free
    uint16_t flags;
    uint16_t country;
  };
  static constexpr char kMagic[8] = {'i', 'w', 'g', 'a', 'z', '0', '1', '\n'};

  // `bytes` as BuildGazetteer of names/train wrote them; must outlive this.
  static absl::StatusOr<Gazetteer> Load(absl::string_view bytes);

  // The entry of a phrase key (word_hash.h); empty if unknown.
  GazetteerEntry Find(uint64_t phrase) const {
    const uint32_t tag = Tag(phrase);
    for (uint64_t i = phrase & mask_;; i = (i + 1) & mask_) {
      Slot slot;
      std::memcpy(&slot, slots_ + i * sizeof(Slot), sizeof(Slot));
      if (slot.tag == tag) return {slot.flags, slot.country};
      if (slot.tag == 0) return {};
    }
  }

  // Asks the memory for what Find will read soon.
  void Prefetch(uint64_t phrase) const {
    __builtin_prefetch(slots_ + (phrase & mask_) * sizeof(Slot));
  }

  static uint32_t Tag(uint64_t phrase) {
    const uint32_t tag = static_cast<uint32_t>(phrase >> 32);
    return tag == 0 ? 1 : tag;
  }

 private:
  Gazetteer(const char* slots, uint64_t mask) : slots_(slots), mask_(mask) {}
  const char* slots_;
  uint64_t mask_;
};

}  // namespace impactwire::extract
