#include "common/server/server_host.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/server/grpc_status.h"
#include "common/status/errors.h"
#include "impactwire/v1/query.grpc.pb.h"

namespace impactwire {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using testing::HasSubstr;

constexpr char kServiceName[] = "impactwire.v1.QueryService";

// GetIndexStatus runs `work` on a pool of one thread with one place to wait.
class TestService final : public v1::QueryService::CallbackService {
 public:
  explicit TestService(CallGate* gate) : gate_(gate), pool_(1, 1) {}

  grpc::ServerUnaryReactor* GetIndexStatus(
      grpc::CallbackServerContext* context, const v1::GetIndexStatusRequest*,
      v1::GetIndexStatusResponse*) override {
    return RunOnPool(*gate_, pool_, context, "GetIndexStatus",
                     [this](const CallScope& call) { return work(call); });
  }

  std::function<absl::Status(const CallScope&)> work = [](const CallScope&) {
    return absl::OkStatus();
  };

 private:
  CallGate* const gate_;
  WorkerPool pool_;
};

class ServerHostTest : public testing::Test {
 protected:
  void SetUp() override {
    ServerOptions options;
    options.self_check = false;
    options.drain_timeout = absl::Seconds(10);
    auto host = ServerHost::Start(options, &gate_, {{kServiceName, &service_}});
    ASSERT_TRUE(host.ok()) << host.status();
    host_ = *std::move(host);
    channel_ = grpc::CreateChannel(host_->local_target(),
                                   grpc::InsecureChannelCredentials());
    stub_ = v1::QueryService::NewStub(channel_);
  }

  absl::Status Call(grpc::ClientContext* context) {
    v1::GetIndexStatusResponse response;
    return FromGrpcStatus(stub_->GetIndexStatus(context, {}, &response));
  }
  absl::Status Call() {
    grpc::ClientContext context;
    return Call(&context);
  }

  CallGate gate_;
  TestService service_{&gate_};
  std::unique_ptr<ServerHost> host_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
};

TEST_F(ServerHostTest, ErrorDetailsReachTheClient) {
  service_.work = [](const CallScope&) {
    return InvalidField("filter.max_value", "is smaller than min_value");
  };
  const absl::Status status = Call();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InvalidFields(status), "filter.max_value");
}

TEST_F(ServerHostTest, RetryAdviceStandsInTheTrailersToo) {
  service_.work = [](const CallScope&) {
    return UnavailableError("later", absl::Milliseconds(700));
  };
  grpc::ClientContext context;
  EXPECT_EQ(RetryDelay(Call(&context)), absl::Milliseconds(700));
  const auto& trailers = context.GetServerTrailingMetadata();
  const auto it = trailers.find("grpc-retry-pushback-ms");
  ASSERT_NE(it, trailers.end());
  EXPECT_EQ(std::string(it->second.data(), it->second.size()), "700");
}

// One call runs and one waits; the third is refused at once.
TEST_F(ServerHostTest, AFullPoolShedsWithRetryAdvice) {
  Mutex mu;
  CondVar cv;
  bool open = false;
  int running = 0;
  service_.work = [&](const CallScope&) {
    MutexLock lock(&mu);
    ++running;
    cv.SignalAll();
    while (!open) cv.Wait(&mu);
    return absl::OkStatus();
  };
  std::atomic<int> shed{0};
  std::atomic<int> served{0};
  const auto call = [&] {
    const absl::Status status = Call();
    if (status.ok()) {
      ++served;
    } else if (status.code() == absl::StatusCode::kResourceExhausted &&
               RetryDelay(status) > absl::ZeroDuration()) {
      MutexLock lock(&mu);
      ++shed;
      open = true;
      cv.SignalAll();
    }
  };
  std::vector<std::thread> callers;
  callers.emplace_back(call);
  {
    MutexLock lock(&mu);
    while (running == 0) cv.Wait(&mu);
  }
  callers.emplace_back(call);
  callers.emplace_back(call);
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(served, 2);
  EXPECT_EQ(shed, 1);
}

TEST_F(ServerHostTest, ACallThatExpiredInTheQueueIsNotRun) {
  Mutex mu;
  CondVar cv;
  bool open = false;
  int ran = 0;
  service_.work = [&](const CallScope&) {
    MutexLock lock(&mu);
    ++ran;
    cv.SignalAll();
    while (!open) cv.Wait(&mu);
    return absl::OkStatus();
  };
  std::thread first([&] { EXPECT_TRUE(Call().ok()); });
  {
    MutexLock lock(&mu);
    while (ran == 0) cv.Wait(&mu);
  }
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::milliseconds(20));
  EXPECT_EQ(Call(&context).code(), absl::StatusCode::kDeadlineExceeded);
  // The server's deadline counts from when the call came: it is a little later.
  absl::SleepFor(absl::Milliseconds(50));
  {
    MutexLock lock(&mu);
    open = true;
    cv.SignalAll();
  }
  first.join();
  host_->Drain();
  EXPECT_EQ(ran, 1);
}

TEST_F(ServerHostTest, HealthFollowsReadinessAndLiveDoesNot) {
  EXPECT_FALSE(CheckHealth(host_->local_target(), "", absl::Seconds(5)).ok());
  EXPECT_TRUE(
      CheckHealth(host_->local_target(), "live", absl::Seconds(5)).ok());
  host_->SetServing(true);
  EXPECT_TRUE(CheckHealth(host_->local_target(), "", absl::Seconds(5)).ok());
  EXPECT_TRUE(
      CheckHealth(host_->local_target(), kServiceName, absl::Seconds(5)).ok());
  EXPECT_EQ(RunHealthcheck(host_->local_target()), 0);
}

