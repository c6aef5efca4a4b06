// Proto3 JSON of a message, written straight from its fields: the same text as
// protobuf's own printer, which goes by way of the wire format and takes
// several times as long.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace impactwire::cli {

// Appends the object of `message`, in one line; fields at their default are
// left out. False for what only protobuf's printer knows (fields of type float)
// or nobody (an Any of an unknown type); `out` holds a part of it then. Strings
// are valid UTF-8.
bool AppendJson(const google::protobuf::Message& message, std::string* out);

}  // namespace impactwire::cli
