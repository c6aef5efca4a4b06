#include "query_service/handlers/query_handlers.h"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/handlers/message_codec.h"
#include "query_service/index/generation/as_of.h"
#include "query_service/index/queries/article_queries.h"
#include "query_service/index/queries/claim_queries.h"
#include "query_service/index/queries/executive_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/organization_queries.h"
#include "query_service/index/queries/page_token.h"

namespace impactwire::query {
namespace {

constexpr absl::Duration kShedRetry = absl::Milliseconds(200);
constexpr absl::Duration kReplayRetry = absl::Seconds(1);
// A wait ends so much before the caller's own deadline, so that the caller
// hears why; at most a tenth of the time there is.
constexpr absl::Duration kAnswerMargin = absl::Milliseconds(100);
// Appearances and roles of an entity that are walked through in microseconds.
constexpr size_t kCheapRows = 1000;

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
  const auto rows = [&](const auto& postings) {
    return table.RowsOfGroup(*entity, now.at(), postings);
  };
  return rows(&EntityTable::appearances_of) + rows(&EntityTable::roles_of) <=
         kCheapRows;
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

// The position the call waits for, and whether the index has it.
template <typename Request>
absl::Status FindPosition(const Request& request, const Index& index,
                          const PositionWaiters& waiters, Position* position,
                          bool* reached) {
  if (!request.min_position().empty()) {
    ASSIGN_OR_RETURN(*position, MinPosition(request.min_position()));
  }
  WaitForToken(request, index, position);
  if (position->is_beginning()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*reached, waiters.Reached(*position));
  return absl::OkStatus();
}

// Runs `query`, which makes the answer's message or appends its bytes.
template <typename Query, typename Request>
absl::Status AppendAnswer(const Query& query, const Snapshot& now,
                          const Request& request, grpc::ByteBuffer* response) {
  if constexpr (requires(std::string * out) { query(now, request, out); }) {
    // Grows once per thread.
    static thread_local std::string bytes;
    bytes.clear();
    RETURN_IF_ERROR(query(now, request, &bytes));
    *response = ToByteBuffer(bytes);
  } else {
    ASSIGN_OR_RETURN(const auto message, query(now, request));
    *response = ToByteBuffer(message);
  }
  return absl::OkStatus();
}

absl::Time WaitDeadline(absl::Time call_deadline, absl::Duration most) {
  const absl::Time now = absl::Now();
  if (call_deadline - now > most) return now + most;
  return call_deadline - std::min(kAnswerMargin, (call_deadline - now) / 10);
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

// The reactor of a call that waits for a position: one that learns of it when
// the client goes. Owns itself.
class QueryHandlers::WaitingCall final : public grpc::ServerUnaryReactor {
 public:
  explicit WaitingCall(PositionWaiters* waiters) : waiters_(waiters) {}

  // Before the handler returns: nothing is told of the call earlier.
  void set_ticket(const PositionWaiters::Ticket& ticket) { ticket_ = ticket; }

  void OnCancel() override { waiters_->Cancel(ticket_); }
  void OnDone() override { delete this; }

 private:
  PositionWaiters* const waiters_;
  PositionWaiters::Ticket ticket_{};
};

template <typename Request, typename Query, typename IsCheap>
grpc::ServerUnaryReactor* QueryHandlers::Answer(
    grpc::CallbackServerContext* context, absl::string_view method,
    const grpc::ByteBuffer* bytes, grpc::ByteBuffer* response, Query query,
    IsCheap is_cheap) {
  const CallTimer call(gate_->counts().Of(method));
  const auto finish = [context, call](grpc::ServerUnaryReactor* reactor,
                                      const absl::Status& status) {
    FinishUnary(reactor, context, call, status);
    return reactor;
  };
  Request request;
  absl::Status status = gate_->Admit(context);
  if (status.ok()) status = ParseMessage(*bytes, &request);
  bool reached = true;
  Position position;
  if (status.ok()) {
    status = FindPosition(request, *index_, waiters_, &position, &reached);
  }
  if (!status.ok()) return finish(context->DefaultReactor(), status);

  const auto answer = [query, context, response, position](
                          const Snapshot& now,
                          const Request& message) -> absl::Status {
    // The index may have been emptied since, to follow its log anew.
    if (!position.is_beginning() && now.at() < position.sequence) {
      return PositionWaiters::NotReached();
    }
    // Long scans end when the caller has gone; what they found is no answer.
    const ScanStop stop([context] { return CallScope(context).Check(); });
    Snapshot then = now.StoppedBy(&stop);
    if constexpr (requires { message.as_of(); }) {
      ASSIGN_OR_RETURN(then, SnapshotAsOf(then, message.as_of()));
    }
    const absl::Status status = AppendAnswer(query, then, message, response);
    return stop.status().ok() ? status : stop.status();
  };
  if (reached) {
    const Snapshot now = index_->Pin();
    if (is_cheap(now, request)) {
      return finish(context->DefaultReactor(), answer(now, request));
    }
  }
  const auto message = std::make_shared<const Request>(std::move(request));
  const auto answer_on_pool = [=, this](grpc::ServerUnaryReactor* reactor) {
    const bool taken = pool_.TrySubmit([=, this] {
      // It may have waited in the queue longer than anybody waits for it.
      absl::Status status = CallScope(context).Check();
      if (status.ok()) status = answer(index_->Pin(), *message);
      finish(reactor, status);
    });
    if (taken) return;
    finish(reactor, WithReason(OverloadedError("too many calls wait; try again",
                                               kShedRetry),
                               "OVERLOADED"));
  };
  if (reached) {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    answer_on_pool(reactor);
    return reactor;
  }
  auto* const waiting = new WaitingCall(&waiters_);
  waiting->set_ticket(waiters_.Wait(
      position,
      WaitDeadline(CallScope(context).deadline(), options_.max_position_wait),
      [=](const absl::Status& status) {
        if (status.ok()) {
          answer_on_pool(waiting);
        } else {
          finish(waiting, status);
        }
      }));
  return waiting;
}

#define IMPACTWIRE_ANSWER_BY(method, query, is_cheap)                        \
  grpc::ServerUnaryReactor* QueryHandlers::method(                           \
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request, \
      grpc::ByteBuffer* response) {                                          \
    return Answer<v1::method##Request>(context, #method, request, response,  \
                                       query, is_cheap);                     \
  }
#define IMPACTWIRE_ANSWER(method, is_cheap) \
  IMPACTWIRE_ANSWER_BY(method, &query::method, is_cheap)
IMPACTWIRE_ANSWER_BY(GetImpactFigure, &AppendGetImpactFigure, kAlways)
IMPACTWIRE_ANSWER(GetArticle, kAlways)
IMPACTWIRE_ANSWER(ListOrganizations, kNever)
IMPACTWIRE_ANSWER(SearchOrganizations, kNever)
IMPACTWIRE_ANSWER(SearchExecutives, kNever)
IMPACTWIRE_ANSWER(SearchImpactFigures, kNever)
IMPACTWIRE_ANSWER(ListExecutives, kNever)
IMPACTWIRE_ANSWER_BY(ListImpactFigures, &AppendListImpactFigures, &IsCheapList)
IMPACTWIRE_ANSWER(GetClaim, kNever)
IMPACTWIRE_ANSWER(ListClaims, kNever)
IMPACTWIRE_ANSWER(AggregateImpactFigures, kNever)
IMPACTWIRE_ANSWER(ListArticles, kNever)
IMPACTWIRE_ANSWER_BY(GetOrganization, &AppendGetOrganization,
                     [](const Snapshot& now, const auto& r) {
                       return IsCheapEntity(now, now.tables().organizations(),
                                            r.organization_id());
                     })
IMPACTWIRE_ANSWER(GetExecutive, [](const Snapshot& now, const auto& r) {
  return IsCheapEntity(now, now.tables().executives(), r.executive_id());
})
#undef IMPACTWIRE_ANSWER
#undef IMPACTWIRE_ANSWER_BY

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

absl::StatusOr<FigureWatch> QueryHandlers::OpenWatch(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer& bytes) const {
  RETURN_IF_ERROR(gate_->Admit(context));
  v1::WatchImpactFiguresRequest request;
  RETURN_IF_ERROR(ParseMessage(bytes, &request));
  // Before that, every figure of the log would come as NEW.
  if (!follower_->status().serving()) {
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
