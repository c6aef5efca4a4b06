#include "ingest_service/extract/names/reference_ranker.h"

#include "gtest/gtest.h"

namespace impactwire::extract {
namespace {

const ReferenceRanker& Ranker() {
  static const auto* const ranker = new auto(ReferenceRanker::Create());
  return ***ranker;
}

ReferenceCandidate Named(int32_t entity, int32_t distance, int32_t recency) {
  ReferenceCandidate candidate;
  candidate.entity = entity;
  candidate.distance = distance;
  candidate.recency = recency;
  candidate.last_form = "name";
  candidate.mentions = 2;
  candidate.kind = 1;
  return candidate;
}

TEST(ReferenceRankerTest, WithoutACandidateNothingIsChosen) {
  Reference reference;
  reference.form = "it";
  EXPECT_EQ(Ranker().Choose(reference, {}, nullptr), -1);
}

TEST(ReferenceRankerTest, TheNounDecidesBetweenTwoKinds) {
  Reference reference;
  reference.form = "nominal";
  reference.noun = "foundation";
  reference.determiner = "the";
  reference.known_noun = true;
  reference.head_in_text = true;
  ReferenceCandidate company = Named(3, 1, 0), foundation = Named(4, 1, 1);
  foundation.kind = 2;  // v1::ORGANIZATION_KIND_NONPROFIT
  foundation.kind_fits = true;
  foundation.has_head = true;
  EXPECT_EQ(Ranker().Choose(reference, {company, foundation}, nullptr), 4);
}

TEST(ReferenceRankerTest, TrainingSeesNoneAndEachCandidate) {
  Reference reference;
  reference.form = "nominal";
  reference.noun = "bank";
  ReferenceExample example;
  Ranker().Choose(reference, {Named(7, 0, 0)}, &example);
  EXPECT_EQ(example.entities, (std::vector<int32_t>{-1, 7}));
  ASSERT_EQ(example.features.size(), 2u);
  EXPECT_EQ(example.features[0][0], "none");
}

}  // namespace
}  // namespace impactwire::extract
