#include "ingest_service/extract/roles/portfolio.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "common/base/same_word.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

// Looked through for each such title, so that many titles stay cheap.
constexpr size_t kMaxEntities = 256;

// Words of such titles that tell no portfolio.
constexpr absl::string_view kRanks[] = {
    "minister", "secretary", "deputy",    "vice",         "prime",
    "chief",    "first",     "state",     "under",        "general",
    "union",    "cabinet",   "permanent", "commissioner", "undersecretary",
    "acting",   "federal",   "assistant", "principal"};

bool Has(const TitleSpan& title, v1::RoleFamily family) {
  return std::find(title.families.begin(), title.families.end(), family) !=
         title.families.end();
}

}  // namespace

bool LeadsGovernment(const text::Document& document, const TitleSpan& title) {
  if (Has(title, v1::ROLE_FAMILY_GOVERNOR) ||
      Has(title, v1::ROLE_FAMILY_MAYOR)) {
    return true;
  }
  if (!Has(title, v1::ROLE_FAMILY_MINISTER)) return false;
  for (int t = title.first_token; t < title.head_token; ++t) {
    const absl::string_view word = document.Surface(document.tokens[t]);
    for (const absl::string_view first : {"prime", "chief", "first"}) {
      if (SameWord(word, first)) return true;
    }
  }
  return false;
}

bool IsMinistry(const Entity& organization) {
  if (organization.kind != EntityKind::kOrganization) return false;
  const std::string name = FoldWord(organization.name);
  for (const absl::string_view word :
       {"ministry", "department", "ministere", "ministerio"}) {
    if (absl::StrContains(name, word)) return true;
  }
  return false;
}

std::optional<int32_t> OfficeOf(const text::Document& document,
                                const Entities& entities,
                                const TitleSpan& title) {
  const bool minister = Has(title, v1::ROLE_FAMILY_MINISTER);
  if (!minister && !Has(title, v1::ROLE_FAMILY_SECRETARY) &&
      !Has(title, v1::ROLE_FAMILY_COMMISSIONER)) {
    return std::nullopt;
  }
  std::vector<std::string> portfolio;
  for (int t = title.first_token; t < title.last_token; ++t) {
    // Without capitals other secretaries have no portfolio: "the company
    // secretary".
    if (!document.tokens[t].capitalized && !minister) continue;
    const std::string word = FoldWord(document.Surface(document.tokens[t]));
    if (word.size() > 3 && std::find(std::begin(kRanks), std::end(kRanks),
                                     word) == std::end(kRanks)) {
      portfolio.push_back(word);
    }
  }
  const bool any = portfolio.empty();
  if (LeadsGovernment(document, title) || (any && !minister)) {
    return std::nullopt;
  }
  int32_t found = -1;
  bool ministry = false, several = false;
  const size_t count = std::min(entities.entities.size(), kMaxEntities);
  for (size_t e = 0; e < count; ++e) {
    const Entity& entity = entities.entities[e];
    if (entity.kind != EntityKind::kOrganization ||
        entity.organization_kind != v1::ORGANIZATION_KIND_GOVERNMENT) {
      continue;
    }
    const std::string name = FoldWord(entity.name);
    const bool is_ministry = IsMinistry(entity);
    bool all = !any || is_ministry;
    for (const std::string& word : portfolio) {
      all &= absl::StrContains(name, word);
    }
    if (!all) continue;
    several |= found >= 0;
    if (found < 0 || (is_ministry && !ministry)) {
      found = static_cast<int32_t>(e);
      ministry = is_ministry;
    }
  }
  if (any && (several || found < 0)) return std::nullopt;
  return found;
}

}  // namespace impactwire::extract
