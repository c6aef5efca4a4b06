// Messages from and to gRPC's raw buffers. A callback stream takes a message
// that does not parse for the client's half-close, so what comes in is parsed
// here.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

#include <string>

#include "absl/status/status.h"

namespace impactwire {

// INVALID_ARGUMENT: the field that is not UTF-8, or "request" if `buffer` is
// no message of that type; `message` then holds what was read before.
absl::Status ParseMessage(const grpc::ByteBuffer& buffer,
                          google::protobuf::Message* message);

// `bytes` is a serialized message; it is not copied.
grpc::ByteBuffer ToByteBuffer(std::string bytes);
grpc::ByteBuffer ToByteBuffer(const google::protobuf::Message& message);

}  // namespace impactwire
