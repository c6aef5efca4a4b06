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

TEST(ReferenceRankerTest, TheSubjectOfTheSentenceBeforeIsTaken) {
  Reference reference;
  reference.form = "it";
  reference.opens = true;
  ReferenceCandidate acts = Named(3, 1, 1), other = Named(4, 1, 0);
  acts.last_was_subject = true;
  acts.subject_recency = 0;
  EXPECT_EQ(Ranker().Choose(reference, {other, acts}, nullptr), 3);
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
