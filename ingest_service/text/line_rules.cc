#include "ingest_service/text/line_rules.h"

#include <algorithm>
#include <iterator>

#include "absl/container/inlined_vector.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "ingest_service/text/chars.h"
#include "ingest_service/text/date_reader.h"
#include "ingest_text_data.h"

namespace impactwire::text {
namespace {

constexpr size_t kMaxLineBytes = 400;  // longer lines are text
constexpr size_t kMaxNoticeWords = 45;
constexpr absl::string_view kAddressHeads[] = {"http://", "https://", "www."};
constexpr size_t kMaxCallWords = 20;

// "https://example.org/news/42", and nothing else.
bool IsWebAddress(absl::string_view line) {
  const bool begins =
      std::any_of(std::begin(kAddressHeads), std::end(kAddressHeads),
                  [&](absl::string_view head) {
                    return absl::StartsWithIgnoreCase(line, head);
                  });
  return begins && std::none_of(line.begin(), line.end(), absl::ascii_isspace);
}

}  // namespace

// The line's words, told apart by marks.
struct LineRules::Words {
  explicit Words(absl::string_view l) : line(l) {
    for (size_t i = 0; i < line.size();) {
      const Char first = CharAt(line, i);
      if (!first.letter() && !first.digit()) {
        i += first.size;
        continue;
      }
      Word word;
      word.begin = i;
      word.hash = kByteHashSeed;
      while (i < line.size()) {
        const unsigned char byte = line[i];
        if (const unsigned char folded = kFoldedByte[byte]; folded != 0) {
          word.hash = HashByte(word.hash, folded);
          ++i;
          continue;
        }
        if (byte < 0x80) break;
        const Char c = NonAsciiCharAt(line, i);
        if (!c.letter() && !c.digit()) break;
        for (int k = 0; k < c.size; ++k, ++i) {
          word.hash = HashByte(word.hash, line[i]);
        }
      }
      word.end = i;
      words.push_back(word);
    }
  }
  size_t size() const { return words.size(); }
  absl::string_view At(size_t i) const {
    return line.substr(Begin(i), End(i) - Begin(i));
  }
  bool IsNumber(size_t i) const { return absl::ascii_isdigit(line[Begin(i)]); }
  // Where the word stands in the line.
  size_t Begin(size_t i) const { return words[i].begin; }
  size_t End(size_t i) const { return words[i].end; }
  // The hash of the phrase of the word behind those of hash `before`.
  uint64_t Extend(uint64_t before, size_t i) const {
    return before * 0x9e3779b97f4a7c15u + words[i].hash;
  }

