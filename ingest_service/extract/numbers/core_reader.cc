#include "ingest_service/extract/numbers/core_reader.h"

#include <cmath>

#include "ingest_service/extract/numbers/numeral.h"

namespace impactwire::extract {
namespace {

using Tables = NumberReader::Tables;

const uint64_t kAnd = HashWord("and");
const uint64_t kA = HashWord("a");
const uint64_t kOf = HashWord("of");
const uint64_t kThe = HashWord("the");
const uint64_t kIn = HashWord("in");
const uint64_t kOut = HashWord("out");
const uint64_t kEvery = HashWord("every");

double FractionMark(absl::string_view mark) {
  if (mark == "½") return 0.5;
  if (mark == "¼") return 0.25;
  if (mark == "¾") return 0.75;
  if (mark == "⅓") return 1.0 / 3;
  if (mark == "⅔") return 2.0 / 3;
  return 0;
}

class Reader {
 public:
  Reader(const Tables& tables, const LexedText& lexed, int32_t end)
      : tables_(tables), lexed_(lexed), end_(end) {}

  bool Digits(int32_t at, NumberCore* core) const;
  bool Words(int32_t at, NumberCore* core) const;

 private:
  Tables::Word Word(int32_t at) const {
    if (at >= end_ || lexed_.lexemes[at].kind != LexemeKind::kWord) return {};
    return tables_.Find(lexed_.lexemes[at]);
  }
  // Past a hyphen or to the next lexeme: "20-million", "20 million".
  int32_t SkipHyphen(int32_t at) const {
    return IsDash(lexed_, at, end_) && IsGlued(lexed_, at, end_) &&
                   IsGlued(lexed_, at + 1, end_)
               ? at + 1
               : at;
  }
  void Scales(NumberCore* core) const;
  bool Share(NumberCore* core) const;

