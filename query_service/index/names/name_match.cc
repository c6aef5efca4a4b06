#include "query_service/index/names/name_match.h"

#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "absl/strings/match.h"
#include "common/base/utf8.h"
#include "query_service/index/names/fold.h"

namespace impactwire::query {
namespace {

// A query has at most 200 bytes; the rest of it would be of one-letter words.
constexpr size_t kMaxTypedWords = 16;
constexpr uint8_t kNoAnswer = 255;

using CharacterList = absl::InlinedVector<uint32_t, 32>;

CharacterList Characters(absl::string_view text) {
  CharacterList result;
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

bool IsAscii(absl::string_view text) {
  char any = 0;
  for (const char c : text) any |= c;
  return (any & 0x80) == 0;
}

// EditDistance of x[0, n) and y[0, m).
template <typename Character>
int Distance(const Character* x, size_t n, const Character* y, size_t m,
             int limit) {
  // What both begin and end with costs nothing.
  for (; n > 0 && m > 0 && x[0] == y[0]; ++x, ++y, --n, --m) {
  }
  for (; n > 0 && m > 0 && x[n - 1] == y[m - 1]; --n, --m) {
  }
  const int rows = static_cast<int>(n);
  const int columns = static_cast<int>(m);
  // Only cells within `limit` of the diagonal can count; others are as if too
  // many.
  const int none = limit + 1;
  if (std::abs(rows - columns) > limit) return none;
  if (rows == 0 || columns == 0) return rows + columns;
  absl::InlinedVector<int, 3 * 32> cells(3 * (m + 1), none);
  int* before = cells.data();
  int* last = before + m + 1;
  int* row = last + m + 1;
  for (int j = 0; j <= std::min(columns, limit); ++j) last[j] = j;
  for (int i = 1; i <= rows; ++i) {
    const int from = std::max(1, i - limit);
    const int to = std::min(columns, i + limit);
    row[from - 1] = from == 1 && i <= limit ? i : none;
    int smallest = row[from - 1];
    for (int j = from; j <= to; ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1,
                         last[j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      smallest = std::min(smallest, row[j]);
    }
    if (to < columns) row[to + 1] = none;
    if (smallest > limit) return none;
    int* const free = before;
    before = last;
    last = row;
    row = free;
  }
  return std::min(last[columns], none);
}

bool IsInitialOf(absl::string_view word, absl::string_view typed) {
  return CountCharacters(word) == 1 && absl::StartsWith(typed, word);
}

// Whether every typed word can have a name word of its own with an answer of at
// most `worst`: augmenting paths, names being short.
class Assignment {
 public:
  Assignment(const std::vector<uint8_t>& answers, size_t typed, size_t names)
      : answers_(answers), typed_(typed), names_(names) {}

  bool Exists(uint8_t worst) {
    taken_by_.assign(names_, kNone);
    for (size_t t = 0; t < typed_; ++t) {
      seen_.assign(names_, false);
      if (!Place(t, worst)) return false;
    }
    return true;
  }

 private:
  static constexpr size_t kNone = ~size_t{0};

  bool Place(size_t t, uint8_t worst) {
    for (size_t n = 0; n < names_; ++n) {
      if (answers_[t * names_ + n] > worst || seen_[n]) continue;
      seen_[n] = true;
      if (taken_by_[n] == kNone || Place(taken_by_[n], worst)) {
        taken_by_[n] = t;
        return true;
      }
    }
    return false;
  }

  const std::vector<uint8_t>& answers_;
  const size_t typed_;
  const size_t names_;
  std::vector<size_t> taken_by_;
  std::vector<bool> seen_;
};

}  // namespace

TypedWord::TypedWord(absl::string_view word)
    : text(word),
      spelling(SpellingKey(word)),
      consonants(ConsonantKey(spelling)),
      characters(CountCharacters(word)),
      edits(AllowedEdits(characters)) {}

NameQuery::NameQuery(absl::string_view text, NamesOf of)
    : of(of), folded(Fold(text)), core(CoreName(folded, of)) {
  for (const absl::string_view word : CoreWords(folded, of)) {
    const bool known =
        std::any_of(words.begin(), words.end(),
                    [&](const TypedWord& w) { return w.text == word; });
    if (!known && words.size() < kMaxTypedWords) words.emplace_back(word);
  }
}

int AllowedEdits(size_t characters) {
  return characters < 4 ? 0 : characters < 8 ? 1 : 2;
}

int EditDistance(absl::string_view a, absl::string_view b, int limit) {
  if (IsAscii(a) && IsAscii(b)) {
    return Distance(a.data(), a.size(), b.data(), b.size(), limit);
  }
  const CharacterList x = Characters(a);
  const CharacterList y = Characters(b);
  return Distance(x.data(), x.size(), y.data(), y.size(), limit);
}

namespace {

// A word of a name; its spelling once it was needed.
struct NameWord {
  absl::string_view text;
  std::string spelling;
  const std::string& Spelling() {
    if (spelling.empty()) spelling = SpellingKey(text);
    return spelling;
  }
};

std::optional<WordAnswer> AnswerBy(const TypedWord& typed, NameWord* name_word,
                                   NamesOf of, WordAnswer worst) {
  const absl::string_view word = name_word->text;
  if (typed.text == word) return WordAnswer::kSame;
  if (worst < WordAnswer::kStart) return std::nullopt;
  if (absl::StartsWith(word, typed.text) ||
      (of == NamesOf::kPersons && IsInitialOf(word, typed.text))) {
    return WordAnswer::kStart;
  }
  if (worst < WordAnswer::kRespelt) return std::nullopt;
  const std::string& spelling = name_word->Spelling();
  if (typed.spelling == spelling) return WordAnswer::kRespelt;
  if (worst < WordAnswer::kOneEdit) return std::nullopt;
  const int limit =
      worst == WordAnswer::kOneEdit ? std::min(typed.edits, 1) : typed.edits;
  if (limit > 0) {
    const int edits = EditDistance(typed.text, word, limit);
    if (edits == 1) return WordAnswer::kOneEdit;
    if (edits <= limit) return WordAnswer::kFar;
  }
  if (worst < WordAnswer::kFar) return std::nullopt;
  if (!typed.consonants.empty() && typed.consonants == ConsonantKey(spelling)) {
    return WordAnswer::kFar;
  }
  return std::nullopt;
}

}  // namespace

std::optional<WordAnswer> AnswerOf(const TypedWord& typed,
                                   absl::string_view word, NamesOf of,
                                   WordAnswer worst) {
  NameWord name_word{word, ""};
  return AnswerBy(typed, &name_word, of, worst);
}

std::optional<WordAnswer> MatchName(const NameQuery& query,
                                    absl::string_view folded_name,
                                    WordAnswer worst) {
  std::vector<NameWord> names;
  for (const absl::string_view word : FoldedWords(folded_name)) {
    names.push_back({word, ""});
  }
  if (query.words.empty() || query.words.size() > names.size()) {
    return std::nullopt;
  }
  std::vector<uint8_t> answers;
  answers.reserve(query.words.size() * names.size());
  uint8_t best_possible = 0;
  for (const TypedWord& typed : query.words) {
    uint8_t best = kNoAnswer;
    for (NameWord& name : names) {
      const auto answer = AnswerBy(typed, &name, query.of, worst);
      answers.push_back(answer.has_value() ? static_cast<uint8_t>(*answer)
                                           : kNoAnswer);
      best = std::min(best, answers.back());
    }
    if (best == kNoAnswer) return std::nullopt;
    best_possible = std::max(best_possible, best);
  }
  Assignment assignment(answers, query.words.size(), names.size());
  for (uint8_t w = best_possible; w <= static_cast<uint8_t>(worst); ++w) {
    if (assignment.Exists(w)) return static_cast<WordAnswer>(w);
  }
  return std::nullopt;
}

}  // namespace impactwire::query
