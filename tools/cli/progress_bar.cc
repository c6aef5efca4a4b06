#include "tools/cli/progress_bar.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tools/cli/display_width.h"

namespace impactwire::cli {

ProgressBar::ProgressBar(int64_t total, Console* console)
    : total_(total), console_(console) {}

std::string ProgressBar::Bar(int64_t done, int64_t total, int width) {
  const double part =
      total <= 0
          ? 0
          : std::clamp(static_cast<double>(done) / static_cast<double>(total),
                       0.0, 1.0);
  const int filled = static_cast<int>(part * width);
  return absl::StrFormat("[%s%s] %3d%%", std::string(filled, '#'),
                         std::string(width - filled, '.'),
                         static_cast<int>(part * 100));
}

void ProgressBar::Update(int64_t done, absl::string_view text) {
  if (!console_->err_is_terminal()) return;
  const absl::Time now = absl::Now();
  if (now - drawn_ < absl::Milliseconds(100)) return;
  drawn_ = now;
  visible_ = true;
  const std::string line = CutToWidth(
      absl::StrCat(total_ > 0 ? Bar(done, total_, 30) + "  " : "", text),
      std::max(20, console_->width() - 1));
  console_->Err(absl::StrCat("\r\033[K", line));
}

void ProgressBar::Clear() {
  if (!visible_) return;
  visible_ = false;
  drawn_ = absl::InfinitePast();
  console_->Err("\r\033[K");
}

}  // namespace impactwire::cli
