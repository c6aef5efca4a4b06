#include "tools/cli/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/utf8.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"

namespace impactwire::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Characters that protobuf escapes though JSON does not ask for it: what is
// invisible, or means something to a browser.
bool IsEscapedBeyondAscii(uint32_t c) {
  return c < 0xA0 || c == 0xAD || (c >= 0x600 && c <= 0x603) || c == 0x6DD ||
         c == 0x70F || c == 0x17B4 || c == 0x17B5 ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x206A && c <= 0x206F) ||
         c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0x1D173 && c <= 0x1D17A) || c == 0xE0001 ||
         (c >= 0xE0020 && c <= 0xE007F);
}

void AppendEscape(uint32_t c, std::string* out) {
  constexpr absl::string_view kMarks = "\"\\\b\f\n\r\t";
  constexpr absl::string_view kNames = "\"\\bfnrt";
  const size_t mark =
      c < 0x80 ? kMarks.find(static_cast<char>(c)) : absl::string_view::npos;
  if (mark != absl::string_view::npos) {
    out->push_back('\\');
    out->push_back(kNames[mark]);
  } else if (c < 0x10000) {
    absl::StrAppend(out, "\\u", absl::Hex(c, absl::kZeroPad4));
  } else {
    // A pair of UTF-16.
    absl::StrAppend(out, "\\u", absl::Hex(0xD7C0 + (c >> 10)), "\\u",
                    absl::Hex(0xDC00 + (c & 0x3FF)));
  }
}

// ASCII that stands for itself.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (int c = 0x20; c < 0x7F; ++c) {
    plain[c] = c != '"' && c != '\\' && c != '<' && c != '>';
  }
  return plain;
}();

void AppendString(absl::string_view text, std::string* out) {
  out->push_back('"');
  size_t kept = 0;  // what goes before is written
  for (size_t i = 0; i < text.size();) {
    const unsigned char byte = text[i];
    if (kPlain[byte]) {
      ++i;
      continue;
    }
    const Utf8Char c = DecodeUtf8(text, i);
    if (byte >= 0x80 && !IsEscapedBeyondAscii(c.code_point)) {
      i += c.size;
      continue;
    }
    out->append(text.data() + kept, i - kept);
    AppendEscape(c.code_point, out);
    i += c.size;
    kept = i;
  }
  out->append(text.data() + kept, text.size() - kept);
  out->push_back('"');
}

