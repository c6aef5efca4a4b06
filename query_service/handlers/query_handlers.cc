#include "query_service/handlers/query_handlers.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/handlers/message_codec.h"
#include "query_service/index/article_queries.h"
#include "query_service/index/executive_queries.h"
#include "query_service/index/figure_queries.h"
#include "query_service/index/organization_queries.h"
#include "query_service/index/page_token.h"

namespace impactwire::query {
namespace {

constexpr absl::Duration kShedRetry = absl::Milliseconds(200);
constexpr absl::Duration kReplayRetry = absl::Seconds(1);
// A wait ends so much before the caller's own deadline, so that the caller
// hears why; at most a tenth of the time there is.
constexpr absl::Duration kAnswerMargin = absl::Milliseconds(100);
// Appearances of an entity that are walked through in microseconds.
constexpr uint32_t kCheapAppearances = 500;

int Threads(int wanted) {
  if (wanted > 0) return wanted;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

constexpr auto kAlways = [](const auto&, const auto&) { return true; };
constexpr auto kNever = [](const auto&, const auto&) { return false; };

bool IsCheapEntity(const Snapshot& now, const EntityTable& table,
                   absl::string_view id) {
  const auto number = IdNumber(table.kind(), id);
  if (!number.has_value()) return true;
  const auto entity = table.Find(*number);
  if (!entity.has_value()) return true;
  const uint32_t root = table.Root(*entity, now.at());
  return table.appearances_of(root).size() <= kCheapAppearances;
}

absl::StatusOr<Position> MinPosition(absl::string_view text) {
  auto position = Position::Parse(text);
  if (!position.ok()) {
    return InvalidField("min_position", position.status().message());
  }
  return position;
}

// A page token made by a service that is ahead of this one is waited for.
template <typename Request>
void WaitForToken(const Request& request, const Index& index,
                  Position* position) {
  if constexpr (requires { request.page_token(); }) {
    if (request.page_token().empty()) return;
    const Position applied = index.applied();
    if (applied.is_beginning() || !position->is_beginning()) return;
    const auto sequence =
        PageTokenPosition(request.page_token(), applied.log_id);
    if (!sequence.has_value() || *sequence <= position->sequence) return;
    *position = Position{applied.log_id, *sequence};
  }
}

absl::Time WaitDeadline(absl::Time call_deadline, absl::Duration most) {
  const absl::Time now = absl::Now();
  if (call_deadline - now > most) return now + most;
  return call_deadline - std::min(kAnswerMargin, (call_deadline - now) / 10);
}

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* out) {
  out->set_seconds(absl::ToUnixSeconds(time));
}

int32_t Clamp(uint64_t value) {
  return static_cast<int32_t>(
      std::min<uint64_t>(value, std::numeric_limits<int32_t>::max()));
}

}  // namespace

QueryHandlers::QueryHandlers(Index* index, const Follower* follower,
                             CallGate* gate, QueryHandlersOptions options)
    : options_(std::move(options)),
      start_time_(absl::Now()),
      index_(index),
      follower_(follower),
      gate_(gate),
      watches_(index, gate, options_.watch),
      pool_(Threads(options_.threads), options_.max_queued_calls),
      waiters_(index, options_.max_waiting_calls) {
  index_->set_published_callback([this] {
    waiters_.OnPublished();
    watches_.OnPublished();
  });
  gate_->SubscribeDrain(
      [this] { waiters_.Shutdown(CallGate::DrainingError()); });
}

template <typename Request, typename Query, typename IsCheap>
grpc::ServerUnaryReactor* QueryHandlers::Answer(
    grpc::CallbackServerContext* context, absl::string_view method,
    const grpc::ByteBuffer* bytes, grpc::ByteBuffer* response, Query query,
    IsCheap is_cheap) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const auto finish = [reactor, context, method](const absl::Status& status) {
    FinishUnary(reactor, context, method, status);
    return reactor;
  };
  if (absl::Status status = gate_->Admit(context); !status.ok()) {
    return finish(status);
  }
  const auto request = std::make_shared<Request>();
  if (absl::Status status = ParseMessage(*bytes, request.get()); !status.ok()) {
    return finish(status);
  }
  absl::StatusOr<Position> position = MinPosition(request->min_position());
  if (!position.ok()) return finish(position.status());
  WaitForToken(*request, *index_, &*position);
  const absl::StatusOr<bool> reached = waiters_.Reached(*position);
  if (!reached.ok()) return finish(reached.status());

