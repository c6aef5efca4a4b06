// LineRules: what a line of a page is, told by its words alone. The lists are
// data/line_rules.tsv. Precision first: a line that reads like a sentence of an
// article is kText unless it holds a phrase no article uses.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace impactwire::text {

enum class LineKind : uint8_t {
  kText,
  kFurniture,   // page tools, forms, menus, notices
  kTeaserHead,  // "Most read": headlines of other articles follow
  kByline,      // author, date, source
  kCaption,     // of a picture
};

// Constant after construction: any thread may call.
class LineRules {
 public:
  LineRules();

  // `line` has no line break. Linear in the line.
  LineKind Classify(absl::string_view line) const;

  // A list of short names set apart by "|", ">", "/", dots or wide spaces, as
  // menus and trails of categories are.
  static bool IsMenu(absl::string_view line);

  // Ends in a stop (closing marks aside) and has at least `min_words` words.
  static bool IsSentenceLike(absl::string_view line, int min_words);

  // Stops counting at `limit`.
  static int CountWords(absl::string_view line,
                        int limit = std::numeric_limits<int>::max());

 private:
  struct Words;
  enum Class : uint32_t {
    kWhole = 1 << 0,
    kPrefix = 1 << 1,
    kInside = 1 << 2,
    kLabel = 1 << 3,
    kTeaser = 1 << 4,
    kBylineClass = 1 << 5,
    kCaptionClass = 1 << 6,
    kPhoto = 1 << 7,
    kStrong = 1 << 8,
    kWeak = 1 << 9,
    kRole = 1 << 10,
    kNotice = 1 << 11,
    kCall = 1 << 12,
    kGoesOn = 1 << 13,  // the beginning of longer phrases
  };
  static constexpr size_t kMaxPhraseWords = 9;
  uint32_t FindHash(uint64_t phrase) const;
  // The classes of the phrase of words [first, last).
  uint32_t Find(const Words& words, size_t first, size_t last) const;
  // The classes of the phrases of 1, 2, ... words that start at word `first`;
  // returns how many were looked at: none of more words is listed.
  size_t HeadPhrases(const Words& words, size_t first,
                     uint32_t classes[kMaxPhraseWords]) const;
  bool IsPictureCaption(absl::string_view line, const Words& words) const;
  bool IsFurniture(absl::string_view line, const Words& words) const;
  bool IsBylineLine(absl::string_view line, const Words& words) const;

  // Hash of the phrase (Words::Extend) -> classes.
  absl::flat_hash_map<uint64_t, uint32_t> phrases_;
  // Of their hashes: most words begin no phrase.
  static constexpr size_t kFilterBits = 1 << 14;
  std::bitset<kFilterBits> filter_;
};

}  // namespace impactwire::text
