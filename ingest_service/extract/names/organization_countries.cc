#include "ingest_service/extract/names/organization_countries.h"

#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "common/base/stable_id.h"
#include "ingest_service/extract/names/canonical_name.h"
#include "ingest_service/extract/names/countries.h"

namespace impactwire::extract {
namespace {

// Of the article's mentions of places, for a country to be its own.
constexpr int kMinMentions = 2;
constexpr double kMinShare = 0.6;

bool IsCommonWord(const TokenFact& fact, absl::string_view word) {
  if (!absl::ascii_isalpha(word[0])) return false;
  return (fact.gazetteer & kGazLowerWord) != 0 &&
         (fact.gazetteer & (kGazCountry | kGazRegion)) == 0;
}

bool IsCommonName(const TokenFacts& facts, const Mention& mention) {
  bool any = false;
  for (int32_t t = mention.first_token; t < mention.last_token; ++t) {
    const TokenFact& fact = facts.tokens[t];
    if (!fact.capital) continue;  // "of", "and the"
    if (!IsCommonWord(fact,
                      facts.document->Surface(facts.document->tokens[t]))) {
      return false;
    }
    any = true;
  }
  return any;
}

// "Kenya Ministry", "Kenya's Ministry", but not "Kenya, Ministry".
bool StandsBefore(const Mention& place, const Mention& name) {
  const int32_t tokens = name.first_token - place.last_token;
  const size_t bytes = name.span.begin - place.span.end;
  constexpr size_t kSpace = 1, kPossessive = 3, kCurledPossessive = 5;
  return (tokens == 0 && bytes == kSpace) ||
         (tokens == 1 && (bytes == kPossessive || bytes == kCurledPossessive));
}

bool MayBeCommon(const Entity& entity) {
  return entity.kind == EntityKind::kOrganization &&
         entity.organization_kind == v1::ORGANIZATION_KIND_GOVERNMENT;
}

// The country most places lie in; "" if none stands out.
std::string MainCountry(absl::string_view uri, const Entities& entities) {
  std::map<std::string, int> counts;
  int all = 0;
  for (const std::string& code : CountriesOf(entities, uri)) {
    ++counts[code];
    ++all;
  }
  for (const auto& [code, count] : counts) {
    if (count >= kMinMentions && count >= kMinShare * all) return code;
  }
  return "";
}

}  // namespace

void MarkCommonNames(const TokenFacts& facts, Entities* entities) {
  for (const Mention& mention : entities->mentions) {
    if (mention.entity < 0 || mention.kind != MentionKind::kOrganization) {
      continue;
    }
    Entity& entity = entities->entities[mention.entity];
    if (entity.common_name || !MayBeCommon(entity)) continue;
    // The fullest form decides.
    if (facts.document->Surface(mention.span) != entity.name) continue;
    entity.common_name = IsCommonName(facts, mention);
  }
}

void SettleCountries(absl::string_view uri, Entities* entities) {
  std::vector<std::string> before(entities->entities.size());
  std::vector<bool> several(entities->entities.size());
  bool any = false;
  const Mention* last = nullptr;
  for (const Mention& mention : entities->mentions) {
    if (mention.entity >= 0 && last != nullptr && last->entity >= 0 &&
        entities->entities[mention.entity].common_name &&
        mention.kind == MentionKind::kOrganization &&
        last->kind == MentionKind::kPlace && StandsBefore(*last, mention)) {
      const std::string& code = entities->entities[last->entity].country_code;
      std::string& named = before[mention.entity];
      if (!named.empty() && named != code) several[mention.entity] = true;
      if (!code.empty()) named = code;
    }
    last = &mention;
  }
  for (const Entity& entity : entities->entities) any |= entity.common_name;
  if (!any) return;
  const std::string main = MainCountry(uri, *entities);
  for (size_t e = 0; e < entities->entities.size(); ++e) {
    Entity& entity = entities->entities[e];
    if (!entity.common_name || several[e]) continue;
    entity.country_code = before[e].empty() ? main : before[e];
    if (entity.country_code.empty()) continue;
    entity.id =
        StableId(kOrganizationIdKind,
                 {CanonicalOrganization(entity.name), entity.country_code});
  }
}

}  // namespace impactwire::extract
