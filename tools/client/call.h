// How the client makes calls; not installed.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "impactwire/client.h"

namespace impactwire::client {

// Code, message and google.rpc details.
absl::Status FromGrpc(const grpc::Status& status);

template <typename Response, typename Stub, typename Request>
absl::StatusOr<Response> Call(Stub* stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                              const Request& request, const Options& options) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + options.timeout));
  context.set_wait_for_ready(options.wait_for_ready);
  Response response;
  const grpc::Status status = (stub->*method)(&context, request, &response);
  if (!status.ok()) return FromGrpc(status);
  return response;
}

// Doubles from 50 ms to 2 s, each a random part shorter so that clients that
// lost a service together do not come back together.
class Backoff {
 public:
  absl::Duration Next();
  void Reset() { step_ = kFirst; }

 private:
  static constexpr absl::Duration kFirst = absl::Milliseconds(50);
  absl::Duration step_ = kFirst;
};

}  // namespace impactwire::client
