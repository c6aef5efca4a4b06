#include "common/server/server_program.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>
#include <signal.h>

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/debugging/failure_signal_handler.h"
#include "absl/debugging/symbolize.h"
#include "absl/flags/reflection.h"
#include "absl/strings/str_cat.h"
#include "common/allocator/allocator.h"
#include "common/base/host_port.h"
#include "common/base/log.h"

ABSL_FLAG(std::string, port_file, "",
          "File to write the port to once the server listens.");
ABSL_FLAG(bool, healthcheck, false,
          "Ask the server that listens on --listen whether it is serving, and "
          "exit 0 if so, else 1.");
ABSL_FLAG(absl::Duration, drain_notice, absl::ZeroDuration(),
          "On SIGTERM: time between NOT_SERVING and refusing calls.");
ABSL_FLAG(absl::Duration, drain_timeout, absl::Seconds(20),
          "On SIGTERM: time for calls under way to finish.");

namespace impactwire {
namespace {

constexpr int kUsageError = 2;

// The library prints what it cannot parse; clients should not write our log.
void LogProtobuf(google::protobuf::LogLevel level, const char*, int,
                 const std::string& message) {
  Log(level == google::protobuf::LOGLEVEL_FATAL ? Severity::kError
                                                : Severity::kDebug,
      message);
}

// gRPC's own lines in the form of the others. What matters of them is said by
// the server itself too, so that they are for the search of causes.
void LogGrpc(gpr_log_func_args* args) {
  Log(args->severity == GPR_LOG_SEVERITY_ERROR ? Severity::kWarning
                                               : Severity::kDebug,
      "grpc", {{"message", args->message}});
}

void SayWhyOnCrash(const char* program) {
  absl::InitializeSymbolizer(program);
  absl::InstallFailureSignalHandler(absl::FailureSignalHandlerOptions());
  // That one asks to stop; the server does so in order.
  signal(SIGTERM, SIG_DFL);
}

std::string CheckAddress(const absl::Flag<std::string>& flag, int min_port) {
  const std::string value = absl::GetFlag(flag);
  const absl::Status status = CheckHostPort(value, min_port);
  if (status.ok()) return "";
  return absl::StrCat("--", absl::GetFlagReflectionHandle(flag).Name(), ": \"",
                      value, "\" ", status.message());
}

bool CheckFlags(const ServerProgram& program) {
  std::vector<std::string> faults;
  faults.push_back(CheckAddress(*program.listen, 0));
  if (!absl::GetFlag(*program.metrics_listen).empty()) {
    faults.push_back(CheckAddress(*program.metrics_listen, 0));
  }
  for (const absl::Flag<std::string>* const flag : program.targets) {
    faults.push_back(CheckAddress(*flag, 1));
  }
  for (absl::Flag<int>* const flag : program.positive) {
    if (absl::GetFlag(*flag) > 0) continue;
    faults.push_back(absl::StrCat("--",
                                  absl::GetFlagReflectionHandle(*flag).Name(),
                                  ": must be positive"));
  }
  if (program.check) faults.push_back(program.check());
  bool good = true;
  for (const std::string& fault : faults) {
    if (fault.empty()) continue;
    std::cerr << program.info.name << ": " << fault << "\n";
    good = false;
  }
  return good;
}

}  // namespace

int RunServerProgram(int argc, char** argv, const ServerProgram& program) {
  UseLargePages();
  SayWhyOnCrash(argv[0]);
  ParseFlags(argc, argv, program.info);
  if (!CheckFlags(program)) return kUsageError;
  if (absl::GetFlag(FLAGS_healthcheck)) {
    return RunHealthcheck(absl::GetFlag(*program.listen));
  }
  google::protobuf::SetLogHandler(&LogProtobuf);
  gpr_set_log_function(&LogGrpc);
  ServerOptions options;
  options.listen = absl::GetFlag(*program.listen);
  options.metrics_listen = absl::GetFlag(*program.metrics_listen);
  options.port_file = absl::GetFlag(FLAGS_port_file);
  options.drain_notice = absl::GetFlag(FLAGS_drain_notice);
  options.drain_timeout = absl::GetFlag(FLAGS_drain_timeout);
  return program.serve(std::move(options));
}

int ServerFailed(absl::string_view what, const absl::Status& status) {
  Log(Severity::kError, what,
      {{"code", absl::StatusCodeToString(status.code())},
       {"error", status.message()}});
  return EXIT_FAILURE;
}

}  // namespace impactwire
