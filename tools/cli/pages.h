// Paging for the list commands.
#pragma once

#include <algorithm>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/cli/flags.h"

namespace impactwire::cli {

struct PageFlags {
  int limit = 50;
  bool all = false;

  void Add(Flags* flags) {
    flags->Add("limit", "N", &limit, 1, 1'000'000, "At most so many (50)");
    flags->AddSwitch("all", &all, "All of them, page after page");
  }
};

struct PageTotals {
  int shown = 0;
  int total = 0;
  std::string position;
};

// Fetches pages until `flags` are met; `show` gets each.
template <typename Response, typename Request, typename Count>
absl::Status ForEachPage(
    Request request, const PageFlags& flags,
    const std::function<absl::StatusOr<Response>(const Request&)>& fetch,
    Count count, const std::function<void(const Response&)>& show,
    PageTotals* totals) {
  while (true) {
    const int wanted = flags.all ? 1000 : flags.limit - totals->shown;
    request.set_page_size(std::min(wanted, 1000));
    absl::StatusOr<Response> page = fetch(request);
    if (!page.ok()) return page.status();
    totals->total = page->total_count();
    totals->position = page->position();
    totals->shown += count(*page);
    show(*page);
    if (page->next_page_token().empty() ||
        (!flags.all && totals->shown >= flags.limit)) {
      return absl::OkStatus();
    }
    request.set_page_token(page->next_page_token());
  }
}

// "50 of 1,234 figures, at p1-...; --all shows the rest\n".
std::string Footer(const PageTotals& totals, const std::string& noun);

}  // namespace impactwire::cli
