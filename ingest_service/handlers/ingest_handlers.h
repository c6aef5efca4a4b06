// IngestHandlers: impactwire.v1.IngestService (see proto/impactwire/v1/
// ingest.proto). Handlers decode, call and translate; nothing blocks a gRPC
// thread: extraction and reading run on pools, commits on the log's threads.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <cstddef>
#include <string>

#include "absl/time/time.h"
#include "common/base/worker_pool.h"
#include "common/server/call_gate.h"
#include "common/server/metrics_endpoint.h"
#include "impactwire/v1/ingest.grpc.pb.h"
#include "ingest_service/extract/article_extractor.h"
#include "ingest_service/handlers/article_ingester.h"
#include "ingest_service/handlers/followers.h"
#include "ingest_service/handlers/ingest_stream.h"
#include "ingest_service/handlers/override_writer.h"
#include "ingest_service/handlers/record_stream.h"
#include "ingest_service/handlers/work_budget.h"
#include "ingest_service/log/record_log.h"

namespace impactwire {

struct IngestHandlersOptions {
  std::string version;
  int threads = 0;  // for extraction; 0: as many as cores
  // Unary calls that wait for extraction, or for the log: more are shed.
  size_t max_waiting_calls = 256;
  // Articles read from streams and not yet durable, over all streams.
  size_t max_open_articles = 512;
  size_t max_open_bytes = 64 << 20;
  size_t max_stream_window = 64;
  int max_followers = 64;
  absl::Duration progress_interval = absl::Seconds(1);
};

// All RPCs take the raw message and parse it themselves: what does not parse
// gets INVALID_ARGUMENT with the field.
template <typename Base>
using RawOverrides =
    v1::IngestService::WithRawCallbackMethod_MergeOrganizations<
        v1::IngestService::WithRawCallbackMethod_MergeExecutives<
            v1::IngestService::WithRawCallbackMethod_SplitOrganization<
                v1::IngestService::WithRawCallbackMethod_SplitExecutive<
                    Base>>>>;
using RawIngestService =
    RawOverrides<v1::IngestService::WithRawCallbackMethod_ExtractArticle<
        v1::IngestService::WithRawCallbackMethod_IngestArticle<
            v1::IngestService::WithRawCallbackMethod_IngestArticles<
                v1::IngestService::WithRawCallbackMethod_DeleteArticle<
                    v1::IngestService::WithRawCallbackMethod_GetArticleRecord<
                        v1::IngestService::
                            WithRawCallbackMethod_GetIngestStatus<
                                v1::IngestService::
                                    WithRawCallbackMethod_StreamRecords<
                                        v1::IngestService::Service>>>>>>>>;

// Thread-safe. Destroy it after the server has been drained and before the log.
class IngestHandlers final : public RawIngestService {
 public:
  static constexpr char kServiceName[] = "impactwire.v1.IngestService";

  // All three must outlive it.
  IngestHandlers(const extract::ArticleExtractor* extractor,
                 record_log::RecordLog* log, CallGate* gate,
                 IngestHandlersOptions options);

  grpc::ServerUnaryReactor* ExtractArticle(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* IngestArticle(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* IngestArticles(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* DeleteArticle(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetArticleRecord(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* MergeOrganizations(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* MergeExecutives(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* SplitOrganization(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* SplitExecutive(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetIngestStatus(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamRecords(
      grpc::CallbackServerContext* context,
      const grpc::ByteBuffer* request) override;

  // For the metrics endpoint: articles, log, followers.
  std::vector<Metric> Metrics() const;

 private:
  // Work that answers later: must finish the call exactly once.
  using Finish = std::function<void(const absl::Status&)>;
  using Later = std::function<void(const Finish&)>;
  grpc::ServerUnaryReactor* RunLater(grpc::CallbackServerContext* context,
                                     absl::string_view method, Later work);
  // A merge or split, by the request's type.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* PutOverride(grpc::CallbackServerContext* context,
                                        absl::string_view method,
                                        absl::string_view id_kind,
                                        const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* response);
  absl::StatusOr<v1::GetArticleRecordResponse> FindRecord(
      const v1::GetArticleRecordRequest& request) const;
  v1::GetIngestStatusResponse Status() const;

  const IngestHandlersOptions options_;
  const absl::Time start_time_;
  record_log::RecordLog* const log_;
  CallGate* const gate_;
  WorkBudget budget_;
  ArticleIngester ingester_;
  OverrideWriter overrides_;
  Followers followers_;
  // Declared last, so that their threads end first. Calls and streams extract
  // on pools of their own: neither starves the other.
  WorkerPool call_pool_;
  WorkerPool stream_pool_;
  WorkerPool read_pool_;  // reads of the log
};

}  // namespace impactwire
