// Addresses as flags name them: "127.0.0.1:50051", "[::1]:50051",
// "ingest.local:50051".
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace impactwire {

// OK where `text` is HOST:PORT with a port from `min_port` (0: any free one) to
// 65535, or a name with a scheme that gRPC resolves ("unix:/run/a.sock",
// "dns:///host:1"). INVALID_ARGUMENT: what follows the quoted address in a
// message.
absl::Status CheckHostPort(absl::string_view text, int min_port = 1);

}  // namespace impactwire
