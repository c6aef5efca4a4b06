// A bare gRPC server with the callback API that answers every call with what it
// got: what a call costs before a service does anything. scripts/load-test runs
// it beside our services and reports both.
//
//   echo_server [--listen=127.0.0.1:0] [--port_file=FILE]
//
// Unlike ours it has no deadline, metric or health handling and parses one
// field. Ends on SIGTERM and SIGINT.
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <pthread.h>
#include <signal.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "echo.grpc.pb.h"

namespace impactwire::benchmarks {
namespace {

class EchoHandler final : public EchoService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context,
                                 const EchoRequest* request,
                                 EchoResponse* response) override {
    response->set_payload(request->payload());
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

int Run(const std::string& listen, const std::string& port_file) {
  // Before gRPC starts threads, so that none of them takes the signal.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  EchoHandler service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::fprintf(stderr, "echo_server: cannot listen on %s\n", listen.c_str());
    return 1;
  }
  if (!port_file.empty()) {
    // Renamed into place: a reader never sees half of it.
    const std::string written = absl::StrCat(port_file, ".new");
    std::ofstream(written) << port << "\n";
    if (std::rename(written.c_str(), port_file.c_str()) != 0) {
      std::fprintf(stderr, "echo_server: cannot write %s\n", port_file.c_str());
      return 1;
    }
  }
  int signal = 0;
  sigwait(&signals, &signal);
  server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace impactwire::benchmarks

int main(int argc, char** argv) {
  std::string listen = "127.0.0.1:0";
  std::string port_file;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--listen=")) {
      listen = std::string(argument);
    } else if (absl::ConsumePrefix(&argument, "--port_file=")) {
      port_file = std::string(argument);
    } else {
      std::fprintf(stderr,
                   "usage: echo_server [--listen=HOST:PORT] "
                   "[--port_file=FILE]\n");
      return 2;
    }
  }
  return impactwire::benchmarks::Run(listen, port_file);
}
