// What the main functions of the servers share: flags, how they start and how
// they end. --port_file, --healthcheck, --drain_notice and --drain_timeout are
// defined here; --listen and --metrics_listen are the programs' own, because
// their defaults differ.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "common/server/flags.h"
#include "common/server/server_host.h"

namespace impactwire {

struct ServerProgram {
  ProgramInfo info;
  absl::Flag<std::string>* listen;
  absl::Flag<std::string>* metrics_listen;
  // A zero of one of these would silently refuse everything.
  std::vector<absl::Flag<int>*> positive;
  // Where else calls go to: HOST:PORT.
  std::vector<absl::Flag<std::string>*> targets;
  // Further checks of flags: what is wrong ("--x: must be ..."), or "".
  std::function<std::string()> check;
  // Serves until a signal, with what the flags say; the exit status.
  std::function<int(ServerOptions)> serve;
};

// main: reads the flags, then asks the running server (--healthcheck) or
// serves. Whatever ends the process says why on stderr, a crash with its stack.
int RunServerProgram(int argc, char** argv, const ServerProgram& program);

// Logs why the server ends; the exit status.
int ServerFailed(absl::string_view what, const absl::Status& status);

}  // namespace impactwire
