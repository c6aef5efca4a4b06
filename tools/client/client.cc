#include "impactwire/client.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "tools/client/call.h"

namespace impactwire::client {
namespace {

constexpr int kMaxReceiveBytes = 64 << 20;

}  // namespace

std::shared_ptr<grpc::Channel> Connect(const std::string& target) {
  grpc::ChannelArguments arguments;
  // A record is at most 4 MiB, a page of figures may be larger.
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetMaxSendMessageSize(64 << 20);
  // Finds a peer that vanished without a word; the services allow pings every
  // 10 s.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   arguments);
}

absl::Duration Backoff::Next() {
  thread_local absl::BitGen random;
  const absl::Duration wait = step_ * absl::Uniform(random, 0.5, 1.0);
  step_ = std::min(step_ * 2, absl::Seconds(2));
  return wait;
}

IngestClient::IngestClient(const std::string& target, Options options)
    : IngestClient(Connect(target), options) {}

IngestClient::IngestClient(
    const std::shared_ptr<grpc::ChannelInterface>& channel, Options options)
    : options_(options), stub_(v1::IngestService::NewStub(channel)) {}

absl::StatusOr<v1::IngestArticleResponse> IngestClient::Ingest(
    const v1::Article& article) {
  v1::IngestArticleRequest request;
  *request.mutable_article() = article;
  return Call(stub_.get(), &v1::IngestService::StubInterface::IngestArticle,
              request, options_);
}

absl::StatusOr<v1::ExtractArticleResponse> IngestClient::Extract(
    const v1::Article& article, bool trace) {
  v1::ExtractArticleRequest request;
  *request.mutable_article() = article;
  request.set_include_trace(trace);
  return Call(stub_.get(), &v1::IngestService::StubInterface::ExtractArticle,
              request, options_);
}

std::unique_ptr<IngestStream> IngestClient::OpenStream(
    IngestStream::Callback callback, IngestStreamOptions options) {
  return std::make_unique<IngestStream>(stub_.get(), options,
                                        std::move(callback));
}

absl::StatusOr<std::string> IngestClient::Delete(absl::string_view article_id) {
  v1::DeleteArticleRequest request;
  request.set_article_id(std::string(article_id));
  auto response =
      Call(stub_.get(), &v1::IngestService::StubInterface::DeleteArticle,
           request, options_);
  if (!response.ok()) return response.status();
  return response->position();
}

absl::StatusOr<v1::GetArticleRecordResponse> IngestClient::GetRecord(
    absl::string_view article_id, bool include_article) {
  v1::GetArticleRecordRequest request;
  request.set_article_id(std::string(article_id));
  request.set_include_article(include_article);
  request.set_max_response_bytes(kMaxReceiveBytes);
  return Call(stub_.get(), &v1::IngestService::StubInterface::GetArticleRecord,
              request, options_);
}

#define IMPACTWIRE_OVERRIDE_CALL(Name)                                         \
  absl::StatusOr<v1::Name##Response> IngestClient::Name(                       \
      const v1::Name##Request& request) {                                      \
    return Call(stub_.get(), &v1::IngestService::StubInterface::Name, request, \
                options_);                                                     \
  }
IMPACTWIRE_OVERRIDE_CALL(MergeOrganizations)
IMPACTWIRE_OVERRIDE_CALL(MergeExecutives)
IMPACTWIRE_OVERRIDE_CALL(SplitOrganization)
IMPACTWIRE_OVERRIDE_CALL(SplitExecutive)
#undef IMPACTWIRE_OVERRIDE_CALL

absl::StatusOr<v1::GetIngestStatusResponse> IngestClient::GetStatus() {
  return Call(stub_.get(), &v1::IngestService::StubInterface::GetIngestStatus,
              v1::GetIngestStatusRequest(), options_);
}

QueryClient::QueryClient(const std::string& target, Options options)
    : QueryClient(Connect(target), options) {}

QueryClient::QueryClient(const std::shared_ptr<grpc::ChannelInterface>& channel,
                         Options options)
    : options_(options), stub_(v1::QueryService::NewStub(channel)) {}

#define IMPACTWIRE_QUERY_CALL(Name)                                           \
  absl::StatusOr<v1::Name##Response> QueryClient::Name(                       \
      const v1::Name##Request& request) {                                     \
    return Call(stub_.get(), &v1::QueryService::StubInterface::Name, request, \
                options_);                                                    \
  }
IMPACTWIRE_QUERY_CALL(GetOrganization)
IMPACTWIRE_QUERY_CALL(ListOrganizations)
IMPACTWIRE_QUERY_CALL(SearchOrganizations)
IMPACTWIRE_QUERY_CALL(GetExecutive)
IMPACTWIRE_QUERY_CALL(ListExecutives)
IMPACTWIRE_QUERY_CALL(SearchExecutives)
IMPACTWIRE_QUERY_CALL(GetImpactFigure)
IMPACTWIRE_QUERY_CALL(ListImpactFigures)
IMPACTWIRE_QUERY_CALL(GetClaim)
IMPACTWIRE_QUERY_CALL(ListClaims)
IMPACTWIRE_QUERY_CALL(SearchImpactFigures)
IMPACTWIRE_QUERY_CALL(AggregateImpactFigures)
IMPACTWIRE_QUERY_CALL(GetArticle)
IMPACTWIRE_QUERY_CALL(ListArticles)
IMPACTWIRE_QUERY_CALL(GetIndexStatus)
#undef IMPACTWIRE_QUERY_CALL

absl::Status QueryClient::ForEachImpactFigure(
    v1::ListImpactFiguresRequest request,
    const std::function<bool(const v1::ImpactFigureEntry&)>& visit) {
  while (true) {
    auto page = ListImpactFigures(request);
    if (!page.ok()) return page.status();
    for (const v1::ImpactFigureEntry& entry : page->entries()) {
      if (!visit(entry)) return absl::OkStatus();
    }
    if (page->next_page_token().empty()) return absl::OkStatus();
    request.set_page_token(page->next_page_token());
  }
}

std::unique_ptr<FigureWatch> QueryClient::Watch(
    v1::WatchImpactFiguresRequest request, FigureWatch::Callback callback,
    WatchOptions options) {
  return std::make_unique<FigureWatch>(stub_.get(), std::move(request), options,
                                       std::move(callback));
}

}  // namespace impactwire::client
