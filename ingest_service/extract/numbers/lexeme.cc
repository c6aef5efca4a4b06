#include "ingest_service/extract/numbers/lexeme.h"

#include <array>

#include "common/base/utf8.h"

namespace impactwire::extract {
namespace {

enum ByteClass : uint8_t { kMarkByte, kSpace, kLetter, kDigit, kMultiByte };

constexpr std::array<uint8_t, 256> MakeClasses() {
  std::array<uint8_t, 256> classes{};
  for (int i = 0; i < 256; ++i) {
    if ((i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z')) {
      classes[i] = kLetter;
    } else if (i >= '0' && i <= '9') {
      classes[i] = kDigit;
    } else if (i == ' ' || (i >= 9 && i <= 13)) {
      classes[i] = kSpace;
    } else if (i >= 0x80) {
      classes[i] = kMultiByte;
    } else {
      classes[i] = kMarkByte;
    }
  }
  return classes;
}
constexpr std::array<uint8_t, 256> kClasses = MakeClasses();

// Letters of the scripts English news borrows words from; the rest (currency
// signs, quotes, dashes, fractions, CJK) stand alone.
bool IsLetter(uint32_t c) {
  return (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
         (c >= 0x250 && c <= 0x2AF) || (c >= 0x300 && c <= 0x36F) ||
         (c >= 0x370 && c <= 0x6FF) || (c >= 0x900 && c <= 0xDFF) ||
         (c >= 0x1E00 && c <= 0x1EFF);
}

bool IsSpace(uint32_t c) {
  return c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F ||
         c == 0x3000 || c == 0xFEFF;
}

void LexRange(absl::string_view text, text::Span range,
              std::vector<Lexeme>* out) {
  int32_t i = range.begin;
  bool space = true;
  while (i < range.end) {
    const unsigned char byte = text[i];
    uint8_t byte_class = kClasses[byte];
    int32_t size = 1;
    if (byte_class == kMultiByte) {
      const Utf8Char c = DecodeUtf8(text, i);
      size = c.size;
      byte_class = IsLetter(c.code_point)  ? kLetter
                   : IsSpace(c.code_point) ? kSpace
                                           : kMarkByte;
    }
    if (byte_class == kSpace) {
      space = true;
      i += size;
      continue;
    }
    Lexeme lexeme;
    lexeme.span.begin = i;
    lexeme.space_before = space;
    space = false;
    uint64_t hash = kWordHashSeed;
    // ".08": a point that starts a number.
    if (byte == '.' && lexeme.space_before && i + 1 < range.end &&
        kClasses[static_cast<unsigned char>(text[i + 1])] == kDigit) {
      byte_class = kDigit;
    }
    if (byte_class == kLetter) {
      lexeme.capitalized = byte >= 'A' && byte <= 'Z';
      int letters = 0;
      bool all_caps = true;
      while (i < range.end) {
        unsigned char b = text[i];
        if (kClasses[b] == kLetter) {
          const int32_t start = i;
          unsigned char seen = 0;  // 0x20: a lower-case letter
          do {
            seen |= b;
            hash = HashByte(hash, b);
            if (++i == range.end) break;
            b = text[i];
          } while (kClasses[b] == kLetter);
          all_caps &= (seen & 0x20) == 0;
          letters += i - start;
          continue;
        } else if (kClasses[b] == kMultiByte) {
          const Utf8Char c = DecodeUtf8(text, i);
          if (!IsLetter(c.code_point)) break;
          for (int k = 0; k < c.size; ++k) hash = HashByte(hash, text[i + k]);
          i += c.size;
        } else {
          break;
        }
        ++letters;
      }
      lexeme.kind = LexemeKind::kWord;
      lexeme.all_caps = all_caps && letters >= 2;
    } else if (byte_class == kDigit) {
      // "6,000", "1.5", "2,00,000": a separator belongs when a digit follows.
      while (i < range.end) {
        const unsigned char b = text[i];
        if (kClasses[b] == kDigit) {
          ++i;
        } else if ((b == ',' || b == '.') && i + 1 < range.end &&
                   kClasses[static_cast<unsigned char>(text[i + 1])] ==
                       kDigit) {
          ++i;
        } else {
          break;
        }
      }
      lexeme.kind = LexemeKind::kDigits;
    } else {
      for (int k = 0; k < size; ++k) hash = HashByte(hash, text[i + k]);
      i += size;
      lexeme.kind = LexemeKind::kMark;
    }
    lexeme.span.end = i;
    lexeme.hash = lexeme.kind == LexemeKind::kDigits ? 0 : hash;
    out->push_back(lexeme);
  }
}

}  // namespace

LexedText Lex(const text::Document& document) {
  LexedText lexed;
  lexed.document = &document;
  lexed.lexemes.reserve(document.text.size() / 5);
  lexed.sentence_begin.reserve(document.sentences.size() + 1);
  for (const text::Sentence& sentence : document.sentences) {
    lexed.sentence_begin.push_back(lexed.lexemes.size());
    LexRange(document.text, sentence.span, &lexed.lexemes);
  }
  lexed.sentence_begin.push_back(lexed.lexemes.size());
  return lexed;
}

std::vector<Lexeme> LexPhrase(absl::string_view text) {
  std::vector<Lexeme> out;
  LexRange(text, {0, static_cast<int32_t>(text.size())}, &out);
  return out;
}

}  // namespace impactwire::extract
