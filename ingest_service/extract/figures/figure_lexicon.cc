#include "ingest_service/extract/figures/figure_lexicon.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "extract_figures_data.h"
#include "ingest_service/extract/numbers/phrase_table.h"

namespace impactwire::extract {

const char* const kCueNames[kCueCount] = {
    "PEOPLE_REACHED", "PEOPLE_TRAINED", "JOBS",    "MONEY_GIVEN",
    "MONEY_INVESTED", "INCOME",         "POVERTY", "EMISSIONS",
    "ENERGY",         "WATER",          "WASTE",   "NATURE",
    "FOOD",           "HEALTH",         "GOODS",   "FACILITIES",
    "COVERAGE",       "VOLUNTEERING",   "OTHER",   "BUSINESS",
    "TARGET",         "DONE",           "CONTEXT"};

namespace {

// Plurals no rule gives.
constexpr std::pair<absl::string_view, absl::string_view> kIrregular[] = {
    {"people", "person"},
    {"women", "woman"},
    {"men", "man"},
    {"children", "child"},
    {"feet", "foot"},
    {"teeth", "tooth"},
    {"mice", "mouse"},
    {"lives", "life"},
    {"wives", "wife"},
    {"leaves", "leaf"},
    {"loaves", "loaf"},
    {"shelves", "shelf"},
    {"halves", "half"},
    {"scarves", "scarf"},
    {"knives", "knife"},
    {"hooves", "hoof"},
    {"geese", "goose"},
    {"oxen", "ox"},
    {"does", "doe"},
    {"cr\u00e8ches", "cr\u00e8che"},
    {"creches", "creche"},
    {"niches", "niche"},
    {"caches", "cache"},
    {"headaches", "headache"},
    {"potatoes", "potato"},
    {"tomatoes", "tomato"},
    {"mangoes", "mango"},
    {"heroes", "hero"},
    {"echoes", "echo"},
    {"lenses", "lens"},
    {"gases", "gas"},
    {"axes", "axe"},
    {"calories", "calorie"},
    {"smoothies", "smoothie"},
    {"perhaps", "perhaps"},
    {"calves", "calf"},
    {"buses", "bus"},
    {"campuses", "campus"},
    {"viruses", "virus"},
    {"sheep", "sheep"},
    {"cattle", "cattle"},
    {"fish", "fish"},
    {"livestock", "livestock"},
    {"staff", "staff"},
    {"personnel", "personnel"},
    {"species", "species"},
    {"series", "series"},
    {"crises", "crisis"},
    {"analyses", "analysis"},
    {"houses", "house"},
    {"horses", "horse"},
    {"nurses", "nurse"},
    {"courses", "course"},
    {"licenses", "license"},
    {"purchases", "purchase"},
    {"cases", "case"},
    {"bases", "base"},
    {"phases", "phase"},
    {"warehouses", "warehouse"},
    {"greenhouses", "greenhouse"},
    {"enterprises", "enterprise"},
    {"businesses", "business"},
    {"movies", "movie"},
    {"cookies", "cookie"},
    {"aircraft", "aircraft"},
    {"youth", "youth"},
    {"folk", "folk"},
    {"aid", "aid"},
    {"equipment", "equipment"},
    {"nurse", "nurse"},
};

// kIrregular by the hash of the plural.
class IrregularNouns {
 public:
  static const IrregularNouns& Get() {
    static const IrregularNouns* const nouns = new IrregularNouns;
    return *nouns;
  }
  // Null if the hash is that of no irregular plural.
  const absl::string_view* SingularOf(uint64_t hash) const {
    if (!plurals_.MayHold(hash)) return nullptr;
    const auto it = singulars_.find(hash);
    return it == singulars_.end() ? nullptr : &it->second;
  }

