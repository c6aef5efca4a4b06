// The subcommands; each in the source of its name.
#pragma once

#include "tools/cli/command.h"

namespace impactwire::cli {

int RunExtract(const Args& args, Console& console);

}  // namespace impactwire::cli
