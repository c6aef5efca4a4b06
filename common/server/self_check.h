// SelfCheck: a watch over the server's own listener. gRPC 1.51 stops accepting
// for good after one EMFILE (CVE-2023-4785), so from time to time it opens a
// NEW connection and asks "live"; when that fails several times in a row the
// process exits, and whoever supervises it starts it anew.
#pragma once

#include <cstdint>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace impactwire {

class SelfCheck {
 public:
  struct Options {
    absl::Duration interval = absl::Seconds(15);
    absl::Duration timeout = absl::Seconds(5);
    int failures_to_exit = 3;
  };

  // `target` is this server's own address, "127.0.0.1:50051".
  SelfCheck(std::string target, Options options);
  ~SelfCheck();

 private:
  void Run();

  const std::string target_;
  const Options options_;
  Mutex mu_;
  CondVar wake_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

// Asks `service` of the server at `target` over a connection of its own.
// OK when SERVING; UNAVAILABLE when not or when nothing answers.
absl::Status CheckHealth(const std::string& target, const std::string& service,
                         absl::Duration timeout);

// Raises the soft limit of open files to the hard one; the limit in force.
int64_t RaiseFileLimit();

}  // namespace impactwire
