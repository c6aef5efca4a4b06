#include "query_service/index/generation/message_code.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "absl/strings/escaping.h"
#include "index_generation_data.h"
#include "query_service/index/names/data_lines.h"

namespace impactwire::query {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101u;

uint64_t Load(const char* text) {
  uint64_t bytes;
  std::memcpy(&bytes, text, sizeof(bytes));
  return bytes;
}

// Of `size` bytes, at most eight.
uint64_t Mask(size_t size) {
  constexpr uint64_t kAll = ~uint64_t{0};
  return size == 0 ? 0 : kAll >> (64 - 8 * std::min<size_t>(size, 8));
}

// How many of the eight bytes, from the first, are letters or not ASCII.
size_t WordBytes(uint64_t bytes) {
  const uint64_t small = (bytes | 0x20 * kOnes) & 0x7f * kOnes;
  const uint64_t from_a = small + (0x80 - 'a') * kOnes;
  const uint64_t after_z = small + (0x7f - 'z') * kOnes;
  const uint64_t others = ~((from_a & ~after_z) | bytes) & 0x80 * kOnes;
  return others == 0 ? 8 : static_cast<size_t>(__builtin_ctzll(others)) / 8;
}

// Of a word at `text`, a space before it counted; at most 16.
size_t WordSize(const char* text) {
  // Without branches: where words end cannot be foretold.
  const size_t space = *text == ' ';
  const size_t size = space + WordBytes(Load(text + space));
  const size_t further = 8 + WordBytes(Load(text + 8));
  return size < 8 + space ? size : further;
}

size_t WordSlot(uint64_t low, uint64_t high, size_t slots) {
  uint64_t hash = low * 0x9e3779b97f4a7c15u ^ (high + 1) * 0xc2b2ae3d27d4eb4fu;
  hash ^= hash >> 29;
  hash *= 0x9e3779b97f4a7c15u;
  return (hash >> 40) & (slots - 1);
}

size_t ShortSlot(uint64_t bytes, size_t slots) {
  return ((bytes & 0xffffff) * 0x9e3779b97f4a7c15u >> 40) & (slots - 1);
}

[[noreturn]] void BadCodes() {
  std::fputs("message_codes.tsv is not what it must be\n", stderr);
  std::abort();
}

}  // namespace

const MessageCode& MessageCode::Get() {
  static const MessageCode* const code = new MessageCode();
  return *code;
}

MessageCode::MessageCode()
    : texts_(kShortCodes + kLongCodes),
      sizes_(kShortCodes + kLongCodes),
      words_(kWordSlots),
      shorts_(kShortSlots),
      short_codes_(kShortSlots),
      pairs_(1 << 16) {
  size_t next_short = 0;
  size_t next_long = kShortCodes;
  for (const auto& fields : DataLines(data::MessageCodes())) {
    std::string text;
    if (fields.size() != 2 || !absl::CUnescape(fields[1], &text)) BadCodes();
    const bool is_short = fields[0] == "short";
    AddCode(is_short ? next_short++ : next_long++, text);
    if (next_short > kShortCodes || next_long > sizes_.size()) BadCodes();
  }
}

void MessageCode::AddCode(size_t code, absl::string_view text) {
  if (code >= sizes_.size() || text.empty() || text.size() > kLongest) {
    BadCodes();
  }
  std::copy(text.begin(), text.end(), texts_[code].begin());
  sizes_[code] = static_cast<uint8_t>(text.size());
  const char* const bytes = texts_[code].data();
  const Pair pair = {static_cast<uint8_t>(code),
                     static_cast<uint8_t>(text.size())};
  if (code < kShortCodes && text.size() == 1) {
    for (size_t next = 0; next < 256; ++next) {
      Pair& place = pairs_[next << 8 | static_cast<unsigned char>(text[0])];
      if (place.size == 1) place = pair;
    }
  } else if (code < kShortCodes && text.size() == 2) {
    pairs_[Load(bytes) & 0xffff] = pair;
  } else if (code < kShortCodes && text.size() <= kLongestShort) {
    const size_t slot = ShortSlot(Load(bytes), kShortSlots);
    // The longer of two.
    if (short_codes_[slot].size < pair.size) {
      shorts_[slot] = {Load(bytes), Mask(text.size())};
      short_codes_[slot] = pair;
    }
  }
  if (text.size() < 2 || WordSize(bytes) != text.size()) return;
  size_t slot = WordSlot(Load(bytes), Load(bytes + 8), kWordSlots);
  while (words_[slot] != 0) slot = (slot + 1) & (kWordSlots - 1);
  words_[slot] = static_cast<uint16_t>(code + 1);
}

