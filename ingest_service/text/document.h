// Document: the in-memory carrier of one article: its main text with
// paragraphs, sentences and tokens, and what the page said of itself.
//
// Made by text/document_reader.h; constant afterwards, so any thread may read.
// Paragraphs, sentences and tokens stand in text order and never overlap.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest_service/text/span.h"

namespace impactwire::text {

// What a paragraph is on its page. Facts are read from all but kByline and
// kFurniture.
enum class ParagraphKind : uint8_t {
  kTitle,
  kHeading,
  kBody,
  kListItem,
  kCaption,
  kTableRow,
  kByline,     // author, date line, agency credit
  kFurniture,  // boilerplate that could not be told surely enough to drop
};

struct Paragraph {
  Span span;
  ParagraphKind kind = ParagraphKind::kBody;
  // Half-open range in Document::sentences.
  int32_t first_sentence = 0;
  int32_t last_sentence = 0;
};

struct Sentence {
  Span span;
  int32_t paragraph = 0;
  // Half-open range in Document::tokens.
  int32_t first_token = 0;
  int32_t last_token = 0;
};

enum class TokenKind : uint8_t {
  kWord,  // letters, with inner apostrophes, hyphens and dots: "U.S.", "co-op"
  kNumber,  // starts with a digit: "6,000", "1.2m", "58", "2,00,000", "4th",
            // "2012-13", "23-year-old"
  kPunctuation,  // one mark each
  kSymbol,       // "$", "%", "₹", "US$", "+"
};

// The possessive "'s" is a word of its own; "58.com", "JD.com", "R&D", whole
// URLs and mail addresses are one word. Abbreviations and initials keep their
// dot ("Inc.", "J.") unless that dot ends the sentence; dotted letters always
// do ("U.S."). A currency code glued to a number is apart ("USD" "34.6"). All
// else glued behind a number is part of it ("50kg"). More in tokenizer.h.
struct Token {
  Span span;
  int32_t sentence = 0;
  TokenKind kind = TokenKind::kWord;
  bool capitalized = false;  // starts with an upper-case letter
  bool all_caps = false;     // two or more letters, all upper case
  bool has_digit = false;
  bool space_before = false;
};

enum class WarningKind : uint8_t {
  kTruncated,
  kCharset,
  kLanguage,
  kMarkup,
  kNoContent,
};

struct DocumentWarning {
  WarningKind kind;
  std::string message;
};

struct Document {
  std::string title;
  std::string byline;
  std::string publisher;
  std::string publish_date;  // "YYYY-MM-DD", "YYYY-MM", "YYYY" or empty
  std::string language;      // ISO 639-1, or "und"

  // The main text, UTF-8: begins with the title as its own paragraph where
  // there is one; paragraphs are separated by blank lines.
  std::string text;
  std::vector<Paragraph> paragraphs;
  std::vector<Sentence> sentences;
  std::vector<Token> tokens;
  std::vector<DocumentWarning> warnings;

  absl::string_view Surface(Span span) const { return span.In(text); }
  absl::string_view Surface(const Token& token) const {
    return token.span.In(text);
  }
};

}  // namespace impactwire::text
