// WordTable: a compiled-in word list. Lines of the TSV are "word TAB class";
// lines that start with '#' and empty lines are skipped; the class may be
// missing (then it is empty).
#pragma once

#include <cstddef>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace impactwire::text {

// Constant after construction: any thread may read. `tsv` must outlive the
// table (compiled-in data lives as long as the program).
class WordTable {
 public:
  explicit WordTable(absl::string_view tsv);

  // The class of `word`, or null. Case matters.
  const absl::string_view* Find(absl::string_view word) const;

  // The same for the lower-case (ASCII) form of `word`.
  const absl::string_view* FindFolded(absl::string_view word) const;

  bool Contains(absl::string_view word) const { return Find(word) != nullptr; }
  size_t size() const { return words_.size(); }
  // Bytes of the longest word.
  size_t longest() const { return longest_; }

 private:
  absl::flat_hash_map<absl::string_view, absl::string_view> words_;
  size_t longest_ = 0;
};

}  // namespace impactwire::text
