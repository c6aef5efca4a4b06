#include "ingest_service/extract/names/body_words.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"

namespace impactwire::extract {
namespace {

// Verbs whose subject is more often a body than a person.
constexpr absl::string_view kBodyVerbs[] = {
    "employs",      "operates",    "supplies",  "sells",     "makes",
    "manufactures", "owns",        "provides",  "reported",  "launched",
    "opened",       "plans",       "donated",   "invested",  "funds",
    "supports",     "runs",        "trains",    "trained",   "distributed",
    "serves",       "distributes", "fielded",   "delivered", "collected",
    "employed",     "hired",       "installed", "raised",    "acquired",
    "produces",     "expects",     "has",       "will",      "financed",
    "handed"};

// Nouns for bodies beside those of the lexicon, which a report puts before or
// behind a name that readers may not know.
constexpr absl::string_view kBodyNouns[] = {
    "plant",     "shop",       "restaurant", "forwarder",   "marketplace",
    "rescuers",  "makers",     "builders",   "brewers",     "publishers",
    "producers", "growers",    "insurers",   "processor",   "mill",
    "shipyard",  "bakery",     "brewery",    "watchdog",    "regulator",
    "publisher", "exporter",   "importer",   "supermarket", "orphanage",
    "hospice",   "clinic",     "museum",     "theatre",     "choir",
    "dairy",     "subsidiary", "vendor",     "refinery",
};

// Endings of words that name a body in languages that write them together.
constexpr absl::string_view kCompoundHeads[] = {
    "stiftung",       "verein",  "bank",       "sparkasse",  "gesellschaft",
    "genossenschaft", "hilfe",   "hilfswerk",  "fonds",      "verband",
    "werke",          "fabrik",  "brauerei",   "logistik",   "fonden",
    "laget",          "selskab", "stiftelsen", "foreningen", "forbundet",
    "verket",         "lag"};
constexpr size_t kLeastBefore = 4;  // bytes before such an ending

constexpr absl::string_view kBelongings[] = {
    "shops",     "stores",     "outlets",      "branches",     "supermarkets",
    "students",  "employees",  "customers",    "shareholders", "volunteers",
    "staff",     "shares",     "spokesperson", "spokesman",    "spokeswoman",
    "engineers", "executives", "donors",       "depositors"};

}  // namespace

bool IsBodyWord(absl::string_view word) {
  return absl::c_linear_search(kBodyNouns, word);
}

bool IsBodyVerb(absl::string_view word) {
  return absl::c_linear_search(kBodyVerbs, word);
}

bool IsBelonging(absl::string_view word) {
  return absl::c_linear_search(kBelongings, word);
}

bool EndsInCompoundHead(absl::string_view word) {
  for (const absl::string_view head : kCompoundHeads) {
    if (word.size() >= head.size() + kLeastBefore &&
        absl::EndsWithIgnoreCase(word, head)) {
      return true;
    }
  }
  return false;
}

}  // namespace impactwire::extract
