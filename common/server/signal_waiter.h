// SignalWaiter: SIGTERM and SIGINT as an ordinary wait instead of a handler.
#pragma once

namespace impactwire {

// Make it first in main, before any thread starts: it blocks the signals in
// this thread and so in every later one. SIGPIPE is ignored.
class SignalWaiter {
 public:
  SignalWaiter();

  // Blocks until a signal comes; its number. A second signal while draining
  // ends the process at once.
  int Wait();

 private:
  SignalWaiter(const SignalWaiter&) = delete;
  SignalWaiter& operator=(const SignalWaiter&) = delete;
};

}  // namespace impactwire
