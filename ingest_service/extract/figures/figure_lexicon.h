// FigureLexicon: which nouns count people, which words end a noun phrase, and
// which words speak for a category of impact.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/numbers/hash_filter.h"

namespace impactwire::extract {

// Bits of cues, in the order of kCueNames.
inline constexpr int kCueCount = 23;
extern const char* const kCueNames[kCueCount];
inline constexpr uint32_t kCategoryCues = (1u << 19) - 1;
inline constexpr uint32_t kBusinessCue = 1u << 19;
inline constexpr uint32_t kTargetCue = 1u << 20;
inline constexpr uint32_t kDoneCue = 1u << 21;
inline constexpr uint32_t kContextCue = 1u << 22;

// Constant after Create: any thread may read.
class FigureLexicon {
 public:
  enum class PhraseEnd : uint8_t { kNo, kStop, kVerb };

  static absl::StatusOr<std::unique_ptr<FigureLexicon>> Create();

  // `word` is a HashWord. "" where the noun counts itself.
  absl::string_view UnitOf(uint64_t word) const {
    const auto it = units_.find(word);
    return it == units_.end() ? absl::string_view() : it->second;
  }
  // Whether a noun, singular and in lower case, counts people by its form:
  // "vaccinator", "peeler", not "generator" or "tower".
  bool NamesPerson(absl::string_view noun) const;
  PhraseEnd EndOf(uint64_t word) const {
    const auto it = ends_.find(word);
    return it == ends_.end() ? PhraseEnd::kNo : it->second;
  }
  // Whether the word tells how a thing is, and so is no part of what is
  // counted: "permanent jobs".
  bool IsQuality(uint64_t word) const { return qualities_.contains(word); }
  uint32_t CuesOf(uint64_t word) const {
    if (!cue_words_.MayHold(word)) return 0;
    const auto it = cues_.find(word);
    return it == cues_.end() ? 0 : it->second;
  }
  // Index in kCueNames of the category the noun mostly speaks for; -1: none.
  int HeadCategoryOf(uint64_t word) const {
    const auto it = heads_.find(word);
    return it == heads_.end() ? -1 : it->second;
  }

 private:
  absl::flat_hash_map<uint64_t, int> heads_;
  absl::flat_hash_map<uint64_t, std::string> units_;
  std::vector<std::string> person_endings_;
  std::vector<std::string> thing_endings_;
  absl::flat_hash_map<uint64_t, PhraseEnd> ends_;
  absl::flat_hash_set<uint64_t> qualities_;
  absl::flat_hash_map<uint64_t, uint32_t> cues_;
  HashFilter cue_words_;
};

// Lower case, singular: "Cities" -> "city", "women" -> "woman".
std::string Singular(absl::string_view noun);

// Whether the form looks like a plural: "cities", "people", "sheep".
bool LooksPlural(absl::string_view noun);
bool LooksPlural(absl::string_view noun, uint64_t hash);  // of HashWord

// A prefix that forms of one word share: "donat" of donate, donated, donating.
// Not a word.
absl::string_view Stem(absl::string_view word);

}  // namespace impactwire::extract
