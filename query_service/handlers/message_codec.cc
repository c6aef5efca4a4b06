#include "query_service/handlers/message_codec.h"

#include <grpcpp/support/proto_buffer_reader.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace impactwire::query {

absl::Status ParseMessage(const grpc::ByteBuffer& buffer,
                          google::protobuf::Message* message) {
  // Most requests stand in one piece.
  if (grpc::Slice slice;
      buffer.TrySingleSlice(&slice).ok() &&
      message->ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
    return absl::OkStatus();
  }
  // Reading does not change the buffer.
  grpc::ProtoBufferReader reader(const_cast<grpc::ByteBuffer*>(&buffer));
  if (reader.status().ok() && message->ParseFromZeroCopyStream(&reader)) {
    return absl::OkStatus();
  }
  return InvalidField("request",
                      absl::StrCat("is no valid message of type ",
                                   message->GetDescriptor()->full_name(),
                                   ", or one of its strings is not UTF-8"));
}

grpc::ByteBuffer ToByteBuffer(const google::protobuf::Message& message) {
  const size_t size = message.ByteSizeLong();
  grpc::Slice slice(size);
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer ToByteBuffer(absl::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size());
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace impactwire::query
