#include "ingest_service/text/chars.h"

#include <unicode/uchar.h>

#include "common/base/utf8.h"

namespace impactwire::text {
namespace {

constexpr CharClass S = CharClass::kSpace;
constexpr CharClass L = CharClass::kLower;
constexpr CharClass U = CharClass::kUpper;
constexpr CharClass D = CharClass::kDigit;
constexpr CharClass P = CharClass::kPunctuation;
constexpr CharClass Y = CharClass::kSymbol;

CharClass Classify(uint32_t c) {
  // Zero-width and bidi controls, however ICU calls them. The soft hyphen
  // (U+00AD) and the joiners of Indic and Arabic script are part of words.
  if (c == 0xAD || c == 0x200C || c == 0x200D) return L;
  if ((c >= 0x2B0 && c <= 0x36F)) return L;
  switch (u_charType(c)) {
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
      return U;
    case U_LOWERCASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_LETTER_NUMBER:
      return L;
    case U_DECIMAL_DIGIT_NUMBER:
      return L;  // other scripts' digits: not read as numbers
    case U_OTHER_NUMBER:
      // Vulgar fractions; superscripts and circled numbers are letters.
      return (c >= 0xBC && c <= 0xBE) || (c >= 0x2150 && c <= 0x215E) ? D : L;
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
      return S;
    case U_MATH_SYMBOL:
    case U_CURRENCY_SYMBOL:
    case U_MODIFIER_SYMBOL:
    case U_OTHER_SYMBOL:
    case U_UNASSIGNED:
    case U_PRIVATE_USE_CHAR:
      return Y;
    default:
      // U+2030, U+2031: per mille, per ten thousand.
      return c == 0x2030 || c == 0x2031 ? Y : P;
  }
}

}  // namespace

const CharClass kAsciiClass[128] = {
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,  // 0x00
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,  // 0x10
    S, P, P, Y, Y, Y, Y, P, P, P, P, Y, P, P, P, P,  // !"#$%&'()*+,-./
    D, D, D, D, D, D, D, D, D, D, P, P, Y, Y, Y, P,  // 0-9:;<=>?
    Y, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,  // @A-O
    U, U, U, U, U, U, U, U, U, U, U, P, P, P, Y, L,  // P-Z[\]^_
    Y, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,  // `a-o
    L, L, L, L, L, L, L, L, L, L, L, P, Y, P, Y, S,  // p-z{|}~DEL
};

Char NonAsciiCharAt(absl::string_view text, size_t at) {
  const Utf8Char c = DecodeUtf8(text, at);
  const uint8_t size = static_cast<uint8_t>(c.size);
  if (c.size == 1) return {CharClass::kSymbol, 1, c.code_point};
  return {Classify(c.code_point), size, c.code_point};
}

absl::string_view TrimSpace(absl::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    const Char c = CharAt(text, begin);
    if (c.kind != CharClass::kSpace) break;
    begin += c.size;
  }
  size_t end = text.size();
  while (end > begin) {
    const size_t previous = PreviousChar(text, end);
    if (!IsSpaceAt(text, previous)) break;
    end = previous;
  }
  return text.substr(begin, end - begin);
}

bool IsApostrophe(uint32_t c) { return c == '\'' || c == 0x2019; }

bool IsOpeningMark(uint32_t c) {
  switch (c) {
    case '"':
    case '\'':
    case '(':
    case '[':
    case '{':
    case 0x2018:
    case 0x201C:
    case 0x201E:
    case 0xAB:
    case 0x2039:
    case 0x300C:
      return true;
    default:
      return false;
  }
}

bool IsClosingMark(uint32_t c) {
  switch (c) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case '}':
    case 0x2019:
    case 0x201D:
    case 0xBB:
    case 0x203A:
    case 0x300D:
      return true;
    default:
      return false;
  }
}

}  // namespace impactwire::text
