// The compiled-in word tables of the number reader.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "ingest_service/extract/numbers/hash_filter.h"
#include "ingest_service/extract/numbers/number_reader.h"
#include "ingest_service/extract/numbers/phrase_table.h"

namespace impactwire::extract {

enum class NumberWord : uint8_t {
  kNone,
  kOnes,
  kTens,
  kHundred,
  kScale,
  kGluedScale,
  kGluedCaps,
  kPlural,
  kDozen,
  kHalf,
  kPart,
  kOrdinal,
  kArticle,
  kVague,
};

struct NumberReader::Tables {
  struct Word {
    NumberWord kind = NumberWord::kNone;
    double value = 0;
  };
  struct Unit {
    std::string name;
    double factor = 1;
    bool is_time = false;
  };

  static absl::StatusOr<std::unique_ptr<const Tables>> Load();

  // What a number or a bound may start with; most words are neither.
  static constexpr uint8_t kStartsNumber = 1;
  static constexpr uint8_t kStartsBound = 2;
  void AddStart(uint64_t hash, uint8_t what) {
    starts[hash] |= what;
    start_words.Add(hash);
  }
  const uint8_t* Starts(uint64_t hash) const {
    if (!start_words.MayHold(hash)) return nullptr;
    const auto it = starts.find(hash);
    return it == starts.end() ? nullptr : &it->second;
  }

  // Lexemes of "a month", "per farmer", "annually" at `at`; 0: no rate.
  int32_t MatchRate(const LexedText& lexed, int32_t at, int32_t end,
                    v1::Rate* rate) const;

  Word Find(const Lexeme& lexeme) const {
    const auto it = words.find(lexeme.hash);
    return it == words.end() ? Word{} : it->second;
  }

  absl::flat_hash_map<uint64_t, uint8_t> starts;
  HashFilter start_words;  // its keys
  absl::flat_hash_map<uint64_t, Word> words;
  PhraseTable units;  // -> unit_list
  std::vector<Unit> unit_list;
  PhraseTable money_before, money_after;  // -> codes
  struct Code {
    std::string code;
    double factor = 1;  // cents: 0.01
  };
  std::vector<Code> codes;
  // "foot inch" -> 1/12.
  absl::flat_hash_map<std::string, double> unit_parts;
  PhraseTable bound_before, bound_after;  // -> v1::Bound
  // Words that may stand between a bound and its number.
  PhraseTable fillers;
  PhraseTable rates;  // "per", "a", "each" ... -> 0
  absl::flat_hash_map<uint64_t, std::string> rate_units;
  // Words before a number that is a label: "phase 2".
  absl::flat_hash_set<uint64_t> labels;
  // "½" -> 0.5.
  absl::flat_hash_map<std::string, double> fraction_marks;
  // Words around "a third", "half" that make it a share, or none.
  absl::flat_hash_set<uint64_t> share_before, share_after, no_share,
      no_share_before;
  // Words before and behind a year of old; "dates back to".
  absl::flat_hash_set<uint64_t> year_before, year_after, year_verbs;
  // "rose from 20 to 30"; "50m pool"; "annually".
  absl::flat_hash_set<uint64_t> change_words, size_words, repeats;

  // Which code a family:<name> means in this text; empty: not certain.
  // Word of the text -> (family, code).
  struct Local {
    std::string family, code;
  };
  PhraseTable local_words;  // -> locals
  std::vector<std::vector<Local>> locals;
  absl::flat_hash_map<std::string, std::vector<Local>> of_country;
};

// "family:dollar" -> "USD" by what the text is about; "family:ton" -> "ton" in
// America, else "tonne"; other codes unchanged. The text is read when it is
// first asked about, which most articles never are. Not thread-safe.
class LocalCurrencies {
 public:
  // `countries`: see NumberReader::Read. All must outlive this.
  LocalCurrencies(const NumberReader::Tables& tables, const LexedText& lexed,
                  const std::vector<std::string>& countries)
      : tables_(tables), lexed_(lexed), countries_(countries) {}
  // Empty where nothing in the text decides.
  const std::string& Resolve(const std::string& code);
  // Whether the text speaks of a country with this family.
  bool Names(const std::string& family);

 private:
  void ReadText();

  const NumberReader::Tables& tables_;
  const LexedText& lexed_;
  const std::vector<std::string>& countries_;
  bool read_ = false;
  absl::flat_hash_map<std::string, std::string> code_;
  absl::flat_hash_set<std::string> named_;
  std::string none_;
};

}  // namespace impactwire::extract
