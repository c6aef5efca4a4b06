#include "ingest_service/extract/roles/portfolio.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

// Looked through for each such title, so that many titles stay cheap.
constexpr size_t kMaxEntities = 256;

constexpr absl::string_view kPortfolios[] = {
    "education",   "health",   "finance",  "environment", "energy",
    "agriculture", "interior", "defence",  "defense",     "foreign",
    "trade",       "labour",   "labor",    "home",        "transport",
    "housing",     "justice",  "commerce", "tourism"};

}  // namespace

std::optional<int32_t> OfficeOf(const text::Document& document,
                                const Entities& entities,
                                const TitleSpan& title) {
  bool secretary = false;
  for (const v1::RoleFamily f : title.families) {
    secretary |=
        f == v1::ROLE_FAMILY_SECRETARY || f == v1::ROLE_FAMILY_MINISTER;
  }
  if (!secretary) return std::nullopt;
  std::string portfolio;
  for (int t = title.first_token; t < title.last_token; ++t) {
    const std::string word = FoldWord(document.Surface(document.tokens[t]));
    for (const absl::string_view p : kPortfolios) {
      if (p == word) portfolio = word;
    }
  }
  if (portfolio.empty()) return std::nullopt;
  const size_t count = std::min(entities.entities.size(), kMaxEntities);
  for (size_t e = 0; e < count; ++e) {
    const Entity& entity = entities.entities[e];
    if (entity.kind == EntityKind::kOrganization &&
        entity.organization_kind == v1::ORGANIZATION_KIND_GOVERNMENT &&
        absl::StrContains(FoldWord(entity.name), portfolio)) {
      return static_cast<int32_t>(e);
    }
  }
  return -1;
}

}  // namespace impactwire::extract
