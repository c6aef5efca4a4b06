#include "ingest_service/extract/names/canonical_name.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

constexpr absl::string_view kLegal[] = {
    "inc",     "ltd",      "limited", "corp", "corporation", "co",   "company",
    "plc",     "llc",      "llp",     "ag",   "sa",          "gmbh", "pvt",
    "private", "holdings", "nv",      "bv",   "se",          "spa",  "pte",
    "berhad",  "bhd",      "tbk",     "pt",   "as",          "asa",  "ab",
    "oy",      "oyj",      "aps",     "jsc",  "pjsc",        "pcl",  "srl",
    "sarl",    "ltda"};
constexpr absl::string_view kHonorifics[] = {
    "mr",  "mrs",        "ms",   "miss",  "dr",  "prof",       "professor",
    "sir", "dame",       "shri", "smt",   "hon", "honourable", "his",
    "her", "excellency", "engr", "chief", "rev"};

template <size_t N>
bool In(const absl::string_view (&list)[N], absl::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// Words of letters, digits and inner dots.
std::vector<std::string> Words(absl::string_view name, bool keep_dots) {
  const std::string folded = FoldWord(name);
  std::string clean;
  clean.reserve(folded.size());
  for (size_t i = 0; i < folded.size(); ++i) {
    const unsigned char c = folded[i];
    if (c == '\'') {
      const bool possessive =
          i + 1 < folded.size() && folded[i + 1] == 's' &&
          (i + 2 == folded.size() || !absl::ascii_isalnum(folded[i + 2]));
      if (possessive) ++i;
      clean += ' ';
    } else if (c == '&') {
      clean += " and ";
    } else if (absl::ascii_isalnum(c) || c == '_' || c >= 0x80 ||
               (c == '.' && keep_dots)) {
      clean += static_cast<char>(c);
    } else {
      clean += ' ';
    }
  }
  std::vector<std::string> words;
  for (absl::string_view word : absl::StrSplit(clean, ' ', absl::SkipEmpty())) {
    while (!word.empty() && word.back() == '.') word.remove_suffix(1);
    while (!word.empty() && word.front() == '.') word.remove_prefix(1);
    if (word.empty()) continue;
    const size_t dot = word.find('.');
    std::string out(word);
    // "u.s" is "us"; "58.com" keeps its dot.
    if (dot != absl::string_view::npos && word.size() <= 6 && dot == 1) {
      out.erase(std::remove(out.begin(), out.end(), '.'), out.end());
    }
    words.push_back(out);
  }
  return words;
}

}  // namespace

std::string CanonicalOrganization(absl::string_view name) {
  std::vector<std::string> words = Words(name, true);
  if (words.size() > 1 && words[0] == "the") words.erase(words.begin());
  while (words.size() > 1 && In(kLegal, words.back())) words.pop_back();
  return absl::StrJoin(words, " ");
}

std::string CanonicalPerson(absl::string_view name) {
  std::vector<std::string> words = Words(name, false);
  while (words.size() > 1 && In(kHonorifics, words[0])) {
    words.erase(words.begin());
  }
  return absl::StrJoin(words, " ");
}

}  // namespace impactwire::extract
