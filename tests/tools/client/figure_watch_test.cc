#include "impactwire/figure_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/errors.h"
#include "impactwire/client.h"
#include "tests/tools/client/fake_services.h"

namespace impactwire::client {
namespace {

using ::testing::ElementsAre;
using Event = v1::WatchImpactFiguresResponse;
using Writer = grpc::ServerWriter<Event>;

class FigureWatchTest : public ::testing::Test {
 protected:
  static Event New(const std::string& id, const std::string& position) {
    Event event;
    event.set_kind(Event::KIND_NEW);
    event.mutable_entry()->mutable_figure()->set_figure_id(id);
    event.set_position(position);
    return event;
  }
  static grpc::Status Gone() {
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "going away");
  }

  // Watches until `count` events came.
  absl::Status Watch(size_t count, v1::WatchImpactFiguresRequest request = {},
                     WatchOptions options = {}) {
    QueryClient client(fake_.target());
    auto watch = client.Watch(
        std::move(request),
        [&](const Event& event) {
          seen_.push_back(event.entry().figure().figure_id());
          return seen_.size() < count;
        },
        options);
    absl::Status status = watch->Wait();
    position_ = watch->position();
    return status;
  }

  FakeServices fake_;
  std::vector<std::string> seen_;
  std::string position_;
};

TEST_F(FigureWatchTest, ABrokenWatchGoesOnAfterItsLastPosition) {
  fake_.watch = [](int watch, const auto&, Writer* writer, auto*) {
    writer->Write(watch == 0 ? New("a", "p1") : New("b", "p2"));
    return Gone();
  };
  EXPECT_EQ(Watch(2), absl::OkStatus());
  EXPECT_THAT(seen_, ElementsAre("a", "b"));
  EXPECT_EQ(fake_.watches()[1].after_position(), "p1");
}

// As a server does with a call that comes in while it shuts down.
TEST_F(FigureWatchTest, AWatchCancelledByTheServiceGoesOn) {
  fake_.watch = [](int watch, const auto&, Writer* writer, auto*) {
    writer->Write(watch == 0 ? New("a", "p1") : New("b", "p2"));
    return grpc::Status::CANCELLED;
  };
  EXPECT_EQ(Watch(2), absl::OkStatus());
  EXPECT_THAT(seen_, ElementsAre("a", "b"));
  EXPECT_EQ(fake_.watches()[1].after_position(), "p1");
}

TEST_F(FigureWatchTest, EventsOfAPositionCutInTheMiddleAreNotRepeated) {
  fake_.watch = [](int watch, const auto&, Writer* writer, auto*) {
    writer->Write(New("a", ""));
    if (watch == 0) return Gone();
    writer->Write(New("b", "p1"));
    // The same figure, changed again later.
    writer->Write(New("a", "p2"));
    return Gone();
  };
  EXPECT_EQ(Watch(3), absl::OkStatus());
  EXPECT_THAT(seen_, ElementsAre("a", "b", "a"));
}

TEST_F(FigureWatchTest, AResumedWatchDoesNotStartFromTheBeginningAgain) {
  fake_.watch = [](int watch, const auto&, Writer* writer, auto*) {
    writer->Write(New(std::to_string(watch), "p" + std::to_string(watch)));
    return Gone();
  };
  v1::WatchImpactFiguresRequest request;
  request.set_from_beginning(true);
  EXPECT_EQ(Watch(2, request), absl::OkStatus());
  EXPECT_TRUE(fake_.watches()[0].from_beginning());
  EXPECT_FALSE(fake_.watches()[1].from_beginning());
}

TEST_F(FigureWatchTest, ProgressMovesThePositionAndIsHandedOnOnlyIfAskedFor) {
  fake_.watch = [](int, const auto&, Writer* writer, auto*) {
    Event progress;
    progress.set_kind(Event::KIND_PROGRESS);
    progress.set_position("p7");
    writer->Write(progress);
    return grpc::Status(grpc::StatusCode::OUT_OF_RANGE, "list anew");
  };
  EXPECT_EQ(Watch(1), absl::OutOfRangeError("list anew"));
  EXPECT_TRUE(seen_.empty());
  EXPECT_EQ(position_, "p7");
  EXPECT_EQ(Watch(1, {}, {.progress = true}), absl::OkStatus());
}

TEST_F(FigureWatchTest, AnErrorThatAReconnectDoesNotMendEndsTheWatch) {
  fake_.watch = [](int, const auto&, Writer*, auto*) {
    return grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "another log");
  };
  EXPECT_EQ(Watch(1), absl::FailedPreconditionError("another log"));
  EXPECT_EQ(fake_.watches().size(), 1);
}

TEST_F(FigureWatchTest, StopEndsASilentWatch) {
  fake_.watch = [](int, const auto&, Writer* writer,
                   grpc::ServerContext* context) {
    writer->Write(New("a", "p1"));
    while (!context->IsCancelled()) std::this_thread::yield();
    return grpc::Status::CANCELLED;
  };
  QueryClient client(fake_.target());
  Mutex mu;
  CondVar came;
  bool seen = false;
  auto watch = client.Watch({}, [&](const Event&) {
    MutexLock lock(&mu);
    seen = true;
    came.Signal();
    return true;
  });
  {
    MutexLock lock(&mu);
    while (!seen) came.Wait(&mu);
  }
  watch->Stop();
  EXPECT_EQ(watch->Wait(), absl::OkStatus());
}

TEST_F(FigureWatchTest, AnAbsentServiceIsGivenUpWhereThatIsWanted) {
  QueryClient client("127.0.0.1:1");
  auto watch = client.Watch({}, [](const Event&) { return true; },
                            {.give_up_after = absl::Milliseconds(100)});
  EXPECT_EQ(watch->Wait().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace impactwire::client
