// Console: where a command reads and writes, and what kind of place that is.
// Not thread-safe.
#pragma once

#include <cstdio>

#include "absl/strings/string_view.h"

namespace impactwire::cli {

class Console {
 public:
  // The process's own standard streams.
  static Console Standard();

  // For tests. Streams are not owned; nothing counts as a terminal.
  Console(FILE* in, FILE* out, FILE* err) : in_(in), out_(out), err_(err) {}

  FILE* in() const { return in_; }
  bool in_is_terminal() const { return in_is_terminal_; }
  bool out_is_terminal() const { return out_is_terminal_; }
  bool err_is_terminal() const { return err_is_terminal_; }

  // Columns tables may fill: the terminal's, else $COLUMNS, else 160.
  int width() const { return width_; }

  // Whether bold and dim may be used on `out`: a terminal, and no $NO_COLOR.
  bool styled() const { return styled_; }

  void Out(absl::string_view text) { Write(out_, text); }
  void Err(absl::string_view text) { Write(err_, text); }

  // Flushes `out`; false if anything written to it was lost.
  bool FlushOut();

 private:
  void Write(FILE* file, absl::string_view text);

  FILE* in_;
  FILE* out_;
  FILE* err_;
  bool in_is_terminal_ = false;
  bool out_is_terminal_ = false;
  bool err_is_terminal_ = false;
  bool styled_ = false;
  bool lost_ = false;
  int width_ = 160;
};

}  // namespace impactwire::cli
