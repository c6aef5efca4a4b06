#include "ingest_service/handlers/ingest_handlers.h"

#include <algorithm>
#include <limits>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/position.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "ingest_service/handlers/message_codec.h"

namespace impactwire {
namespace {

constexpr int kReadThreads = 2;
constexpr size_t kMaxArticleId = 512;
constexpr absl::Duration kShedRetry = absl::Milliseconds(200);

int Threads(int wanted) {
  if (wanted > 0) return wanted;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int32_t Clamp(int64_t value) {
  return static_cast<int32_t>(
      std::min<int64_t>(value, std::numeric_limits<int32_t>::max()));
}

absl::Status CheckArticleId(const std::string& id) {
  if (id.empty()) return InvalidField("article_id", "is required");
  if (id.size() > kMaxArticleId) {
    return InvalidField(
        "article_id",
        absl::StrCat("holds ", id.size(), " bytes; at most ", kMaxArticleId));
  }
  return absl::OkStatus();
}

// Work whose answer is a StatusOr of a message, as work of a raw call.
template <typename Request, typename Work>
UnaryWork Decoded(const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                  Work work) {
  return [request, response, work = std::move(work)](const CallScope&) {
    Request message;
    RETURN_IF_ERROR(ParseMessage(*request, &message));
    ASSIGN_OR_RETURN(const auto answer, work(message));
    *response = ToByteBuffer(answer);
    return absl::OkStatus();
  };
}

}  // namespace

IngestHandlers::IngestHandlers(const extract::ArticleExtractor* extractor,
                               record_log::RecordLog* log, CallGate* gate,
                               IngestHandlersOptions options)
    : options_(std::move(options)),
      start_time_(absl::Now()),
      log_(log),
      gate_(gate),
      budget_(options_.max_open_articles, options_.max_open_bytes),
      ingester_(extractor, log),
      followers_(log, options_.max_followers, options_.progress_interval),
      call_pool_(Threads(options_.threads), options_.max_waiting_calls),
      stream_pool_(Threads(options_.threads), options_.max_open_articles),
      read_pool_(kReadThreads,
                 options_.max_waiting_calls +
                     static_cast<size_t>(options_.max_followers)) {}

grpc::ServerUnaryReactor* IngestHandlers::RunLater(
    grpc::CallbackServerContext* context, absl::string_view method,
    Later work) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (absl::Status status = gate_->Admit(context); !status.ok()) {
    FinishUnary(reactor, context, method, status);
    return reactor;
  }
  const bool taken =
      call_pool_.TrySubmit([reactor, context, method, work = std::move(work)] {
        const CallScope call(context);
        if (absl::Status status = call.Check(); !status.ok()) {
          FinishUnary(reactor, context, method, status);
        } else {
          work(call, reactor);
        }
      });
  if (!taken) {
    FinishUnary(reactor, context, method,
                WithReason(OverloadedError("too many calls wait; try again",
                                           kShedRetry),
                           "OVERLOADED"));
  }
  return reactor;
}

grpc::ServerUnaryReactor* IngestHandlers::ExtractArticle(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  const auto extract = [this](const v1::ExtractArticleRequest& message)
      -> absl::StatusOr<v1::ExtractArticleResponse> {
    if (!message.has_article()) return InvalidField("article", "is required");
    v1::ExtractArticleResponse answer;
    ASSIGN_OR_RETURN(
        *answer.mutable_record(),
        ingester_.Extract(message.article(), message.include_trace()
                                                 ? answer.mutable_trace()
                                                 : nullptr));
    return answer;
  };
  return RunOnPool(
      *gate_, call_pool_, context, "ExtractArticle",
      Decoded<v1::ExtractArticleRequest>(request, response, extract));
}

grpc::ServerUnaryReactor* IngestHandlers::IngestArticle(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  constexpr absl::string_view kMethod = "IngestArticle";
  return RunLater(
      context, kMethod,
      [=, this](const CallScope& call, grpc::ServerUnaryReactor* reactor) {
        v1::IngestArticleRequest message;
        absl::Status status = ParseMessage(*request, &message);
        if (status.ok() && !message.has_article()) {
          status = InvalidField("article", "is required");
        }
        if (!status.ok()) {
          ingester_.CountRejected();
          FinishUnary(reactor, context, kMethod, status);
          return;
        }
        ingester_.Ingest(message.article(), record_log::Admission::kShed,
                         [=](absl::StatusOr<v1::IngestArticleResponse> answer) {
                           if (answer.ok()) *response = ToByteBuffer(*answer);
                           FinishUnary(reactor, context, kMethod,
                                       answer.status());
                         });
      });
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>*
IngestHandlers::IngestArticles(grpc::CallbackServerContext* context) {
  IngestStreamShared shared;
  shared.gate = gate_;
  shared.ingester = &ingester_;
  shared.budget = &budget_;
  shared.pool = &stream_pool_;
  shared.max_window = options_.max_stream_window;
  return IngestStream::Start(shared, context);
}

grpc::ServerUnaryReactor* IngestHandlers::DeleteArticle(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  constexpr absl::string_view kMethod = "DeleteArticle";
  return RunLater(
      context, kMethod,
      [=, this](const CallScope& call, grpc::ServerUnaryReactor* reactor) {
        v1::DeleteArticleRequest message;
        absl::Status status = ParseMessage(*request, &message);
        if (status.ok()) status = CheckArticleId(message.article_id());
        if (!status.ok()) {
          FinishUnary(reactor, context, kMethod, status);
          return;
        }
        ingester_.Delete(message.article_id(),
                         [=](absl::StatusOr<v1::DeleteArticleResponse> answer) {
                           if (answer.ok()) *response = ToByteBuffer(*answer);
                           FinishUnary(reactor, context, kMethod,
                                       answer.status());
                         });
      });
}

grpc::ServerUnaryReactor* IngestHandlers::GetArticleRecord(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return RunOnPool(*gate_, read_pool_, context, "GetArticleRecord",
                   Decoded<v1::GetArticleRecordRequest>(
                       request, response,
                       [this](const v1::GetArticleRecordRequest& message) {
                         return FindRecord(message);
                       }));
}

absl::StatusOr<v1::GetArticleRecordResponse> IngestHandlers::FindRecord(
    const v1::GetArticleRecordRequest& request) const {
  RETURN_IF_ERROR(CheckArticleId(request.article_id()));
  v1::GetArticleRecordResponse answer;
  ASSIGN_OR_RETURN(
      record_log::FoundRecord found,
      log_->Find(request.article_id(), request.include_article()
                                           ? answer.mutable_article()
                                           : nullptr));
  answer.set_position(ingester_.PositionOf(found.sequence));
  *answer.mutable_record() = std::move(found.record);
  return answer;
}

grpc::ServerUnaryReactor* IngestHandlers::GetIngestStatus(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return RunOnPool(
      *gate_, read_pool_, context, "GetIngestStatus",
      Decoded<v1::GetIngestStatusRequest>(
          request, response, [this](const v1::GetIngestStatusRequest&) {
            return absl::StatusOr<v1::GetIngestStatusResponse>(Status());
          }));
}

v1::GetIngestStatusResponse IngestHandlers::Status() const {
  v1::GetIngestStatusResponse status;
  status.set_version(options_.version);
  status.set_extractor_version(
      std::string(extract::ArticleExtractor::Version()));
  status.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start_time_));
  const record_log::LogStats stats = log_->Stats();
  status.set_high_watermark(ingester_.PositionOf(stats.high_watermark));
  status.set_oldest_position(ingester_.PositionOf(stats.oldest_resumable));
  status.set_article_count(Clamp(static_cast<int64_t>(stats.article_count)));
  status.set_log_bytes(static_cast<double>(stats.stored_bytes));
  const IngestCounts& counts = ingester_.counts();
  status.set_created_count(Clamp(counts.created));
  status.set_updated_count(Clamp(counts.updated));
  status.set_unchanged_count(Clamp(counts.unchanged));
  status.set_rejected_count(Clamp(counts.rejected));
  status.set_deleted_count(Clamp(counts.deleted));
  for (v1::FollowerStatus& follower : followers_.Status()) {
    *status.add_followers() = std::move(follower);
  }
  return status;
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* IngestHandlers::StreamRecords(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  RecordStreamShared shared;
  shared.gate = gate_;
  shared.log = log_;
  shared.followers = &followers_;
  shared.pool = &read_pool_;
  return RecordStream::Start(shared, context, *request);
}

}  // namespace impactwire
