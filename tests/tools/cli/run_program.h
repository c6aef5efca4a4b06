// Runs a program of the build as a user would.
#pragma once

#include <string>
#include <vector>

namespace impactwire::cli {

struct ProgramResult {
  int exit_status = -1;  // -1: ended by a signal
  std::string out;
  std::string err;
};

// `arguments` of build/.../bin/impactwire, `in` as its standard input. The
// services' addresses in the environment lead nowhere.
ProgramResult RunImpactwire(const std::vector<std::string>& arguments,
                            const std::string& in = "");

}  // namespace impactwire::cli
