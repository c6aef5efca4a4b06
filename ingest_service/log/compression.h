// Bytes compressed with zstd, each with its size and checksum.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire::record_log {

// Any thread may call.
std::string Compress(absl::string_view bytes);

// DATA_LOSS if `compressed` is not what Compress gave, or more than
// `max_bytes` would come out.
absl::StatusOr<std::string> Decompress(absl::string_view compressed,
                                       size_t max_bytes);

}  // namespace impactwire::record_log
