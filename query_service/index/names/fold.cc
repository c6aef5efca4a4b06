#include "query_service/index/names/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/base/utf8.h"

namespace impactwire::query {
namespace {

// Latin letters that Unicode does not decompose.
const char* Undecomposed(uint32_t c) {
  switch (c) {
    case 0xe6:
      return "ae";
    case 0xf0:
    case 0x111:
      return "d";
    case 0xf8:
      return "o";
    case 0xfe:
      return "th";
    case 0x127:
      return "h";
    case 0x131:
      return "i";
    case 0x142:
      return "l";
    case 0x153:
      return "oe";
    default:
      return nullptr;
  }
}

// Joins the letters on both sides: "McDonald's", "U.N.", "AT&T".
bool IsJoiner(uint32_t c) {
  return c == '\'' || c == 0x2019 || c == '.' || c == '&';
}

// Words from characters that are folded already.
class WordJoiner {
 public:
  explicit WordJoiner(size_t bytes) { out_.reserve(bytes); }

  void Letter(uint32_t c) {
    Begin();
    AppendUtf8(c, &out_);
  }
  void AsciiLetter(char c) {
    Begin();
    out_.push_back(c);
  }
  void Other(uint32_t c) {
    // A joiner counts only right after a letter; if a separator follows, that
    // one ends the word.
    if (!(IsJoiner(c) && after_letter_)) pending_space_ = true;
    after_letter_ = false;
  }
  std::string Take() { return std::move(out_); }

 private:
  void Begin() {
    if (pending_space_ && !out_.empty()) out_.push_back(' ');
    pending_space_ = false;
    after_letter_ = true;
  }

  std::string out_;
  bool pending_space_ = false;
  bool after_letter_ = false;
};

std::string FoldAscii(absl::string_view text) {
  WordJoiner words(text.size());
  for (const char c : text) {
    if (absl::ascii_isalnum(c)) {
      words.AsciiLetter(absl::ascii_tolower(c));
    } else {
      words.Other(static_cast<uint8_t>(c));
    }
  }
  return words.Take();
}

// Null if ICU has no data. Asked for once: the thread sanitizer does not see
// into ICU's own lock.
const icu::Normalizer2* Decomposer() {
  static const icu::Normalizer2* const decomposer = [] {
    UErrorCode error = U_ZERO_ERROR;
    const auto* const instance = icu::Normalizer2::getNFKDInstance(error);
    return U_SUCCESS(error) ? instance : nullptr;
  }();
  return decomposer;
}

}  // namespace

std::string Fold(absl::string_view text) {
  bool ascii = true;
  for (const char c : text) ascii = ascii && absl::ascii_isascii(c);
  if (ascii) return FoldAscii(text);

  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (const auto* const decomposer = Decomposer()) {
    unicode = decomposer->normalize(unicode, error);
  }
  unicode.foldCase();
  WordJoiner words(text.size());
  for (int32_t i = 0; i < unicode.length();) {
    const UChar32 c = unicode.char32At(i);
    i += U16_LENGTH(c);
    const int category = u_charType(c);
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK ||
        c == 0xfffd) {
      continue;
    }
    if (const char* plain = Undecomposed(c)) {
      for (; *plain != '\0'; ++plain) words.Letter(*plain);
    } else if (u_isalnum(c) || category == U_COMBINING_SPACING_MARK) {
      words.Letter(c);
    } else {
      words.Other(c);
    }
  }
  return words.Take();
}

std::vector<absl::string_view> FoldedWords(absl::string_view folded) {
  return absl::StrSplit(folded, ' ', absl::SkipEmpty());
}

std::string Initials(absl::string_view text) {
  std::string initials;
  int words = 0;
  for (const absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(" \t\n-"), absl::SkipEmpty())) {
    const Utf8Char first = DecodeUtf8(word, 0);
    if (!u_isUUppercase(first.code_point) && !absl::ascii_isdigit(word[0])) {
      continue;
    }
    ++words;
    initials.append(word.data(), first.size);
  }
  return words < 2 ? std::string() : Fold(initials);
}

bool HasWordPrefix(absl::string_view folded, absl::string_view prefix) {
  if (prefix.empty()) return true;
  for (size_t at = folded.find(prefix); at != absl::string_view::npos;
       at = folded.find(prefix, at + 1)) {
    if (at == 0 || folded[at - 1] == ' ') return true;
  }
  return false;
}

}  // namespace impactwire::query
