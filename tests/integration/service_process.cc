#include "tests/integration/service_process.h"

#include <fcntl.h>
#include <grpc/grpc.h>
#include <grpcpp/create_channel.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/server/self_check.h"

namespace impactwire::testing {
namespace {

constexpr absl::Duration kStartTimeout = absl::Seconds(30);
constexpr absl::Duration kPoll = absl::Milliseconds(5);
constexpr size_t kLogTail = 4000;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "impactwire-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

ServiceProcess::ServiceProcess(std::string binary,
                               std::vector<std::string> flags,
                               std::string folder)
    : binary_(std::move(binary)),
      flags_(std::move(flags)),
      folder_(std::move(folder)) {
  // Keeps gRPC up between two channels: in 1.51, a channel made while the last
  // one's shutdown is under way may never connect.
  static const bool initialized = (grpc_init(), true);
  (void)initialized;
}

ServiceProcess::~ServiceProcess() { Kill(); }

absl::Status ServiceProcess::Start() {
  const std::string port_file = absl::StrCat(folder_, "/", binary_, ".port");
  std::filesystem::remove(port_file);
  const std::string program =
      absl::StrCat(IMPACTWIRE_BINARY_DIR, "/bin/", binary_);
  std::vector<std::string> arguments = {
      program, absl::StrCat("--listen=127.0.0.1:", port_),
      absl::StrCat("--port_file=", port_file), "--metrics_listen="};
  arguments.insert(arguments.end(), flags_.begin(), flags_.end());
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const std::string log = absl::StrCat(folder_, "/", binary_, ".log");
  // Not fork(): its handlers stop the timers of a gRPC client in this process.
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  const int error = posix_spawn(&pid_, program.c_str(), &actions, nullptr,
                                argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    pid_ = -1;
    return absl::AbortedError(absl::StrCat("cannot start ", program));
  }
  const absl::Time deadline = absl::Now() + kStartTimeout;
  while (absl::Now() < deadline) {
    if (absl::SimpleAtoi(ReadFile(port_file), &port_)) return absl::OkStatus();
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return absl::AbortedError(
          absl::StrCat(binary_, " ended at its start:\n", LogTail()));
    }
    absl::SleepFor(kPoll);
  }
  return absl::DeadlineExceededError(
      absl::StrCat(binary_, " does not listen:\n", LogTail()));
}

absl::Status ServiceProcess::WaitUntilServing(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  absl::Status status;
  do {
    status = CheckHealth(target(), "", absl::Seconds(1));
    if (status.ok()) return status;
    absl::SleepFor(kPoll);
  } while (absl::Now() < deadline);
  return absl::Status(status.code(),
                      absl::StrCat(status.message(), "\n", LogTail()));
}

int ServiceProcess::Wait() {
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void ServiceProcess::Kill() {
  if (!running()) return;
  kill(pid_, SIGKILL);
  Wait();
}

int ServiceProcess::Terminate() {
  kill(pid_, SIGTERM);
  return Wait();
}

std::string ServiceProcess::target() const {
  return absl::StrCat("127.0.0.1:", port_);
}

std::string ServiceProcess::LogTail() const {
  const std::string log = ReadFile(absl::StrCat(folder_, "/", binary_, ".log"));
  return log.size() <= kLogTail ? log : log.substr(log.size() - kLogTail);
}

std::shared_ptr<grpc::Channel> ServiceProcess::Connect() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  return grpc::CreateCustomChannel(target(), grpc::InsecureChannelCredentials(),
                                   arguments);
}

}  // namespace impactwire::testing
