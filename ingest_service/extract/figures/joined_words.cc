#include "ingest_service/extract/figures/joined_words.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace impactwire::extract {

std::string Joined(const LexedText& lexed, int32_t begin, int32_t end) {
  static const uint64_t kS = HashWord("s");
  std::string out;
  if (begin < end && lexed.lexemes[begin].hash == kS) ++begin;  // of "'s"
  for (int32_t i = begin; i < end; ++i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (i > begin && lexeme.space_before) out += ' ';
    const absl::string_view word = lexed.Surface(lexeme);
    const bool first = absl::c_binary_search(lexed.sentence_begin, i);
    const bool loud = lexeme.all_caps && word.size() > 5;
    absl::StrAppend(
        &out, first || loud ? absl::AsciiStrToLower(word) : std::string(word));
  }
  return out;
}

std::string With(absl::string_view a, absl::string_view b) {
  if (a.empty() || b.empty()) return absl::StrCat(a, b);
  return absl::StrCat(a, " ", b);
}

bool IsProper(const LexedText& lexed, int32_t at) {
  return lexed.lexemes[at].capitalized &&
         !absl::c_binary_search(lexed.sentence_begin, at);
}

}  // namespace impactwire::extract
