// The subcommands; each in the source of its name.
#pragma once

#include "tools/cli/command.h"

namespace impactwire::cli {

int RunExtract(const Args& args, Console& console);
int RunIngest(const Args& args, Console& console);
int RunOrganizations(const Args& args, Console& console);
int RunExecutives(const Args& args, Console& console);
int RunFigures(const Args& args, Console& console);
int RunClaims(const Args& args, Console& console);
int RunSearch(const Args& args, Console& console);
int RunAggregate(const Args& args, Console& console);
int RunArticles(const Args& args, Console& console);
int RunWatch(const Args& args, Console& console);
int RunRecord(const Args& args, Console& console);
int RunDelete(const Args& args, Console& console);
int RunMerge(const Args& args, Console& console);
int RunSplit(const Args& args, Console& console);
int RunStatus(const Args& args, Console& console);

}  // namespace impactwire::cli
