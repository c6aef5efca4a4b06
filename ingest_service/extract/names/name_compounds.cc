#include "ingest_service/extract/names/name_compounds.h"

#include <algorithm>
#include <cstring>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"

namespace impactwire::extract {
namespace {

constexpr EntityKind kOrganization = EntityKind::kOrganization;
constexpr int kLongest = 6;  // tokens of a name before the hyphen

constexpr absl::string_view kByPlace[] = {"-based", "-headquartered", "-born",
                                          "-registered", "-listed"};
constexpr absl::string_view kByBody[] = {
    "-owned",     "-backed",  "-led",       "-funded",   "-supported",
    "-sponsored", "-run",     "-financed",  "-managed",  "-affiliated",
    "-certified", "-trained", "-appointed", "-operated", "-built"};

template <size_t N>
int EndingOf(absl::string_view word, const absl::string_view (&endings)[N]) {
  for (const absl::string_view ending : endings) {
    if (word.size() > ending.size() && absl::EndsWith(word, ending)) {
      return static_cast<int>(ending.size());
    }
  }
  return 0;
}

}  // namespace

int DescriptionSize(absl::string_view word) {
  // Few words have a hyphen.
  if (std::memchr(word.data(), '-', word.size()) == nullptr) return 0;
  return std::max(EndingOf(word, kByPlace), EndingOf(word, kByBody));
}

void CutCompounds(NameTable* table) {
  const int n = static_cast<int>(table->document().tokens.size());
  absl::flat_hash_map<uint64_t, float> known;  // organizations by their words
  for (const NamedSpan& span : table->spans()) {
    if (span.first_token < span.last_token && span.kind == kOrganization) {
      known.try_emplace(table->KeyOf(span.first_token, span.last_token),
                        span.margin);
    }
  }
  for (int i = 0; i < n; ++i) {
    if (!table->Fact(i).capital) continue;
    const absl::string_view word = table->Word(i);
    const int size = DescriptionSize(word);
    if (size == 0 || !table->Readable(i)) continue;
    const uint64_t last = WordKey(word.substr(0, word.size() - size));
    const int floor =
        std::max(table->SentenceOf(i).first_token, i + 1 - kLongest);
    // The longest name of the document that ends before the hyphen.
    const auto named = [&](int first) {
      uint64_t phrase = kEmptyPhrase;
      for (int k = first; k < i; ++k) {
        phrase = ExtendPhrase(phrase, table->Fact(k).key);
      }
      return known.find(ExtendPhrase(phrase, last));
    };
    int first = floor;
    while (first < i && named(first) == known.end()) ++first;
    const auto it = named(first);
    const int32_t owner = table->OwnerOf(i);
    if (it != known.end()) {
      for (int k = first; k <= i; ++k) {
        if (!table->IsFree(k)) table->Remove(table->OwnerOf(k));
      }
      NamedSpan span{kOrganization, first, i + 1, it->second * 0.8f};
      span.cut = size;
      table->Add(span);
    } else if (owner >= 0 && table->spans()[owner].kind == kOrganization &&
               table->spans()[owner].last_token == i + 1) {
      NamedSpan& span = table->spans()[owner];
      const bool acronym =
          span.last_token - span.first_token > 1 ||
          std::all_of(word.begin(), word.end() - size,
                      [](char c) { return c >= 'A' && c <= 'Z'; });
      if (EndingOf(word, kByPlace) > 0 || !acronym) {
        table->Remove(owner);
      } else {
        span.cut = size;
      }
    }
  }
}

}  // namespace impactwire::extract
