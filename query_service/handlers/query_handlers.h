// QueryHandlers: impactwire.v1.QueryService (see proto/impactwire/v1/
// query.proto). Handlers decode, call the index and translate. What takes
// microseconds is answered on gRPC's thread, scans run on a pool, and a call
// that waits for a position holds no thread.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/worker_pool.h"
#include "common/server/call_gate.h"
#include "common/server/metrics_endpoint.h"
#include "impactwire/v1/query.grpc.pb.h"
#include "query_service/follow/follower.h"
#include "query_service/handlers/position_waiters.h"
#include "query_service/handlers/watch_stream.h"
#include "query_service/index/index.h"
#include "query_service/index/snapshot_keeper.h"

namespace impactwire::query {

struct QueryHandlersOptions {
  std::string version;
  int threads = 0;  // for scans; 0: as many as cores
  // Calls that wait for a thread: more are shed.
  size_t max_queued_calls = 256;
  // Calls that wait for a position.
  size_t max_waiting_calls = 10000;
  absl::Duration max_position_wait = absl::Seconds(10);
  WatchOptions watch;
  // For the status; must outlive the handlers. Null: there are no files.
  const SnapshotKeeper* snapshots = nullptr;
};

// All RPCs take the raw message and parse it themselves.
template <typename Base>
using RawGets = v1::QueryService::WithRawCallbackMethod_GetOrganization<
    v1::QueryService::WithRawCallbackMethod_GetExecutive<
        v1::QueryService::WithRawCallbackMethod_GetImpactFigure<
            v1::QueryService::WithRawCallbackMethod_GetArticle<
                v1::QueryService::WithRawCallbackMethod_GetIndexStatus<
                    v1::QueryService::WithRawCallbackMethod_GetClaim<Base>>>>>>;
template <typename Base>
using RawLists = v1::QueryService::WithRawCallbackMethod_ListOrganizations<
    v1::QueryService::WithRawCallbackMethod_ListExecutives<
        v1::QueryService::WithRawCallbackMethod_ListImpactFigures<
            v1::QueryService::WithRawCallbackMethod_ListArticles<
                v1::QueryService::WithRawCallbackMethod_SearchOrganizations<
                    v1::QueryService::
                        WithRawCallbackMethod_AggregateImpactFigures<
                            v1::QueryService::WithRawCallbackMethod_ListClaims<
                                Base>>>>>>>;
template <typename Base>
using RawSearches = v1::QueryService::WithRawCallbackMethod_SearchExecutives<
    v1::QueryService::WithRawCallbackMethod_SearchImpactFigures<Base>>;
using RawQueryService = RawGets<RawLists<
    RawSearches<v1::QueryService::WithRawCallbackMethod_WatchImpactFigures<
        v1::QueryService::Service>>>>;

// Thread-safe. Destroy it after the server has been drained and the follower
// has stopped.
class QueryHandlers final : public RawQueryService {
 public:
  static constexpr char kServiceName[] = "impactwire.v1.QueryService";

  // All must outlive it. Make it before the follower starts: it sets the
  // index's callback.
  QueryHandlers(Index* index, const Follower* follower, CallGate* gate,
                QueryHandlersOptions options);

#define IMPACTWIRE_UNARY(method)                                         \
  grpc::ServerUnaryReactor* method(grpc::CallbackServerContext* context, \
                                   const grpc::ByteBuffer* request,      \
                                   grpc::ByteBuffer* response) override;
  IMPACTWIRE_UNARY(GetOrganization)
  IMPACTWIRE_UNARY(ListOrganizations)
  IMPACTWIRE_UNARY(SearchOrganizations)
  IMPACTWIRE_UNARY(SearchExecutives)
  IMPACTWIRE_UNARY(SearchImpactFigures)
  IMPACTWIRE_UNARY(GetExecutive)
  IMPACTWIRE_UNARY(ListExecutives)
  IMPACTWIRE_UNARY(GetImpactFigure)
  IMPACTWIRE_UNARY(ListImpactFigures)
  IMPACTWIRE_UNARY(GetClaim)
  IMPACTWIRE_UNARY(ListClaims)
  IMPACTWIRE_UNARY(AggregateImpactFigures)
  IMPACTWIRE_UNARY(GetArticle)
  IMPACTWIRE_UNARY(ListArticles)
  IMPACTWIRE_UNARY(GetIndexStatus)
#undef IMPACTWIRE_UNARY
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchImpactFigures(
      grpc::CallbackServerContext* context,
      const grpc::ByteBuffer* request) override;

  // Watchers ended because they read too slowly, since start.
  int64_t slow_watchers() const { return watches_.slow_watchers(); }

  // For the metrics endpoint: index, lag, waiting calls.
  std::vector<Metric> Metrics() const;

 private:
  class WaitingCall;

  // Answers one call by `query(snapshot, request)`, a message, or
  // `query(snapshot, request, &bytes)`, once min_position is reached: inline if
  // `is_cheap(snapshot, request)`, else on the pool.
  template <typename Request, typename Query, typename IsCheap>
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context,
                                   absl::string_view method,
                                   const grpc::ByteBuffer* bytes,
                                   grpc::ByteBuffer* response, Query query,
                                   IsCheap is_cheap);
  absl::StatusOr<FigureWatch> OpenWatch(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer& bytes) const;
  // -- query_status.cc
  SnapshotKeeperStatus Snapshots() const;
  v1::GetIndexStatusResponse Status(const Snapshot& now) const;
  // --

  const QueryHandlersOptions options_;
  const absl::Time start_time_;
  Index* const index_;
  const Follower* const follower_;
  CallGate* const gate_;
  // Declared last, so that their threads end first.
  WatchStreams watches_;
  WorkerPool pool_;
  PositionWaiters waiters_;
};

}  // namespace impactwire::query