TEST_F(ServerHostTest, HealthOfAnUnknownServiceIsNotFound) {
  EXPECT_EQ(
      CheckHealth(host_->local_target(), "nobody", absl::Seconds(5)).code(),
      absl::StatusCode::kNotFound);
}

TEST_F(ServerHostTest, AHealthWatchSeesEachChangeAndEndsWithTheServer) {
  const auto health = Health::NewStub(channel_);
  grpc::ClientContext context;
  const auto reader = health->Watch(&context, HealthCheckRequest());
  HealthCheckResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  host_->SetServing(true);
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  std::thread drain([&] { host_->Drain(); });
  while (reader->Read(&response)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  drain.join();
}

TEST_F(ServerHostTest, DrainingLetsACallFinishAndRefusesTheNext) {
  Mutex mu;
  CondVar cv;
  bool running = false;
  service_.work = [&](const CallScope&) {
    MutexLock lock(&mu);
    running = true;
    cv.SignalAll();
    while (!gate_.draining())
      cv.WaitUntil(&mu, absl::Now() + absl::Milliseconds(5));
    return absl::OkStatus();
  };
  absl::Status first;
  std::thread caller([&] { first = Call(); });
  {
    MutexLock lock(&mu);
    while (!running) cv.Wait(&mu);
  }
  host_->Drain();
  caller.join();
  EXPECT_TRUE(first.ok()) << first;
  EXPECT_EQ(Call().code(), absl::StatusCode::kUnavailable);
}

// Everything a server answers to GET /metrics.
std::string Scrape(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  constexpr char kRequest[] = "GET /metrics HTTP/1.0\r\n\r\n";
  EXPECT_EQ(send(fd, kRequest, sizeof(kRequest) - 1, 0),
            static_cast<ssize_t>(sizeof(kRequest) - 1));
  std::string text;
  char buffer[4096];
  for (ssize_t got; (got = recv(fd, buffer, sizeof(buffer), 0)) > 0;) {
    text.append(buffer, static_cast<size_t>(got));
  }
  close(fd);
  return text;
}

TEST(MetricsTest, TellsCallsProcessAndWhatTheServiceAdds) {
  CallGate gate;
  TestService service(&gate);
  ServerOptions options;
  options.self_check = false;
  options.metrics_listen = "127.0.0.1:0";
  options.read_metrics = [] {
    return std::vector<Metric>{
        {"impactwire_index_lag", "Help.", 7, {}},
        {"impactwire_articles_total", "Help.", 3, {{"result", "created"}}}};
  };
  const auto host =
      ServerHost::Start(options, &gate, {{kServiceName, &service}});
  ASSERT_TRUE(host.ok()) << host.status();
  const auto stub = v1::QueryService::NewStub(grpc::CreateChannel(
      (*host)->local_target(), grpc::InsecureChannelCredentials()));
  for (const absl::Status& end :
       {absl::OkStatus(), absl::OkStatus(), InvalidField("a", "is wrong")}) {
    service.work = [end](const CallScope&) { return end; };
    grpc::ClientContext context;
    v1::GetIndexStatusResponse response;
    stub->GetIndexStatus(&context, {}, &response);
  }
  const std::string text = Scrape((*host)->metrics_port());
  const std::string method =
      "grpc_type=\"unary\",grpc_service=\"impactwire.v1.QueryService\","
      "grpc_method=\"GetIndexStatus\"";
  EXPECT_THAT(text, HasSubstr("grpc_server_started_total{" + method + "} 3"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handled_total{" + method +
                              ",grpc_code=\"OK\"} 2"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handled_total{" + method +
                              ",grpc_code=\"InvalidArgument\"} 1"));
  EXPECT_THAT(
      text, HasSubstr("grpc_server_handling_seconds_count{" + method + "} 3"));
  // Methods never called are there, too.
  EXPECT_THAT(text, HasSubstr("grpc_method=\"WatchImpactFigures\"} 0"));
  EXPECT_THAT(text, HasSubstr("impactwire_index_lag 7"));
  EXPECT_THAT(text,
              HasSubstr("impactwire_articles_total{result=\"created\"} 3"));
  EXPECT_THAT(text, HasSubstr("process_open_fds "));
}

TEST(MetricsTest, ATakenAddressIsAnError) {
  CallGate gate;
  TestService service(&gate);
  ServerOptions options;
  options.self_check = false;
  options.metrics_listen = "127.0.0.1:0";
  const auto first =
      ServerHost::Start(options, &gate, {{kServiceName, &service}});
  ASSERT_TRUE(first.ok()) << first.status();
  options.metrics_listen = absl::StrCat("127.0.0.1:", (*first)->metrics_port());
  CallGate other_gate;
  TestService other(&other_gate);
  const auto second =
      ServerHost::Start(options, &other_gate, {{kServiceName, &other}});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(second.status().message(), HasSubstr("--metrics_listen"));
}

TEST_F(ServerHostTest, ATakenAddressIsAnError) {
  ServerOptions options;
  options.self_check = false;
  options.listen = host_->local_target();
  CallGate gate;
  TestService service(&gate);
  const auto second =
      ServerHost::Start(options, &gate, {{kServiceName, &service}});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(second.status().message(), HasSubstr("--listen"));
}

TEST_F(ServerHostTest, ADrainCallbackRunsOnceAndNotAfterUnsubscribing) {
  int kept = 0, dropped = 0;
  gate_.SubscribeDrain([&] { ++kept; });
  gate_.UnsubscribeDrain(gate_.SubscribeDrain([&] { ++dropped; }));
  gate_.StartDraining();
  gate_.StartDraining();
  EXPECT_EQ(kept, 1);
  EXPECT_EQ(dropped, 0);
  gate_.SubscribeDrain([&] { ++kept; });
  EXPECT_EQ(kept, 2);
}

}  // namespace
}  // namespace impactwire
