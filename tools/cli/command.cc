#include "tools/cli/command.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/cli/exit_status.h"

namespace impactwire::cli {
namespace {

std::string TopHelp() {
  std::string help =
      "Usage: impactwire COMMAND [ARGUMENTS]\n\n"
      "Reads news articles and finds the organizations, executives and impact\n"
      "figures in them; talks to the ingest and query services.\n\nCommands\n";
  for (const Command& command : Commands()) {
    absl::StrAppendFormat(&help, "  %-16s%s\n", command.name, command.summary);
  }
  absl::StrAppend(
      &help,
      "\n\"impactwire COMMAND --help\" tells more; --version prints the "
      "version.\n\n"
      "Environment\n"
      "  IMPACTWIRE_INGEST  address of the ingest service "
      "(127.0.0.1:50051)\n"
      "  IMPACTWIRE_QUERY   address of the query service "
      "(127.0.0.1:50052)\n"
      "  NO_COLOR           no bold and dim text in tables\n"
      "  COLUMNS            width of tables where there is no terminal\n\n",
      kExitStatusHelp);
  return help;
}

}  // namespace

int UsageError(absl::string_view command, absl::string_view message,
               Console& console) {
  const std::string name =
      command.empty() ? "impactwire" : absl::StrCat("impactwire ", command);
  console.Err(
      absl::StrCat(name, ": ", message, "\nTry \"", name, " --help\".\n"));
  return kExitUsage;
}

std::optional<int> ParseFlags(absl::string_view command, const Args& args,
                              Flags& flags, Args* arguments, Console& console) {
  absl::StatusOr<Args> parsed = flags.Parse(args);
  if (flags.help_wanted()) {
    console.Out(flags.Help());
    return kExitOk;
  }
  if (!parsed.ok()) {
    return UsageError(command, parsed.status().message(), console);
  }
  *arguments = *std::move(parsed);
  return std::nullopt;
}

int RunCommandLine(const Args& args, Console& console) {
  if (args.empty()) {
    console.Err(TopHelp());
    return kExitUsage;
  }
  std::string name = args[0];
  Args rest(args.begin() + 1, args.end());
  if (name == "--help" || name == "-h" || name == "help") {
    if (rest.empty() || name != "help") {
      console.Out(TopHelp());
      return console.FlushOut() ? kExitOk : kExitOutput;
    }
    name = rest[0];
    rest = {"--help"};
  }
  if (name == "--version" || name == "version") {
    console.Out("impactwire " IMPACTWIRE_VERSION "\n");
    return console.FlushOut() ? kExitOk : kExitOutput;
  }
  std::vector<absl::string_view> names = {"help", "version"};
  for (const Command& command : Commands()) {
    if (command.name == name) {
      const int status = command.run(rest, console);
      if (!console.FlushOut() && status == kExitOk) {
        console.Err("impactwire: the output could not be written\n");
        return kExitOutput;
      }
      return status;
    }
    names.push_back(command.name);
  }
  const absl::string_view nearest = Nearest(name, names);
  return UsageError(
      "",
      absl::StrCat("unknown command \"", name, "\"",
                   nearest.empty()
                       ? ""
                       : absl::StrCat("; did you mean \"", nearest, "\"?")),
      console);
}

}  // namespace impactwire::cli
