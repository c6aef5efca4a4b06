#include "query_service/index/name_index.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "common/base/utf8.h"
#include "query_service/index/fold.h"

namespace impactwire::query {
namespace {

constexpr size_t kMaxCharacters = 24;
constexpr int kCharacterBits = 21;
constexpr uint64_t kMark = 1;  // Stands for the edge of a word.

// The marks, then at most kMaxCharacters characters. With `whole`, the marks at
// the end too.
std::vector<uint64_t> Marked(absl::string_view word, bool whole) {
  std::vector<uint64_t> marked = {kMark, kMark};
  for (size_t i = 0; i < word.size() && marked.size() < kMaxCharacters + 2;) {
    const Utf8Char c = DecodeUtf8(word, i);
    marked.push_back(c.code_point);
    i += c.size;
  }
  if (whole) marked.insert(marked.end(), {kMark, kMark});
  return marked;
}

std::vector<uint64_t> Groups(absl::string_view word, bool whole) {
  const std::vector<uint64_t> marked = Marked(word, whole);
  std::vector<uint64_t> groups;
  for (size_t i = 2; i < marked.size(); ++i) {
    groups.push_back(marked[i - 2] << (2 * kCharacterBits) |
                     marked[i - 1] << kCharacterBits | marked[i]);
  }
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  return groups;
}

void AppendRows(const PostingList& list, std::vector<uint32_t>* rows) {
  for (PostingList::Cursor c(list); !c.done(); c.Next()) {
    rows->push_back(c.row());
  }
}

void SortUnique(std::vector<uint32_t>* rows) {
  std::sort(rows->begin(), rows->end());
  rows->erase(std::unique(rows->begin(), rows->end()), rows->end());
}

}  // namespace

void NameIndex::Add(absl::string_view folded_name, uint32_t name) {
  for (const absl::string_view word : FoldedWords(folded_name)) {
    const size_t known = words_.size();
    const uint32_t number = words_.Intern(word);
    if (words_.size() > known) {
      postings_.Next();
      postings_.Publish();
      AddWord(word, number);
    }
    postings_.at(number).Append(name, &arena_);
  }
}

void NameIndex::AddWord(absl::string_view word, uint32_t number) {
  for (const uint64_t characters : Groups(word, /*whole=*/true)) {
    const auto is_key = [&](uint32_t g) {
      return groups_[g].characters == characters;
    };
    std::optional<uint32_t> group = group_numbers_.Find(characters, is_key);
    if (!group.has_value()) {
      group = static_cast<uint32_t>(groups_.size());
      groups_.Next().characters = characters;
      groups_.Publish();
      group_numbers_.Upsert(characters, *group, is_key);
    }
    groups_.at(*group).words.Append(number, &arena_);
  }
}

const PostingList* NameIndex::FindGroup(uint64_t characters) const {
  const auto group = group_numbers_.Find(characters, [&](uint32_t g) {
    return groups_[g].characters == characters;
  });
  return group.has_value() ? &groups_[*group].words : nullptr;
}

std::vector<uint32_t> NameIndex::MatchingWords(absl::string_view typed) const {
  std::vector<uint32_t> words;
  // Those that start with it: in the rarest of the groups at its start.
  const PostingList* rarest = nullptr;
  bool possible = true;
  for (const uint64_t characters : Groups(typed, /*whole=*/false)) {
    const PostingList* const list = FindGroup(characters);
    possible = possible && list != nullptr;
    if (list != nullptr &&
        (rarest == nullptr || list->size() < rarest->size())) {
      rarest = list;
    }
  }
  if (possible && rarest != nullptr) {
    for (PostingList::Cursor c(*rarest); !c.done(); c.Next()) {
      if (absl::StartsWith(words_.Get(c.row()), typed)) {
        words.push_back(c.row());
      }
    }
  }
  // Those with few edits.
  const std::vector<uint64_t> groups = Groups(typed, /*whole=*/true);
  const int edits = AllowedEdits(Marked(typed, /*whole=*/false).size() - 2);
  if (edits > 0) {
    const int needed = std::max(1, static_cast<int>(groups.size()) - 4 * edits);
    absl::flat_hash_map<uint32_t, int> shared;
    for (const uint64_t characters : groups) {
      const PostingList* const list = FindGroup(characters);
      if (list == nullptr) continue;
      for (PostingList::Cursor c(*list); !c.done(); c.Next()) {
        if (++shared[c.row()] == needed &&
            EditDistance(typed, words_.Get(c.row()), edits) <= edits) {
          words.push_back(c.row());
        }
      }
    }
  }
  SortUnique(&words);
  return words;
}

std::vector<uint32_t> NameIndex::Candidates(const NameQuery& query) const {
  // The typed word with the fewest names decides; NameMatch checks the others.
  std::vector<uint32_t> best_words;
  uint64_t best_size = 0;
  bool first = true;
  for (const std::string& typed : query.words) {
    std::vector<uint32_t> words = MatchingWords(typed);
    uint64_t size = 0;
    for (const uint32_t word : words) size += postings_[word].size();
    if (first || size < best_size) {
      best_size = size;
      best_words = std::move(words);
      first = false;
    }
  }
  std::vector<uint32_t> names;
  for (const uint32_t word : best_words) AppendRows(postings_[word], &names);
  SortUnique(&names);
  return names;
}

size_t NameIndex::bytes() const {
  return arena_.bytes() + words_.bytes() + postings_.bytes() + groups_.bytes() +
         group_numbers_.bytes();
}

}  // namespace impactwire::query
