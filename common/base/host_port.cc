#include "common/base/host_port.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace impactwire {
namespace {

constexpr int kMaxPort = 65535;

bool HasScheme(absl::string_view text) {
  for (const absl::string_view scheme :
       {"unix:", "unix-abstract:", "dns:", "ipv4:", "ipv6:", "vsock:"}) {
    if (absl::StartsWith(text, scheme)) return true;
  }
  return absl::StrContains(text, "://");
}

}  // namespace

absl::Status CheckHostPort(absl::string_view text, int min_port) {
  if (HasScheme(text)) return absl::OkStatus();
  const size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) {
    return absl::InvalidArgumentError("is no HOST:PORT");
  }
  const absl::string_view host = text.substr(0, colon);
  const bool brackets =
      absl::StartsWith(host, "[") && absl::EndsWith(host, "]");
  if (absl::StrContains(host, ":") && !brackets) {
    return absl::InvalidArgumentError(
        "is no HOST:PORT; write IPv6 addresses as [::1]:PORT");
  }
  const absl::string_view port = text.substr(colon + 1);
  int number = 0;
  bool digits = !port.empty();
  for (const char c : port) {
    digits = digits && absl::ascii_isdigit(static_cast<unsigned char>(c));
  }
  if (!digits || !absl::SimpleAtoi(port, &number) || number < min_port ||
      number > kMaxPort) {
    return absl::InvalidArgumentError(
        absl::StrCat("has no port from ", min_port, " to ", kMaxPort));
  }
  return absl::OkStatus();
}

}  // namespace impactwire
