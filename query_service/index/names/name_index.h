// NameIndex: which names could answer what somebody typed, and in what order to
// look at them.
//
// Each different word of the names is known by
//   - its first one and two bytes, for words that start with what was typed,
//   - its SpellingKey and ConsonantKey, chained by hash,
//   - a signature: bits for each letter it has once and twice, and for its
//     length. An edit changes at most two bits (an insertion one letter bit and
//     one length bit, a replacement two letter bits, a swap none), so the words
//     within d edits are among those within 2 d bits: one pass over a column of
//     8 bytes per word, then the edit distance of the words' first characters,
//     then that of the few that are left.
// Names are chained by their CoreName and by their acronym. A column of 4 bytes
// per name holds the order in which names are looked at: the most told first,
// then the shorter, then by the alphabet; see NameOrderKey.
//
// One thread adds, any number read without waiting; the caller drops names that
// do not hold at its position.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "query_service/index/names/name_match.h"
#include "query_service/index/tables/arena.h"
#include "query_service/index/tables/hash_index.h"
#include "query_service/index/tables/keyed_postings.h"
#include "query_service/index/tables/posting_list.h"
#include "query_service/index/tables/stable_vector.h"
#include "query_service/index/tables/string_pool.h"

namespace impactwire::query {

// How much is told of an organization or person (articles and figures), as a
// number of eight bits: the larger the more. Each number up to kExactFame is
// one of its own; above it steps are of about 6 %.
inline constexpr uint32_t kExactFame = 20;
uint8_t FameLevel(uint64_t fame);

// The smaller the earlier: 8 bits of fame (inverted), 8 of the name's size, 16
// of its first two bytes.
uint32_t NameOrderKey(uint8_t fame_level, absl::string_view folded_name);
inline uint8_t FameLevelOf(uint32_t order_key) {
  return static_cast<uint8_t>(255 - (order_key >> 24));
}

class NameIndex {
 public:
  explicit NameIndex(NamesOf of);

  // `name`: 0 for the first, one more for each after it. `acronym`: "" if none.
  void Add(uint32_t name, absl::string_view folded, absl::string_view acronym,
           uint8_t fame_level);

  // The name is told of more than before.
  void Raise(uint32_t name, uint8_t fame_level);

  NamesOf of() const { return of_; }
  uint32_t size() const { return static_cast<uint32_t>(order_.size()); }
  uint32_t order_key(uint32_t name) const {
    return order_[name].load(std::memory_order_relaxed);
  }

  // Names whose CoreName (or acronym) may be this one.
  std::vector<uint32_t> NamesOfCore(absl::string_view core) const;
  std::vector<uint32_t> NamesOfAcronym(absl::string_view acronym) const;

  // Words that answer the typed one just so, and perhaps others.
  std::vector<uint32_t> Words(const TypedWord& typed, WordAnswer answer) const;

  // The names with a word.
  const PostingList& names_of(uint32_t word) const { return names_[word]; }

  size_t bytes() const;

 private:
  struct NextNames {
    // One more than the number of the name before it in its chain; 0: none.
    uint32_t core = 0;
    uint32_t acronym = 0;
  };
  struct NextWords {
    uint32_t spelling = 0;
    uint32_t consonants = 0;
  };

  uint32_t AddWord(absl::string_view word);
  void AppendWord(absl::string_view text, std::vector<uint32_t>* words) const;
  void StartingWith(const TypedWord& typed, std::vector<uint32_t>* words) const;
  void NearWords(const TypedWord& typed, int edits,
                 std::vector<uint32_t>* words) const;
  // The newest element with the hash, plus one; 0 for none.
  static uint32_t Head(const HashIndex& heads, uint64_t hash) {
    const auto found = heads.Find(hash, [](uint32_t) { return true; });
    return found.has_value() ? *found + 1 : 0;
  }

  const NamesOf of_;
  Arena arena_;
  // Words, by number; 0 is none.
  StringPool words_;
  StableVector<PostingList> names_;
  StableVector<uint64_t, 12> signatures_;
  // The first eight bytes, the first one highest.
  StableVector<uint64_t, 12> beginnings_;
  StableVector<NextWords, 12> next_words_;
  KeyedPostings by_beginning_;
  HashIndex spellings_;
  HashIndex consonants_;
  // Names, by number.
  StableVector<std::atomic<uint32_t>, 12> order_;
  StableVector<NextNames, 12> next_names_;
  HashIndex cores_;
  HashIndex acronyms_;
};

}  // namespace impactwire::query
