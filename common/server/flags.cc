#include "common/server/flags.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/flags/flag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/log.h"
#include "version.h"

ABSL_FLAG(std::string, log_format, "text",
          "Format of the log on stderr: text or json.");
ABSL_FLAG(std::string, log_severity, "info",
          "Lowest severity that is logged: debug, info, warning or error.");

namespace impactwire {
namespace {

constexpr int kUsageError = 2;

// Flags of the libraries we link are theirs: not listed, not set from outside.
bool IsOurs(const absl::CommandLineFlag& flag) {
  const std::string file = flag.Filename();
  return absl::StrContains(file, "common/") ||
         absl::StrContains(file, "ingest_service/") ||
         absl::StrContains(file, "query_service/") ||
         absl::StrContains(file, "tools/");
}

std::vector<absl::CommandLineFlag*> OurFlags() {
  std::vector<absl::CommandLineFlag*> flags;
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    if (IsOurs(*flag)) flags.push_back(flag);
  }
  std::sort(flags.begin(), flags.end(),
            [](const auto* a, const auto* b) { return a->Name() < b->Name(); });
  return flags;
}

std::string EnvironmentName(absl::string_view flag) {
  return absl::StrCat("IMPACTWIRE_", absl::AsciiStrToUpper(flag));
}

// Broken at spaces and indented.
std::string Wrapped(absl::string_view text) {
  constexpr size_t kIndent = 6;
  constexpr size_t kWidth = 80;
  std::string result(kIndent, ' ');
  size_t column = kIndent;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    if (column > kIndent && column + 1 + word.size() > kWidth) {
      absl::StrAppend(&result, "\n", std::string(kIndent, ' '));
      column = kIndent;
    } else if (column > kIndent) {
      result += ' ';
      ++column;
    }
    absl::StrAppend(&result, word);
    column += word.size();
  }
  return result;
}

void PrintHelp(const ProgramInfo& info) {
  std::cout
      << info.name << " " << Version() << "\n\n"
      << info.summary
      << "\n\nFlags (each may be set in the environment, as IMPACTWIRE_ and "
      << "its name in\nupper case):\n";
  for (const absl::CommandLineFlag* flag : OurFlags()) {
    std::cout << "  --" << flag->Name();
    const std::string value = flag->DefaultValue();
    if (!value.empty()) std::cout << "=" << value;
    std::cout << "\n" << Wrapped(flag->Help()) << "\n";
  }
  std::cout << "  --help\n      This text.\n"
            << "  --version\n      The version.\n";
}

[[noreturn]] void UsageError(const ProgramInfo& info,
                             absl::string_view message) {
  std::cerr << info.name << ": " << message << "\nTry --help.\n";
  std::exit(kUsageError);
}

void CheckArguments(int argc, char** argv, const ProgramInfo& info) {
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (argument == "--help" || argument == "-h") {
      PrintHelp(info);
      std::exit(EXIT_SUCCESS);
    }
    if (argument == "--version") {
      std::cout << info.name << " " << Version() << "\n";
      std::exit(EXIT_SUCCESS);
    }
  }
}

void SetFlag(const ProgramInfo& info, absl::string_view name,
             absl::string_view value, absl::CommandLineFlag* flag) {
  std::string error;
  if (flag->ParseFrom(value, &error)) return;
  if (flag->IsOfType<absl::Duration>()) {
    error = "is no time span; write \"10s\" or \"500ms\"";
  }
  UsageError(info, absl::StrCat(name, "=", value, ": ", error));
}

// absl's parser prints every misuse in its own way and exits 1; ours is read
// first so that the message names the flag and the exit status is one.
void ParseArguments(int argc, char** argv, const ProgramInfo& info) {
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (!absl::ConsumePrefix(&argument, "--")) {
      UsageError(info, absl::StrCat("unexpected argument \"", argv[i], "\""));
    }
    const size_t equals = argument.find('=');
    const absl::string_view name = argument.substr(0, equals);
    absl::CommandLineFlag* flag = absl::FindCommandLineFlag(name);
    bool negated = false;
    if (flag == nullptr && absl::StartsWith(name, "no")) {
      flag = absl::FindCommandLineFlag(name.substr(2));
      negated = flag != nullptr && flag->IsOfType<bool>();
      if (!negated) flag = nullptr;
    }
    if (flag == nullptr || !IsOurs(*flag)) {
      UsageError(info, absl::StrCat("unknown flag --", name));
    }
    std::string value;
    if (equals != absl::string_view::npos && !negated) {
      value = std::string(argument.substr(equals + 1));
    } else if (flag->IsOfType<bool>()) {
      value = negated ? "false" : "true";
    } else if (i + 1 < argc) {
      value = argv[++i];
    } else {
      UsageError(info, absl::StrCat("--", name, " needs a value"));
    }
    SetFlag(info, absl::StrCat("--", name), value, flag);
  }
}

void ParseEnvironment(const ProgramInfo& info) {
  for (absl::CommandLineFlag* flag : OurFlags()) {
    const std::string name = EnvironmentName(flag->Name());
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) continue;
    SetFlag(info, name, value, flag);
  }
}

}  // namespace

absl::string_view Version() { return IMPACTWIRE_VERSION; }

void ParseFlags(int argc, char** argv, const ProgramInfo& info) {
  CheckArguments(argc, argv, info);
  ParseEnvironment(info);
  ParseArguments(argc, argv, info);
  const std::string format = absl::GetFlag(FLAGS_log_format);
  if (format != "text" && format != "json") {
    UsageError(info,
               absl::StrCat("--log_format=", format, ": must be text or json"));
  }
  Severity severity;
  if (!ParseSeverity(absl::GetFlag(FLAGS_log_severity), &severity)) {
    UsageError(
        info, absl::StrCat("--log_severity=", absl::GetFlag(FLAGS_log_severity),
                           ": must be debug, info, warning or error"));
  }
  SetLogFormatJson(format == "json");
  SetMinLogSeverity(severity);
}

}  // namespace impactwire
