#include "ingest_service/handlers/bad_string.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"

namespace impactwire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr int kMaxDepth = 16;

std::optional<BadString> Find(const Descriptor& type, absl::string_view bytes,
                              const std::string& path, int depth) {
  CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  while (const uint32_t tag = in.ReadTag()) {
    const FieldDescriptor* field =
        type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    if (WireFormatLite::GetTagWireType(tag) !=
        WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
      if (!WireFormatLite::SkipField(&in, tag)) return std::nullopt;
      continue;
    }
    uint32_t size = 0;
    if (!in.ReadVarint32(&size)) return std::nullopt;
    const auto begin = static_cast<size_t>(in.CurrentPosition());
    if (size > bytes.size() - begin) return std::nullopt;
    const absl::string_view value = bytes.substr(begin, size);
    if (!in.Skip(static_cast<int>(size))) return std::nullopt;
    if (field == nullptr) continue;
    const std::string name = absl::StrCat(path, field->name());
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      const size_t at = FindInvalidUtf8(value);
      if (at != absl::string_view::npos) return BadString{name, at};
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE &&
               depth < kMaxDepth) {
      auto bad = Find(*field->message_type(), value, absl::StrCat(name, "."),
                      depth + 1);
      if (bad) return bad;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<BadString> FindBadString(const Descriptor& type,
                                       absl::string_view bytes) {
  return Find(type, bytes, "", 0);
}

}  // namespace impactwire
