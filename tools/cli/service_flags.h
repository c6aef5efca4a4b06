// What the commands that talk to the services share: addresses, time limit,
// form of the output; and how an error of a service is told.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "impactwire/client.h"
#include "tools/cli/console.h"
#include "tools/cli/flags.h"

namespace impactwire::cli {

struct ServiceFlags {
  // From the environment, else the default ports of this machine.
  ServiceFlags();

  std::string ingest;
  std::string query;
  std::string min_position;
  // A position, an RFC 3339 time, or a date, which stands for its end.
  std::string as_of;
  absl::Duration timeout = absl::Seconds(15);
  bool json = false;
  bool table = false;

  void AddIngest(Flags* flags);
  void AddQuery(Flags* flags, bool with_min_position = true);
  void AddOutput(Flags* flags);

  // Tables: on a terminal, or where asked for.
  bool WantTable(const Console& console) const {
    return table || (!json && console.out_is_terminal());
  }
  // Wrong: --json and --table together, an address that is empty, --as-of that
  // is neither position nor time.
  absl::Status Check() const;
  // The position the answer is to hold, and the past it is to be of.
  template <typename Request>
  void SetPositions(Request* request) const {
    request->set_min_position(min_position);
    if constexpr (requires { request->mutable_as_of(); }) {
      if (!as_of.empty()) *request->mutable_as_of() = AsOf();
    }
  }
  client::Options ClientOptions() const { return {.timeout = timeout}; }

 private:
  v1::AsOf AsOf() const;
};

// Tells `status` on stderr with field, fix and what to do next; the exit
// status. `service`: "ingest" or "query"; `target`: its address.
int ReportError(absl::string_view command, absl::string_view service,
                absl::string_view target, const absl::Status& status,
                Console& console);

// "INVALID_ARGUMENT: filter.unit: ..." and lines for the other details, without
// an end of line.
std::string DescribeError(const absl::Status& status);

}  // namespace impactwire::cli