  struct Word {
    uint32_t begin, end;
    uint64_t hash;  // of its lower case
  };
  const absl::string_view line;
  absl::InlinedVector<Word, 96> words;
};

LineRules::LineRules() {
  const absl::flat_hash_map<absl::string_view, uint32_t> names = {
      {"whole", kWhole},   {"prefix", kPrefix},
      {"inside", kInside}, {"label", kLabel},
      {"teaser", kTeaser}, {"byline", kBylineClass},
      {"photo", kPhoto},   {"caption", kCaptionClass},
      {"strong", kStrong}, {"weak", kWeak},
      {"role", kRole},     {"notice", kNotice},
      {"call", kCall}};
  for (absl::string_view line : absl::StrSplit(data::LineRules(), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    const size_t tab = line.find('\t');
    if (tab == absl::string_view::npos) continue;
    const auto found = names.find(line.substr(tab + 1));
    if (found == names.end()) continue;
    const Words words(line.substr(0, tab));
    uint64_t phrase = 0;
    for (size_t n = 0; n < words.size(); ++n) {
      phrase = words.Extend(phrase, n);
      phrases_[phrase] |= n + 1 == words.size() ? found->second : kGoesOn;
      filter_.set(phrase % kFilterBits);
    }
  }
}

uint32_t LineRules::FindHash(uint64_t phrase) const {
  if (!filter_.test(phrase % kFilterBits)) return 0;
  const auto found = phrases_.find(phrase);
  return found == phrases_.end() ? 0 : found->second;
}

uint32_t LineRules::Find(const Words& words, size_t first, size_t last) const {
  uint64_t phrase = 0;
  for (size_t i = first; i < last; ++i) phrase = words.Extend(phrase, i);
  return FindHash(phrase);
}

size_t LineRules::HeadPhrases(const Words& words, size_t first,
                              uint32_t classes[kMaxPhraseWords]) const {
  const size_t most = std::min(kMaxPhraseWords, words.size() - first);
  uint64_t phrase = 0;
  for (size_t n = 0; n < most; ++n) {
    phrase = words.Extend(phrase, first + n);
    classes[n] = FindHash(phrase);
    if ((classes[n] & kGoesOn) == 0) return n + 1;
  }
  return most;
}

int LineRules::CountWords(absl::string_view line, int limit) {
  int words = 0;
  bool inside = false;
  for (size_t i = 0; i < line.size();) {
    const Char c = CharAt(line, i);
    const bool word = c.letter() || c.digit();
    if (word && !inside && ++words >= limit) break;
    inside = c.kind != CharClass::kSpace && (inside || word);
    i += c.size;
  }
  return words;
}

bool LineRules::IsSentenceLike(absl::string_view line, int min_words) {
  line = TrimSpace(line);
  while (!line.empty()) {
    const size_t last = PreviousChar(line, line.size());
    const Char c = CharAt(line, last);
    if (c.code_point == '.' || c.code_point == '!' || c.code_point == '?' ||
        c.code_point == 0x2026) {
      return CountWords(line, min_words) >= min_words;
    }
    if (!IsClosingMark(c.code_point) && c.kind != CharClass::kSpace) {
      return false;
    }
    line = line.substr(0, last);
  }
  return false;
}

bool LineRules::IsMenu(absl::string_view line) {
  if (line.size() > kMaxLineBytes) return false;
  int segments = 0;
  int words = 0;
  bool in_word = false;
  const auto close = [&] {
    if (words > 0) ++segments;
    words = 0;
  };
  for (size_t i = 0; i < line.size();) {
    const Char c = CharAt(line, i);
    const bool wide = c.kind == CharClass::kSpace && i + 1 < line.size() &&
                      (line[i] == '\t' || IsSpaceAt(line, i + 1));
    if (c.digit()) return false;
    if (c.code_point == '|' || c.code_point == '>' || c.code_point == 0xB7 ||
        c.code_point == 0x2022 || c.code_point == 0xBB ||
        c.code_point == 0x203A || wide ||
        (c.code_point == '/' && i > 0 && line[i - 1] == ' ')) {
      close();
      in_word = false;
      i += c.size;
      continue;
    }
    if (c.code_point == '.' || c.code_point == '!' || c.code_point == '?' ||
        c.code_point == ':') {
      if (i + 1 >= line.size() || line[i + 1] == ' ') return false;
    }
    const bool word = c.letter();
    if (word && !in_word && ++words > 4) return false;
    in_word = c.kind != CharClass::kSpace && (in_word || word);
    i += c.size;
  }
  close();
  return segments >= 2;
}

bool LineRules::IsPictureCaption(absl::string_view line,
                                 const Words& words) const {
  // "Photo: ...", "Picture: ...", "Photo 1/3: ...".
  const size_t colon = line.find(':');
  if (colon != absl::string_view::npos && colon < 24 && words.size() > 1 &&
      words.Begin(1) < line.size()) {
    size_t head = 0;
    while (head < words.size() && words.Begin(head) < colon) ++head;
    while (head > 1 && words.IsNumber(head - 1)) --head;
    if (head > 0 && head <= 3 && (Find(words, 0, head) & kCaptionClass) != 0) {
      return true;
    }
  }
  // "[Photo provided to ...]", "(Photo: ...)", "(file photo)", "/Courtesy".
  const absl::string_view trimmed = TrimSpace(line);
  const char last = trimmed.empty() ? '\0' : trimmed.back();
  size_t open = absl::string_view::npos;
  if (last == ']') open = trimmed.rfind('[');
  if (last == ')') open = trimmed.rfind('(');
  if (open != absl::string_view::npos) {
    const Words inner(trimmed.substr(open));
    for (size_t i = 0; i < inner.size() && i < 4; ++i) {
      for (size_t n = std::min<size_t>(3, inner.size() - i); n >= 1; --n) {
        if ((Find(inner, i, i + n) & kPhoto) != 0) return true;
      }
    }
  }
  // "... in May. Photo by X", "... works. Provided to China Daily",
  // "... 2021. - Picture by X": a credit behind the last stop or slash.
  size_t stop = trimmed.find_last_of(".|/");
  if (stop == trimmed.size() - 1 && stop > 0) {
    stop = trimmed.find_last_of(".|/", stop - 1);
  }
  if (stop != absl::string_view::npos && stop + 1 < trimmed.size()) {
    const absl::string_view credit = trimmed.substr(stop + 1);
    const size_t begin = credit.data() - line.data();
    size_t first = words.size();
    while (first > 0 && words.Begin(first - 1) >= begin) --first;
    const size_t size = words.size() - first;
    for (size_t n = size <= 8 ? std::min<size_t>(2, size) : 0; n >= 1; --n) {
      if ((Find(words, first, first + n) & kPhoto) == 0) continue;
      // A sentence may begin "Photo ..."; a credit ends without a stop or is
      // "Photo by", "Photo:".
      if (n >= 2 || credit.find(':') != absl::string_view::npos || size == 1) {
        return true;
      }
    }
  }
  // "Liu Qiangdong, founder and CEO of JD.com": a name, a comma, a role, no
  // stop.
  if (IsSentenceLike(line, 1) || words.size() > 16 || words.size() < 3) {
    return false;
  }
  const size_t comma = line.find(',');
  if (comma == absl::string_view::npos || comma > 60) return false;
  size_t name = 0;
  while (name < words.size() && words.Begin(name) < comma) {
    if (CharAt(line, words.Begin(name)).kind != CharClass::kUpper) {
      return false;
    }
    ++name;
  }
  if (name < 2 || name > 5) return false;
  for (size_t i = name; i < words.size() && i < name + 5; ++i) {
    if ((Find(words, i, i + 1) & kRole) != 0) return true;
  }
  return false;
}

bool LineRules::IsBylineLine(absl::string_view line, const Words& words) const {
  if (words.size() > 24 || IsSentenceLike(line, 9)) return false;
  const FoundDate date = FindDate(line);
  if (!date.date.empty()) {
    // What is left beside date and time are a few names and words of page
    // tools; a count of something is no date line.
    size_t rest = 0;
    bool counts = false;
    for (size_t i = 0; i < words.size(); ++i) {
      if (words.Begin(i) >= date.begin && words.Begin(i) < date.end) continue;
      if ((Find(words, i, i + 1) & (kStrong | kWeak | kBylineClass)) != 0)
        continue;
      if (words.IsNumber(i)) {
        const absl::string_view number = words.At(i);
        const bool year =
            number.size() == 4 &&
            (absl::StartsWith(number, "19") || absl::StartsWith(number, "20"));
        // "000" of "5,000"; not "25am", "2nd".
        counts |= number.size() >= 3 && !year &&
                  std::all_of(number.begin(), number.end(),
                              [](char c) { return absl::ascii_isdigit(c); });
        continue;
      }
      ++rest;
      // Not the end of "example.org".
      const size_t at = words.Begin(i);
      counts |= CharAt(line, at).kind == CharClass::kLower &&
                (at == 0 || line[at - 1] != '.');
    }
    if (rest <= 6 && !counts && !IsSentenceLike(line, 5)) return true;
  }
  for (size_t n = std::min<size_t>(3, words.size()); n >= 1; --n) {
    if ((Find(words, 0, n) & kBylineClass) == 0) continue;
    if (n == words.size()) return true;
    const size_t after = words.End(n - 1);
    if (line.substr(after, 2).find(':') != absl::string_view::npos) {
      return words.size() <= 16 && !IsSentenceLike(line, 9);
    }
    // "By Guo Yiming", "By TAN YINGZI in Chongqing".
    if (absl::EqualsIgnoreCase(words.At(n - 1), "by")) {
      return words.size() <= 12 && !IsSentenceLike(line, 6) &&
             CharAt(line, words.Begin(n)).kind == CharClass::kUpper;
    }
  }
  return false;
}

bool LineRules::IsFurniture(absl::string_view line, const Words& words) const {
  const bool sentence = IsSentenceLike(line, 5);
  size_t strong = 0;
  size_t weak = 0;
  size_t numbers = 0;
  uint32_t found = 0;
  uint32_t classes[kMaxPhraseWords];
  for (size_t i = 0; i < words.size(); ++i) {
    const size_t phrases = HeadPhrases(words, i, classes);
    const uint32_t one = classes[0];
    numbers += words.IsNumber(i);
    if ((one & kStrong) != 0) {
      ++strong;
    } else if ((one & kWeak) != 0) {
      ++weak;
    }
    found |= one;
    for (size_t n = 1; n < phrases; ++n) {
      if ((classes[n] & kStrong) != 0) ++strong;
      found |= classes[n];
    }
  }
  if ((found & kNotice) != 0 && words.size() <= kMaxNoticeWords) return true;
  if ((found & kInside) != 0 && !sentence && words.size() <= 24) return true;
  for (size_t n = HeadPhrases(words, 0, classes); n >= 1; --n) {
    const uint32_t head = classes[n - 1];
    if ((head & ~kGoesOn) == 0) continue;
    const size_t after = words.End(n - 1);
    const absl::string_view rest = line.substr(after);
    const bool colon =
        absl::StartsWith(rest, ":") || absl::StartsWith(rest, " :");
    if ((head & kLabel) != 0 && colon && words.size() > n &&
        !IsSentenceLike(line, 15)) {
      return true;
    }
    if ((head & kPrefix) != 0 && !sentence && words.size() <= n + 14) {
      return true;
    }
    if ((head & kCall) != 0 && strong > 0 &&
        words.size() <= (strong > 1 ? 2 : 1) * kMaxCallWords) {
      return true;
    }
  }
  // Mostly words of page tools.
  const size_t letters = words.size() - numbers;
  return letters <= 14 && strong > 0 && !sentence &&
         (strong + weak) * 10 >= letters * 8;
}

LineKind LineRules::Classify(absl::string_view line) const {
  line = TrimSpace(line);
  if (IsWebAddress(line)) return LineKind::kFurniture;
  if (line.empty() || line.size() > kMaxLineBytes) return LineKind::kText;
  const Words words(line);
  if (words.size() == 0) return LineKind::kFurniture;

  // Numbers at the ends do not count for the whole.
  size_t first = 0;
  size_t last = words.size();
  while (first < last && words.IsNumber(first)) ++first;
  while (last > first && words.IsNumber(last - 1)) --last;
  if (first == last) {
    // Numbers alone: page counters; a date is a byline.
    if (!FindDate(line).date.empty()) return LineKind::kByline;
    const bool counter = words.size() <= 3 &&
                         line.find_first_of("%$") == absl::string_view::npos;
    return counter ? LineKind::kFurniture : LineKind::kText;
  }
  if (last - first <= kMaxPhraseWords) {
    const uint32_t whole = Find(words, first, last);
    if ((whole & kTeaser) != 0) return LineKind::kTeaserHead;
    if ((whole & kWhole) != 0) return LineKind::kFurniture;
  }
  uint32_t classes[kMaxPhraseWords];
  for (size_t n = HeadPhrases(words, 0, classes); n >= 2; --n) {
    if ((classes[n - 1] & kTeaser) != 0 && words.size() <= n + 3 &&
        !IsSentenceLike(line, 5)) {
      return LineKind::kTeaserHead;
    }
  }
  if (IsBylineLine(line, words)) return LineKind::kByline;
  if (IsFurniture(line, words)) return LineKind::kFurniture;
  return IsPictureCaption(line, words) ? LineKind::kCaption : LineKind::kText;
}

}  // namespace impactwire::text
