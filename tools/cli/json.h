// Proto3 JSON, one message per line.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace impactwire::cli {

// One line, without its end. Fields at their default are left out.
std::string ToJson(const google::protobuf::Message& message);

// INVALID_ARGUMENT says what is wrong: not UTF-8, no JSON, a field or enum
// value that does not exist.
absl::Status FromJson(absl::string_view json,
                      google::protobuf::Message* message);

// `text` as a JSON string with its quotes; bytes that are no UTF-8 become
// U+FFFD.
std::string JsonString(absl::string_view text);

}  // namespace impactwire::cli
