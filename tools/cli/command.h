// Command: one subcommand of `impactwire`.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tools/cli/console.h"
#include "tools/cli/flags.h"

namespace impactwire::cli {

using Args = std::vector<std::string>;

struct Command {
  absl::string_view name;
  absl::string_view summary;
  // Gets what follows the name; gives the exit status.
  int (*run)(const Args& args, Console& console);
};

// Every command, in the order of --help.
const std::vector<Command>& Commands();

// Runs the command that `args` (without the program's name) asks for.
int RunCommandLine(const Args& args, Console& console);

// Says what is wrong with the command line and where help is: kExitUsage.
int UsageError(absl::string_view command, absl::string_view message,
               Console& console);

// Parses `args`. An exit status where the command is over: --help, or wrong.
std::optional<int> ParseFlags(absl::string_view command, const Args& args,
                              Flags& flags, Args* arguments, Console& console);

}  // namespace impactwire::cli
