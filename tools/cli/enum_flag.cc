#include "tools/cli/enum_flag.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "tools/cli/flags.h"

namespace impactwire::cli {
namespace {

std::string Typed(absl::string_view prefix, absl::string_view name) {
  return absl::AsciiStrToLower(
      absl::StrReplaceAll(absl::StripPrefix(name, prefix), {{"_", "-"}}));
}

}  // namespace

std::string EnumChoices(absl::string_view prefix,
                        const google::protobuf::EnumDescriptor& type) {
  std::string choices;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    absl::StrAppend(&choices, choices.empty() ? "" : ", ",
                    Typed(prefix, type.value(i)->name()));
  }
  return choices;
}

absl::StatusOr<int> ParseEnum(absl::string_view flag, absl::string_view prefix,
                              const google::protobuf::EnumDescriptor& type,
                              absl::string_view text) {
  const std::string upper = absl::AsciiStrToUpper(
      absl::StrReplaceAll(text, {{"-", "_"}, {" ", "_"}}));
  const std::string wanted =
      Typed(prefix, absl::StripPrefix(absl::string_view(upper), prefix));
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    names.push_back(Typed(prefix, type.value(i)->name()));
    if (names.back() == wanted) return type.value(i)->number();
  }
  const absl::string_view nearest = Nearest(
      wanted, std::vector<absl::string_view>(names.begin(), names.end()));
  return absl::InvalidArgumentError(absl::StrCat(
      "--", flag, ": \"", text, "\" is none of ", EnumChoices(prefix, type),
      nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?")));
}

}  // namespace impactwire::cli
