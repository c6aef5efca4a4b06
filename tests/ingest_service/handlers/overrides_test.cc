// Merges and splits, over the wire.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "common/base/stable_id.h"
#include "tests/ingest_service/handlers/ingest_test_server.h"

namespace impactwire {
namespace {

using absl::StatusCode;
using Stub = v1::IngestService::Stub;

std::string Org(absl::string_view name) {
  return StableId(kOrganizationIdKind, {name});
}

class OverridesTest : public testing::Test {
 protected:
  absl::StatusOr<v1::MergeOrganizationsResponse> Merge(
      const std::string& from, const std::string& into) {
    v1::MergeOrganizationsRequest request;
    request.set_from_id(from);
    request.set_into_id(into);
    request.set_author("ann");
    request.set_note("same firm");
    return server_.Call(&Stub::MergeOrganizations, request,
                        v1::MergeOrganizationsResponse());
  }
  absl::StatusOr<v1::SplitOrganizationResponse> Split(const std::string& from) {
    v1::SplitOrganizationRequest request;
    request.set_from_id(from);
    return server_.Call(&Stub::SplitOrganization, request,
                        v1::SplitOrganizationResponse());
  }

  IngestTestServer server_;
};

TEST_F(OverridesTest, AMergeIsADurableEntryThatFollowersSee) {
  EXPECT_EQ(Merge(Org("JD"), Org("JD.com"))->position(), server_.PositionOf(1));
  const auto batch = server_.log()->ReadAfter(0, 1 << 20, true).value();
  ASSERT_EQ(batch.entries.size(), 1);
  v1::LogEntry entry;
  ASSERT_TRUE(entry.ParseFromString(batch.entries[0]));
  EXPECT_EQ(entry.override().merge().from_id(), Org("JD"));
  EXPECT_EQ(entry.override().merge().into_id(), Org("JD.com"));
  EXPECT_EQ(entry.override().author(), "ann");
  EXPECT_EQ(entry.override().reason(), "same firm");
  EXPECT_TRUE(entry.override().has_create_time());
}

TEST_F(OverridesTest, TheSameAgainIsUnchangedAndKeepsItsPosition) {
  ASSERT_TRUE(Merge(Org("a"), Org("b")).ok());
  ASSERT_TRUE(Merge(Org("x"), Org("y")).ok());
  const auto again = Merge(Org("a"), Org("b"));
  EXPECT_TRUE(again->unchanged());
  EXPECT_EQ(again->position(), server_.PositionOf(1));
}

TEST_F(OverridesTest, ALaterOneTakesThePlaceOfTheEarlier) {
  ASSERT_TRUE(Merge(Org("a"), Org("b")).ok());
  ASSERT_FALSE(Merge(Org("a"), Org("c"))->unchanged());
  ASSERT_FALSE(Split(Org("a"))->unchanged());
  EXPECT_TRUE(Split(Org("a"))->unchanged());
  EXPECT_EQ(server_.log()->FindOverride(Org("a"))->sequence, 3);
  EXPECT_EQ(server_.log()->ReadAfter(0, 1 << 20, true)->entries.size(), 1);
}

TEST_F(OverridesTest, ACircleIsRefusedWithItsPath) {
  ASSERT_TRUE(Merge(Org("a"), Org("b")).ok());
  ASSERT_TRUE(Merge(Org("b"), Org("c")).ok());
  const absl::Status status = Merge(Org("c"), Org("a")).status();
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(InvalidFields(status), "into_id");
  EXPECT_TRUE(absl::StrContains(
      status.message(), absl::StrCat(Org("a"), " -> ", Org("b"), " -> ")))
      << status;
  // Once b stands alone there is none.
  ASSERT_TRUE(Split(Org("b")).ok());
  EXPECT_TRUE(Merge(Org("c"), Org("a")).ok());
}

TEST_F(OverridesTest, WrongIdsAreNamed) {
  EXPECT_EQ(InvalidFields(Merge("", Org("b")).status()), "from_id");
  EXPECT_EQ(InvalidFields(Merge(Org("a"), "JD").status()), "into_id");
  EXPECT_EQ(InvalidFields(Merge(Org("a"), Org("a")).status()), "into_id");
  EXPECT_EQ(InvalidFields(
                Merge(StableId(kExecutiveIdKind, {"x"}), Org("b")).status()),
            "from_id");
  EXPECT_EQ(InvalidFields(Split("").status()), "from_id");
}

TEST_F(OverridesTest, LongNotesAreRefused) {
  v1::MergeOrganizationsRequest request;
  request.set_from_id(Org("a"));
  request.set_into_id(Org("b"));
  request.set_note(std::string(1001, 'x'));
  EXPECT_EQ(InvalidFields(server_
                              .Call(&Stub::MergeOrganizations, request,
                                    v1::MergeOrganizationsResponse())
                              .status()),
            "note");
}

TEST_F(OverridesTest, PersonsHaveTheirOwn) {
  v1::MergeExecutivesRequest request;
  request.set_from_id(StableId(kExecutiveIdKind, {"a"}));
  request.set_into_id(StableId(kExecutiveIdKind, {"b"}));
  EXPECT_TRUE(
      server_
          .Call(&Stub::MergeExecutives, request, v1::MergeExecutivesResponse())
          .ok());
  v1::SplitExecutiveRequest split;
  split.set_from_id(request.from_id());
  EXPECT_FALSE(
      server_.Call(&Stub::SplitExecutive, split, v1::SplitExecutiveResponse())
          ->unchanged());
}

}  // namespace
}  // namespace impactwire
