// MessageCode: serialized messages and texts of articles in fewer bytes. What
// occurs often in stored facts, words and short strings between them, has a
// code of one or two bytes, the same for ever and for all: so that each fact is
// stored and read alone, in a fraction of a microsecond. English news and the
// messages around it take half of their bytes.
//
// The codes are data/message_codes.tsv, chosen in the way of P. Boncz, T.
// Neumann and V. Leis, "FSST: Fast Random Access String Compression", 2020, and
// beside them words. Any bytes can be coded; what has no code takes two bytes.
//
// Codes below kShortCodes are short strings; kLiteral goes before a byte that
// stands for itself; the others begin a code of two bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::query {

class MessageCode {
 public:
  // The shipped codes; made when first asked for.
  static const MessageCode& Get();

  // Appends `text`, coded. Equal texts give equal codes.
  void Encode(absl::string_view text, std::string* out) const;

  // Appends what was encoded. Codes that nobody made give some text or other.
  void Decode(absl::string_view coded, std::string* out) const;

 private:
  static constexpr size_t kShortCodes = 208;
  static constexpr uint8_t kLiteral = kShortCodes;
  static constexpr size_t kFirstLong = kLiteral + 1;
  static constexpr size_t kLongCodes = (256 - kFirstLong) * 256;
  // Longest string with a code: of words, of others.
  static constexpr size_t kLongest = 16;
  static constexpr size_t kLongestShort = 8;
  static constexpr size_t kWordSlots = 1 << 15;
  static constexpr size_t kShortSlots = 1 << 12;

  // Bytes behind the string are 0.
  using Text = std::array<char, kLongest>;
  // A string of three to eight bytes; none: no text has such a mask.
  struct Short {
    uint64_t text = 1;
    uint64_t mask = 0;
  };
  // How the text begins that has no longer code: `size` 1 or 2. A literal's
  // sign stands for one byte, too.
  struct Pair {
    uint8_t code = kLiteral;
    uint8_t size = 1;
  };

  MessageCode();
  // Codes are numbers here: short ones, then long ones.
  void AddCode(size_t code, absl::string_view text);
  // The word's code, or -1. kLongest bytes of `text` can be read.
  int FindWord(const char* text, size_t size) const;

  std::vector<Text> texts_;
  std::vector<uint8_t> sizes_;
  // 1 + code; 0 for none.
  std::vector<uint16_t> words_;
  // By three bytes, at most one string each; and its code and size.
  std::vector<Short> shorts_;
  std::vector<Pair> short_codes_;
  // By two bytes.
  std::vector<Pair> pairs_;
};

}  // namespace impactwire::query
