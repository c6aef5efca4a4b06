#include "common/status/errors.h"
#include "tests/query_service/handlers/query_server.h"

namespace impactwire::query {
namespace {

using Event = v1::WatchImpactFiguresResponse;

// One watching client.
class Watcher {
 public:
  Watcher(QueryServer* server, const v1::WatchImpactFiguresRequest& request)
      : reader_(server->stub().WatchImpactFigures(&context_, request)) {}
  explicit Watcher(QueryServer* server)
      : Watcher(server, v1::WatchImpactFiguresRequest()) {}
  ~Watcher() {
    if (!finished_) End();
  }

  // The next event, PROGRESS or not; default-constructed at the end.
  Event Next() {
    Event event;
    if (!reader_->Read(&event)) event.Clear();
    return event;
  }
  Event NextFigure() {
    Event event = Next();
    while (event.kind() == Event::KIND_PROGRESS) event = Next();
    return event;
  }
  // Reads to the end.
  absl::Status Status() {
    Event event;
    while (reader_->Read(&event)) {
    }
    finished_ = true;
    return FromGrpcStatus(reader_->Finish());
  }
  void End() {
    context_.TryCancel();
    Status().IgnoreError();
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<Event>> reader_;
  bool finished_ = false;
};

v1::WatchImpactFiguresRequest After(const std::string& position) {
  v1::WatchImpactFiguresRequest request;
  request.set_after_position(position);
  return request;
}

v1::LogEntry Deleted(uint64_t sequence, const std::string& article) {
  v1::LogEntry entry;
  entry.set_sequence(sequence);
  entry.mutable_tombstone()->set_article_id(article);
  return entry;
}

TEST(WatchTest, TellsItsPositionAtOnce) {
  QueryServer server;
  server.Apply(FiguresEntry(1, "a", {1}));
  Watcher watcher(&server);
  const Event event = watcher.Next();
  EXPECT_EQ(event.kind(), Event::KIND_PROGRESS);
  EXPECT_EQ(event.position(), At(1));
}

TEST(WatchTest, TellsNewRevisedAndRetractedFigures) {
  QueryServer server;
  Watcher watcher(&server);
  watcher.Next();
  server.Push(FiguresEntry(1, "a", {1}));
  Event event = watcher.NextFigure();
  EXPECT_EQ(event.kind(), Event::KIND_NEW);
  EXPECT_EQ(event.entry().figure().figure_id(), FigureId(1));
  EXPECT_EQ(event.position(), At(1));
  server.Push(FiguresEntry(2, "a", {1}, /*evidence_bytes=*/20));
  EXPECT_EQ(watcher.NextFigure().kind(), Event::KIND_REVISED);
  server.Push(Deleted(3, "a"));
  event = watcher.NextFigure();
  EXPECT_EQ(event.kind(), Event::KIND_RETRACTED);
  EXPECT_EQ(event.entry().organization_name(), "Acme");
}

TEST(WatchTest, OnlyTheLastEventOfAnEntryCarriesThePosition) {
  QueryServer server;
  Watcher watcher(&server);
  watcher.Next();
  server.Push(FiguresEntry(1, "a", {1, 2}));
  EXPECT_EQ(watcher.NextFigure().position(), "");
  EXPECT_EQ(watcher.NextFigure().position(), At(1));
}

TEST(WatchTest, ResumesAfterAPosition) {
  QueryServer server;
  server.Apply(FiguresEntry(1, "a", {1}));
  server.Apply(FiguresEntry(2, "b", {2}));
  Watcher watcher(&server, After(At(1)));
  EXPECT_EQ(watcher.Next().entry().figure().figure_id(), FigureId(2));
}

TEST(WatchTest, WaitsForAPositionTheIndexHasNotReached) {
  QueryServer server;
  Watcher watcher(&server, After(At(1)));
  EXPECT_EQ(watcher.Next().position(), At(1));
  server.Push(FiguresEntry(1, "a", {1}));
  server.Push(FiguresEntry(2, "b", {2}));
  EXPECT_EQ(watcher.NextFigure().entry().figure().figure_id(), FigureId(2));
}

TEST(WatchTest, FromTheBeginningTellsAllFiguresHeld) {
  QueryServer server;
  server.Apply(FiguresEntry(1, "a", {1, 2}));
  server.Apply(FiguresEntry(2, "a", {2, 3}));
  v1::WatchImpactFiguresRequest request;
  request.set_from_beginning(true);
  Watcher watcher(&server, request);
  EXPECT_EQ(watcher.Next().entry().figure().figure_id(), FigureId(2));
  const Event last = watcher.Next();
  EXPECT_EQ(last.entry().figure().figure_id(), FigureId(3));
  EXPECT_EQ(last.position(), At(2));
}

TEST(WatchTest, TellsItsPositionWhenIdle) {
  QueryHandlersOptions options;
  options.watch.progress_interval = absl::Milliseconds(5);
  QueryServer server(options);
  Watcher watcher(&server);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(watcher.Next().kind(), Event::KIND_PROGRESS);
  }
}

// -- errors -------------------------------------------------------------------

TEST(WatchTest, GarbageAsPositionNamesTheField) {
  QueryServer server;
  EXPECT_EQ(InvalidFields(Watcher(&server, After("garbage")).Status()),
            "after_position");
}

TEST(WatchTest, WrongFilterNamesItsField) {
  QueryServer server;
  v1::WatchImpactFiguresRequest request;
  request.mutable_filter()->add_sdg_goals(18);
  EXPECT_EQ(InvalidFields(Watcher(&server, request).Status()),
            "filter.sdg_goals");
}

TEST(WatchTest, APositionAndFromBeginningTogetherAreInvalid) {
  QueryServer server;
  v1::WatchImpactFiguresRequest request = After(At(0));
  request.set_from_beginning(true);
  EXPECT_EQ(InvalidFields(Watcher(&server, request).Status()),
            "from_beginning");
}

TEST(WatchTest, APositionOfAnotherLogIsAFailedPrecondition) {
  QueryServer server;
  EXPECT_EQ(Watcher(&server, After(At(1, "00000000000000bb"))).Status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(WatchTest, APositionBeforeTheReplaysEndIsOutOfRange) {
  QueryServer server({}, /*caught_up=*/false);
  server.ingest().Push(StreamBatch(0, 5, 5));
  server.Await([&] { return server.index().applied().sequence == 5; });
  absl::Status status = Watcher(&server, After(At(3))).Status();
  while (status.code() == absl::StatusCode::kUnavailable) {
    status = Watcher(&server, After(At(3))).Status();
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
}

TEST(WatchTest, IsUnavailableWhileTheIndexIsBeingFilled) {
  QueryServer server({}, /*caught_up=*/false);
  const absl::Status status = Watcher(&server).Status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(RetryDelay(status), absl::Seconds(1));
}

TEST(WatchTest, MoreWatchersThanAllowedAreRefused) {
  QueryHandlersOptions options;
  options.watch.max_watchers = 1;
  QueryServer server(options);
  Watcher first(&server);
  first.Next();
  const absl::Status status = Watcher(&server).Status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_GT(RetryDelay(status), absl::ZeroDuration());
}

TEST(WatchTest, DrainingEndsWithUnavailableAndRetryAdvice) {
  QueryServer server;
  Watcher watcher(&server);
  watcher.Next();
  server.host().Drain();
  const absl::Status status = watcher.Status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_GT(RetryDelay(status), absl::ZeroDuration());
}

TEST(WatchTest, AClientThatGoesIsForgotten) {
  QueryHandlersOptions options;
  options.watch.max_watchers = 1;
  QueryServer server(options);
  {
    Watcher watcher(&server);
    watcher.Next();
  }
  server.Await([&] {
    Watcher watcher(&server);
    return watcher.Next().kind() == Event::KIND_PROGRESS;
  });
}

TEST(WatchTest, AClientThatDoesNotReadIsEndedAsTooSlow) {
  QueryHandlersOptions options;
  options.watch.progress_interval = absl::Milliseconds(5);
  options.watch.stall_timeout = absl::Milliseconds(50);
  QueryServer server(options);
  Watcher watcher(&server);
  watcher.Next();
  // More than any window holds; none of it is read before it is all there.
  for (uint64_t i = 1; i <= 40; ++i) {
    server.Apply(FiguresEntry(i, std::to_string(i), {static_cast<int>(i)},
                              /*evidence_bytes=*/1 << 20));
  }
  server.Await([&] { return server.handlers().slow_watchers() == 1; });
  EXPECT_EQ(watcher.Status().code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace impactwire::query
