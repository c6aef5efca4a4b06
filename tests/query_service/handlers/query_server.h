// A query service in this process, following a scripted record stream.
#pragma once

#include <grpcpp/create_channel.h>

#include <memory>
#include <string>

#include "common/base/stable_id.h"
#include "common/server/grpc_status.h"
#include "common/server/server_host.h"
#include "gtest/gtest.h"
#include "query_service/handlers/query_handlers.h"
#include "tests/query_service/follow/fake_ingest.h"

namespace impactwire::query {

inline constexpr char kLog[] = "00000000000000aa";

inline std::string At(uint64_t sequence, const char* log = kLog) {
  return Position{log, sequence}.ToString();
}

inline std::string FigureId(int number) {
  return StableId(kFigureIdKind, {std::to_string(number)});
}
inline std::string OrganizationId() {
  return StableId(kOrganizationIdKind, {"acme"});
}

// Article `id` with figures of those numbers, all of Acme.
inline v1::LogEntry FiguresEntry(uint64_t sequence, const std::string& id,
                                 const std::vector<int>& figures,
                                 size_t evidence_bytes = 10) {
  v1::LogEntry entry = ArticleEntry(sequence, id);
  v1::ArticleRecord* const record = entry.mutable_record();
  v1::Organization* const acme = record->add_organizations();
  acme->set_organization_id(OrganizationId());
  acme->set_display_name("Acme");
  for (const int number : figures) {
    v1::ImpactFigure* const figure = record->add_impact_figures();
    figure->set_figure_id(FigureId(number));
    figure->set_organization_id(OrganizationId());
    figure->set_unit("person");
    figure->set_value(number);
    figure->mutable_evidence()->set_text(std::string(evidence_bytes, 'e'));
  }
  return entry;
}

inline v1::StreamRecordsResponse BatchOf(const v1::LogEntry& entry) {
  v1::StreamRecordsResponse batch;
  batch.set_after_position(At(entry.sequence() - 1));
  batch.set_through_position(At(entry.sequence()));
  batch.set_high_watermark(At(entry.sequence()));
  *batch.add_entries() = entry;
  return batch;
}

class QueryServer {
 public:
  // `caught_up`: starts with an empty log, fully followed; else the stream is
  // silent until something is pushed.
  explicit QueryServer(QueryHandlersOptions options = QueryHandlersOptions(),
                       bool caught_up = true, IndexOptions index_options = {})
      : index_(index_options) {
    FollowerOptions follower;
    follower.target = ingest_.target();
    follower_ = std::make_unique<Follower>(follower, &index_, nullptr);
    handlers_ = std::make_unique<QueryHandlers>(&index_, follower_.get(),
                                                &gate_, options);
    ServerOptions host;
    host.self_check = false;
    host.drain_timeout = absl::Seconds(30);
    host_ = *ServerHost::Start(
        host, &gate_, {{QueryHandlers::kServiceName, handlers_.get()}});
    FakeIngest::Call call;
    if (caught_up) call.batches.push_back(StreamBatch(0, 0, 0));
    call.hold = true;
    ingest_.Script(call);
    follower_->Start();
    channel_ = grpc::CreateChannel(host_->local_target(),
                                   grpc::InsecureChannelCredentials());
    stub_ = v1::QueryService::NewStub(channel_);
    if (caught_up) Await([&] { return follower_->status().caught_up; });
  }
  ~QueryServer() {
    host_->Drain();
    follower_->Stop();
  }

  void Push(const v1::LogEntry& entry) { ingest_.Push(BatchOf(entry)); }
  // Pushes, and waits until it is applied.
  void Apply(const v1::LogEntry& entry) {
    Push(entry);
    Await([&] { return index_.applied().sequence >= entry.sequence(); });
  }

  // Polled: what is waited for happens on other threads of many kinds.
  template <typename Condition>
  void Await(const Condition& condition) {
    while (!condition()) absl::SleepFor(absl::Milliseconds(1));
  }

  Index& index() { return index_; }
  FakeIngest& ingest() { return ingest_; }
  QueryHandlers& handlers() { return *handlers_; }
  ServerHost& host() { return *host_; }
  v1::QueryService::Stub& stub() { return *stub_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  FakeIngest ingest_;
  Index index_;
  std::unique_ptr<Follower> follower_;
  CallGate gate_;
  std::unique_ptr<QueryHandlers> handlers_;
  std::unique_ptr<ServerHost> host_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
};

}  // namespace impactwire::query
