// WireWriter: appends the fields of a message to its serialized form. For
// answers that consist of stored bytes: parsing them only to serialize them
// again would cost more than all the rest of a query. Fields may come in any
// order; empty and zero values are left out, as in proto3.
#pragma once

#include <cstdint>
#include <cstring>
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
  void Double(int field, double value) {
    uint64_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    if (bits == 0) return;
    Varint(static_cast<uint32_t>(field) << 3 | 1);
    // Little endian, as the wire has it.
    uint8_t bytes[sizeof(bits)];
    Coded::WriteLittleEndian64ToArray(bits, bytes);
    out_->append(reinterpret_cast<const char*>(bytes), sizeof(bytes));
  }
  // What Text, Number and Double add.
  static size_t TextSize(int field, size_t size) {
    return size == 0 ? 0 : BeginSize(field, size) + size;
  }
  static size_t NumberSize(int field, uint32_t value) {
    return value == 0 ? 0
                      : Coded::VarintSize32(static_cast<uint32_t>(field) << 3) +
                            Coded::VarintSize32(value);
  }
  static size_t DoubleSize(int field, double value) {
    uint64_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    return bits == 0 ? 0
                     : Coded::VarintSize32(static_cast<uint32_t>(field) << 3) +
                           sizeof(bits);
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
