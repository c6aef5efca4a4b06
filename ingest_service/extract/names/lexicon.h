// Lexicon: classes of words that decide what a name is ("Foundation", "Ltd",
// "Mr", "Conference", "said"), read from data/word_classes.tsv.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire::extract {

enum WordClass : uint32_t {
  kLegalSuffix = 1u << 0,    // Ltd, Inc, Berhad
  kCompanyHead = 1u << 1,    // Bank, Airlines, Industries
  kNonprofitHead = 1u << 2,  // Foundation, Trust, Charity
  kGovernmentHead = 1u << 3,
  kEducationHead = 1u << 4,
  kMediaHead = 1u << 5,
  kOtherHead = 1u << 6,  // Party, Club, Hospital, Federation
  kEventHead = 1u << 7,
  kWorkHead = 1u << 8,  // programmes, laws, plans, prizes
  kPlaceHead = 1u << 9,
  kHonorific = 1u << 10,
  kTitleWord = 1u << 11,  // chairman, minister
  kCalendar = 1u << 12,   // months and weekdays
  kNationality = 1u << 13,
  kConnector = 1u << 14,  // may stand inside a name: of, for, and, de
  kSayVerb = 1u << 15,
  kLocative = 1u << 16,         // in, from, near
  kDeterminer = 1u << 17,       // the, a, its
  kNeverName = 1u << 18,        // capitalised without being a name: I, CEO, GDP
  kGovernmentFirst = 1u << 19,  // names a body with "of": Ministry of
  kNominalOrg = 1u << 20,       // "the company"
  kPronounWord = 1u << 21,
  kPersonNoun = 1u << 22,  // farmer, resident: an apposition of a person
  kUnitWord = 1u << 23,
  kBoardWord = 1u << 24,
  kIntergovernmentalHead = 1u << 25,
  kParticle = 1u << 26,   // bin, de, van, al: inside a person's name
  kInnerUnit = 1u << 27,  // a part of an organization: Division, Unit
  kGeneric = 1u << 28,    // names no body by itself: Executive Committee
  kOpener = 1u << 29,     // opens a sentence without being part of a name
};
inline constexpr uint32_t kOrganizationHead =
    kCompanyHead | kNonprofitHead | kGovernmentHead | kEducationHead |
    kMediaHead | kOtherHead | kIntergovernmentalHead;

// Constant after Parse: any thread may call.
class Lexicon {
 public:
  // Lines "word<TAB>class[ class]..."; "#" begins a comment line. INTERNAL
  // naming the line that is malformed.
  static absl::StatusOr<Lexicon> Parse(absl::string_view tsv);

  // The classes of a word key (word_hash.h), 0 if none.
  uint32_t Find(uint64_t word) const {
    for (uint64_t i = word & mask_;; i = (i + 1) & mask_) {
      if (slots_[i].key == word) return slots_[i].classes;
      if (slots_[i].classes == 0) return 0;
    }
  }

  // Asks the memory for what Find will read soon.
  void Prefetch(uint64_t word) const {
    __builtin_prefetch(&slots_[word & mask_]);
  }

 private:
  struct Slot {
    uint64_t key = 0;
    uint32_t classes = 0;
  };
  std::vector<Slot> slots_;
  uint64_t mask_ = 0;
};

}  // namespace impactwire::extract
