#include "ingest_service/text/word_table.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace impactwire::text {

WordTable::WordTable(absl::string_view tsv) {
  for (absl::string_view line : absl::StrSplit(tsv, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    const size_t tab = line.find('\t');
    const absl::string_view word = line.substr(0, tab);
    words_[word] = tab == absl::string_view::npos ? absl::string_view()
                                                  : line.substr(tab + 1);
    if (word.size() > longest_) longest_ = word.size();
  }
}

const absl::string_view* WordTable::Find(absl::string_view word) const {
  const auto found = words_.find(word);
  return found == words_.end() ? nullptr : &found->second;
}

const absl::string_view* WordTable::FindFolded(absl::string_view word) const {
  char folded[64];
  if (word.size() > longest_ || word.size() > sizeof(folded)) return nullptr;
  for (size_t i = 0; i < word.size(); ++i) {
    folded[i] = absl::ascii_tolower(word[i]);
  }
  return Find({folded, word.size()});
}

}  // namespace impactwire::text
