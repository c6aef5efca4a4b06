#include "ingest_service/handlers/ingest_handlers.h"

#include <algorithm>
#include <limits>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/position.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "ingest_service/handlers/message_codec.h"

namespace impactwire {
namespace {

constexpr int kReadThreads = 2;
constexpr size_t kMaxArticleId = 512;
// What gRPC clients receive by default.
constexpr size_t kResponseBytes = 4 << 20;
constexpr int kMostResponseBytes = 64 << 20;
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
      overrides_(log),
      followers_(log, options_.max_followers, options_.progress_interval),
      call_pool_(Threads(options_.threads), options_.max_waiting_calls),
      stream_pool_(Threads(options_.threads), options_.max_open_articles),
      read_pool_(kReadThreads,
                 options_.max_waiting_calls +
                     static_cast<size_t>(options_.max_followers)) {}

grpc::ServerUnaryReactor* IngestHandlers::RunLater(
    grpc::CallbackServerContext* context, absl::string_view method,
    Later work) {
  const CallTimer call(gate_->counts().Of(method));
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const Finish finish = [reactor, context, call](const absl::Status& status) {
    FinishUnary(reactor, context, call, status);
  };
  if (absl::Status status = gate_->Admit(context); !status.ok()) {
    finish(status);
    return reactor;
  }
  const bool taken =
      call_pool_.TrySubmit([context, finish, work = std::move(work)] {
        if (absl::Status status = CallScope(context).Check(); !status.ok()) {
          finish(status);
        } else {
          work(finish);
        }
      });
  if (!taken) {
    finish(WithReason(
        OverloadedError("too many calls wait; try again", kShedRetry),
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
  return RunLater(context, "IngestArticle", [=, this](const Finish& finish) {
    v1::IngestArticleRequest message;
    absl::Status status = ParseMessage(*request, &message);
    if (status.ok() && !message.has_article()) {
      status = InvalidField("article", "is required");
    }
    if (!status.ok()) {
      ingester_.CountRejected();
      finish(status);
      return;
    }
    ingester_.Ingest(message.article(), record_log::Admission::kShed,
                     [=](absl::StatusOr<v1::IngestArticleResponse> answer) {
                       if (answer.ok()) *response = ToByteBuffer(*answer);
                       finish(answer.status());
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
  return RunLater(context, "DeleteArticle", [=, this](const Finish& finish) {
    v1::DeleteArticleRequest message;
    absl::Status status = ParseMessage(*request, &message);
    if (status.ok()) status = CheckArticleId(message.article_id());
    if (!status.ok()) {
      finish(status);
      return;
    }
    ingester_.Delete(message.article_id(),
                     [=](absl::StatusOr<v1::DeleteArticleResponse> answer) {
                       if (answer.ok()) *response = ToByteBuffer(*answer);
                       finish(answer.status());
                     });
  });
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* IngestHandlers::PutOverride(
    grpc::CallbackServerContext* context, absl::string_view method,
    absl::string_view id_kind, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return RunLater(context, method, [=, this](const Finish& finish) {
    Request message;
    if (absl::Status status = ParseMessage(*request, &message); !status.ok()) {
      finish(status);
      return;
    }
    OverrideRequest override;
    override.from_id = message.from_id();
    if constexpr (requires { message.into_id(); }) {
      override.into_id = message.into_id();
    } else {
      override.kind = OverrideRequest::Kind::kSplit;
    }
    override.author = message.author();
    override.note = message.note();
    overrides_.Write(id_kind, override,
                     [=](const absl::StatusOr<OverrideAnswer>& answer) {
                       if (answer.ok()) {
                         Response message;
                         message.set_position(answer->position);
                         message.set_unchanged(answer->unchanged);
                         *response = ToByteBuffer(message);
                       }
                       finish(answer.status());
                     });
  });
}

#define IMPACTWIRE_OVERRIDE(method, id_kind)                                 \
  grpc::ServerUnaryReactor* IngestHandlers::method(                          \
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request, \
      grpc::ByteBuffer* response) {                                          \
    return PutOverride<v1::method##Request, v1::method##Response>(           \
        context, #method, id_kind, request, response);                       \
  }
IMPACTWIRE_OVERRIDE(MergeOrganizations, kOrganizationIdKind)
IMPACTWIRE_OVERRIDE(MergeExecutives, kExecutiveIdKind)
IMPACTWIRE_OVERRIDE(SplitOrganization, kOrganizationIdKind)
IMPACTWIRE_OVERRIDE(SplitExecutive, kExecutiveIdKind)
#undef IMPACTWIRE_OVERRIDE

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
  if (request.max_response_bytes() < 0 ||
      request.max_response_bytes() > kMostResponseBytes) {
    return InvalidField("max_response_bytes",
                        absl::StrCat("is ", request.max_response_bytes(),
                                     "; from 0 to ", kMostResponseBytes));
  }
  v1::GetArticleRecordResponse answer;
  ASSIGN_OR_RETURN(
      record_log::FoundRecord found,
      log_->Find(request.article_id(), request.include_article()
                                           ? answer.mutable_article()
                                           : nullptr));
  answer.set_position(ingester_.PositionOf(found.sequence));
  *answer.mutable_record() = std::move(found.record);
  const size_t most = request.max_response_bytes() > 0
                          ? static_cast<size_t>(request.max_response_bytes())
                          : kResponseBytes;
  const size_t bytes = answer.ByteSizeLong();
  if (bytes > most) {
    return WithReason(
        LimitExceeded(
            "response",
            absl::StrCat("holds ", bytes, " bytes; at most ", most,
                         request.include_article()
                             ? "; leave out include_article, or set"
                             : "; set",
                         " max_response_bytes and let the client receive it")),
        "RESPONSE_TOO_LARGE", {{"bytes", absl::StrCat(bytes)}});
  }
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

std::vector<Metric> IngestHandlers::Metrics() const {
  const IngestCounts& counts = ingester_.counts();
  const record_log::LogStats stats = log_->Stats();
  const std::vector<v1::FollowerStatus> followers = followers_.Status();
  int32_t lag = 0;
  for (const v1::FollowerStatus& follower : followers) {
    lag = std::max(lag, follower.lag());
  }
  std::vector<Metric> metrics;
  const auto add = [&](const char* name, const char* help, auto value) {
    metrics.push_back({name, help, static_cast<double>(value), {}});
  };
  const auto articles = [&](const char* result, int64_t value) {
    add("impactwire_articles_total", "Articles, by what became of them.",
        value);
    metrics.back().labels = {{"result", result}};
  };
  articles("created", counts.created);
  articles("updated", counts.updated);
  articles("unchanged", counts.unchanged);
  articles("rejected", counts.rejected);
  articles("deleted", counts.deleted);
  add("impactwire_log_high_watermark", "Sequence of the last durable entry.",
      stats.high_watermark);
  add("impactwire_log_articles", "Live records in the log.",
      stats.article_count);
  add("impactwire_log_bytes", "Size of the log on disk, about.",
      stats.stored_bytes);
  add("impactwire_log_commits_total", "Synchronous commits since start.",
      stats.commit_count);
  add("impactwire_log_queued", "Entries that wait for their commit.",
      stats.queued_count);
  add("impactwire_followers", "Open record streams.", followers.size());
  add("impactwire_follower_lag", "Entries that the slowest follower lacks.",
      lag);
  return metrics;
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
