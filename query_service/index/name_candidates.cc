#include "query_service/index/name_candidates.h"

#include <algorithm>
#include <bit>

namespace impactwire::query {
namespace {

// A typed word's names are not looked up if they are so many times those of the
// rarest one: about what judging a name by its text costs more.
constexpr uint64_t kTooMany = 200;

void Set(uint32_t name, std::vector<uint64_t>* bitmap) {
  (*bitmap)[name / 64] |= uint64_t{1} << name % 64;
}

}  // namespace

NameCandidates::NameCandidates(const NameIndex& names, const NameQuery& query)
    : index_(names),
      query_(query),
      size_(names.size()),
      words_(query.words.size()),
      seen_((size_ + 63) / 64) {}

void NameCandidates::Find(WordAnswer answer) {
  for (size_t i = 0; i < words_.size(); ++i) {
    const TypedWord& typed = query_.words[i];
    // One letter starts too many: other words find the name.
    if (answer == WordAnswer::kStart && typed.text.size() == 1 &&
        words_.size() > 1) {
      words_[i].names = ~uint64_t{0} / 2;
      continue;
    }
    for (const uint32_t word : index_.Words(typed, answer)) {
      words_[i].words.push_back(word);
      words_[i].names += index_.names_of(word).size();
    }
  }
  // Words of one letter only: no other finds it.
  const bool all_skipped =
      std::all_of(words_.begin(), words_.end(),
                  [](const Word& w) { return w.names > ~uint64_t{0} / 4; });
  if (!all_skipped) return;
  words_[0].names = 0;
  for (const uint32_t word : index_.Words(query_.words[0], answer)) {
    words_[0].words.push_back(word);
  }
  for (const uint32_t word : words_[0].words) {
    words_[0].names += index_.names_of(word).size();
  }
}

void NameCandidates::FillBitmap(Word* word) {
  if (word->bitmap.empty()) word->bitmap.resize(seen_.size());
  for (; word->in_bitmap < word->words.size(); ++word->in_bitmap) {
    const uint32_t number = word->words[word->in_bitmap];
    for (PostingList::Cursor c(index_.names_of(number)); !c.done(); c.Next()) {
      // Added since: no position pinned before shows it.
      if (c.row() >= size_) break;
      Set(c.row(), &word->bitmap);
    }
  }
}

void NameCandidates::Collect() {
  Word& rarest = *std::min_element(
      words_.begin(), words_.end(),
      [](const Word& a, const Word& b) { return a.names < b.names; });
  if (rarest.names == 0) return;
  const uint64_t most = std::max<uint64_t>(rarest.names * kTooMany, 1);
  FillBitmap(&rarest);
  std::vector<const Word*> others;
  for (Word& word : words_) {
    if (&word == &rarest || word.names > most) continue;
    FillBitmap(&word);
    others.push_back(&word);
  }
  for (size_t i = 0; i < seen_.size(); ++i) {
    uint64_t bits = rarest.bitmap[i];
    if (bits == 0) continue;
    for (const Word* other : others) bits &= other->bitmap[i];
    bits &= ~seen_[i];
    seen_[i] |= bits;
    for (; bits != 0; bits &= bits - 1) {
      const uint32_t name =
          static_cast<uint32_t>(64 * i + std::countr_zero(bits));
      queue_.Add(index_.order_key(name), name);
    }
  }
}

void NameCandidates::Open(WordAnswer answer) {
  queue_.Clear();
  for (const uint32_t name : postponed_) {
    queue_.Add(index_.order_key(name), name);
  }
  postponed_.clear();
  Find(answer);
  Collect();
}

}  // namespace impactwire::query
