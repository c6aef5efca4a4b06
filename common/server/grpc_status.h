// The one place where absl::Status becomes grpc::Status and back.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace impactwire {

// Code, message (cut at 1 KiB) and details as google.rpc.Status.
grpc::Status ToGrpcStatus(const absl::Status& status);

// Also sets the trailing metadata `grpc-retry-pushback-ms` where the status has
// retry advice, for clients with a retry policy. Call before Finish.
grpc::Status ToGrpcStatus(const absl::Status& status,
                          grpc::ServerContextBase* context);

// For clients: the details become payloads again.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace impactwire
