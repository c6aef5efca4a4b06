#include "ingest_service/extract/names/organization_kind.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace impactwire::extract {
namespace {

constexpr std::pair<uint32_t, v1::OrganizationKind> kHeads[] = {
    {kLegalSuffix, v1::ORGANIZATION_KIND_COMPANY},
    {kCompanyHead, v1::ORGANIZATION_KIND_COMPANY},
    {kNonprofitHead, v1::ORGANIZATION_KIND_NONPROFIT},
    {kGovernmentHead, v1::ORGANIZATION_KIND_GOVERNMENT},
    {kEducationHead, v1::ORGANIZATION_KIND_EDUCATION},
    {kMediaHead, v1::ORGANIZATION_KIND_MEDIA},
    {kIntergovernmentalHead, v1::ORGANIZATION_KIND_INTERGOVERNMENTAL},
    {kOtherHead, v1::ORGANIZATION_KIND_OTHER},
};

// Points for each kind whose words are among `classes`, shared between them.
void Give(uint32_t classes, float points, KindVotes* votes) {
  int kinds = 0;
  for (const auto& [bit, kind] : kHeads) kinds += (classes & bit) != 0;
  if (kinds == 0) return;
  for (const auto& [bit, kind] : kHeads) {
    if (classes & bit) votes->points[kind] += points / kinds;
  }
}

}  // namespace

v1::OrganizationKind KindVotes::Best() const {
  int best = v1::ORGANIZATION_KIND_COMPANY;
  float top = 0.3f;  // a bare name is most often a company
  for (int k = 1; k < 8; ++k) {
    const float p = points[k] + (k == v1::ORGANIZATION_KIND_COMPANY ? 0.3f : 0);
    if (p > top) {
      top = p;
      best = k;
    }
  }
  return static_cast<v1::OrganizationKind>(best);
}

void VoteOnKind(const TokenFacts& facts, const NamedSpan& span,
                KindVotes* votes) {
  const int first = span.first_token;
  const int last = span.last_token;
  const auto& t = facts.tokens;
  // The head of "X of Y" stands first, else last.
  int head = last - 1;
  for (int i = first + 1; i < last - 1; ++i) {
    if (absl::EqualsIgnoreCase(
            facts.document->Surface(facts.document->tokens[i]), "of") &&
        (t[i - 1].classes & kOrganizationHead)) {
      head = i - 1;
      break;
    }
  }
  Give(t[head].classes, last - first > 1 ? 3 : 1, votes);
  for (int i = first; i < last; ++i) {
    if (i != head) Give(t[i].classes, 0.5f, votes);
    if (t[i].classes & kIntergovernmentalHead) {
      votes->points[v1::ORGANIZATION_KIND_INTERGOVERNMENTAL] += 3;
    }
  }
  bool whole = t[first].part == GazetteerPart::kUnit ||
               t[first].part == GazetteerPart::kBegin;
  whole = whole && (t[last - 1].part == GazetteerPart::kUnit ||
                    t[last - 1].part == GazetteerPart::kLast);
  if (whole) {
    const uint16_t flags = t[first].phrase_flags;
    const float points = flags & kGazFamous ? 8 : 4;
    static constexpr std::pair<uint16_t, v1::OrganizationKind> kFlags[] = {
        {kGazIntergovernmental, v1::ORGANIZATION_KIND_INTERGOVERNMENTAL},
        {kGazNonprofit, v1::ORGANIZATION_KIND_NONPROFIT},
        {kGazEducation, v1::ORGANIZATION_KIND_EDUCATION},
        {kGazGovernment, v1::ORGANIZATION_KIND_GOVERNMENT},
        {kGazMedia, v1::ORGANIZATION_KIND_MEDIA},
        {kGazOther, v1::ORGANIZATION_KIND_OTHER},
        {kGazCompany, v1::ORGANIZATION_KIND_COMPANY},
    };
    for (const auto& [flag, kind] : kFlags) {
      if (flags & flag) {
        votes->points[kind] += points;
        break;
      }
    }
  }
}

}  // namespace impactwire::extract
