// An ingest server in this process, on a free port, over a log in memory whose
// commits can be held up.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/server/grpc_status.h"
#include "common/server/server_host.h"
#include "common/status/errors.h"
#include "impactwire/v1/ingest.grpc.pb.h"
#include "ingest_service/handlers/ingest_handlers.h"
#include "ingest_service/handlers/message_codec.h"
#include "ingest_service/log/stored_record_log.h"
#include "tests/ingest_service/log/memory_storage.h"

namespace impactwire {

struct IngestTestOptions {
  IngestHandlersOptions handlers;
  record_log::CommitterOptions committer;
  extract::ExtractorOptions extractor;
};

class IngestTestServer {
 public:
  explicit IngestTestServer(IngestTestOptions options = {}) {
    auto storage = std::make_unique<record_log::MemoryStorage>();
    storage_ = storage.get();
    (void)record_log::StoredRecordLog::Initialize(storage_);
    log_ =
        record_log::StoredRecordLog::Open(std::move(storage), options.committer)
            .value();
    extractor_ = extract::ArticleExtractor::Create(options.extractor).value();
    options.handlers.version = "test";
    // Idle batches come fast, so that tests need not wait.
    options.handlers.progress_interval = absl::Milliseconds(20);
    handlers_ = std::make_unique<IngestHandlers>(extractor_.get(), log_.get(),
                                                 &gate_, options.handlers);
    ServerOptions server;
    server.self_check = false;
    host_ = ServerHost::Start(server, &gate_,
                              {{IngestHandlers::kServiceName, handlers_.get()}})
                .value();
    host_->SetServing(true);
    channel_ = Connect();
    stub_ = v1::IngestService::NewStub(channel_);
  }

  ~IngestTestServer() {
    storage_->Release();
    host_.reset();
    handlers_.reset();
  }

  std::shared_ptr<grpc::Channel> Connect(
      const grpc::ChannelArguments& arguments = {}) const {
    return grpc::CreateCustomChannel(
        host_->local_target(), grpc::InsecureChannelCredentials(), arguments);
  }

  v1::IngestService::Stub* stub() { return stub_.get(); }
  record_log::MemoryStorage* storage() { return storage_; }
  record_log::RecordLog* log() { return log_.get(); }
  ServerHost* host() { return host_.get(); }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  std::string PositionOf(uint64_t sequence) const {
    return absl::StrCat("p1-", log_->log_id(), "-", sequence);
  }

  absl::StatusOr<v1::IngestArticleResponse> Ingest(const v1::Article& article) {
    v1::IngestArticleRequest request;
    *request.mutable_article() = article;
    return Call(&v1::IngestService::Stub::IngestArticle, request,
                v1::IngestArticleResponse());
  }
  absl::StatusOr<v1::DeleteArticleResponse> Delete(const std::string& id) {
    v1::DeleteArticleRequest request;
    request.set_article_id(id);
    return Call(&v1::IngestService::Stub::DeleteArticle, request,
                v1::DeleteArticleResponse());
  }
  absl::StatusOr<v1::GetArticleRecordResponse> Get(const std::string& id,
                                                   bool article = false,
                                                   int most_bytes = 0) {
    v1::GetArticleRecordRequest request;
    request.set_article_id(id);
    request.set_include_article(article);
    request.set_max_response_bytes(most_bytes);
    return Call(&v1::IngestService::Stub::GetArticleRecord, request,
                v1::GetArticleRecordResponse());
  }
  absl::StatusOr<v1::ExtractArticleResponse> Extract(
      const v1::ExtractArticleRequest& request) {
    return Call(&v1::IngestService::Stub::ExtractArticle, request,
                v1::ExtractArticleResponse());
  }
  v1::GetIngestStatusResponse Status() {
    return Call(&v1::IngestService::Stub::GetIngestStatus,
                v1::GetIngestStatusRequest(), v1::GetIngestStatusResponse())
        .value();
  }

  template <typename Method, typename Request, typename Response>
  absl::StatusOr<Response> Call(Method method, const Request& request,
                                Response response) {
    grpc::ClientContext context;
    const grpc::Status status =
        (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  // Sends any bytes as the request of a unary call.
  absl::Status CallRaw(const char* method, const std::string& bytes) {
    grpc::ClientContext context;
    grpc::ByteBuffer response;
    return FromGrpcStatus(
        grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
            channel_.get(),
            grpc::internal::RpcMethod(
                method, grpc::internal::RpcMethod::NORMAL_RPC, channel_),
            &context, ToByteBuffer(bytes), &response));
  }

 private:
  CallGate gate_;
  record_log::MemoryStorage* storage_ = nullptr;
  std::unique_ptr<record_log::RecordLog> log_;
  std::unique_ptr<extract::ArticleExtractor> extractor_;
  std::unique_ptr<IngestHandlers> handlers_;
  std::unique_ptr<ServerHost> host_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::IngestService::Stub> stub_;
};

inline v1::Article TextArticle(const std::string& id, const std::string& text) {
  v1::Article article;
  article.set_article_id(id);
  article.set_text(text);
  return article;
}

// `message` with every "@" in it turned into a byte that is no UTF-8.
template <typename Message>
std::string WithBadBytes(const Message& message) {
  std::string bytes = message.SerializeAsString();
  for (char& c : bytes) {
    if (c == '@') c = '\xFF';
  }
  return bytes;
}

// Comes back when `condition` holds; the test's time limit ends it otherwise.
template <typename Condition>
void Await(Condition condition) {
  while (!condition()) std::this_thread::yield();
}

}  // namespace impactwire
