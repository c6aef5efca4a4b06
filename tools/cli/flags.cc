#include "tools/cli/flags.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/partial_date.h"

namespace impactwire::cli {
namespace {

constexpr size_t kHelpColumn = 30;
constexpr size_t kHelpWidth = 80;

// Levenshtein distance.
size_t Edits(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1,
                         diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// `text` broken at spaces, each line but the first indented to kHelpColumn.
std::string WrapHelp(absl::string_view text) {
  std::string result;
  size_t column = kHelpColumn;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    if (column > kHelpColumn && column + 1 + word.size() > kHelpWidth) {
      absl::StrAppend(&result, "\n", std::string(kHelpColumn, ' '));
      column = kHelpColumn;
    } else if (column > kHelpColumn) {
      result += ' ';
      ++column;
    }
    absl::StrAppend(&result, word);
    column += word.size();
  }
  return result;
}

}  // namespace

absl::string_view Nearest(absl::string_view word,
                          const std::vector<absl::string_view>& candidates) {
  absl::string_view best;
  size_t best_edits = 0;
  if (word.size() > 64) return best;
  for (const absl::string_view candidate : candidates) {
    const size_t edits = absl::StartsWith(candidate, word) && word.size() >= 3
                             ? 1
                             : Edits(word, candidate);
    if (edits <= std::max<size_t>(1, candidate.size() / 3) &&
        (best.empty() || edits < best_edits)) {
      best = candidate;
      best_edits = edits;
    }
  }
  return best;
}

absl::Status CheckDateOrder(absl::string_view first_flag,
                            absl::string_view first,
                            absl::string_view second_flag,
                            absl::string_view second) {
  const auto begin = ParsePartialDate(first);
  const auto end = ParsePartialDate(second);
  if (!begin.has_value() || !end.has_value() || begin->first <= end->last) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "--", first_flag, "=", first, " is after --", second_flag, "=", second));
}

void Flags::Add(std::string name, std::string value_name, std::string* target,
                std::string help) {
  flags_.push_back({std::move(name), std::move(value_name), std::move(help),
                    false, [target](absl::string_view value) {
                      *target = std::string(value);
                      return absl::OkStatus();
                    }});
}

void Flags::Add(std::string name, std::string value_name,
                std::vector<std::string>* target, std::string help) {
  flags_.push_back({std::move(name), std::move(value_name), std::move(help),
                    false, [target](absl::string_view value) {
                      const std::vector<absl::string_view> parts =
                          absl::StrSplit(value, ',', absl::SkipWhitespace());
                      if (parts.empty()) {
                        return absl::InvalidArgumentError(
                            "is empty; leave the flag out to have all");
                      }
                      for (const absl::string_view part : parts) {
                        target->emplace_back(absl::StripAsciiWhitespace(part));
                      }
                      return absl::OkStatus();
                    }});
}

void Flags::Add(std::string name, std::string value_name,
                std::optional<double>* target, std::string help) {
  Add(std::move(name), std::move(value_name), target,
      std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max(),
      std::move(help));
}

void Flags::Add(std::string name, std::string value_name,
                std::optional<double>* target, double min, double max,
                std::string help) {
  flags_.push_back({std::move(name), std::move(value_name), std::move(help),
                    false, [target, min, max](absl::string_view value) {
                      double number = 0;
                      if (!absl::SimpleAtod(value, &number) ||
                          !std::isfinite(number)) {
                        return absl::InvalidArgumentError("is no number");
                      }
                      if (number < min || number > max) {
                        return absl::InvalidArgumentError(absl::StrCat(
                            "is no number from ", min, " to ", max));
                      }
                      *target = number;
                      return absl::OkStatus();
                    }});
}

void Flags::AddDate(std::string name, std::string* target, std::string help) {
  flags_.push_back({std::move(name), "DATE", std::move(help), false,
                    [target](absl::string_view value) {
                      if (!ParsePartialDate(value).has_value()) {
                        return absl::InvalidArgumentError(kNoDate);
                      }
                      *target = std::string(value);
                      return absl::OkStatus();
                    }});
}

void Flags::Add(std::string name, std::string value_name, int* target, int min,
                int max, std::string help) {
  flags_.push_back({std::move(name), std::move(value_name), std::move(help),
                    false, [target, min, max](absl::string_view value) {
                      int number = 0;
                      if (!absl::SimpleAtoi(value, &number) || number < min ||
                          number > max) {
                        return absl::InvalidArgumentError(absl::StrCat(
                            "is no whole number from ", min, " to ", max));
                      }
                      *target = number;
                      return absl::OkStatus();
                    }});
}

