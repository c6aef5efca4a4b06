#include <grpcpp/impl/codegen/client_unary_call.h>

#include <thread>

#include "common/status/errors.h"
#include "query_service/index/queries/page_token.h"
#include "tests/query_service/handlers/query_server.h"

namespace impactwire::query {
namespace {

class QueryHandlersTest : public testing::Test {
 protected:
  absl::Status Get(const std::string& figure_id,
                   const std::string& min_position = "") {
    v1::GetImpactFigureRequest request;
    request.set_figure_id(figure_id);
    request.set_min_position(min_position);
    grpc::ClientContext context;
    return FromGrpcStatus(
        server().stub().GetImpactFigure(&context, request, &figure_));
  }
  absl::Status List(const v1::ListImpactFiguresRequest& request) {
    grpc::ClientContext context;
    list_.Clear();
    return FromGrpcStatus(
        server().stub().ListImpactFigures(&context, request, &list_));
  }
  v1::GetIndexStatusResponse Status() {
    v1::GetIndexStatusResponse response;
    grpc::ClientContext context;
    EXPECT_TRUE(server().stub().GetIndexStatus(&context, {}, &response).ok());
    return response;
  }

  // Calls that wait for a position, as the metrics say.
  double Waiting() {
    for (const Metric& metric : server().handlers().Metrics()) {
      if (metric.name == "impactwire_position_waiters") return metric.value;
    }
    return -1;
  }

  QueryServer& server() {
    if (!server_) server_ = std::make_unique<QueryServer>(options_, caught_up_);
    return *server_;
  }

