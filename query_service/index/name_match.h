// How well a name answers what somebody typed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::query {

// What was typed, folded.
struct NameQuery {
  explicit NameQuery(absl::string_view text);
  std::string folded;
  std::vector<std::string> words;
};

// Ascending: the better the smaller.
enum class NameMatchKind { kWhole = 0, kPrefix = 1, kTypo = 2 };

struct NameMatch {
  NameMatchKind kind = NameMatchKind::kTypo;
  // (0, 1].
  double score = 0;
};

// Edits allowed in a typed word of so many characters: none under 4, one under
// 8, else two.
int AllowedEdits(size_t characters);

// Insertions, deletions, replacements and swaps of neighbours that make `a`
// from `b` (characters, not bytes); limit + 1 if they are more than `limit`.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

// Every word typed must be a word of the folded name, the start of one, or one
// with at most AllowedEdits; each name word answers one typed word. The score
// grows with the share of the name that was typed.
std::optional<NameMatch> MatchName(const NameQuery& query,
                                   absl::string_view folded_name);

}  // namespace impactwire::query
