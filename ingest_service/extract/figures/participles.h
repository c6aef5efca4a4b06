// Participles: the form of a verb that says what was done, "lift" -> "lifted",
// "giving" -> "given".
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire::extract {

// Constant after Create: any thread may call.
class Participles {
 public:
  // INTERNAL if participles.tsv is malformed.
  static absl::StatusOr<std::unique_ptr<Participles>> Create();

  // The past participle of any form of a verb, in lower case. What is no verb
  // gets a form as if it were one.
  std::string Of(absl::string_view verb) const;

 private:
  absl::flat_hash_map<uint64_t, std::string> irregular_;  // by form
};

}  // namespace impactwire::extract
