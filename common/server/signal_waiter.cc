#include "common/server/signal_waiter.h"

#include <pthread.h>
#include <signal.h>

namespace impactwire {
namespace {

sigset_t DrainSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

SignalWaiter::SignalWaiter() {
  signal(SIGPIPE, SIG_IGN);
  const sigset_t set = DrainSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

int SignalWaiter::Wait() {
  const sigset_t set = DrainSignals();
  int number = 0;
  sigwait(&set, &number);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  return number;
}

}  // namespace impactwire
