// `impactwire`: the command line. Commands are listed in commands.cc.
#include <clocale>

#include "tools/cli/command.h"

int main(int argc, char** argv) {
  setlocale(LC_CTYPE, "C.UTF-8");
  impactwire::cli::Console console = impactwire::cli::Console::Standard();
  return impactwire::cli::RunCommandLine(
      impactwire::cli::Args(argv + 1, argv + argc), console);
}
