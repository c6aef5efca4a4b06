#include "tools/cli/json.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "common/base/utf8.h"
#include "google/protobuf/util/json_util.h"
#include "tools/cli/json_reader.h"
#include "tools/cli/json_writer.h"

namespace impactwire::cli {

std::string ToJson(const google::protobuf::Message& message) {
  std::string json;
  if (AppendJson(message, &json)) return json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json);
  // Only a message with an Any of an unknown type cannot be printed; none of
  // ours but google.rpc.Status has one.
  if (!status.ok()) {
    return absl::StrCat("{\"error\":",
                        JsonString(absl::string_view(status.message().data(),
                                                     status.message().size())),
                        "}");
  }
  return json;
}

absl::Status FromJson(absl::string_view json,
                      google::protobuf::Message* message) {
  if (const size_t at = FindInvalidUtf8(json); at != absl::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("the JSON is not UTF-8 at byte ", at));
  }
  message->Clear();
  if (ReadPlainJson(json, message)) return absl::OkStatus();
  message->Clear();
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), message);
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "no ", message->GetDescriptor()->name(), " in proto3 JSON: ",
      absl::string_view(status.message().data(), status.message().size())));
}

std::string JsonString(absl::string_view text) {
  std::string result = "\"";
  for (size_t i = 0; i < text.size();) {
    const Utf8Char c = DecodeUtf8(text, i);
    if (c.code_point == '"' || c.code_point == '\\') {
      result += '\\';
      result += static_cast<char>(c.code_point);
    } else if (c.code_point == '\n') {
      result += "\\n";
    } else if (c.code_point < 0x20 || c.code_point == 0x7f) {
      absl::StrAppendFormat(&result, "\\u%04x", c.code_point);
    } else {
      AppendUtf8(c.code_point, &result);
    }
    i += c.size;
  }
  result += '"';
  return result;
}

}  // namespace impactwire::cli
