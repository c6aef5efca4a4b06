#include "ingest_service/extract/figures/participles.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/numbers/phrase_table.h"

namespace impactwire::extract {
namespace {

bool IsVowel(char c) {
  return absl::string_view("aeiou").find(c) != absl::string_view::npos;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Participles>> Participles::Create() {
  auto participles = std::make_unique<Participles>();
  for (const auto& row : ReadTsv(data::Participles())) {
    if (row.size() != 2) {
      return absl::InternalError(
          absl::StrCat("participles.tsv: malformed row \"", row[0], "\""));
    }
    participles->irregular_[HashWord(row[0])] = std::string(row[0]);
    for (const absl::string_view form : absl::StrSplit(row[1], ' ')) {
      participles->irregular_[HashWord(form)] = std::string(row[0]);
    }
  }
  return participles;
}

std::string Participles::Of(absl::string_view verb) const {
  std::string stem = absl::AsciiStrToLower(verb);
  const auto it = irregular_.find(HashWord(stem));
  if (it != irregular_.end()) return it->second;
  const size_t size = stem.size();
  if (size < 3 ||
      (absl::EndsWith(stem, "ed") && !absl::EndsWith(stem, "eed"))) {
    return stem;
  }
  if (absl::EndsWith(stem, "ing") && size > 5) {
    stem.resize(size - 3);  // "serv", "train"
    if (absl::EndsWith(stem, "ee")) return absl::StrCat(stem, "d");
    // "studying" keeps its y, "vaccinating" needs an e only.
    return absl::StrCat(absl::EndsWith(stem, "y") && !IsVowel(stem[size - 5])
                            ? absl::StrCat(stem.substr(0, size - 4), "i")
                            : stem,
                        "ed");
  }
  if (absl::EndsWith(stem, "ies"))
    return absl::StrCat(stem.substr(0, size - 3), "ied");
  if (absl::EndsWith(stem, "ches") || absl::EndsWith(stem, "shes") ||
      absl::EndsWith(stem, "sses")) {
    stem.resize(size - 2);
  } else if (absl::EndsWith(stem, "s") && !absl::EndsWith(stem, "ss")) {
    stem.resize(size - 1);
  }
  if (absl::EndsWith(stem, "e")) return absl::StrCat(stem, "d");
  if (absl::EndsWith(stem, "y") && !IsVowel(stem[stem.size() - 2])) {
    return absl::StrCat(stem.substr(0, stem.size() - 1), "ied");
  }
  return absl::StrCat(stem, "ed");
}

}  // namespace impactwire::extract
