#include "ingest_service/extract/roles/portfolio.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

// Looked through for each such title, so that many titles stay cheap.
constexpr size_t kMaxEntities = 256;

// Words of such titles that tell no portfolio.
constexpr absl::string_view kRanks[] = {
    "minister",  "secretary", "deputy",  "vice",      "prime",    "chief",
    "first",     "state",     "under",   "general",   "union",    "cabinet",
    "permanent", "acting",    "federal", "assistant", "principal"};

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
  std::vector<std::string> portfolio;
  for (int t = title.first_token; t < title.last_token; ++t) {
    if (!document.tokens[t].capitalized) continue;
    const std::string word = FoldWord(document.Surface(document.tokens[t]));
    if (word.size() > 3 && std::find(std::begin(kRanks), std::end(kRanks),
                                     word) == std::end(kRanks)) {
      portfolio.push_back(word);
    }
  }
  if (portfolio.empty()) return std::nullopt;
  const size_t count = std::min(entities.entities.size(), kMaxEntities);
  for (size_t e = 0; e < count; ++e) {
    const Entity& entity = entities.entities[e];
    if (entity.kind != EntityKind::kOrganization ||
        entity.organization_kind != v1::ORGANIZATION_KIND_GOVERNMENT) {
      continue;
    }
    const std::string name = FoldWord(entity.name);
    bool all = true;
    for (const std::string& word : portfolio) {
      all &= absl::StrContains(name, word);
    }
    if (all) return static_cast<int32_t>(e);
  }
  return -1;
}

}  // namespace impactwire::extract
