#include "ingest_service/extract/shingle_signature.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {
namespace {

constexpr int kGroup = 4;
constexpr int kMinWords = 12;
constexpr uint64_t kNone = std::numeric_limits<uint64_t>::max();

bool IsWordByte(unsigned char byte) {
  return byte >= 0x80 || absl::ascii_isalnum(byte);
}

// Spreads every bit over all (the finalizer of MurmurHash3).
uint64_t Mix(uint64_t hash) {
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdu;
  hash ^= hash >> 33;
  hash *= 0xc4ceb9fe1a85ec53u;
  return hash ^ hash >> 33;
}

}  // namespace

std::optional<ShingleSignature> MakeShingleSignature(absl::string_view text) {
  std::array<uint64_t, kSignatureSize> smallest;
  smallest.fill(kNone);
  std::array<uint64_t, kGroup> words{};
  int count = 0;
  for (size_t i = 0; i < text.size();) {
    if (!IsWordByte(text[i])) {
      ++i;
      continue;
    }
    uint64_t word = kWordHashSeed;
    for (; i < text.size() && IsWordByte(text[i]); ++i) {
      word = HashByte(word, text[i]);
    }
    words[count++ % kGroup] = word;
    if (count < kGroup) continue;
    uint64_t group = 0;
    for (int w = 0; w < kGroup; ++w) {
      group = Mix(group ^ words[(count + w) % kGroup]);
    }
    uint64_t& place = smallest[group >> 60];
    place = std::min(place, group << 4);
  }
  if (count < kMinWords) return std::nullopt;
  ShingleSignature signature;
  for (int place = 0; place < kSignatureSize; ++place) {
    int from = 0;
    while (smallest[(place + from) % kSignatureSize] == kNone) ++from;
    // How far it was fetched is part of it: a neighbour's number by chance in
    // the same place is no agreement.
    const uint64_t fetched =
        smallest[(place + from) % kSignatureSize] + Mix(from);
    signature[place] = static_cast<uint32_t>(fetched >> 32);
  }
  return signature;
}

}  // namespace impactwire::extract
