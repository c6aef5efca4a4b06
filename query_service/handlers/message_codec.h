// Messages from and to gRPC's raw buffers. Parsed here, so that a request with
// a string that is not UTF-8 is answered INVALID_ARGUMENT and not with a bare
// code.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace impactwire::query {

// INVALID_ARGUMENT naming "request".
absl::Status ParseMessage(const grpc::ByteBuffer& buffer,
                          google::protobuf::Message* message);

grpc::ByteBuffer ToByteBuffer(const google::protobuf::Message& message);
// Of a serialized message.
grpc::ByteBuffer ToByteBuffer(absl::string_view bytes);

}  // namespace impactwire::query