void Flags::Add(std::string name, std::string value_name,
                absl::Duration* target, std::string help) {
  flags_.push_back({std::move(name), std::move(value_name), std::move(help),
                    false, [target](absl::string_view value) {
                      absl::Duration duration;
                      if (!absl::ParseDuration(value, &duration) ||
                          duration <= absl::ZeroDuration()) {
                        return absl::InvalidArgumentError(
                            "is no time span; write \"10s\" or \"500ms\"");
                      }
                      *target = duration;
                      return absl::OkStatus();
                    }});
}

void Flags::AddSwitch(std::string name, bool* target, std::string help) {
  flags_.push_back({std::move(name), "", std::move(help), true,
                    [target](absl::string_view value) {
                      *target = value == "true";
                      return absl::OkStatus();
                    }});
}

void Flags::Section(std::string title) {
  flags_.push_back({"", "", std::move(title), false, nullptr});
}

const Flags::Flag* Flags::Find(absl::string_view name) const {
  for (const Flag& flag : flags_) {
    if (!flag.name.empty() && flag.name == name) return &flag;
  }
  return nullptr;
}

absl::Status Flags::Unknown(absl::string_view name) const {
  std::vector<absl::string_view> names = {"help"};
  for (const Flag& flag : flags_) {
    if (!flag.name.empty()) names.push_back(flag.name);
  }
  const absl::string_view nearest = Nearest(name, names);
  return absl::InvalidArgumentError(absl::StrCat(
      "unknown flag --", name,
      nearest.empty() ? "" : absl::StrCat("; did you mean --", nearest, "?")));
}

absl::StatusOr<std::vector<std::string>> Flags::Parse(
    const std::vector<std::string>& args) {
  std::vector<std::string> arguments;
  help_wanted_ = false;
  for (size_t i = 0; i < args.size(); ++i) {
    const absl::string_view arg = args[i];
    if (arg == "--") {
      arguments.insert(arguments.end(), args.begin() + i + 1, args.end());
      break;
    }
    if (arg == "-h" || arg == "--help") {
      help_wanted_ = true;
      continue;
    }
    if (!absl::StartsWith(arg, "-") || arg == "-") {
      arguments.emplace_back(arg);
      continue;
    }
    if (!absl::StartsWith(arg, "--")) {
      return absl::InvalidArgumentError(
          absl::StrCat("unknown flag ", arg, "; flags begin with \"--\""));
    }
    const size_t equals = arg.find('=');
    const std::string name =
        absl::StrReplaceAll(arg.substr(0, equals).substr(2), {{"_", "-"}});
    const Flag* flag = Find(name);
    bool negated = false;
    if (flag == nullptr && absl::StartsWith(name, "no-")) {
      flag = Find(absl::string_view(name).substr(3));
      negated = flag != nullptr && flag->is_switch;
      if (!negated) flag = nullptr;
    }
    if (flag == nullptr) return Unknown(name);
    absl::string_view value;
    if (flag->is_switch) {
      value = negated ? "false" : "true";
      if (equals != absl::string_view::npos) {
        const absl::string_view given = arg.substr(equals + 1);
        if (negated || (given != "true" && given != "false")) {
          return absl::InvalidArgumentError(
              absl::StrCat("--", name, " takes no value"));
        }
        value = given;
      }
    } else if (equals != absl::string_view::npos) {
      value = arg.substr(equals + 1);
    } else if (i + 1 < args.size()) {
      value = args[++i];
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("--", name, " needs a value"));
    }
    if (absl::Status status = flag->set(value); !status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--", name, ": \"", value, "\" ", status.message()));
    }
  }
  return arguments;
}

std::string Flags::Help() const {
  std::string help =
      absl::StrCat("Usage: impactwire ", usage_, "\n\n", summary_, "\n");
  bool first = true;
  for (const Flag& flag : flags_) {
    if (flag.name.empty()) {
      absl::StrAppend(&help, "\n", flag.help, "\n");
      first = false;
      continue;
    }
    if (first) help += "\nFlags\n";
    first = false;
    std::string left = absl::StrCat(
        "  --", flag.name,
        flag.value_name.empty() ? "" : absl::StrCat("=", flag.value_name));
    if (left.size() + 2 > kHelpColumn) {
      absl::StrAppend(&help, left, "\n", std::string(kHelpColumn, ' '));
    } else {
      left.resize(kHelpColumn, ' ');
      help += left;
    }
    absl::StrAppend(&help, WrapHelp(flag.help), "\n");
  }
  if (!epilog_.empty()) absl::StrAppend(&help, "\n", epilog_);
  return help;
}

}  // namespace impactwire::cli
