// WireWriter: appends the fields of a message to its serialized form. For
// answers that consist of stored bytes: parsing them only to serialize them
// again would cost more than all the rest of a query. Fields may come in any
// order; empty and zero values are left out, as in proto3.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/io/coded_stream.h"

namespace impactwire::query {

class WireWriter {
 public:
  // `out` must outlive it.
  explicit WireWriter(std::string* out) : out_(out) {}

  void Text(int field, absl::string_view text) {
    if (text.empty()) return;
    Begin(field, text.size());
    out_->append(text.data(), text.size());
  }
  // The tag and length of a message field; `size` bytes of it must follow.
  void Begin(int field, size_t size) {
    Varint(static_cast<uint32_t>(field) << 3 | 2);
    Varint(static_cast<uint32_t>(size));
  }
  void Number(int field, uint32_t value) {
    if (value == 0) return;
    Varint(static_cast<uint32_t>(field) << 3);
    Varint(value);
  }
  // What Text adds.
  static size_t TextSize(int field, size_t size) {
    return size == 0 ? 0 : BeginSize(field, size) + size;
  }

 private:
  using Coded = google::protobuf::io::CodedOutputStream;
  static size_t BeginSize(int field, size_t size) {
    return Coded::VarintSize32(static_cast<uint32_t>(field) << 3 | 2) +
           Coded::VarintSize32(static_cast<uint32_t>(size));
  }
  void Varint(uint32_t value) {
    uint8_t bytes[5];
    const uint8_t* const end = Coded::WriteVarint32ToArray(value, bytes);
    out_->append(reinterpret_cast<const char*>(bytes),
                 static_cast<size_t>(end - bytes));
  }

  std::string* const out_;
};

}  // namespace impactwire::query
