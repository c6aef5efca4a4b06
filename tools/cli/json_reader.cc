#include "tools/cli/json_reader.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/base/utf8.h"
#include "google/protobuf/descriptor.h"

namespace impactwire::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsPlainString(const FieldDescriptor* field) {
  return field->type() == FieldDescriptor::TYPE_STRING;
}

class Reader {
 public:
  explicit Reader(absl::string_view json) : json_(json) {}

  bool Read(Message* message) {
    const auto* const descriptor = message->GetDescriptor();
    const Reflection* const r = message->GetReflection();
    if (!Members([&](const std::string& name) {
          const FieldDescriptor* field =
              descriptor->FindFieldByCamelcaseName(name);
          // Other spellings of the name, and what is said twice: rare.
          if (field == nullptr || field->json_name() != name) return false;
          const auto* const one_of = field->containing_oneof();
          if (one_of != nullptr && r->HasOneof(*message, one_of)) return false;
          if (field->is_map()) return ReadMap(field, message);
          if (field->is_repeated() || !IsPlainString(field) ||
              r->HasField(*message, field)) {
            return false;
          }
          std::string text;
          if (!String(&text)) return false;
          r->SetString(message, field, std::move(text));
          return true;
        })) {
      return false;
    }
    Space();
    return at_ == json_.size();
  }

 private:
  void Space() {
    while (at_ < json_.size() && (json_[at_] == ' ' || json_[at_] == '\t' ||
                                  json_[at_] == '\n' || json_[at_] == '\r')) {
      ++at_;
    }
  }
  bool Take(char c) {
    Space();
    if (at_ >= json_.size() || json_[at_] != c) return false;
    ++at_;
    return true;
  }

  // An object; `value` reads the value behind the name it gets.
  template <class Value>
  bool Members(Value value) {
    if (!Take('{')) return false;
    if (Take('}')) return true;
    std::string name;
    do {
      name.clear();
      if (!String(&name) || !Take(':') || !value(name)) return false;
    } while (Take(','));
    return Take('}');
  }

  bool ReadMap(const FieldDescriptor* field, Message* message) {
    const FieldDescriptor* const key = field->message_type()->map_key();
    const FieldDescriptor* const value = field->message_type()->map_value();
    const Reflection* const r = message->GetReflection();
    if (!IsPlainString(key) || !IsPlainString(value) ||
        r->FieldSize(*message, field) > 0) {
      return false;
    }
    bool one = false;  // more entries might have one key
    return Members([&](const std::string& name) {
      std::string text;
      if (std::exchange(one, true) || !String(&text)) return false;
      Message* const entry = r->AddMessage(message, field);
      entry->GetReflection()->SetString(entry, key, name);
      entry->GetReflection()->SetString(entry, value, std::move(text));
      return true;
    });
  }

  bool String(std::string* out) {
    if (!Take('"')) return false;
    size_t kept = at_;  // what goes before is in `out`
    while (at_ < json_.size()) {
      const unsigned char c = json_[at_];
      if (c == '"') {
        out->append(json_.data() + kept, at_ - kept);
        ++at_;
        return true;
      }
      if (c < 0x20) return false;
      if (c != '\\') {
        ++at_;
        continue;
      }
      out->append(json_.data() + kept, at_ - kept);
      ++at_;
      if (!Escape(out)) return false;
      kept = at_;
    }
    return false;
  }

  // What stands behind a backslash.
  bool Escape(std::string* out) {
    constexpr absl::string_view kNames = "\"\\/bfnrt";
    constexpr absl::string_view kMarks = "\"\\/\b\f\n\r\t";
    if (at_ >= json_.size()) return false;
    const char name = json_[at_++];
    if (name != 'u') {
      const size_t index = kNames.find(name);
      if (index == absl::string_view::npos) return false;
      out->push_back(kMarks[index]);
      return true;
    }
    uint32_t c = 0;
    if (!Hex(&c)) return false;
    if (c >= 0xD800 && c < 0xE000) {
      // The halves of a pair.
      uint32_t low = 0;
      if (c >= 0xDC00 || json_.substr(at_, 2) != "\\u") return false;
      at_ += 2;
      if (!Hex(&low) || low < 0xDC00 || low >= 0xE000) return false;
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    AppendUtf8(c, out);
    return true;
  }

  bool Hex(uint32_t* value) {
    if (json_.size() - at_ < 4) return false;
    for (const char digit : json_.substr(at_, 4)) {
      if (!absl::ascii_isxdigit(digit)) return false;
      const int low = digit & 0xF;
      *value = *value << 4 | (absl::ascii_isdigit(digit) ? low : low + 9);
    }
    at_ += 4;
    return true;
  }

  const absl::string_view json_;
  size_t at_ = 0;
};

}  // namespace

bool ReadPlainJson(absl::string_view json, Message* message) {
  return Reader(json).Read(message);
}

}  // namespace impactwire::cli
