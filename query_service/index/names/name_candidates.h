// NameCandidates: the names that may answer a query, answer by answer, in the
// order of their keys (NameOrderKey). Use from one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "query_service/index/names/name_index.h"
#include "query_service/index/names/name_match.h"
#include "query_service/index/names/name_queue.h"

namespace impactwire::query {

class NameCandidates {
 public:
  // Both must outlive it. The query has a word.
  NameCandidates(const NameIndex& names, const NameQuery& query);

  // Goes on to names whose words may answer so well at worst, without those
  // that came before; those postponed come again. `answer`: greater than the
  // one before.
  void Open(WordAnswer answer);

  std::optional<uint32_t> Next() { return queue_.Next(); }

  std::optional<uint32_t> Ahead(size_t names) const {
    return queue_.Ahead(names);
  }

  // The name last given comes again at the next answer.
  void Postpone(uint32_t name) { postponed_.push_back(name); }

 private:
  struct Word {
    // Words that answer so far, and the names with them.
    std::vector<uint32_t> words;
    uint64_t names = 0;
    // Answers whose words are known: those below this one.
    int known = 0;
    // Not all words that answer so far are known: it finds and refuses no
    // names. `forever`: they will not be.
    bool skipped = false;
    bool forever = false;
    // Words whose names stand in the bitmap.
    size_t in_bitmap = 0;
    std::vector<uint64_t> bitmap;
  };

  void Find(WordAnswer answer);
  void Expand(size_t i, WordAnswer answer);
  void Collect();
  void FillBitmap(Word* word);

  const NameIndex& index_;
  const NameQuery& query_;
  const uint32_t size_;
  std::vector<Word> words_;
  // Names that came already.
  std::vector<uint64_t> seen_;
  NameQueue queue_;
  std::vector<uint32_t> postponed_;
};

}  // namespace impactwire::query
