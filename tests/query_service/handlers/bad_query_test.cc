// Queries that are wrong, as clients see it: status and details over the wire.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "google/rpc/error_details.pb.h"
#include "tests/query_service/handlers/query_server.h"

namespace impactwire::query {
namespace {

using Request = v1::ListImpactFiguresRequest;

std::string Reason(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  const auto payload =
      status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  if (payload.has_value()) info.ParseFromString(std::string(*payload));
  return info.reason();
}

class BadQueryTest : public testing::Test {
 protected:
  static IndexOptions Options() {
    IndexOptions options;
    options.compaction_floor_rows = 1;
    options.history_entries = 1;
    return options;
  }

  absl::Status List(const Request& request) {
    grpc::ClientContext context;
    page_.Clear();
    return FromGrpcStatus(
        server_.stub().ListImpactFigures(&context, request, &page_));
  }
  absl::Status Aggregate(const std::string& expression) {
    v1::AggregateImpactFiguresRequest request;
    request.mutable_filter()->set_expression(expression);
    v1::AggregateImpactFiguresResponse response;
    grpc::ClientContext context;
    return FromGrpcStatus(
        server_.stub().AggregateImpactFigures(&context, request, &response));
  }
  absl::Status Watch(const std::string& expression) {
    v1::WatchImpactFiguresRequest request;
    request.mutable_filter()->set_expression(expression);
    grpc::ClientContext context;
    auto reader = server_.stub().WatchImpactFigures(&context, request);
    v1::WatchImpactFiguresResponse event;
    EXPECT_FALSE(reader->Read(&event));
    return FromGrpcStatus(reader->Finish());
  }
  static Request Expression(const std::string& text) {
    Request request;
    request.mutable_filter()->set_expression(text);
    return request;
  }

  QueryServer server_{QueryHandlersOptions(), true, Options()};
  v1::ListImpactFiguresResponse page_;
};

TEST_F(BadQueryTest, AnUnknownFieldIsNamedWithItsPlaceAndTheKnownOnes) {
  const std::string expression = "value > 1 AND categry = WATER";
  for (const absl::Status& status :
       {List(Expression(expression)), Aggregate(expression),
        Watch(expression)}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(InvalidFields(status), "filter.expression");
    EXPECT_TRUE(absl::StartsWith(
        status.message(),
        "filter.expression: column 15: there is no field \"categry\"; did you "
        "mean category? Fields: organization, "))
        << status.message();
  }
}

TEST_F(BadQueryTest, AnOverLongExpressionSaysTheLimit) {
  const absl::Status status = List(Expression(std::string(2001, ' ')));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(),
            "filter.expression: holds 2001 bytes; at most 2000");
}

TEST_F(BadQueryTest, AnOverLongListOfValuesSaysTheLimit) {
  Request request;
  for (int i = 0; i < 1001; ++i) request.mutable_filter()->add_units("person");
  const absl::Status status = List(request);
  EXPECT_EQ(InvalidFields(status), "filter.units");
  EXPECT_TRUE(absl::StrContains(status.message(), "at most 1000"));
}

TEST_F(BadQueryTest, AHugePageIsCut) {
  std::vector<int> numbers(1200);
  for (int i = 0; i < 1200; ++i) numbers[i] = i;
  server_.Apply(FiguresEntry(1, "a", numbers));
  Request request;
  request.set_page_size(1000000000);
  ASSERT_TRUE(List(request).ok());
  EXPECT_EQ(page_.entries_size(), 1000);
  EXPECT_EQ(page_.total_count(), 1200);
}

TEST_F(BadQueryTest, ANegativePageNamesItsField) {
  Request request;
  request.set_page_size(-1);
  EXPECT_EQ(InvalidFields(List(request)), "page_size");
}

TEST_F(BadQueryTest, ContradictoryTimesNameTheEnd) {
  Request request;
  request.mutable_filter()->mutable_period()->set_start("2021");
  request.mutable_filter()->mutable_period()->set_end("2020-12");
  const absl::Status status = List(request);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InvalidFields(status), "filter.period.end");
}

TEST_F(BadQueryTest, AnExpiredTokenIsOutOfRangeWithItsReason) {
  server_.Apply(FiguresEntry(1, "a", {1, 2, 3}));
  Request request;
  request.set_page_size(1);
  ASSERT_TRUE(List(request).ok());
  request.set_page_token(page_.next_page_token());
  // Until the first position is no longer held.
  for (int i = 2; server_.index().oldest().sequence < 2; ++i) {
    ASSERT_LT(i, 1000);
    server_.Apply(FiguresEntry(i, "a", {1, 2, 3}));
  }
  const absl::Status status = List(request);
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Reason(status), "POSITION_EXPIRED");
}

TEST_F(BadQueryTest, ATokenOfAnotherExpressionIsInvalid) {
  server_.Apply(FiguresEntry(1, "a", {1, 2, 3}));
  Request request = Expression("unit = person");
  request.set_page_size(1);
  ASSERT_TRUE(List(request).ok());
  request.set_page_token(page_.next_page_token());
  ASSERT_TRUE(List(request).ok());
  EXPECT_EQ(page_.entries(0).figure().figure_id(), FigureId(2));
  request.mutable_filter()->set_expression("unit = persons");
  EXPECT_EQ(InvalidFields(List(request)), "page_token");
}

TEST_F(BadQueryTest, OrderByValueWithoutAUnitNamesTheOrder) {
  server_.Apply(FiguresEntry(1, "a", {1, 3, 2}));
  Request request = Expression("unit = PERSON value > 1");
  request.set_order(Request::ORDER_VALUE);
  ASSERT_TRUE(List(request).ok());
  ASSERT_EQ(page_.entries_size(), 2);
  EXPECT_EQ(page_.entries(0).figure().value(), 3);
  request.mutable_filter()->set_expression("-unit = person");
  EXPECT_EQ(InvalidFields(List(request)), "order");
}

}  // namespace
}  // namespace impactwire::query