void AppendDouble(double value, std::string* out) {
  if (std::isnan(value)) {
    out->append("\"NaN\"");
  } else if (std::isinf(value)) {
    out->append(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
  } else if (value == std::floor(value) && std::abs(value) < 1e15 &&
             !std::signbit(value)) {
    absl::StrAppend(out, static_cast<int64_t>(value));
  } else {
    // 15 digits where they say it all, else 17: as "%.15g" and "%.17g".
    char digits[32];
    const auto write = [&](int precision) {
      return std::to_chars(std::begin(digits), std::end(digits), value,
                           std::chars_format::general, precision)
          .ptr;
    };
    const char* end = write(15);
    double again = 0;
    std::from_chars(digits, end, again);
    if (again != value) end = write(17);
    out->append(digits, end - digits);
  }
}

bool AppendMessage(const Message& message, std::string* out);

// One value of a field: of the repeated one at `index`, or, with -1, the only.
bool AppendValue(const Message& message, const FieldDescriptor* field,
                 int index, std::string* out) {
  const Reflection* const r = message.GetReflection();
  const bool one = index < 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      const std::string& text =
          one ? r->GetStringReference(message, field, &scratch)
              : r->GetRepeatedStringReference(message, field, index, &scratch);
      if (field->type() == FieldDescriptor::TYPE_BYTES) {
        absl::StrAppend(out, "\"", absl::Base64Escape(text), "\"");
      } else {
        AppendString(text, out);
      }
      return true;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AppendMessage(one ? r->GetMessage(message, field)
                               : r->GetRepeatedMessage(message, field, index),
                           out);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = one ? r->GetEnumValue(message, field)
                             : r->GetRepeatedEnumValue(message, field, index);
      const auto* value = field->enum_type()->FindValueByNumber(number);
      if (value == nullptr) {
        absl::StrAppend(out, number);
      } else {
        absl::StrAppend(out, "\"", value->name(), "\"");
      }
      return true;
    }
    case FieldDescriptor::CPPTYPE_DOUBLE:
      AppendDouble(one ? r->GetDouble(message, field)
                       : r->GetRepeatedDouble(message, field, index),
                   out);
      return true;
    case FieldDescriptor::CPPTYPE_BOOL:
      out->append((one ? r->GetBool(message, field)
                       : r->GetRepeatedBool(message, field, index))
                      ? "true"
                      : "false");
      return true;
    case FieldDescriptor::CPPTYPE_INT32:
      absl::StrAppend(out, one ? r->GetInt32(message, field)
                               : r->GetRepeatedInt32(message, field, index));
      return true;
    case FieldDescriptor::CPPTYPE_UINT32:
      absl::StrAppend(out, one ? r->GetUInt32(message, field)
                               : r->GetRepeatedUInt32(message, field, index));
      return true;
    // Numbers of 64 bits are strings: JavaScript's have 53.
    case FieldDescriptor::CPPTYPE_INT64:
      absl::StrAppend(out, "\"",
                      one ? r->GetInt64(message, field)
                          : r->GetRepeatedInt64(message, field, index),
                      "\"");
      return true;
    case FieldDescriptor::CPPTYPE_UINT64:
      absl::StrAppend(out, "\"",
                      one ? r->GetUInt64(message, field)
                          : r->GetRepeatedUInt64(message, field, index),
                      "\"");
      return true;
    case FieldDescriptor::CPPTYPE_FLOAT:
      break;  // none of ours; it has rules of its own
  }
  return false;
}

bool AppendMap(const Message& message, const FieldDescriptor* field,
               std::string* out) {
  const Reflection* const r = message.GetReflection();
  const FieldDescriptor* const key = field->message_type()->map_key();
  const FieldDescriptor* const value = field->message_type()->map_value();
  const bool quoted = key->cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
                      key->cpp_type() == FieldDescriptor::CPPTYPE_UINT32 ||
                      key->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
  out->push_back('{');
  const int size = r->FieldSize(message, field);
  for (int i = 0; i < size; ++i) {
    const Message& entry = r->GetRepeatedMessage(message, field, i);
    if (i > 0) out->push_back(',');
    if (quoted) out->push_back('"');
    if (!AppendValue(entry, key, -1, out)) return false;
    out->append(quoted ? "\":" : ":");
    if (!AppendValue(entry, value, -1, out)) return false;
  }
  out->push_back('}');
  return true;
}

bool AppendList(const Message& message, const FieldDescriptor* field,
                std::string* out) {
  const int size = message.GetReflection()->FieldSize(message, field);
  out->push_back('[');
  for (int i = 0; i < size; ++i) {
    if (i > 0) out->push_back(',');
    if (!AppendValue(message, field, i, out)) return false;
  }
  out->push_back(']');
  return true;
}

// Times, durations and Any have forms of their own.
bool AppendWellKnown(const Message& message, std::string* out) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) {
    return false;
  }
  out->append(json);
  return true;
}

bool AppendMessage(const Message& message, std::string* out) {
  if (message.GetDescriptor()->file()->package() == "google.protobuf") {
    return AppendWellKnown(message, out);
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  out->push_back('{');
  bool first = true;
  for (const FieldDescriptor* field : fields) {
    out->append(first ? "\"" : ",\"");
    out->append(field->json_name());
    out->append("\":");
    first = false;
    const bool done = field->is_map() ? AppendMap(message, field, out)
                      : field->is_repeated()
                          ? AppendList(message, field, out)
                          : AppendValue(message, field, -1, out);
    if (!done) return false;
  }
  out->push_back('}');
  return true;
}

}  // namespace

bool AppendJson(const Message& message, std::string* out) {
  return AppendMessage(message, out);
}

}  // namespace impactwire::cli