int MessageCode::FindWord(const char* text, size_t size) const {
  const uint64_t low = Load(text) & Mask(size);
  const uint64_t high = Load(text + 8) & Mask(size - std::min<size_t>(size, 8));
  size_t slot = WordSlot(low, high, kWordSlots);
  for (; words_[slot] != 0; slot = (slot + 1) & (kWordSlots - 1)) {
    const char* const known = texts_[words_[slot] - 1].data();
    if (Load(known) == low && Load(known + 8) == high) return words_[slot] - 1;
  }
  return -1;
}

void MessageCode::Encode(absl::string_view text, std::string* out) const {
  // Words of eight bytes are read, also at the end.
  thread_local std::string padded;
  padded.assign(text.data(), text.size());
  padded.append(2 * kLongest, '\0');
  const size_t before = out->size();
  out->resize(before + 2 * text.size() + 1);
  char* to = out->data() + before;
  const char* at = padded.data();
  const char* const end = at + text.size();
  while (at < end) {
    const size_t size = WordSize(at);
    if (size > 1) {
      if (const int found = FindWord(at, size); found >= 0) {
        // A second byte is written over where there is none.
        const auto code = static_cast<size_t>(found);
        const bool is_long = code >= kShortCodes;
        const size_t number = code - kShortCodes;
        to[0] = static_cast<char>(is_long ? kFirstLong + number / 256 : code);
        to[1] = static_cast<char>(number);
        to += is_long ? 2 : 1;
        at += size;
        continue;
      }
    }
    // Within an unknown word others are not looked for.
    const char* const word_end = at + size;
    do {
      const uint64_t bytes = Load(at);
      const size_t slot = ShortSlot(bytes, kShortSlots);
      const Short& known = shorts_[slot];
      const Pair& found = (bytes & known.mask) == known.text
                              ? short_codes_[slot]
                              : pairs_[bytes & 0xffff];
      // Not what stands behind the text.
      if (found.code != kLiteral && found.size <= end - at) {
        *to++ = static_cast<char>(found.code);
        at += found.size;
      } else {
        *to++ = static_cast<char>(kLiteral);
        *to++ = *at++;
      }
    } while (at < word_end);
  }
  out->resize(static_cast<size_t>(to - out->data()));
}

void MessageCode::Decode(absl::string_view coded, std::string* out) const {
  // At `i`: the code's number, or that of a literal's sign.
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(coded[i]);
  };
  const auto long_code = [&](size_t i) {
    return kShortCodes + (byte(i) - kFirstLong) * 256 + byte(i + 1);
  };
  size_t size = 0;
  for (size_t i = 0; i < coded.size(); ++i) {
    if (byte(i) < kShortCodes) {
      size += sizes_[byte(i)];
    } else if (i + 1 < coded.size()) {
      size += byte(i) == kLiteral ? 1 : sizes_[long_code(i)];
      ++i;
    }
  }
  const size_t before = out->size();
  // Whole texts are copied, whatever their size.
  out->resize(before + size + kLongest);
  char* to = out->data() + before;
  for (size_t i = 0; i < coded.size(); ++i) {
    size_t code = byte(i);
    if (code >= kShortCodes) {
      if (i + 1 == coded.size()) break;
      if (code == kLiteral) {
        *to++ = coded[++i];
        continue;
      }
      code = long_code(i);
      ++i;
    }
    std::memcpy(to, texts_[code].data(), kLongest);
    to += sizes_[code];
  }
  out->resize(before + size);
}

}  // namespace impactwire::query
