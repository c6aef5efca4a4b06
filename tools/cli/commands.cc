#include "tools/cli/commands.h"

namespace impactwire::cli {

const std::vector<Command>& Commands() {
  static const std::vector<Command>& commands = *new std::vector<Command>{
      {"extract", "Finds facts in articles, here, without a service",
       RunExtract},
  };
  return commands;
}

}  // namespace impactwire::cli
