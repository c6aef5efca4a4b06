// Proto3 JSON of plain messages, read straight into their fields: articles,
// whose fields are strings. Protobuf's own reader goes by way of the wire
// format and takes several times as long.
#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace impactwire::cli {

// Reads one JSON object whose values are strings, and objects of strings for
// maps, into the cleared `message`, as protobuf's reader would. `json` is valid
// UTF-8. False, with `message` in part filled, for whatever else it holds or is
// wrong with it: protobuf's reader decides then, and knows the error.
bool ReadPlainJson(absl::string_view json, google::protobuf::Message* message);

}  // namespace impactwire::cli
