// NameIndex: which names could answer what somebody typed.
//
// Every different word of the folded names is known by its groups of three
// neighbouring characters, the word standing between two marks on each side
// ("abc": ..a .ab abc bc. c..). A word that starts with what was typed shares
// the groups at its start; a word within d edits shares all but 4 d of them (a
// swap of neighbours touches four). So a few lists give every candidate, which
// NameMatch then judges; only the first 24 characters of a word count.
//
// One thread adds, any number read without waiting; the caller drops names that
// do not hold at its position.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "query_service/index/arena.h"
#include "query_service/index/hash_index.h"
#include "query_service/index/name_match.h"
#include "query_service/index/posting_list.h"
#include "query_service/index/stable_vector.h"
#include "query_service/index/string_pool.h"

namespace impactwire::query {

class NameIndex {
 public:
  NameIndex() { postings_.Next(), postings_.Publish(); }

  // `name`: a number the caller chose, greater than those before.
  void Add(absl::string_view folded_name, uint32_t name);

  // Names that may match, ascending, each once: a superset of those for which
  // MatchName says yes.
  std::vector<uint32_t> Candidates(const NameQuery& query) const;

  size_t bytes() const;

 private:
  struct Group {
    uint64_t characters = 0;
    PostingList words;
  };

  void AddWord(absl::string_view word, uint32_t number);
  const PostingList* FindGroup(uint64_t characters) const;
  std::vector<uint32_t> MatchingWords(absl::string_view typed) const;

  Arena arena_;
  StringPool words_;
  // By word number: the names with it.
  StableVector<PostingList> postings_;
  StableVector<Group> groups_;
  HashIndex group_numbers_;
};

}  // namespace impactwire::query
