#include "query_service/index/names/name_candidates.h"

#include <algorithm>
#include <bit>

namespace impactwire::query {
namespace {

// A typed word's names are not looked up if they are so many times those of the
// rarest one: about what judging a name by its text costs more.
constexpr uint64_t kTooMany = 200;
// Names that are judged by their text sooner than others are looked up.
constexpr uint64_t kFew = 1000;

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

void NameCandidates::Expand(size_t i, WordAnswer answer) {
  Word& word = words_[i];
  for (; word.known <= static_cast<int>(answer); ++word.known) {
    for (const uint32_t number :
         index_.Words(query_.words[i], static_cast<WordAnswer>(word.known))) {
      word.words.push_back(number);
      word.names += index_.names_of(number).size();
    }
  }
}

// Every typed word must be answered, so that one with few names is enough: the
// others, whose words take time to find, are then left to MatchName.
void NameCandidates::Find(WordAnswer answer) {
  const auto is_letter = [](const TypedWord& word) {
    return word.text.size() == 1;
  };
  const bool only_letters =
      std::all_of(query_.words.begin(), query_.words.end(), is_letter);
  std::vector<size_t> by_names;
  for (size_t i = 0; i < words_.size(); ++i) {
    // One letter starts too many names.
    if (answer == WordAnswer::kStart && is_letter(query_.words[i]) &&
        !(only_letters && i == 0)) {
      words_[i].forever = true;
    }
    words_[i].skipped = true;
    if (!words_[i].forever) by_names.push_back(i);
  }
  std::stable_sort(by_names.begin(), by_names.end(), [&](size_t a, size_t b) {
    return words_[a].names < words_[b].names;
  });
  for (const size_t i : by_names) {
    Expand(i, answer);
    words_[i].skipped = false;
    if (answer != WordAnswer::kSame && words_[i].names <= kFew) return;
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
  Word* rarest = nullptr;
  for (Word& word : words_) {
    if (word.skipped) continue;
    if (rarest == nullptr || word.names < rarest->names) rarest = &word;
  }
  if (rarest->names == 0) return;
  const uint64_t most = rarest->names * kTooMany;
  FillBitmap(rarest);
  std::vector<const Word*> others;
  for (Word& word : words_) {
    if (&word == rarest || word.skipped || word.names > most) continue;
    FillBitmap(&word);
    others.push_back(&word);
  }
  for (size_t i = 0; i < seen_.size(); ++i) {
    uint64_t bits = rarest->bitmap[i];
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
