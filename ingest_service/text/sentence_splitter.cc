#include "ingest_service/text/sentence_splitter.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "common/base/utf8.h"
#include "ingest_service/text/chars.h"
#include "ingest_text_data.h"

namespace impactwire::text {
namespace {

// Longest word looked at before a stop.
constexpr size_t kMaxWordBytes = 32;

bool IsStop(uint32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 ||
         c == 0xFF01 || c == 0xFF1F || c == 0x0964 || c == 0x061F;
}

// Stops of scripts that set no space behind them.
bool IsFullWidthStop(uint32_t c) {
  return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x0964;
}

// Bytes at which a stop may start.
constexpr std::array<bool, 256> kMayStop = [] {
  std::array<bool, 256> may{};
  for (int c = 0xD8; c < 256; ++c) may[c] = true;
  may['.'] = may['!'] = may['?'] = true;
  return may;
}();

bool IsStopAt(absl::string_view text, size_t at) {
  const unsigned char c = text[at];
  if (c < 0x80) return c == '.' || c == '!' || c == '?';
  if (c < 0xD8) return false;
  return IsStop(CharAt(text, at).code_point);
}

size_t SkipSpace(absl::string_view text, size_t at, size_t limit) {
  while (at < limit) {
    const Char c = CharAt(text, at);
    if (c.kind != CharClass::kSpace) break;
    at += c.size;
  }
  return at;
}

bool IsDash(uint32_t c) { return c == '-' || c == 0x2013 || c == 0x2014; }

// Start of the word that ends at `end`: letters, digits, inner dots, "&", "'".
size_t WordBegin(absl::string_view text, size_t begin, size_t end) {
  const size_t floor =
      end - begin > kMaxWordBytes ? end - kMaxWordBytes : begin;
  size_t at = end;
  while (at > floor) {
    const size_t previous = PreviousChar(text, at);
    const Char c = CharAt(text, previous);
    if (!c.letter() && !c.digit() && c.code_point != '.' &&
        c.code_point != '&' && c.code_point != '\'') {
      break;
    }
    at = previous;
  }
  return std::max(at, begin);
}

size_t SkipOpening(absl::string_view text, size_t at, size_t limit) {
  while (at < limit) {
    const Char c = CharAt(text, at);
    if (!IsOpeningMark(c.code_point) && c.kind != CharClass::kSpace) break;
    at += c.size;
  }
  return at;
}

}  // namespace

SentenceSplitter::SentenceSplitter()
    : abbreviations_(data::Abbreviations()),
      starters_(data::SentenceStarters()),
      domains_(data::TopDomains()) {}

bool SentenceSplitter::StarterAt(absl::string_view text, size_t at,
                                 size_t limit) const {
  size_t end = at;
  while (end < limit && end - at < 16 && absl::ascii_isalpha(text[end])) ++end;
  if (end < limit && (text[end] == '&' || text[end] == '-')) return false;
  return starters_.Contains(text.substr(at, end - at));
}

bool SentenceSplitter::EndsAfterDot(absl::string_view text, size_t begin,
                                    size_t stop, size_t next,
                                    size_t limit) const {
  const size_t word_begin = WordBegin(text, begin, stop);
  const absl::string_view word = text.substr(word_begin, stop - word_begin);
  const Char follower = CharAt(text, next);
  const bool capital = follower.kind == CharClass::kUpper;
  const bool digit = follower.digit();
  if (word.empty()) return true;
  const Char first = CharAt(word, 0);
  // "1. Recruit": the marker of a list item, at the paragraph's start.
  const bool at_start = word_begin == begin;
  if (at_start && word.size() <= 3 && first.digit()) return false;
  // "U.S.", "a.m.", "D.C."
  if (word.find('.') != absl::string_view::npos && !first.digit()) {
    const absl::string_view* kind = abbreviations_.FindFolded(word);
    if (kind != nullptr && *kind == "inner") return false;
    const size_t last_dot = word.rfind('.');
    const bool dotted = word.size() - last_dot == 2;
    if (dotted) {
      if (first.kind == CharClass::kLower) return capital;  // "p.m. Police"
      return StarterAt(text, next, limit);
    }
    return true;
  }
  // An initial: "J. K. Rao". "Plan B. The" ends before a starter.
  if (first.size == word.size() && first.kind == CharClass::kUpper) {
    if (at_start) return false;
    return StarterAt(text, next, limit);
  }
  const absl::string_view* kind = abbreviations_.FindFolded(word);
  if (kind == nullptr) return true;
  const bool upper = first.kind == CharClass::kUpper;
  if (*kind == "title") return !upper;
  if (*kind == "rank") {
    return !upper || (StarterAt(text, next, limit) && next + 2 < limit &&
                      absl::ascii_isalpha(text[next + 2]));
  }
  if (*kind == "suffix") return upper ? StarterAt(text, next, limit) : true;
  if (*kind == "number") return !digit;
  if (*kind == "month") return upper ? !digit : true;
  if (*kind == "unit") return capital || digit;
  if (*kind == "inner") return upper && word.size() > 2 && capital;
  return StarterAt(text, next, limit);
}

bool SentenceSplitter::Ends(absl::string_view text, size_t begin, size_t stop,
                            size_t after, size_t closed, size_t limit) const {
  if (closed >= limit) return true;
  const Char mark = CharAt(text, PreviousChar(text, after));
  if (IsFullWidthStop(mark.code_point)) return true;
  const bool single_dot = after - stop == 1 && text[stop] == '.';
  if (!IsSpaceAt(text, closed)) {
    // "poverty.The": letters of a word on both sides, no name with a dot.
    if (after - stop != 1) return false;
    const Char next = CharAt(text, closed);
    if (next.kind != CharClass::kUpper) return false;
    const size_t second = closed + next.size;
    const bool word_follows =
        second < limit &&
        (CharAt(text, second).kind == CharClass::kLower ||
         (IsSpaceAt(text, second) &&
          (next.code_point == 'A' || next.code_point == 'I')));
    if (!word_follows) return false;
    if (!single_dot || closed > after) return true;
    const size_t word_begin = WordBegin(text, begin, stop);
    const absl::string_view word = text.substr(word_begin, stop - word_begin);
    if (stop == begin || word.find('.') != absl::string_view::npos) {
      return false;
    }
    const Char last = CharAt(text, PreviousChar(text, stop));
    if (last.digit()) return true;
    if (last.kind == CharClass::kPunctuation) return true;  // ")."
    if (last.kind != CharClass::kLower || word.size() < 3) return false;
    const absl::string_view* kind = abbreviations_.FindFolded(word);
    if (kind != nullptr) return false;
    size_t end = closed;
    while (end < limit && absl::ascii_isalpha(text[end])) ++end;
    return domains_.FindFolded(text.substr(closed, end - closed)) == nullptr;
  }
  const size_t next = SkipSpace(text, closed, limit);
  if (next >= limit) return true;
  const size_t head = SkipOpening(text, next, limit);
  if (head >= limit) return true;
  const Char follower = CharAt(text, head);
  // A new sentence does not start with a small letter or a joining mark.
  if (follower.code_point < 0x80 && follower.kind == CharClass::kLower) {
    return false;
  }
  if (follower.kind == CharClass::kPunctuation &&
      (follower.code_point == ',' || follower.code_point == ';' ||
       follower.code_point == ':' || IsDash(follower.code_point))) {
    return false;
  }
  if (!single_dot || closed > after) return true;
  return EndsAfterDot(text, begin, stop, head, limit);
}

void SentenceSplitter::Append(absl::string_view text, Span paragraph,
                              std::vector<Span>* sentences) const {
  const size_t limit = paragraph.end;
  size_t begin = SkipSpace(text, paragraph.begin, limit);
  const auto add = [&](size_t from, size_t to) {
    const absl::string_view trimmed = TrimSpace(text.substr(from, to - from));
    if (trimmed.empty()) return;
    const int32_t start = static_cast<int32_t>(trimmed.data() - text.data());
    sentences->push_back({start, start + static_cast<int32_t>(trimmed.size())});
  };
  size_t at = begin;
  while (at < limit) {
    if (at - begin >= static_cast<size_t>(kMaxSentenceBytes)) {
      // At the last space, if there is one.
      size_t cut = text.substr(begin, at - begin).rfind(' ');
      cut = cut == absl::string_view::npos ? at : begin + cut;
      while (cut > begin && (text[cut] & 0xC0) == 0x80) --cut;
      add(begin, cut);
      begin = SkipSpace(text, cut, limit);
      at = std::max(at, begin);
      continue;
    }
    // Most of a text can be no stop.
    const size_t reach =
        std::min(limit, begin + static_cast<size_t>(kMaxSentenceBytes));
    while (at < reach && !kMayStop[static_cast<unsigned char>(text[at])]) ++at;
    if (at == reach) continue;
    if (!IsStopAt(text, at)) {
      ++at;
      continue;
    }
    const size_t stop = at;
    size_t after = at;
    while (after < limit && IsStopAt(text, after) &&
           after - begin < static_cast<size_t>(kMaxSentenceBytes)) {
      after += CharAt(text, after).size;
    }
    size_t closed = after;
    while (closed < limit &&
           closed - begin < static_cast<size_t>(kMaxSentenceBytes)) {
      const Char c = CharAt(text, closed);
      // Also a stop behind the quotation: "Why?".
      if (!IsClosingMark(c.code_point) && !IsStop(c.code_point)) break;
      // A straight quote before a letter opens the next sentence.
      if ((c.code_point == '"' || c.code_point == '\'') && closed + 1 < limit &&
          CharAt(text, closed + 1).letter() && closed > after) {
        break;
      }
      closed += c.size;
    }
    at = closed;
    if (!Ends(text, begin, stop, after, closed, limit)) continue;
    add(begin, closed);
    begin = SkipSpace(text, closed, limit);
    at = begin;
  }
  add(begin, limit);
}

}  // namespace impactwire::text