 private:
  IrregularNouns() {
    for (const auto& [plural, singular] : kIrregular) {
      plurals_.Add(HashWord(plural));
      singulars_.try_emplace(HashWord(plural), singular);
    }
  }
  HashFilter plurals_;
  absl::flat_hash_map<uint64_t, absl::string_view> singulars_;
};

}  // namespace

std::string Singular(absl::string_view noun) {
  if (const auto* irregular =
          IrregularNouns::Get().SingularOf(HashWord(noun))) {
    return std::string(*irregular);
  }
  const std::string word = absl::AsciiStrToLower(noun);
  const size_t n = word.size();
  if (n > 4 && absl::EndsWith(word, "ies")) {
    return absl::StrCat(word.substr(0, n - 3), "y");
  }
  if (absl::EndsWith(word, "ches") || absl::EndsWith(word, "shes") ||
      absl::EndsWith(word, "sses") || absl::EndsWith(word, "xes")) {
    return word.substr(0, n - 2);
  }
  if (n > 3 && word.back() == 's' && !absl::EndsWith(word, "ss") &&
      !absl::EndsWith(word, "us") && !absl::EndsWith(word, "is")) {
    return word.substr(0, n - 1);
  }
  return word;
}

bool LooksPlural(absl::string_view noun) {
  return LooksPlural(noun, HashWord(noun));
}

bool LooksPlural(absl::string_view noun, uint64_t hash) {
  const size_t n = noun.size();
  if (n > 3 && noun[n - 1] == 's' && noun[n - 2] != 's' && noun[n - 2] != 'u' &&
      noun[n - 2] != 'i') {
    return true;
  }
  return n >= 3 && IrregularNouns::Get().SingularOf(hash) != nullptr;
}

absl::string_view Stem(absl::string_view word) {
  // Most words end in none of these.
  if (word.size() < 4) return word;
  switch (word.back() | 0x20) {
    case 'd':
    case 'e':
    case 'g':
    case 's':
    case 'y':
      break;
    default:
      return word;
  }
  // `suffix`: letters in lower case, which differ from capitals in one bit.
  const auto ends = [&](absl::string_view suffix, size_t least) {
    const size_t size = suffix.size();
    if (word.size() < least) return false;
    for (size_t i = 0; i < size; ++i) {
      if ((word[word.size() - size + i] | 0x20) != suffix[i]) return false;
    }
    return true;
  };
  if (ends("ing", 6)) {
    word.remove_suffix(3);
  } else if (ends("ies", 5)) {
    word.remove_suffix(3);
  } else if (ends("ed", 5)) {
    word.remove_suffix(2);
  } else if (ends("es", 5)) {
    word.remove_suffix(2);
  } else if (ends("s", 4) && !ends("ss", 4)) {
    word.remove_suffix(1);
  }
  if (ends("e", 4) || ends("y", 4)) word.remove_suffix(1);
  return word;
}

bool FigureLexicon::NamesPerson(absl::string_view noun) const {
  constexpr size_t kShortest = 5;
  const auto ends_in = [noun](const std::string& ending) {
    return absl::EndsWith(noun, ending);
  };
  return noun.size() >= kShortest && absl::c_any_of(person_endings_, ends_in) &&
         absl::c_none_of(thing_endings_, ends_in);
}

absl::StatusOr<std::unique_ptr<FigureLexicon>> FigureLexicon::Create() {
  auto lexicon = std::make_unique<FigureLexicon>();
  const auto malformed = [](absl::string_view table, absl::string_view row) {
    return absl::InternalError(
        absl::StrCat(table, ": malformed row \"", row, "\""));
  };
  for (const auto& row : ReadTsv(data::UnitNouns())) {
    if (row.size() != 2) return malformed("unit_nouns.tsv", row[0]);
    lexicon->units_[HashWord(row[0])] = std::string(row[1]);
  }
  for (const auto& row : ReadTsv(data::PersonNouns())) {
    if (row.size() != 2 || (row[1] != "ending" && row[1] != "thing")) {
      return malformed("person_nouns.tsv", row[0]);
    }
    (row[1] == "ending" ? lexicon->person_endings_ : lexicon->thing_endings_)
        .emplace_back(row[0]);
  }
  for (const auto& row : ReadTsv(data::NpWords())) {
    if (row.size() != 2) return malformed("np_words.tsv", row[0]);
    if (row[1] == "quality") {
      lexicon->qualities_.insert(HashWord(row[0]));
      continue;
    }
    lexicon->ends_[HashWord(row[0])] =
        row[1] == "stop" ? PhraseEnd::kStop : PhraseEnd::kVerb;
  }
  for (const auto& row : ReadTsv(data::Cues())) {
    const char* const* name =
        row.size() == 2
            ? std::find(std::begin(kCueNames), std::end(kCueNames), row[1])
            : std::end(kCueNames);
    if (name == std::end(kCueNames)) return malformed("cues.tsv", row[0]);
    lexicon->cues_[HashWord(row[0])] |= 1u << (name - kCueNames);
    lexicon->cue_words_.Add(HashWord(row[0]));
  }
  for (const auto& row : ReadTsv(data::HeadNouns())) {
    const char* const* name =
        row.size() == 2
            ? std::find(std::begin(kCueNames), std::end(kCueNames), row[1])
            : std::end(kCueNames);
    if (name == std::end(kCueNames)) return malformed("head_nouns.tsv", row[0]);
    lexicon->heads_[HashWord(row[0])] = name - kCueNames;
  }
  return lexicon;
}

}  // namespace impactwire::extract
