#include "ingest_service/text/tokenizer.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "ingest_service/text/chars.h"
#include "ingest_text_data.h"

namespace impactwire::text {
namespace {

bool IsAsciiDigit(absl::string_view text, size_t at, size_t end) {
  return at < end && absl::ascii_isdigit(text[at]);
}

// Whether a letter or digit starts at `at`.
bool IsWordAt(absl::string_view text, size_t at, size_t end) {
  if (at >= end) return false;
  const Char c = CharAt(text, at);
  return c.letter() || c.digit();
}

// Size of the apostrophe at `at`, or 0.
size_t ApostropheSize(absl::string_view text, size_t at, size_t end) {
  if (at >= end) return 0;
  if (text[at] == '\'') return 1;
  if (end - at >= 3 && text.substr(at, 3) == "\u2019") return 3;
  return 0;
}

// Size of the hyphen (U+002D, U+2010, U+2011) at `at`, or 0.
size_t HyphenSize(absl::string_view text, size_t at, size_t end) {
  if (at >= end) return 0;
  if (text[at] == '-') return 1;
  if (end - at >= 3 &&
      (text.substr(at, 3) == "\u2010" || text.substr(at, 3) == "\u2011")) {
    return 3;
  }
  return 0;
}

// Whether "s" after an apostrophe stands alone: the possessive.
bool IsPossessive(absl::string_view text, size_t at, size_t end) {
  return at < end && (text[at] == 's' || text[at] == 'S') &&
         !IsWordAt(text, at + 1, end);
}

// "2012-13", "2012/13": two further digits that name a later year.
size_t SeasonEnd(absl::string_view text, size_t begin, size_t at, size_t end) {
  if (at - begin != 4 || end - at < 3) return at;
  if (text[at] != '-' && text[at] != '/') return at;
  const absl::string_view head = text.substr(begin, 2);
  if (head != "19" && head != "20" && head != "18") return at;
  if (!IsAsciiDigit(text, at + 1, end) || !IsAsciiDigit(text, at + 2, end)) {
    return at;
  }
  if (at + 3 < end) {
    const Char next = CharAt(text, at + 3);
    if (next.letter() || next.digit() || next.code_point == '-' ||
        next.code_point == '/') {
      return at;
    }
  }
  const int year = (text[begin + 2] - '0') * 10 + (text[begin + 3] - '0');
  const int next_year = (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
  return next_year > year || next_year == (year + 1) % 100 ? at + 3 : at;
}

// End of a URL's or mail address's characters; a mark at its end is left out.
size_t AddressEnd(absl::string_view text, size_t at, size_t end) {
  while (at < end) {
    const unsigned char c = text[at];
    if (c >= 0x80 || kAsciiClass[c] == CharClass::kSpace || c == '"' ||
        c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' ||
        c == '(' || c == ')') {
      break;
    }
    ++at;
  }
  while (at > 0 && (absl::ascii_ispunct(text[at - 1]) && text[at - 1] != '/')) {
    --at;
  }
  return at;
}

// The end of a word of small letters, perhaps behind a capital, where a space
// or a comma tells that it is whole; `at`: there is none. Most words are such.
size_t PlainWordEnd(absl::string_view text, size_t at, size_t end) {
  size_t stop = at;
  if (text[stop] >= 'A' && text[stop] <= 'Z') ++stop;
  while (stop < end && text[stop] >= 'a' && text[stop] <= 'z') ++stop;
  return stop < end && (text[stop] == ' ' || text[stop] == ',') ? stop : at;
}

void SetFlags(absl::string_view text, Token* token) {
  const absl::string_view surface = token->span.In(text);
  int upper = 0;
  int lower = 0;
  // Most words have small letters only.
  size_t i = SkipAsciiLower(surface, 0);
  if (i == surface.size()) return;
  lower = i > 0;
  while (i < surface.size()) {
    const Char c = CharAt(surface, i);
    upper += c.kind == CharClass::kUpper;
    lower += c.kind == CharClass::kLower;
    token->has_digit |= c.digit();
    if (i == 0) token->capitalized = upper > 0;
    i += c.size;
  }
  token->all_caps = upper >= 2 && lower == 0;
}

}  // namespace

Tokenizer::Tokenizer()
    : abbreviations_(data::Abbreviations()),
      domains_(data::TopDomains()),
      currencies_(data::CurrencyPrefixes()) {}

size_t Tokenizer::DomainEnd(absl::string_view text, size_t at,
                            size_t end) const {
  while (at + 1 < end && text[at] == '.') {
    size_t stop = at + 1;
    while (stop < end && absl::ascii_islower(text[stop])) ++stop;
    if (stop == at + 1 ||
        !domains_.Contains(text.substr(at + 1, stop - at - 1)))
      break;
    if (IsWordAt(text, stop, end)) break;
    at = stop;
  }
  return at;
}

bool Tokenizer::IsCurrencyPrefix(absl::string_view text, size_t begin,
                                 size_t at, size_t end) const {
  if (at - begin > 5) return false;
  const absl::string_view* kind =
      currencies_.Find(text.substr(begin, at - begin));
  if (kind == nullptr) return false;
  if (*kind == "always") return true;
  size_t digits = at;
  while (IsAsciiDigit(text, digits, end)) ++digits;
  if (digits >= end) return false;
  const char next = text[digits];
  if ((next == ',' || next == '.') && IsAsciiDigit(text, digits + 1, end)) {
    return true;
  }
  absl::string_view rest = text.substr(digits, end - digits);
  size_t word = 0;
  if (next == ' ') rest.remove_prefix(1);
  while (word < rest.size() && absl::ascii_islower(rest[word])) ++word;
  rest = rest.substr(0, word);
  if (next != ' ' && (rest == "m" || rest == "bn" || rest == "k" ||
                      rest == "mn" || rest == "b" || rest == "tn")) {
    return true;
  }
  return rest == "million" || rest == "billion" || rest == "trillion" ||
         rest == "thousand" || rest == "bn" || rest == "crore" ||
         rest == "lakh";
}

size_t Tokenizer::NumberEnd(absl::string_view text, size_t begin, size_t end,
                            TokenKind* kind) const {
  size_t at = begin;
  bool plain = true;
  while (at < end) {
    const unsigned char c = text[at];
    if (absl::ascii_isdigit(c)) {
      ++at;
    } else if ((c == ',' || c == '.') && IsAsciiDigit(text, at + 1, end)) {
      plain = false;
      ++at;
    } else if (c >= 0x80) {
      const Char fraction = CharAt(text, at);
      if (!fraction.digit()) break;
      at += fraction.size;
    } else {
      break;
    }
  }
  *kind = TokenKind::kNumber;
  if (plain) {
    const size_t season = SeasonEnd(text, begin, at, end);
    if (season != at) return season;
    const size_t domain = DomainEnd(text, at, end);
    if (domain != at) {
      *kind = TokenKind::kWord;
      return domain;
    }
  }
  // What is glued behind: "1.2m", "4th", "23-year-old", "50kg".
  while (at < end) {
    const Char c = CharAt(text, at);
    if (c.letter() || c.digit()) {
      at += c.size;
      continue;
    }
    if (const size_t hyphen = HyphenSize(text, at, end);
        hyphen > 0 && at + hyphen < end && CharAt(text, at + hyphen).letter()) {
      at += hyphen;
      continue;
    }
    break;
  }
  return at;
}

size_t Tokenizer::WordEnd(absl::string_view text, size_t begin, size_t end,
                          TokenKind* kind) const {
  *kind = TokenKind::kWord;
  size_t at = begin;
  bool letters_only = true;  // so far
  int dotted = 0;            // "U.S": single letters joined by dots
  size_t part = begin;       // start of the letters after the last joint
  while (true) {
    at = SkipAsciiLetters(text, at, end);
    if (at >= end) break;
    const Char c = CharAt(text, at);
    if (c.letter()) {
      at += c.size;
      continue;
    }
    if (c.digit()) {
      if (letters_only && IsCurrencyPrefix(text, begin, at, end)) return at;
      letters_only = false;
      at += c.size;
      continue;
    }
    if (const size_t mark = ApostropheSize(text, at, end); mark > 0) {
      if (!IsWordAt(text, at + mark, end) ||
          IsPossessive(text, at + mark, end)) {
        return at;
      }
      at += mark;
      part = at;
      continue;
    }
    if (const size_t hyphen = HyphenSize(text, at, end); hyphen > 0) {
      if (!IsWordAt(text, at + hyphen, end)) return at;
      letters_only = false;
      at += hyphen;
      part = at;
      continue;
    }
    if (c.code_point == '&') {
      // "R&D", "AT&T": glued on both sides.
      if (!IsWordAt(text, at + 1, end)) return at;
      letters_only = false;
      ++at;
      part = at;
      continue;
    }
    if (c.code_point == '$' && letters_only && at - begin <= 3 &&
        absl::ascii_isupper(text[begin])) {
      *kind = TokenKind::kSymbol;
      return at + 1;
    }
    if (c.code_point == '@' && IsWordAt(text, at + 1, end)) {
      return AddressEnd(text, at, end);
    }
    if (c.code_point == ':' && text.substr(at, 3) == "://" &&
        (text.substr(begin, at - begin) == "http" ||
         text.substr(begin, at - begin) == "https")) {
      return AddressEnd(text, at, end);
    }
    if (c.code_point != '.') return at;
    if (at - begin == 3 && text.substr(begin, 4) == "www." &&
        IsWordAt(text, at + 1, end)) {
      return AddressEnd(text, at, end);
    }
    const bool last = at + 1 >= end;
    const size_t letters = at - part;
    const bool single = letters == 1 || (letters > 1 && letters <= 4 &&
                                         part + CharAt(text, part).size == at);
    if (single && (part == begin || dotted > 0)) {
      // "U." of "U.S.", "J." of "J. K. Rao".
      if (!last && CharAt(text, at + 1).letter()) {
        ++dotted;
        ++at;
        part = at;
        continue;
      }
      if (dotted > 0) return at + 1;
      return last || CharAt(text, begin).kind != CharClass::kUpper ? at
                                                                   : at + 1;
    }
    // "Ph.D.", "Ltd.", "Rs.500".
    if (const size_t domain = DomainEnd(text, at, end); domain != at) {
      return domain;
    }
    if (dotted == 0 && text.substr(begin, at - begin) == "Ph" && !last &&
        text[at + 1] == 'D') {
      ++dotted;
      ++at;
      part = at;
      continue;
    }
    if (!last && at - begin <= abbreviations_.longest() &&
        abbreviations_.FindFolded(text.substr(begin, at - begin)) != nullptr) {
      return at + 1;
    }
    return at;
  }
  return at;
}

void Tokenizer::Append(absl::string_view text, Span span, int32_t sentence,
                       std::vector<Token>* tokens) const {
  const size_t end = span.end;
  size_t at = span.begin;
  bool space = true;
  // The dot of an abbreviation that ends the sentence stands apart, also where
  // quotes and brackets follow it.
  size_t words_end = end;
  while (words_end > at) {
    const size_t previous = PreviousChar(text, words_end);
    const Char c = CharAt(text, previous);
    if (c.kind != CharClass::kSpace && !IsClosingMark(c.code_point)) break;
    words_end = previous;
  }
  while (at < end) {
    const Char c = CharAt(text, at);
    if (c.kind == CharClass::kSpace) {
      space = true;
      at += c.size;
      continue;
    }
    const size_t limit = at < words_end ? words_end : end;
    Token token;
    token.sentence = sentence;
    token.space_before = space;
    size_t stop = at + c.size;
    if (const size_t plain = PlainWordEnd(text, at, limit); plain > at) {
      token.capitalized = c.kind == CharClass::kUpper;
      token.span = {static_cast<int32_t>(at), static_cast<int32_t>(plain)};
      tokens->push_back(token);
      at = plain;
      space = false;
      continue;
    }
    if (c.letter()) {
      stop = WordEnd(text, at, limit, &token.kind);
    } else if (c.digit()) {
      stop = NumberEnd(text, at, limit, &token.kind);
    } else if (c.kind == CharClass::kSymbol) {
      token.kind = TokenKind::kSymbol;
    } else {
      token.kind = TokenKind::kPunctuation;
      if (IsApostrophe(c.code_point) && !space && !tokens->empty() &&
          tokens->back().span.end == static_cast<int32_t>(at) &&
          tokens->back().sentence == sentence &&
          tokens->back().kind <= TokenKind::kNumber &&
          IsPossessive(text, stop, end)) {
        token.kind = TokenKind::kWord;
        ++stop;
      }
    }
    token.span = {static_cast<int32_t>(at), static_cast<int32_t>(stop)};
    if (token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber) {
      SetFlags(text, &token);
    }
    tokens->push_back(token);
    at = stop;
    space = false;
  }
}

}  // namespace impactwire::text
