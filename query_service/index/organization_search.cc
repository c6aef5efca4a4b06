// Search for organizations by name.
#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/entity_reader.h"
#include "query_service/index/fold.h"
#include "query_service/index/organization_filter.h"
#include "query_service/index/organization_queries.h"

namespace impactwire::query {
namespace {

using Response = v1::SearchOrganizationsResponse;

constexpr size_t kMaxQueryBytes = 200;
constexpr int kDefaultHits = 10;
constexpr int kMaxHits = 100;

struct Hit {
  Response::Hit::Match match = Response::Hit::MATCH_UNSPECIFIED;
  double score = 0;
  uint32_t form = kNoRow;
  const EntityVersion* version = nullptr;
};

// The form's answer to the query, if it is one.
Hit Judge(const Generation& tables, const NameQuery& query, uint32_t number,
          const EntityVersion* version) {
  const EntityTable::Form& form = tables.organizations().form(number);
  Hit hit;
  hit.form = number;
  hit.version = version;
  const auto match = MatchName(query, tables.strings().Get(form.folded));
  if (match.has_value() && match->kind == NameMatchKind::kWhole) {
    const bool is_display = form.folded == version->display_folded;
    hit.match =
        is_display ? Response::Hit::MATCH_EXACT : Response::Hit::MATCH_ALIAS;
    hit.score = is_display ? 1 : 0.95;
  } else if (query.folded == Initials(tables.strings().Get(form.text))) {
    hit.match = Response::Hit::MATCH_ALIAS;
    hit.score = 0.9;
  } else if (match.has_value()) {
    const bool is_prefix = match->kind == NameMatchKind::kPrefix;
    hit.match =
        is_prefix ? Response::Hit::MATCH_PREFIX : Response::Hit::MATCH_TYPO;
    hit.score = match->score * (is_prefix ? 0.85 : 0.6);
  }
  return hit;
}

// Best first; then the organization in more articles, then the smaller id.
class BetterHit {
 public:
  explicit BetterHit(const Generation& tables) : tables_(tables) {}
  bool operator()(const Hit& a, const Hit& b) const {
    if (a.match != b.match) return a.match < b.match;
    if (a.score != b.score) return a.score > b.score;
    if (a.version != b.version) {
      if (a.version->articles != b.version->articles) {
        return a.version->articles > b.version->articles;
      }
      const auto& table = tables_.organizations();
      return table.id(a.version->entity) < table.id(b.version->entity);
    }
    return Text(a) < Text(b);
  }
  absl::string_view Text(const Hit& hit) const {
    return tables_.strings().Get(tables_.organizations().form(hit.form).text);
  }

 private:
  const Generation& tables_;
};

}  // namespace

absl::StatusOr<Response> SearchOrganizations(
    const Snapshot& now, const v1::SearchOrganizationsRequest& request) {
  if (absl::StripAsciiWhitespace(request.query()).empty()) {
    return InvalidField("query", "is required");
  }
  if (request.query().size() > kMaxQueryBytes) {
    return InvalidField("query",
                        absl::StrCat("holds ", request.query().size(),
                                     " bytes; at most ", kMaxQueryBytes));
  }
  if (request.page_size() < 0) {
    return InvalidField("page_size", "is negative; 0 means 10");
  }
  RETURN_IF_ERROR(OrganizationMatcher::Check(request.filter()));
  const size_t page_size = request.page_size() == 0
                               ? kDefaultHits
                               : std::min(request.page_size(), kMaxHits);
  const Generation& tables = now.tables();
  const EntityTable& table = tables.organizations();
  const EntityReader reader(now);
  const OrganizationMatcher matcher(request.filter(), now);
  const NameQuery query(request.query());
  const BetterHit better(tables);
  // The best form of each organization.
  absl::flat_hash_map<uint32_t, Hit> hits;
  for (const uint32_t form : table.names().Candidates(query)) {
    const uint32_t root = table.Root(table.form(form).entity, now.at());
    const EntityVersion* const version = reader.Live(table, root);
    if (version == nullptr || !matcher.Matches(*version)) continue;
    const Hit hit = Judge(tables, query, form, version);
    if (hit.match == Response::Hit::MATCH_UNSPECIFIED) continue;
    Hit& best = hits[root];
    if (best.version != nullptr && !better(hit, best)) continue;
    if (table.FormHoldsAt(form, now.at()))
      best = hit;
    else if (best.version == nullptr)
      hits.erase(root);
  }
  std::vector<Hit> sorted;
  for (const auto& [root, hit] : hits) sorted.push_back(hit);
  std::sort(sorted.begin(), sorted.end(), better);
  if (sorted.size() > page_size) sorted.resize(page_size);
  Response response;
  for (const Hit& hit : sorted) {
    Response::Hit* const result = response.add_hits();
    *result->mutable_organization() = reader.Organization(*hit.version);
    result->set_match(hit.match);
    result->set_matched_name(std::string(better.Text(hit)));
    result->set_score(hit.score);
  }
  response.set_position(now.position());
  return response;
}

}  // namespace impactwire::query
