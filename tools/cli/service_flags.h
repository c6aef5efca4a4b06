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
  // Wrong: --json and --table together, an address that is empty.
  absl::Status Check() const;
  client::Options ClientOptions() const { return {.timeout = timeout}; }
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
