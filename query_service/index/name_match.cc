#include "query_service/index/name_match.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "common/base/utf8.h"
#include "query_service/index/fold.h"

namespace impactwire::query {
namespace {

std::vector<uint32_t> Characters(absl::string_view text) {
  std::vector<uint32_t> result;
  for (size_t i = 0; i < text.size();) {
    const Utf8Char c = DecodeUtf8(text, i);
    result.push_back(c.code_point);
    i += c.size;
  }
  return result;
}

size_t CountCharacters(absl::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (c & 0xc0) != 0x80;
  return count;
}

// How one name word answers one typed word: 0 not at all, 1 the same word, less
// the further from it.
constexpr double kPrefixWord = 0.9;
constexpr double kTypoWord = 0.6;

double WordQuality(absl::string_view typed, absl::string_view word) {
  if (typed == word) return 1;
  if (absl::StartsWith(word, typed)) return kPrefixWord;
  const int allowed = AllowedEdits(CountCharacters(typed));
  if (allowed == 0) return 0;
  const int edits = EditDistance(typed, word, allowed);
  return edits > allowed ? 0 : kTypoWord / edits;
}

}  // namespace

NameQuery::NameQuery(absl::string_view text) : folded(Fold(text)) {
  for (const absl::string_view word : FoldedWords(folded)) {
    words.emplace_back(word);
  }
}

int AllowedEdits(size_t characters) {
  return characters < 4 ? 0 : characters < 8 ? 1 : 2;
}

int EditDistance(absl::string_view a, absl::string_view b, int limit) {
  const std::vector<uint32_t> x = Characters(a);
  const std::vector<uint32_t> y = Characters(b);
  const int n = static_cast<int>(x.size());
  const int m = static_cast<int>(y.size());
  if (std::abs(n - m) > limit) return limit + 1;
  std::vector<int> before(m + 1), last(m + 1), row(m + 1);
  for (int j = 0; j <= m; ++j) last[j] = j;
  for (int i = 1; i <= n; ++i) {
    row[0] = i;
    int smallest = i;
    for (int j = 1; j <= m; ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1,
                         last[j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      smallest = std::min(smallest, row[j]);
    }
    if (smallest > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[m], limit + 1);
}

std::optional<NameMatch> MatchName(const NameQuery& query,
                                   absl::string_view folded_name) {
  if (query.words.empty()) return std::nullopt;
  if (query.folded == folded_name) {
    return NameMatch{NameMatchKind::kWhole, 1.0};
  }
  const std::vector<absl::string_view> names = FoldedWords(folded_name);
  std::vector<bool> taken(names.size(), false);
  NameMatch match{NameMatchKind::kPrefix, 0};
  double quality = 1;
  size_t answered = 0;
  for (const std::string& typed : query.words) {
    // The best free word; the first of equals. Greedy: names are short, and a
    // word typed twice needs to stand there twice.
    double best = 0;
    size_t best_word = 0;
    for (size_t i = 0; i < names.size(); ++i) {
      if (taken[i]) continue;
      const double q = WordQuality(typed, names[i]);
      if (q > best) {
        best = q;
        best_word = i;
      }
    }
    if (best == 0) return std::nullopt;
    taken[best_word] = true;
    quality *= best;
    answered += typed.size();
    if (best < kPrefixWord) match.kind = NameMatchKind::kTypo;
  }
  const double share =
      std::min(1.0, static_cast<double>(answered) / folded_name.size());
  // A name that starts with what was typed before one that holds it somewhere.
  const double place = absl::StartsWith(folded_name, query.folded) ? 1 : 0.9;
  match.score = quality * place * (0.5 + 0.5 * share);
  return match;
}

}  // namespace impactwire::query