  const auto answer = [=](const Snapshot& now) {
    auto result = query(now, *request);
    if (result.ok()) *response = ToByteBuffer(*result);
    finish(result.status());
  };
  const auto answer_on_pool = [=, this] {
    const bool taken = pool_.TrySubmit([=, this] {
      // It may have waited in the queue longer than anybody waits for it.
      absl::Status status = CallScope(context).Check();
      if (status.ok()) {
        answer(index_->Pin());
      } else {
        finish(status);
      }
    });
    if (!taken) {
      finish(WithReason(
          OverloadedError("too many calls wait; try again", kShedRetry),
          "OVERLOADED"));
    }
  };
  if (!*reached) {
    waiters_.Wait(
        *position,
        WaitDeadline(CallScope(context).deadline(), options_.max_position_wait),
        [=](const absl::Status& status) {
          if (status.ok()) {
            answer_on_pool();
          } else {
            finish(status);
          }
        });
    return reactor;
  }
  const Snapshot now = index_->Pin();
  if (is_cheap(now, *request)) {
    answer(now);
  } else {
    answer_on_pool();
  }
  return reactor;
}

#define IMPACTWIRE_ANSWER(method, is_cheap)                                  \
  grpc::ServerUnaryReactor* QueryHandlers::method(                           \
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request, \
      grpc::ByteBuffer* response) {                                          \
    return Answer<v1::method##Request>(                                      \
        context, #method, request, response,                                 \
        [](const Snapshot& now, const v1::method##Request& message) {        \
          return query::method(now, message);                                \
        },                                                                   \
        is_cheap);                                                           \
  }
IMPACTWIRE_ANSWER(GetImpactFigure, kAlways)
IMPACTWIRE_ANSWER(GetArticle, kAlways)
IMPACTWIRE_ANSWER(ListOrganizations, kNever)
IMPACTWIRE_ANSWER(SearchOrganizations, kNever)
IMPACTWIRE_ANSWER(ListExecutives, kNever)
IMPACTWIRE_ANSWER(ListImpactFigures, kNever)
IMPACTWIRE_ANSWER(AggregateImpactFigures, kNever)
IMPACTWIRE_ANSWER(ListArticles, kNever)
IMPACTWIRE_ANSWER(GetOrganization, [](const Snapshot& now, const auto& r) {
  return IsCheapEntity(now, now.tables().organizations(), r.organization_id());
})
IMPACTWIRE_ANSWER(GetExecutive, [](const Snapshot& now, const auto& r) {
  return IsCheapEntity(now, now.tables().executives(), r.executive_id());
})
#undef IMPACTWIRE_ANSWER

grpc::ServerUnaryReactor* QueryHandlers::GetIndexStatus(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Answer<v1::GetIndexStatusRequest>(
      context, "GetIndexStatus", request, response,
      [this](const Snapshot& now, const v1::GetIndexStatusRequest&) {
        return absl::StatusOr<v1::GetIndexStatusResponse>(Status(now));
      },
      kAlways);
}

v1::GetIndexStatusResponse QueryHandlers::Status(const Snapshot& now) const {
  v1::GetIndexStatusResponse response;
  response.set_version(options_.version);
  SetTimestamp(start_time_, response.mutable_start_time());
  response.set_position(now.position());
  const FollowerStatus follower = follower_->status();
  response.set_lag(-1);
  if (follower.high_watermark.has_value()) {
    const Position& high = *follower.high_watermark;
    response.set_high_watermark(high.ToString());
    response.set_lag(
        Clamp(high.sequence > now.at() ? high.sequence - now.at() : 0));
  }
  response.set_following(follower.following);
  response.set_ingest_target(follower_->target());
  response.set_last_error(follower.last_error);
  response.set_connect_count(follower.connect_count);
  const LiveCounts counts = now.tables().CountsAt(now.at());
  response.set_article_count(Clamp(counts.articles));
  response.set_organization_count(Clamp(counts.organizations));
  response.set_executive_count(Clamp(counts.executives));
  response.set_impact_figure_count(Clamp(counts.figures));
  response.set_index_bytes(static_cast<double>(now.tables().bytes()));
  response.set_oldest_position(now.PositionText(now.tables().horizon()));
  return response;
}

absl::StatusOr<FigureWatch> QueryHandlers::OpenWatch(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer& bytes) const {
  RETURN_IF_ERROR(gate_->Admit(context));
  v1::WatchImpactFiguresRequest request;
  RETURN_IF_ERROR(ParseMessage(bytes, &request));
  // Before that, every figure of the log would come as NEW.
  if (!follower_->status().caught_up) {
    return WithReason(
        UnavailableError("the index is being filled; try again", kReplayRetry),
        "REPLAYING");
  }
  return FigureWatch::Make(index_->Pin(), request);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* QueryHandlers::WatchImpactFigures(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return watches_.Start(context, OpenWatch(context, *request));
}

}  // namespace impactwire::query
