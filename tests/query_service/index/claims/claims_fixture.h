// ClaimsTest: claims of a log that a test tells figure by figure.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/claim_queries.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {

inline std::string Org(const std::string& name) {
  return StableId(kOrganizationIdKind, {name});
}

// A log of articles with one figure each.
class ClaimsTest : public testing::Test {
 protected:
  // "6,012 persons trained by Acme", in an article of its own.
  v1::ImpactFigure* Tell(double value, v1::Bound bound = v1::BOUND_EXACT) {
    v1::LogEntry& entry = entries_.emplace_back();
    entry.set_sequence(entries_.size());
    v1::ArticleRecord* const record = entry.mutable_record();
    record->set_article_id(absl::StrCat("article ", entries_.size()));
    record->set_publisher(absl::StrCat("Paper ", entries_.size()));
    v1::ImpactFigure* const figure = record->add_impact_figures();
    figure->set_figure_id(
        StableId(kFigureIdKind, {absl::StrCat(entries_.size())}));
    figure->set_value(value);
    figure->set_bound(bound);
    figure->set_unit("person");
    figure->set_what("people trained");
    figure->set_category(v1::IMPACT_CATEGORY_PEOPLE_TRAINED);
    figure->set_status(v1::FIGURE_STATUS_ACHIEVED);
    figure->set_organization_id(Org("Acme"));
    return figure;
  }
  v1::ArticleRecord* record() { return entries_.back().mutable_record(); }
  void Merge(const std::string& from, const std::string& into) {
    v1::LogEntry& entry = entries_.emplace_back();
    entry.set_sequence(entries_.size());
    entry.mutable_override()->set_override_id(from);
    entry.mutable_override()->mutable_merge()->set_from_id(Org(from));
    entry.mutable_override()->mutable_merge()->set_into_id(Org(into));
  }

  Snapshot Now() {
    index_ = std::make_unique<Index>();
    // The first one by itself: what is replayed as a whole has no past.
    const uint64_t last = entries_.size();
    for (const auto& [after, through] :
         {std::pair(uint64_t{0}, uint64_t{1}), std::pair(uint64_t{1}, last)}) {
      EXPECT_TRUE(index_->Apply(Batch(entries_, after, through, through)).ok());
    }
    return index_->Pin();
  }
  // How many figures each claim has; largest first.
  std::vector<int> Claims() {
    std::vector<int> sizes;
    const auto answer = ListClaims(Now(), {});
    for (const auto& claim : answer->claims()) {
      sizes.push_back(claim.figure_count());
    }
    std::sort(sizes.rbegin(), sizes.rend());
    return sizes;
  }
  // The claim of figure `number`, counted from 1.
  v1::GetClaimResponse Claim(int number) {
    v1::GetClaimRequest request;
    request.set_figure_id(StableId(kFigureIdKind, {absl::StrCat(number)}));
    return *GetClaim(Now(), request);
  }

  std::vector<v1::LogEntry> entries_;
  std::unique_ptr<Index> index_;
};

}  // namespace impactwire::query
