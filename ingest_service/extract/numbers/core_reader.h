// CoreReader: the bare number at one place: digits or words with their scale.
#pragma once

#include <string>

#include "ingest_service/extract/numbers/lexeme.h"
#include "ingest_service/extract/numbers/number_tables.h"

namespace impactwire::extract {

struct NumberCore {
  int32_t begin = 0;
  int32_t end = 0;
  double value = 0;
  double mantissa = 0;  // before its scale
  double scale = 1;
  bool in_words = false;
  bool grouped = false;
  bool decimal = false;
  bool glued_m = false;  // "5m", not yet known to be a million
  bool share = false;    // a fraction: value is in percent
  bool leading_zero = false;
  bool part = false;     // "half a", "¼": less than one of what follows
  bool ordinal = false;  // "twenty-first"; `refusal` is set too
  bool vague = false;    // "hundreds of", "several thousand"; so too
  // "12 m": the letter at `end`, a million or a metre, or "k"; 0: none.
  double letter_scale = 0;
  std::string refusal;  // non-empty: cannot be read with certainty
};

// `value` times a scale or the factor of a unit, without the last bits that
// binary fractions leave: 16.4 million is 16400000.
double Product(double value, double factor);

// False if no number starts at lexemes[at]. Reads no further than `end`.
bool ReadCore(const NumberReader::Tables& tables, const LexedText& lexed,
              int32_t at, int32_t end, NumberCore* core);

// Whether lexeme `at` is this mark (one or more bytes).
inline bool IsMark(const LexedText& lexed, int32_t at, int32_t end,
                   absl::string_view mark) {
  return at >= 0 && at < end && lexed.lexemes[at].kind == LexemeKind::kMark &&
         lexed.Surface(lexed.lexemes[at]) == mark;
}

inline bool IsWord(const LexedText& lexed, int32_t at, int32_t end,
                   uint64_t hash) {
  return at >= 0 && at < end && lexed.lexemes[at].hash == hash;
}

inline bool IsDash(const LexedText& lexed, int32_t at, int32_t end) {
  return IsMark(lexed, at, end, "-") || IsMark(lexed, at, end, "–") ||
         IsMark(lexed, at, end, "‑") || IsMark(lexed, at, end, "‐");
}

inline bool IsGlued(const LexedText& lexed, int32_t at, int32_t end) {
  return at >= 0 && at < end && !lexed.lexemes[at].space_before;
}

}  // namespace impactwire::extract
