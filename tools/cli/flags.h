// Flags: the command line of one subcommand. "--name=value", "--name value",
// "--switch", "--no-switch"; '_' and '-' are the same; "--" ends the flags; "-"
// is an argument. Flags and arguments may be mixed.
//
//   Flags flags("figures [FLAGS]", "Lists impact figures.");
//   flags.Add("unit", "UNIT", &units, "Only this unit; may be repeated");
//   ASSIGN_OR_RETURN(auto arguments, flags.Parse(args));
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace impactwire::cli {

class Flags {
 public:
  // `usage` follows "Usage: impactwire ".
  Flags(std::string usage, std::string summary)
      : usage_(std::move(usage)), summary_(std::move(summary)) {}

  // Targets must outlive Parse; they keep their value where the flag is absent.
  // `value_name` stands for the value in --help.
  void Add(std::string name, std::string value_name, std::string* target,
           std::string help);
  // Each occurrence adds; commas separate values. None is an error: an empty
  // list would mean "no filter".
  void Add(std::string name, std::string value_name,
           std::vector<std::string>* target, std::string help);
  void Add(std::string name, std::string value_name,
           std::optional<double>* target, std::string help);
  // Within [min, max].
  void Add(std::string name, std::string value_name,
           std::optional<double>* target, double min, double max,
           std::string help);
  // Within [min, max].
  void Add(std::string name, std::string value_name, int* target, int min,
           int max, std::string help);
  // "10s", "500ms", "2m".
  void Add(std::string name, std::string value_name, absl::Duration* target,
           std::string help);
  // "2017", "2017-04" or "2017-04-30".
  void AddDate(std::string name, std::string* target, std::string help);
  // Takes no value: "--name" and "--no-name".
  void AddSwitch(std::string name, bool* target, std::string help);

  // A line of --help between the flags.
  void Section(std::string title);
  // Shown after the flags: examples, notes.
  void Epilog(std::string text) { epilog_ = std::move(text); }

  // The arguments that are no flags. INVALID_ARGUMENT with a hint where a flag
  // is unknown or its value is wrong. Check help_wanted() first.
  absl::StatusOr<std::vector<std::string>> Parse(
      const std::vector<std::string>& args);

  // Whether --help was among the last Parse's flags.
  bool help_wanted() const { return help_wanted_; }
  std::string Help() const;

 private:
  struct Flag {
    std::string name;  // empty: a section title in `help`
    std::string value_name;
    std::string help;
    bool is_switch = false;
    std::function<absl::Status(absl::string_view)> set;
  };
  const Flag* Find(absl::string_view name) const;
  absl::Status Unknown(absl::string_view name) const;

  const std::string usage_;
  const std::string summary_;
  std::string epilog_;
  std::vector<Flag> flags_;
  bool help_wanted_ = false;
};

// INVALID_ARGUMENT where the first of two dates, either may be empty, begins
// after the second ends.
absl::Status CheckDateOrder(absl::string_view first_flag,
                            absl::string_view first,
                            absl::string_view second_flag,
                            absl::string_view second);

// The candidate nearest to `word` in edits, or "" if none is near.
absl::string_view Nearest(absl::string_view word,
                          const std::vector<absl::string_view>& candidates);

}  // namespace impactwire::cli
