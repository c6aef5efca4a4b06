// Why a message does not parse: protobuf says only that it does not. Its most
// frequent reason is text in another charset, and then the field is named.
#pragma once

#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace impactwire {

struct BadString {
  std::string field;  // path: "article.text"
  size_t at = 0;      // index of the first byte that is no UTF-8
};

// The first string field of `bytes`, a serialized message of `type`, that is
// not UTF-8. Nullopt if there is none, or the bytes are no message. Linear.
std::optional<BadString> FindBadString(const google::protobuf::Descriptor& type,
                                       absl::string_view bytes);

}  // namespace impactwire