  const Tables& tables_;
  const LexedText& lexed_;
  const int32_t end_;
};

// "million", "lakh crore", "bn"; single letters only right behind the digits.
void Reader::Scales(NumberCore* core) const {
  for (int count = 0; count < 3; ++count) {
    int32_t at = core->end;
    if (IsGlued(lexed_, at, end_) && Word(at).kind == NumberWord::kGluedScale &&
        !core->in_words && count == 0) {
      const Tables::Word word = Word(at);
      core->glued_m = lexed_.Surface(lexed_.lexemes[at]) == "m";
      core->scale *= word.value;
      core->end = at + 1;
      continue;
    }
    at = SkipHyphen(at);
    const Tables::Word word = Word(at);
    if (word.kind == NumberWord::kScale || word.kind == NumberWord::kDozen ||
        (word.kind == NumberWord::kHundred && count == 0)) {
      // "millions" counts only as part of "5 millions".
      core->scale *= word.value;
      core->end = at + 1;
      continue;
    }
    break;
  }
  core->value = core->mantissa * core->scale;
}

// "one in five", "1 out of every 5".
bool Reader::Share(NumberCore* core) const {
  int32_t at = core->end;
  if (core->value < 1 || core->value > 99) return false;
  if (IsWord(lexed_, at, end_, kOut) && IsWord(lexed_, at + 1, end_, kOf)) {
    at += 2;
  } else if (IsWord(lexed_, at, end_, kIn)) {
    at += 1;
  } else {
    return false;
  }
  if (IsWord(lexed_, at, end_, kEvery)) ++at;
  if (at >= end_) return false;
  NumberCore whole;
  const bool read = lexed_.lexemes[at].kind == LexemeKind::kDigits
                        ? Digits(at, &whole)
                        : Words(at, &whole);
  if (!read || !whole.refusal.empty() || whole.share ||
      whole.value <= core->value || whole.value > 100000 || whole.decimal) {
    return false;
  }
  // "one in 2019" is no share.
  if (whole.value >= 1900 && whole.value < 2100 && !whole.grouped) return false;
  core->value = 100 * core->value / whole.value;
  core->share = true;
  core->end = whole.end;
  return true;
}

// What may stand between the groups of one number: one space of any width, but
// not the tab between two cells of a table.
bool IsGroupSpace(absl::string_view between) {
  return between.size() <= 3 &&
         between.find_first_of("\t\n") == absl::string_view::npos;
}

bool Reader::Digits(int32_t at, NumberCore* core) const {
  const Lexeme& lexeme = lexed_.lexemes[at];
  const absl::string_view surface = lexed_.Surface(lexeme);
  core->begin = at;
  core->end = at + 1;
  core->leading_zero =
      surface.size() > 1 && surface[0] == '0' && surface[1] != '.';
  // "816 000": groups of exactly three digits, the first not in one of years.
  if (surface.size() <= 3 && surface[0] != '0') {
    std::string joined(surface);
    int32_t next = at + 1;
    while (next < end_ && lexed_.lexemes[next].kind == LexemeKind::kDigits &&
           lexed_.lexemes[next].space_before &&
           IsGroupSpace(lexed_.document->Surface(
               text::Span{lexed_.lexemes[next - 1].span.end,
                          lexed_.lexemes[next].span.begin}))) {
      const absl::string_view group = lexed_.Surface(lexed_.lexemes[next]);
      const bool last = group.size() > 4 && group[3] == '.';
      if (group.size() != 3 && !last) break;
      joined.append(group.data(), group.size());
      ++next;
      if (last) break;
    }
    const bool more = next < end_ &&
                      lexed_.lexemes[next].kind == LexemeKind::kDigits &&
                      next > at + 1;
    if (more) {
      core->end = next;
      while (core->end < end_ &&
             lexed_.lexemes[core->end].kind == LexemeKind::kDigits) {
        ++core->end;
      }
      core->refusal = "groups of digits that make no number";
      return true;
    }
    if (next > at + 1) {
      const Numeral numeral = ReadNumeral(joined);
      core->mantissa = core->value = numeral.value;
      core->refusal = numeral.refusal;
      core->grouped = true;
      core->decimal = numeral.decimal;
      core->end = next;
      Scales(core);
      return true;
    }
  }
  const Numeral numeral = ReadNumeral(surface);
  core->mantissa = core->value = numeral.value;
  core->refusal = numeral.refusal;
  core->grouped = numeral.grouped;
  core->decimal = numeral.decimal;
  if (!core->refusal.empty()) return true;
  // "2½", "2 1/2", "two and a half" in digits.
  if (core->end < end_ && lexed_.lexemes[core->end].kind == LexemeKind::kMark) {
    const double part = FractionMark(lexed_.Surface(lexed_.lexemes[core->end]));
    if (part > 0) {
      core->mantissa = core->value = core->value + part;
      core->decimal = true;
      ++core->end;
    }
  }
  Scales(core);
  if (core->scale == 1 && !core->grouped && !core->decimal) Share(core);
  return true;
}

bool Reader::Words(int32_t at, NumberCore* core) const {
  core->begin = at;
  core->in_words = true;
  double total = 0, current = 0;
  bool any = false;
  int32_t i = at;
  Tables::Word word = Word(i);
  if (word.kind == NumberWord::kArticle) {
    const Tables::Word next = Word(i + 1);
    // "a quarter of", "a third of".
    if ((next.kind == NumberWord::kPart || next.kind == NumberWord::kOrdinal) &&
        next.value >= 3 && next.value <= 10 &&
        IsWord(lexed_, i + 2, end_, kOf)) {
      core->value = core->mantissa = 100 / next.value;
      core->share = true;
      core->end = i + 2;
      return true;
    }
    if (next.kind != NumberWord::kHundred && next.kind != NumberWord::kScale &&
        next.kind != NumberWord::kDozen) {
      return false;
    }
    current = 1;
    any = true;
    ++i;
    word = next;
  } else if (word.kind == NumberWord::kHalf) {
    // "half a million", "half-million", "half a dozen"; "half of".
    int32_t next = SkipHyphen(i + 1);
    if (Word(next).kind == NumberWord::kArticle) next = SkipHyphen(next + 1);
    const Tables::Word scale = Word(next);
    if (scale.kind == NumberWord::kScale || scale.kind == NumberWord::kDozen) {
      core->value = core->mantissa = scale.value / 2;
      core->end = next + 1;
      return true;
    }
    if (IsWord(lexed_, i + 1, end_, kOf) || IsWord(lexed_, i + 1, end_, kThe)) {
      core->value = core->mantissa = 50;
      core->share = true;
      core->end = i + 1;
      return true;
    }
    return false;
  }
  // Grouped as it is said: (tens [ones]) [hundred [and (tens [ones])]] [scale].
  double last_scale = 1e18;
  bool after_and = false;
  NumberWord previous = NumberWord::kNone;
  int32_t last_good = i;
  while (i < end_) {
    const bool glued_part = i > at && IsDash(lexed_, i, end_);
    if (glued_part) {
      if (SkipHyphen(i) == i) break;
      ++i;
      word = Word(i);
      if (word.kind == NumberWord::kNone) break;
    }
    if (word.kind == NumberWord::kOnes) {
      if (previous == NumberWord::kOnes || current != std::floor(current))
        break;
      if (previous == NumberWord::kTens && word.value > 9) break;
      // "two hundred five" is rare, "one two" none.
      if (any && previous == NumberWord::kScale && !after_and &&
          word.value < 10 && last_scale < 1000) {
        break;
      }
      current += word.value;
    } else if (word.kind == NumberWord::kTens) {
      if (previous == NumberWord::kOnes || previous == NumberWord::kTens) break;
      current += word.value;
    } else if (word.kind == NumberWord::kHundred) {
      if (!any || current == 0 || current >= 100) break;
      current *= 100;
    } else if (word.kind == NumberWord::kDozen) {
      if (!any || current == 0) break;
      current *= 12;
    } else if (word.kind == NumberWord::kScale) {
      if (!any || current == 0) break;
      if (word.value >= last_scale) break;
      total += current * word.value;
      last_scale = word.value;
      current = 0;
    } else if ((word.kind == NumberWord::kPart ||
                (word.kind == NumberWord::kOrdinal && current == 1)) &&
               any && total == 0 && current >= 1 && current < word.value &&
               word.value >= 3) {
      // "two-thirds", "three quarters", "one third of".
      if (word.kind == NumberWord::kOrdinal && !glued_part &&
          !IsWord(lexed_, i + 1, end_, kOf)) {
        break;
      }
      core->value = core->mantissa = 100 * current / word.value;
      core->share = true;
      core->end = i + 1;
      return true;
    } else if (any && IsWord(lexed_, i, end_, kAnd)) {
      const Tables::Word next = Word(i + 1);
      // "one and a half million", "two and a half".
      if (IsWord(lexed_, i + 1, end_, kA) &&
          Word(i + 2).kind == NumberWord::kHalf &&
          previous != NumberWord::kScale) {
        current += 0.5;
        i += 3;
        last_good = i;
        previous = NumberWord::kHalf;
        word = Word(i);
        continue;
      }
      if ((previous == NumberWord::kHundred ||
           (previous == NumberWord::kScale && last_scale >= 1000)) &&
          (next.kind == NumberWord::kOnes || next.kind == NumberWord::kTens) &&
          next.value > 0) {
        // "a thousand and five"; but "two million and three schools" is two.
        if (previous == NumberWord::kScale && last_scale > 1000) break;
        after_and = true;
        ++i;
        word = next;
        continue;
      }
      break;
    } else {
      break;
    }
    any = true;
    previous = word.kind;
    ++i;
    last_good = i;
    word = Word(i);
  }
  if (!any) return false;
  core->end = last_good;
  core->value = core->mantissa = total + current;
  if (total > 0) core->scale = last_scale;
  if (core->scale > 1) core->mantissa = core->value / core->scale;
  if (core->value < 100) Share(core);
  return true;
}

}  // namespace

bool ReadCore(const NumberReader::Tables& tables, const LexedText& lexed,
              int32_t at, int32_t end, NumberCore* core) {
  *core = NumberCore();
  if (at >= end) return false;
  const Reader reader(tables, lexed, end);
  const Lexeme& lexeme = lexed.lexemes[at];
  if (lexeme.kind == LexemeKind::kDigits) return reader.Digits(at, core);
  if (lexeme.kind == LexemeKind::kMark) {
    const double part = FractionMark(lexed.Surface(lexeme));
    if (part == 0) return false;
    core->begin = at;
    core->end = at + 1;
    core->value = core->mantissa = 100 * part;
    core->share = true;
    return true;
  }
  return reader.Words(at, core);
}

}  // namespace impactwire::extract
