#include "ingest_service/text/language.h"

#include <unicode/uscript.h>

#include <algorithm>
#include <array>

#include "absl/strings/str_split.h"
#include "common/base/utf8.h"
#include "ingest_service/text/chars.h"
#include "ingest_text_data.h"

namespace impactwire::text {
namespace {

constexpr size_t kMaxBytes = 32 << 10;
// Of all words: running English has 30 to 45 % of the listed ones; headlines
// and lists of names have fewer.
constexpr double kMinShare = 0.08;
constexpr size_t kMinWords = 4;

struct ScriptLanguage {
  UScriptCode script;
  absl::string_view code;
};

constexpr ScriptLanguage kScripts[] = {
    {USCRIPT_HAN, "zh"},        {USCRIPT_HIRAGANA, "ja"},
    {USCRIPT_KATAKANA, "ja"},   {USCRIPT_HANGUL, "ko"},
    {USCRIPT_CYRILLIC, "ru"},   {USCRIPT_ARABIC, "ar"},
    {USCRIPT_DEVANAGARI, "hi"}, {USCRIPT_BENGALI, "bn"},
    {USCRIPT_THAI, "th"},       {USCRIPT_HEBREW, "he"},
    {USCRIPT_GREEK, "el"},      {USCRIPT_TAMIL, "ta"},
    {USCRIPT_TELUGU, "te"},     {USCRIPT_SINHALA, "si"},
    {USCRIPT_ETHIOPIC, "am"},   {USCRIPT_KHMER, "km"},
    {USCRIPT_MYANMAR, "my"},    {USCRIPT_LAO, "lo"},
};

}  // namespace

LanguageGuesser::LanguageGuesser() {
  for (absl::string_view line : absl::StrSplit(data::StopWords(), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    const size_t tab = line.find('\t');
    if (tab == absl::string_view::npos) continue;
    uint64_t bits = 0;
    for (absl::string_view code : absl::StrSplit(line.substr(tab + 1), ',')) {
      size_t index =
          std::find(codes_.begin(), codes_.end(), code) - codes_.begin();
      if (index == codes_.size()) codes_.emplace_back(code);
      bits |= uint64_t{1} << index;
    }
    uint64_t hash = kByteHashSeed;
    for (const char byte : line.substr(0, tab)) hash = HashByte(hash, byte);
    words_[hash] |= bits;
    filter_.set(hash % filter_.size());
  }
}

std::string LanguageGuesser::Guess(absl::string_view text) const {
  text = text.substr(0, Utf8Floor(text, kMaxBytes));
  std::array<size_t, std::size(kScripts)> scripts = {};
  std::vector<size_t> hits(codes_.size(), 0);
  size_t words = 0;
  size_t latin = 0;
  size_t other = 0;
  for (size_t i = 0; i < text.size();) {
    Char c = CharAt(text, i);
    if (!c.letter()) {
      i += c.size;
      continue;
    }
    const size_t begin = i;
    bool is_latin = true;
    uint64_t hash = kByteHashSeed;  // of the word in lower case
    while (true) {
      for (; i < text.size(); ++i) {
        const unsigned char folded =
            kFoldedByte[static_cast<unsigned char>(text[i])];
        if (folded <= '9') break;
        hash = HashByte(hash, folded);
      }
      if (i == text.size()) break;
      c = CharAt(text, i);
      if (!c.letter()) break;
      if (c.code_point > 0x24F) {
        UErrorCode error = U_ZERO_ERROR;
        const UScriptCode script = uscript_getScript(c.code_point, &error);
        if (script != USCRIPT_LATIN && script != USCRIPT_COMMON &&
            script != USCRIPT_INHERITED) {
          is_latin = false;
          for (size_t s = 0; s < scripts.size(); ++s) {
            scripts[s] += kScripts[s].script == script;
          }
          ++other;
        }
      }
      for (const char byte : text.substr(i, c.size)) {
        hash = HashByte(hash, byte);
      }
      i += c.size;
    }
    if (!is_latin) continue;
    latin += i - begin;
    ++words;
    if (!filter_.test(hash % filter_.size())) continue;
    const auto found = words_.find(hash);
    if (found == words_.end()) continue;
    for (uint64_t bits = found->second; bits != 0; bits &= bits - 1) {
      ++hits[__builtin_ctzll(bits)];
    }
  }
  if (other > latin) {
    // Kana tells Japanese from Chinese.
    if (scripts[1] + scripts[2] > other / 10) return "ja";
    const size_t best =
        std::max_element(scripts.begin(), scripts.end()) - scripts.begin();
    return scripts[best] * 2 > other ? std::string(kScripts[best].code) : "und";
  }
  if (words < kMinWords) return "und";
  const size_t best = std::max_element(hits.begin(), hits.end()) - hits.begin();
  return hits[best] >= kMinShare * words ? codes_[best] : "und";
}

}  // namespace impactwire::text
