#include "tests/tools/cli/run_program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace impactwire::cli {
namespace {

std::string ReadAll(FILE* file) {
  std::string text;
  rewind(file);
  char buffer[4096];
  for (size_t got; (got = fread(buffer, 1, sizeof(buffer), file)) > 0;) {
    text.append(buffer, got);
  }
  fclose(file);
  return text;
}

}  // namespace

ProgramResult RunImpactwire(const std::vector<std::string>& arguments,
                            const std::string& in) {
  // Files and not pipes: neither side can block the other.
  FILE* input = tmpfile();
  FILE* out = tmpfile();
  FILE* err = tmpfile();
  fwrite(in.data(), 1, in.size(), input);
  fflush(input);
  rewind(input);
  const std::string program = IMPACTWIRE_BINARY_DIR "/bin/impactwire";
  std::vector<char*> argv = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(fileno(input), STDIN_FILENO);
    dup2(fileno(out), STDOUT_FILENO);
    dup2(fileno(err), STDERR_FILENO);
    setenv("IMPACTWIRE_INGEST", "127.0.0.1:1", 1);
    setenv("IMPACTWIRE_QUERY", "127.0.0.1:1", 1);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  fclose(input);
  ProgramResult result;
  if (WIFEXITED(status)) result.exit_status = WEXITSTATUS(status);
  result.out = ReadAll(out);
  result.err = ReadAll(err);
  return result;
}

}  // namespace impactwire::cli
