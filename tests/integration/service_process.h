// ServiceProcess: one of our server binaries, run as users run it, for tests
// that kill it. Listens on a free port of the loopback; keeps that port and its
// data over restarts.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"

namespace impactwire::testing {

// A folder of its own under the system's temporary folder, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Not thread-safe. The process is killed with this object, if it still runs.
class ServiceProcess {
 public:
  // `binary`: "ingest_service" or "query_service", found in the build folder.
  // `flags`: without --listen and --port_file. Logs go to
  // <folder>/<binary>.log.
  ServiceProcess(std::string binary, std::vector<std::string> flags,
                 std::string folder);
  ~ServiceProcess();
  ServiceProcess(const ServiceProcess&) = delete;
  ServiceProcess& operator=(const ServiceProcess&) = delete;

  // Starts it and waits until it listens. DEADLINE_EXCEEDED after 30 s;
  // ABORTED (with the end of its log) when it exits before.
  absl::Status Start();

  // Waits until health "" is SERVING.
  absl::Status WaitUntilServing(absl::Duration timeout = absl::Seconds(60));

  // kill -9, and waits for the end.
  void Kill();

  // SIGTERM, and waits; the exit status, or -1 when a signal ended it.
  int Terminate();

  pid_t pid() const { return pid_; }
  bool running() const { return pid_ > 0; }
  std::string target() const;
  std::string LogTail() const;

  // A new connection.
  std::shared_ptr<grpc::Channel> Connect() const;

 private:
  int Wait();

  const std::string binary_;
  const std::vector<std::string> flags_;
  const std::string folder_;
  pid_t pid_ = -1;
  int port_ = 0;
};

}  // namespace impactwire::testing
