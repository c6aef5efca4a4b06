#include "query_service/index/names/name_index.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "absl/strings/match.h"
#include "common/base/utf8.h"
#include "query_service/index/names/fold.h"

namespace impactwire::query {
namespace {

constexpr int kLetters = 26;
constexpr int kLengthBits = 12;
constexpr size_t kShortestLength = 3;
// Characters of a beginning that are compared; an edit distance of two may
// reach two further.
constexpr int kComparedCharacters = 6;

int LetterOf(uint32_t c) {
  return static_cast<int>((c >= 'a' && c <= 'z' ? c - 'a' : c) % kLetters);
}

uint64_t Signature(absl::string_view word) {
  uint64_t once = 0;
  uint64_t twice = 0;
  size_t length = 0;
  for (size_t i = 0; i < word.size(); ++length) {
    const Utf8Char c = DecodeUtf8(word, i);
    i += c.size;
    const uint64_t bit = uint64_t{1} << LetterOf(c.code_point);
    twice |= once & bit;
    once |= bit;
  }
  const size_t steps = std::min<size_t>(
      kLengthBits, length > kShortestLength ? length - kShortestLength : 0);
  return once | twice << kLetters |
         ((uint64_t{1} << steps) - 1) << (2 * kLetters);
}

uint64_t Beginning(absl::string_view word) {
  uint64_t result = 0;
  for (size_t i = 0; i < 8; ++i) {
    result =
        result << 8 | (i < word.size() ? static_cast<uint8_t>(word[i]) : 0);
  }
  return result;
}

// At least the edit distance of two words with these beginnings, or 0 where
// they are not of ASCII.
int LeastDistance(uint64_t a, uint64_t b, int limit) {
  if (((a | b) & 0x8080808080808080u) != 0) return 0;
  const auto at = [](uint64_t word, int i) {
    return static_cast<uint8_t>(word >> (56 - 8 * i));
  };
  // Cells further than `limit` from the diagonal are too large to count.
  int last[9], before[9], row[9];
  for (int j = 0; j <= 8; ++j) last[j] = before[j] = j;
  // A zero byte ends the word: what comes after it equals nothing.
  for (int i = 1; i <= kComparedCharacters && at(a, i - 1) != 0; ++i) {
    const int from = std::max(1, i - limit);
    const int to = std::min(8, i + limit);
    row[from - 1] = from == 1 ? i : limit + 1;
    int smallest = row[from - 1];
    for (int j = from; j <= to; ++j) {
      const bool same = at(a, i - 1) == at(b, j - 1);
      row[j] = std::min(row[j - 1] + 1, last[j - 1] + !same);
      if (j < to || to == 8) row[j] = std::min(row[j], last[j] + 1);
      if (i > 1 && j > 1 && at(a, i - 1) == at(b, j - 2) &&
          at(a, i - 2) == at(b, j - 1)) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      smallest = std::min(smallest, row[j]);
    }
    if (smallest > limit) return smallest;
    std::copy(last + from - 1, last + to + 1, before + from - 1);
    std::copy(row + from - 1, row + to + 1, last + from - 1);
  }
  return *std::min_element(last, last + 9);
}

// Appends the indexes, plus `first`, of signatures within `bits` of `wanted`.
template <typename CountBits>
inline void FindNear(const uint64_t* signatures, size_t count, uint64_t wanted,
                     int bits, uint32_t first, std::vector<uint32_t>* out,
                     const CountBits& count_bits) {
  for (size_t i = 0; i < count; ++i) {
    if (count_bits(signatures[i] ^ wanted) <= bits) {
      out->push_back(first + static_cast<uint32_t>(i));
    }
  }
}

#if defined(__x86_64__)
// The same with the instruction that counts bits, which the oldest x86-64
// processors lack.
__attribute__((target("popcnt"))) void FindNearFast(
    const uint64_t* signatures, size_t count, uint64_t wanted, int bits,
    uint32_t first, std::vector<uint32_t>* out) {
  for (size_t i = 0; i < count; ++i) {
    if (__builtin_popcountll(signatures[i] ^ wanted) <= bits) {
      out->push_back(first + static_cast<uint32_t>(i));
    }
  }
}
#endif

void FindNear(const uint64_t* signatures, size_t count, uint64_t wanted,
              int bits, uint32_t first, std::vector<uint32_t>* out) {
#if defined(__x86_64__)
  static const bool fast = __builtin_cpu_supports("popcnt");
  if (fast) {
    FindNearFast(signatures, count, wanted, bits, first, out);
    return;
  }
#endif
  FindNear(signatures, count, wanted, bits, first, out,
           [](uint64_t x) { return std::popcount(x); });
}

uint32_t BeginningKey(absl::string_view word, size_t bytes) {
  uint32_t key = static_cast<uint32_t>(bytes);
  for (size_t i = 0; i < bytes; ++i) {
    key = key << 8 | static_cast<uint8_t>(word[i]);
  }
  return key;
}

// Puts element `n`, whose next is written, at the head of its hash's chain.
void Chain(uint64_t hash, uint32_t n, HashIndex* heads) {
  heads->Upsert(hash, n, [](uint32_t) { return true; });
}

}  // namespace

uint8_t FameLevel(uint64_t fame) {
  if (fame <= kExactFame) return static_cast<uint8_t>(fame);
  const double steps = std::log2(static_cast<double>(fame) / kExactFame) * 12;
  return static_cast<uint8_t>(std::min(255.0, kExactFame + 1 + steps));
}

uint32_t NameOrderKey(uint8_t fame_level, absl::string_view folded_name) {
  const auto byte = [&](size_t i) -> uint32_t {
    return i < folded_name.size() ? static_cast<uint8_t>(folded_name[i]) : 0;
  };
  return (uint32_t{255} - fame_level) << 24 |
         static_cast<uint32_t>(std::min<size_t>(255, folded_name.size()))
             << 16 |
         byte(0) << 8 | byte(1);
}

NameIndex::NameIndex(NamesOf of) : of_(of) {
  // Word 0.
  names_.Next(), names_.Publish();
  signatures_.Push(~uint64_t{0});
  beginnings_.Push(0);
  next_words_.Push({});
}

uint32_t NameIndex::AddWord(absl::string_view word) {
  const size_t known = words_.size();
  const uint32_t number = words_.Intern(word);
  if (words_.size() == known) return number;
  names_.Next(), names_.Publish();
  beginnings_.Push(Beginning(word));
  const std::string spelling = SpellingKey(word);
  const std::string consonants = ConsonantKey(spelling);
  next_words_.Push({Head(spellings_, HashBytes(spelling)),
                    Head(consonants_, HashBytes(consonants))});
  Chain(HashBytes(spelling), number, &spellings_);
  if (!consonants.empty()) Chain(HashBytes(consonants), number, &consonants_);
  by_beginning_.Add(BeginningKey(word, 1), number, &arena_);
  if (word.size() > 1) {
    by_beginning_.Add(BeginningKey(word, 2), number, &arena_);
  }
  // Last: readers count the words by it.
  signatures_.Push(Signature(word));
  return number;
}

void NameIndex::Add(uint32_t name, absl::string_view folded,
                    absl::string_view acronym, uint8_t fame_level) {
  // What a reader looks up by the number comes before what leads to the number.
  order_.Next().store(NameOrderKey(fame_level, folded),
                      std::memory_order_relaxed);
  order_.Publish();
  const uint64_t core = HashBytes(CoreName(folded, of_));
  const uint64_t initials = HashBytes(acronym);
  next_names_.Push({Head(cores_, core), Head(acronyms_, initials)});
  Chain(core, name, &cores_);
  if (!acronym.empty()) Chain(initials, name, &acronyms_);
  for (const absl::string_view word : FoldedWords(folded)) {
    names_.at(AddWord(word)).Append(name, &arena_);
  }
}

void NameIndex::Raise(uint32_t name, uint8_t fame_level) {
  const uint32_t rest = order_key(name) & 0xffffff;
  order_.at(name).store((uint32_t{255} - fame_level) << 24 | rest,
                        std::memory_order_relaxed);
}

std::vector<uint32_t> NameIndex::NamesOfCore(absl::string_view core) const {
  std::vector<uint32_t> names;
  for (uint32_t n = Head(cores_, HashBytes(core)); n != 0;
       n = next_names_[n - 1].core) {
    names.push_back(n - 1);
  }
  return names;
}

std::vector<uint32_t> NameIndex::NamesOfAcronym(
    absl::string_view acronym) const {
  std::vector<uint32_t> names;
  for (uint32_t n = Head(acronyms_, HashBytes(acronym)); n != 0;
       n = next_names_[n - 1].acronym) {
    names.push_back(n - 1);
  }
  return names;
}

void NameIndex::AppendWord(absl::string_view text,
                           std::vector<uint32_t>* words) const {
  const auto word = words_.Find(text);
  // The writer may be about to add the rest of it.
  if (word.has_value() && *word < signatures_.size()) words->push_back(*word);
}

void NameIndex::StartingWith(const TypedWord& typed,
                             std::vector<uint32_t>* words) const {
  const absl::string_view text = typed.text;
  if (of_ == NamesOf::kPersons) {
    // The initial it may be told by.
    const Utf8Char first = DecodeUtf8(text, 0);
    AppendWord(text.substr(0, first.size), words);
  }
  const PostingList* const list =
      by_beginning_.Find(BeginningKey(text, std::min<size_t>(2, text.size())));
  if (list == nullptr) return;
  const uint64_t wanted = Beginning(text);
  const uint64_t mask =
      text.size() >= 8 ? ~uint64_t{0} : ~(~uint64_t{0} >> (8 * text.size()));
  for (PostingList::Cursor c(*list); !c.done(); c.Next()) {
    if ((beginnings_[c.row()] & mask) != wanted) continue;
    if (text.size() > 8 && !absl::StartsWith(words_.Get(c.row()), text)) {
      continue;
    }
    words->push_back(c.row());
  }
}

void NameIndex::NearWords(const TypedWord& typed, int edits,
                          std::vector<uint32_t>* words) const {
  constexpr size_t kChunk = StableVector<uint64_t, 12>::kChunk;
  const uint64_t signature = Signature(typed.text);
  const uint64_t beginning = Beginning(typed.text);
  const size_t size = signatures_.size();
  std::vector<uint32_t> near;
  for (size_t first = 0; first < size; first += kChunk) {
    near.clear();
    FindNear(&signatures_[first], std::min(kChunk, size - first), signature,
             2 * edits, static_cast<uint32_t>(first), &near);
    for (const uint32_t word : near) {
      if (LeastDistance(beginning, beginnings_[word], edits) <= edits &&
          EditDistance(typed.text, words_.Get(word), edits) <= edits) {
        words->push_back(word);
      }
    }
  }
}

std::vector<uint32_t> NameIndex::Words(const TypedWord& typed,
                                       WordAnswer answer) const {
  std::vector<uint32_t> words;
  switch (answer) {
    case WordAnswer::kSame:
      AppendWord(typed.text, &words);
      break;
    case WordAnswer::kStart:
      StartingWith(typed, &words);
      break;
    case WordAnswer::kRespelt:
      for (uint32_t n = Head(spellings_, HashBytes(typed.spelling)); n != 0;
           n = next_words_[n - 1].spelling) {
        words.push_back(n - 1);
      }
      break;
    case WordAnswer::kOneEdit:
      if (typed.edits > 0) NearWords(typed, 1, &words);
      break;
    case WordAnswer::kFar:
      if (typed.edits > 1) NearWords(typed, typed.edits, &words);
      if (typed.consonants.empty()) break;
      for (uint32_t n = Head(consonants_, HashBytes(typed.consonants)); n != 0;
           n = next_words_[n - 1].consonants) {
        words.push_back(n - 1);
      }
      break;
  }
  return words;
}

size_t NameIndex::bytes() const {
  return arena_.bytes() + words_.bytes() + names_.bytes() +
         signatures_.bytes() + beginnings_.bytes() + next_words_.bytes() +
         by_beginning_.bytes() + spellings_.bytes() + consonants_.bytes() +
         order_.bytes() + next_names_.bytes() + cores_.bytes() +
         acronyms_.bytes();
}

}  // namespace impactwire::query