  QueryHandlersOptions options_;
  bool caught_up_ = true;
  std::unique_ptr<QueryServer> server_;
  v1::GetImpactFigureResponse figure_;
  v1::ListImpactFiguresResponse list_;
};

TEST_F(QueryHandlersTest, AnswersWithThePositionItAnsweredAt) {
  server().Apply(FiguresEntry(1, "a", {7}));
  ASSERT_TRUE(Get(FigureId(7)).ok());
  EXPECT_EQ(figure_.entry().figure().value(), 7);
  EXPECT_EQ(figure_.entry().organization_name(), "Acme");
  EXPECT_EQ(figure_.position(), At(1));
}

TEST_F(QueryHandlersTest, EveryRpcAnswers) {
  server().Apply(FiguresEntry(1, "a", {7}));
  v1::QueryService::Stub& stub = server().stub();
  const auto ok = [](const grpc::Status& status) {
    return status.ok() ? "OK" : status.error_message();
  };
  const auto call = [&](auto method, auto request, auto response) {
    grpc::ClientContext context;
    return ok((stub.*method)(&context, request, &response));
  };
  using Stub = v1::QueryService::Stub;
  v1::GetOrganizationRequest organization;
  organization.set_organization_id(OrganizationId());
  EXPECT_EQ(
      call(&Stub::GetOrganization, organization, v1::GetOrganizationResponse()),
      "OK");
  v1::GetArticleRequest article;
  article.set_article_id("a");
  EXPECT_EQ(call(&Stub::GetArticle, article, v1::GetArticleResponse()), "OK");
  v1::SearchOrganizationsRequest search;
  search.set_query("acm");
  EXPECT_EQ(call(&Stub::SearchOrganizations, search,
                 v1::SearchOrganizationsResponse()),
            "OK");
  v1::SearchExecutivesRequest person;
  person.set_query("obi");
  EXPECT_EQ(
      call(&Stub::SearchExecutives, person, v1::SearchExecutivesResponse()),
      "OK");
  v1::SearchImpactFiguresRequest words;
  words.set_query("water 2022");
  EXPECT_EQ(call(&Stub::SearchImpactFigures, words,
                 v1::SearchImpactFiguresResponse()),
            "OK");
  EXPECT_EQ(call(&Stub::ListOrganizations, v1::ListOrganizationsRequest(),
                 v1::ListOrganizationsResponse()),
            "OK");
  EXPECT_EQ(call(&Stub::ListExecutives, v1::ListExecutivesRequest(),
                 v1::ListExecutivesResponse()),
            "OK");
  EXPECT_EQ(call(&Stub::ListArticles, v1::ListArticlesRequest(),
                 v1::ListArticlesResponse()),
            "OK");
  EXPECT_EQ(call(&Stub::ListClaims, v1::ListClaimsRequest(),
                 v1::ListClaimsResponse()),
            "OK");
  v1::GetClaimRequest claim;
  claim.set_figure_id(FigureId(7));
  EXPECT_EQ(call(&Stub::GetClaim, claim, v1::GetClaimResponse()), "OK");
  EXPECT_EQ(
      call(&Stub::AggregateImpactFigures, v1::AggregateImpactFiguresRequest(),
           v1::AggregateImpactFiguresResponse()),
      "OK");
  v1::GetExecutiveRequest executive;
  executive.set_executive_id(StableId(kExecutiveIdKind, {"nobody"}));
  EXPECT_EQ(call(&Stub::GetExecutive, executive, v1::GetExecutiveResponse()),
            "no executive \"" + executive.executive_id() + "\"");
}

TEST_F(QueryHandlersTest, UnknownFigureIsNotFound) {
  EXPECT_EQ(Get(FigureId(1)).code(), absl::StatusCode::kNotFound);
}

TEST_F(QueryHandlersTest, MalformedIdNamesItsField) {
  EXPECT_EQ(InvalidFields(Get("fig-7")), "figure_id");
}

TEST_F(QueryHandlersTest, WrongFilterNamesItsField) {
  v1::ListImpactFiguresRequest request;
  request.mutable_filter()->set_min_value(2);
  request.mutable_filter()->set_max_value(1);
  EXPECT_EQ(InvalidFields(List(request)), "filter.max_value");
}

TEST_F(QueryHandlersTest, TextThatIsNotUtf8IsAnInvalidRequest) {
  // min_position (field 2) of the byte 0xff.
  grpc::Slice slice(std::string("\x12\x01\xff"));
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  grpc::ClientContext context;
  const grpc::internal::RpcMethod method(
      "/impactwire.v1.QueryService/GetImpactFigure",
      grpc::internal::RpcMethod::NORMAL_RPC);
  const absl::Status status = FromGrpcStatus(
      grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
          server().channel().get(), method, &context, request, &response));
  EXPECT_EQ(InvalidFields(status), "request");
}

TEST_F(QueryHandlersTest, PagesAreOfOnePosition) {
  server().Apply(FiguresEntry(1, "a", {1, 2, 3}));
  v1::ListImpactFiguresRequest request;
  request.set_page_size(2);
  ASSERT_TRUE(List(request).ok());
  request.set_page_token(list_.next_page_token());
  server().Apply(FiguresEntry(2, "a", {9}));
  ASSERT_TRUE(List(request).ok());
  EXPECT_EQ(list_.entries(0).figure().figure_id(), FigureId(3));
  EXPECT_EQ(list_.position(), At(1));
}

TEST_F(QueryHandlersTest, APageTokenOfAnotherLogIsNotWaitedFor) {
  options_.max_position_wait = absl::Milliseconds(20);
  Page page{Snapshot(
      std::make_shared<Generation>("00000000000000bb", Generation::Options()),
      9)};
  v1::ListImpactFiguresRequest request;
  page.query = QueryHash("figures", request.filter(),
                         v1::ListImpactFiguresRequest::ORDER_POSITION);
  request.set_page_token(page.NextToken({1, 0}));
  EXPECT_EQ(List(request).code(), absl::StatusCode::kOutOfRange);
}

// -- min_position -------------------------------------------------------------

TEST_F(QueryHandlersTest, WaitsForMinPosition) {
  server();
  std::thread later([this] { server().Push(FiguresEntry(1, "a", {7})); });
  EXPECT_TRUE(Get(FigureId(7), At(1)).ok());
  later.join();
}

TEST_F(QueryHandlersTest, WaitsForMinPositionBeforeTheFirstContact) {
  caught_up_ = false;
  server();
  std::thread later([this] { server().Push(FiguresEntry(1, "a", {7})); });
  EXPECT_TRUE(Get(FigureId(7), At(1)).ok());
  later.join();
}

TEST_F(QueryHandlersTest, MinPositionNotReachedIsUnavailableWithRetryAdvice) {
  options_.max_position_wait = absl::Milliseconds(20);
  const absl::Status status = Get(FigureId(7), At(1));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(RetryDelay(status), absl::Milliseconds(200));
}

TEST_F(QueryHandlersTest, MinPositionOfAnotherLogIsAFailedPrecondition) {
  EXPECT_EQ(Get(FigureId(7), At(1, "00000000000000bb")).code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(QueryHandlersTest, MinPositionFoundToBeOfAnotherLogWhileWaiting) {
  caught_up_ = false;
  server();
  std::thread later([this] { server().Push(FiguresEntry(1, "a", {7})); });
  EXPECT_EQ(Get(FigureId(7), At(1, "00000000000000bb")).code(),
            absl::StatusCode::kFailedPrecondition);
  later.join();
}

TEST_F(QueryHandlersTest, GarbageAsMinPositionNamesTheField) {
  EXPECT_EQ(InvalidFields(Get(FigureId(7), "p1-zz-1")), "min_position");
}

TEST_F(QueryHandlersTest, MoreWaitingCallsThanAllowedAreShed) {
  options_.max_waiting_calls = 0;
  const absl::Status status = Get(FigureId(7), At(1));
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_GT(RetryDelay(status), absl::ZeroDuration());
}

TEST_F(QueryHandlersTest, ACancelledCallGivesItsPlaceUpAtOnce) {
  options_.max_waiting_calls = 1;
  server();
  grpc::ClientContext context;
  std::thread waiting([&] {
    v1::GetImpactFigureRequest request;
    request.set_figure_id(FigureId(7));
    request.set_min_position(At(1));
    v1::GetImpactFigureResponse response;
    EXPECT_EQ(server()
                  .stub()
                  .GetImpactFigure(&context, request, &response)
                  .error_code(),
              grpc::StatusCode::CANCELLED);
  });
  server().Await([&] { return Waiting() == 1; });
  const absl::Time cancelled = absl::Now();
  context.TryCancel();
  waiting.join();
  server().Await([&] { return Waiting() == 0; });
  // Long before the wait would have ended by itself.
  EXPECT_LT(absl::Now() - cancelled, options_.max_position_wait / 2);
}

TEST_F(QueryHandlersTest, DrainingEndsTheWait) {
  absl::Status status;
  server();
  std::thread waiting([&] { status = Get(FigureId(7), At(1)); });
  // Whether the call comes before or after: it is told the same.
  server().host().Drain();
  waiting.join();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
}

// -- status -------------------------------------------------------------------

TEST_F(QueryHandlersTest, StatusCountsWhatHolds) {
  server().Apply(FiguresEntry(1, "a", {1, 2}));
  server().Apply(FiguresEntry(2, "b", {3}));
  const auto status = Status();
  EXPECT_EQ(status.article_count(), 2);
  EXPECT_EQ(status.organization_count(), 1);
  EXPECT_EQ(status.impact_figure_count(), 3);
  EXPECT_EQ(status.position(), At(2));
}

TEST_F(QueryHandlersTest, StatusTellsAboutTheFollowing) {
  server().Apply(FiguresEntry(1, "a", {1}));
  const auto status = Status();
  EXPECT_TRUE(status.following());
  EXPECT_EQ(status.lag(), 0);
  EXPECT_EQ(status.high_watermark(), At(1));
  EXPECT_EQ(status.ingest_target(), server().ingest().target());
  EXPECT_EQ(status.connect_count(), 1);
}

TEST_F(QueryHandlersTest, BeforeTheFirstContactTheLagIsUnknown) {
  caught_up_ = false;
  EXPECT_EQ(Status().lag(), -1);
}

}  // namespace
}  // namespace impactwire::query
