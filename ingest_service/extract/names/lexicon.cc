#include "ingest_service/extract/names/lexicon.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

constexpr std::pair<absl::string_view, uint32_t> kClasses[] = {
    {"legal", kLegalSuffix},
    {"company", kCompanyHead},
    {"nonprofit", kNonprofitHead},
    {"government", kGovernmentHead},
    {"education", kEducationHead},
    {"media", kMediaHead},
    {"other", kOtherHead},
    {"intergovernmental", kIntergovernmentalHead},
    {"event", kEventHead},
    {"work", kWorkHead},
    {"place", kPlaceHead},
    {"honorific", kHonorific},
    {"title", kTitleWord},
    {"calendar", kCalendar},
    {"nationality", kNationality},
    {"connector", kConnector},
    {"say", kSayVerb},
    {"locative", kLocative},
    {"determiner", kDeterminer},
    {"never", kNeverName},
    {"ministry", kGovernmentFirst},
    {"nominal", kNominalOrg},
    {"pronoun", kPronounWord},
    {"person", kPersonNoun},
    {"unit", kUnitWord},
    {"board", kBoardWord},
    {"particle", kParticle},
    {"inner", kInnerUnit},
    {"generic", kGeneric},
    {"opener", kOpener},
};

}  // namespace

absl::StatusOr<Lexicon> Lexicon::Parse(absl::string_view tsv) {
  std::vector<std::pair<uint64_t, uint32_t>> entries;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(tsv, '\n')) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::pair<absl::string_view, absl::string_view> field =
        absl::StrSplit(line, absl::MaxSplits('\t', 1));
    uint32_t classes = 0;
    for (absl::string_view name :
         absl::StrSplit(field.second, ' ', absl::SkipEmpty())) {
      uint32_t bit = 0;
      for (const auto& [known, value] : kClasses) {
        if (known == name) bit = value;
      }
      if (bit == 0) {
        return absl::InternalError(
            absl::StrCat("word_classes line ", number, ": ", name));
      }
      classes |= bit;
    }
    if (classes == 0) {
      return absl::InternalError(
          absl::StrCat("word_classes line ", number, ": no class"));
    }
    for (absl::string_view word :
         absl::StrSplit(field.first, ' ', absl::SkipEmpty())) {
      entries.emplace_back(WordKey(word), classes);
    }
  }
  Lexicon lexicon;
  size_t size = 16;
  while (size < entries.size() * 4) size *= 2;
  lexicon.slots_.resize(size);
  lexicon.mask_ = size - 1;
  for (const auto& [key, classes] : entries) {
    uint64_t i = key & lexicon.mask_;
    while (lexicon.slots_[i].classes != 0 && lexicon.slots_[i].key != key) {
      i = (i + 1) & lexicon.mask_;
    }
    lexicon.slots_[i].key = key;
    lexicon.slots_[i].classes |= classes;
  }
  return lexicon;
}

}  // namespace impactwire::extract
