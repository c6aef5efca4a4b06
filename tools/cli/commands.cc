#include "tools/cli/commands.h"

namespace impactwire::cli {

const std::vector<Command>& Commands() {
  static const std::vector<Command>& commands = *new std::vector<Command>{
      {"extract", "Finds facts in articles, here, without a service",
       RunExtract},
      {"ingest", "Sends articles to the ingest service", RunIngest},
      {"organizations", "Lists or searches organizations", RunOrganizations},
      {"executives", "Lists or searches persons with their leading roles",
       RunExecutives},
      {"figures", "Lists impact figures", RunFigures},
      {"search", "Finds impact figures by their words", RunSearch},
      {"claims", "Lists figures as the articles together tell them", RunClaims},
      {"aggregate", "Counts and sums claims", RunAggregate},
      {"articles", "Lists articles", RunArticles},
      {"watch", "Prints impact figures as they come in", RunWatch},
      {"record", "Shows what was found in one article", RunRecord},
      {"delete", "Removes articles", RunDelete},
      {"merge", "Declares two organizations, or persons, to be one", RunMerge},
      {"split", "Takes a merge back", RunSplit},
      {"status", "Shows how the two services are", RunStatus},
  };
  return commands;
}

}  // namespace impactwire::cli
