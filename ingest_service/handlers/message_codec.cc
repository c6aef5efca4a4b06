#include "ingest_service/handlers/message_codec.h"

#include <grpcpp/support/proto_buffer_reader.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "ingest_service/handlers/bad_string.h"

namespace impactwire {
namespace {

std::string Flatten(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

absl::Status DescribeFailure(const grpc::ByteBuffer& buffer,
                             const google::protobuf::Descriptor& type) {
  const auto bad = FindBadString(type, Flatten(buffer));
  if (!bad) {
    return InvalidField("request", absl::StrCat("is no valid message of type ",
                                                type.full_name()));
  }
  const bool page = bad->field == "article.html";
  return InvalidField(
      bad->field,
      absl::StrCat("is not UTF-8 at byte ", bad->at,
                   page ? "; send pages in other charsets as raw_html" : ""));
}

}  // namespace

absl::Status ParseMessage(const grpc::ByteBuffer& buffer,
                          google::protobuf::Message* message) {
  // Reading does not change the buffer.
  grpc::ProtoBufferReader reader(const_cast<grpc::ByteBuffer*>(&buffer));
  if (reader.status().ok() && message->ParseFromZeroCopyStream(&reader)) {
    return absl::OkStatus();
  }
  return DescribeFailure(buffer, *message->GetDescriptor());
}

grpc::ByteBuffer ToByteBuffer(std::string bytes) {
  auto* owned = new std::string(std::move(bytes));
  const grpc::Slice slice(
      owned->data(), owned->size(),
      [](void* string) { delete static_cast<std::string*>(string); }, owned);
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer ToByteBuffer(const google::protobuf::Message& message) {
  return ToByteBuffer(message.SerializeAsString());
}

}  // namespace impactwire
