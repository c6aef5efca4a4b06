// Paging for the list commands.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/console.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/flags.h"
#include "tools/cli/json.h"
#include "tools/cli/service_flags.h"
#include "tools/cli/table.h"

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

// The rest of a list command: fetches page after page and prints each, as a
// table made by `new_table()` and filled by `add(element, &table)`, or as JSON
// lines. `elements(page)`: the page's list; `noun`: for the table's end. The
// exit status.
template <typename Request, typename Fetch, typename Elements,
          typename NewTable, typename AddRow>
int PrintPages(absl::string_view command, const Request& request,
               const PageFlags& flags, const ServiceFlags& service,
               absl::string_view noun, Console& console, const Fetch& fetch,
               const Elements& elements, const NewTable& new_table,
               const AddRow& add) {
  using Response = typename std::invoke_result_t<Fetch, Request>::value_type;
  const bool want_table = service.WantTable(console);
  PageTotals totals;
  const absl::Status status = ForEachPage<Response>(
      request, flags,
      std::function<absl::StatusOr<Response>(const Request&)>(fetch),
      [&](const Response& page) { return elements(page).size(); },
      [&](const Response& page) {
        Table table = new_table();
        for (const auto& element : elements(page)) {
          if (want_table) {
            add(element, &table);
          } else {
            console.Out(absl::StrCat(ToJson(element), "\n"));
          }
        }
        if (!table.empty()) {
          console.Out(table.Render(console.width(), console.styled()));
        }
      },
      &totals);
  if (!status.ok()) {
    return ReportError(command, "query", service.query, status, console);
  }
  if (want_table) console.Out(Footer(totals, std::string(noun)));
  return kExitOk;
}

}  // namespace impactwire::cli
