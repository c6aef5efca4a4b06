#include "tools/cli/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/numbers.h"

namespace impactwire::cli {
namespace {

constexpr int kMinWidth = 40;
constexpr int kMaxWidth = 1000;

int Width(int fd) {
  int columns = 0;
  winsize size = {};
  if (isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  if (columns <= 0) {
    const char* text = getenv("COLUMNS");
    if (text == nullptr || !absl::SimpleAtoi(text, &columns) || columns <= 0) {
      columns = 160;
    }
  }
  return std::clamp(columns, kMinWidth, kMaxWidth);
}

}  // namespace

Console Console::Standard() {
  Console console(stdin, stdout, stderr);
  console.in_is_terminal_ = isatty(STDIN_FILENO);
  console.out_is_terminal_ = isatty(STDOUT_FILENO);
  console.err_is_terminal_ = isatty(STDERR_FILENO);
  console.styled_ = console.out_is_terminal_ && getenv("NO_COLOR") == nullptr;
  console.width_ = Width(STDOUT_FILENO);
  return console;
}

bool Console::FlushOut() {
  if (fflush(out_) != 0 || ferror(out_)) lost_ = true;
  return !lost_;
}

void Console::Write(FILE* file, absl::string_view text) {
  const size_t written = fwrite(text.data(), 1, text.size(), file);
  if (file == out_ && written != text.size()) lost_ = true;
}

}  // namespace impactwire::cli
