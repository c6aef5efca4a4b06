// Command line flags of the programs: absl flags with defaults from the
// environment. --listen is also IMPACTWIRE_LISTEN; the command line wins.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace impactwire {

struct ProgramInfo {
  absl::string_view name;     // "ingest_service"
  absl::string_view summary;  // for --help: what it does, in a few lines
};

// The version of the build, "0.1.0".
absl::string_view Version();

// Reads the environment, then the command line. Prints and exits on --help (0),
// --version (0), an unknown flag, a bad value or a stray argument (2), naming
// it. Call once, first thing in main. Flags must be defined in files under this
// project's tree to be listed by --help and set by the environment.
// --log_format and --log_severity, defined here, are applied.
void ParseFlags(int argc, char** argv, const ProgramInfo& info);

}  // namespace impactwire
