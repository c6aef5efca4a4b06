// The C++ client of Impactwire. CMake: find_package(impactwire), target
// impactwire::client.
//
//   impactwire::client::IngestClient ingest("127.0.0.1:50051");
//   impactwire::v1::Article article;
//   article.set_text("...");
//   auto answer = ingest.Ingest(article);           // durable when it returns
//   impactwire::client::QueryClient query("127.0.0.1:50052");
//   impactwire::v1::ListImpactFiguresRequest request;
//   request.set_min_position(answer->position());   // read your writes
//   auto figures = query.ListImpactFigures(request);
//
// What the messages and their fields mean stands in the .proto files, installed
// beside this package. Calls block; any thread may make any call at any time.
// Each ends within Options::timeout. Errors are absl::Status values;
// impactwire/errors.h reads their details.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "impactwire/errors.h"
#include "impactwire/figure_watch.h"
#include "impactwire/ingest_stream.h"
#include "impactwire/v1/ingest.grpc.pb.h"
#include "impactwire/v1/query.grpc.pb.h"

namespace impactwire::client {

struct Options {
  // Of one call (not of streams), connecting included.
  absl::Duration timeout = absl::Seconds(30);
  // Wait for a service that is not there yet, instead of UNAVAILABLE at once.
  bool wait_for_ready = false;
};

// A plaintext connection with the limits that fit both services. For TLS make a
// channel yourself. Connects when first used.
std::shared_ptr<grpc::Channel> Connect(const std::string& target);

class IngestClient {
 public:
  explicit IngestClient(const std::string& target, Options options = {});
  explicit IngestClient(const std::shared_ptr<grpc::ChannelInterface>& channel,
                        Options options = {});

  // Extracts, stores durably, then answers.
  absl::StatusOr<v1::IngestArticleResponse> Ingest(const v1::Article& article);

  // Extracts and answers; stores nothing.
  absl::StatusOr<v1::ExtractArticleResponse> Extract(const v1::Article& article,
                                                     bool trace = false);

  // Many articles; see impactwire/ingest_stream.h. The client must outlive it.
  std::unique_ptr<IngestStream> OpenStream(IngestStream::Callback callback,
                                           IngestStreamOptions options = {});

  // The position of the deletion. NOT_FOUND: no such article.
  absl::StatusOr<std::string> Delete(absl::string_view article_id);

  // With the full text. NOT_FOUND: no such article.
  absl::StatusOr<v1::GetArticleRecordResponse> GetRecord(
      absl::string_view article_id, bool include_article = false);

  // Two ids are one organization (person); and no longer.
  absl::StatusOr<v1::MergeOrganizationsResponse> MergeOrganizations(
      const v1::MergeOrganizationsRequest& request);
  absl::StatusOr<v1::MergeExecutivesResponse> MergeExecutives(
      const v1::MergeExecutivesRequest& request);
  absl::StatusOr<v1::SplitOrganizationResponse> SplitOrganization(
      const v1::SplitOrganizationRequest& request);
  absl::StatusOr<v1::SplitExecutiveResponse> SplitExecutive(
      const v1::SplitExecutiveRequest& request);

  absl::StatusOr<v1::GetIngestStatusResponse> GetStatus();

 private:
  const Options options_;
  const std::unique_ptr<v1::IngestService::StubInterface> stub_;
};

class QueryClient {
 public:
  explicit QueryClient(const std::string& target, Options options = {});
  explicit QueryClient(const std::shared_ptr<grpc::ChannelInterface>& channel,
                       Options options = {});

  // Each is the call of its name in query.proto.
  absl::StatusOr<v1::GetOrganizationResponse> GetOrganization(
      const v1::GetOrganizationRequest& request);
  absl::StatusOr<v1::ListOrganizationsResponse> ListOrganizations(
      const v1::ListOrganizationsRequest& request);
  absl::StatusOr<v1::SearchOrganizationsResponse> SearchOrganizations(
      const v1::SearchOrganizationsRequest& request);
  absl::StatusOr<v1::GetExecutiveResponse> GetExecutive(
      const v1::GetExecutiveRequest& request);
  absl::StatusOr<v1::ListExecutivesResponse> ListExecutives(
      const v1::ListExecutivesRequest& request);
  absl::StatusOr<v1::SearchExecutivesResponse> SearchExecutives(
      const v1::SearchExecutivesRequest& request);
  absl::StatusOr<v1::GetImpactFigureResponse> GetImpactFigure(
      const v1::GetImpactFigureRequest& request);
  absl::StatusOr<v1::ListImpactFiguresResponse> ListImpactFigures(
      const v1::ListImpactFiguresRequest& request);
  absl::StatusOr<v1::GetClaimResponse> GetClaim(
      const v1::GetClaimRequest& request);
  absl::StatusOr<v1::ListClaimsResponse> ListClaims(
      const v1::ListClaimsRequest& request);
  absl::StatusOr<v1::SearchImpactFiguresResponse> SearchImpactFigures(
      const v1::SearchImpactFiguresRequest& request);
  absl::StatusOr<v1::AggregateImpactFiguresResponse> AggregateImpactFigures(
      const v1::AggregateImpactFiguresRequest& request);
  absl::StatusOr<v1::GetArticleResponse> GetArticle(
      const v1::GetArticleRequest& request);
  absl::StatusOr<v1::ListArticlesResponse> ListArticles(
      const v1::ListArticlesRequest& request);
  absl::StatusOr<v1::GetIndexStatusResponse> GetIndexStatus(
      const v1::GetIndexStatusRequest& request = {});

  // Every figure that matches, page after page; one consistent answer. False
  // from `visit` ends it early.
  absl::Status ForEachImpactFigure(
      v1::ListImpactFiguresRequest request,
      const std::function<bool(const v1::ImpactFigureEntry&)>& visit);

  // Live events; see impactwire/figure_watch.h. The client must outlive it.
  std::unique_ptr<FigureWatch> Watch(v1::WatchImpactFiguresRequest request,
                                     FigureWatch::Callback callback,
                                     WatchOptions options = {});

 private:
  const Options options_;
  const std::unique_ptr<v1::QueryService::StubInterface> stub_;
};

}  // namespace impactwire::client
