// ProgressBar: one line on a terminal's stderr that says how far things are.
// Draws at most ten times a second; silent where stderr is no terminal. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tools/cli/console.h"

namespace impactwire::cli {

class ProgressBar {
 public:
  // `total` 0: not known, so there is no bar, only counts.
  ProgressBar(int64_t total, Console* console);
  ~ProgressBar() { Clear(); }

  // `done` of `total`; `text` follows the bar.
  void Update(int64_t done, absl::string_view text);

  // Takes the line away, so that something else can be written.
  void Clear();

  // "[#####.....]  50%", of `width` columns between the brackets.
  static std::string Bar(int64_t done, int64_t total, int width);

 private:
  const int64_t total_;
  Console* const console_;
  absl::Time drawn_ = absl::InfinitePast();
  bool visible_ = false;
};

}  // namespace impactwire::cli
