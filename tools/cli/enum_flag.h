// Enum values as people type them: "people-trained", "PEOPLE_TRAINED",
// "IMPACT_CATEGORY_PEOPLE_TRAINED".
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace impactwire::cli {

// INVALID_ARGUMENT names `flag` and lists what there is. `prefix`:
// "IMPACT_CATEGORY_".
absl::StatusOr<int> ParseEnum(absl::string_view flag, absl::string_view prefix,
                              const google::protobuf::EnumDescriptor& type,
                              absl::string_view text);

// "achieved, target, context".
std::string EnumChoices(absl::string_view prefix,
                        const google::protobuf::EnumDescriptor& type);

// Parses each of `texts` and hands it to `add`.
template <typename Enum, typename Add>
absl::Status ParseEnums(absl::string_view flag, absl::string_view prefix,
                        const google::protobuf::EnumDescriptor& type,
                        const std::vector<std::string>& texts, Add add) {
  for (const std::string& text : texts) {
    absl::StatusOr<int> value = ParseEnum(flag, prefix, type, text);
    if (!value.ok()) return value.status();
    add(static_cast<Enum>(*value));
  }
  return absl::OkStatus();
}

}  // namespace impactwire::cli
