#include "tests/benchmarks/clause_pool.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace impactwire::bench {
namespace {

// The text without its marks: "[[over 6,000 workers|>6000|..]]" is "over 6,000
// workers", "{O1|Washington}" "Washington".
std::string WithoutMarks(absl::string_view marked) {
  std::string text;
  for (size_t i = 0; i < marked.size(); ++i) {
    if (marked.substr(i, 2) == "[[") {
      ++i;
    } else if (marked[i] == '|') {
      while (i < marked.size() && marked[i] != ']') ++i;
    } else if (marked[i] == '{') {
      while (i < marked.size() && marked[i] != '|') ++i;
    } else if (marked[i] != ']' && marked[i] != '}') {
      text.push_back(marked[i]);
    }
  }
  return text;
}

std::string ReadBody(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream all;
  all << file.rdbuf();
  const std::string text = all.str();
  const size_t head = text.find("\n---\n");
  return head == std::string::npos ? "" : WithoutMarks(text.substr(head + 5));
}

}  // namespace

ClausePool::ClausePool() {
  const std::string root =
      std::string(IMPACTWIRE_SOURCE_DIR) + "/ingest_service/extract/corpus";
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(root, error)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  Dice dice(5);
  for (const auto& path : paths) {
    const std::string body = ReadBody(path);
    const std::vector<absl::string_view> words =
        absl::StrSplit(body, absl::ByAnyChar(" \n\t"), absl::SkipEmpty());
    for (size_t i = 0; i < words.size();) {
      const size_t end = std::min(words.size(), i + 6 + dice.Below(9));
      std::string clause =
          absl::StrJoin(words.begin() + i, words.begin() + end, " ");
      while (!clause.empty() && absl::ascii_ispunct(clause.back())) {
        clause.pop_back();
      }
      if (!clause.empty()) clauses_.push_back(std::move(clause));
      i = end;
    }
  }
  if (clauses_.size() < 1000) {
    std::fprintf(stderr, "%s: too few articles\n", root.c_str());
    std::exit(1);
  }
}

}  // namespace impactwire::bench
