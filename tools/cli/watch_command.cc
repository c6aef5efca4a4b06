// impactwire watch: impact figures as they come in.
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "tools/cli/commands.h"
#include "tools/cli/display_width.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/figure_filter.h"
#include "tools/cli/json.h"
#include "tools/cli/service_flags.h"
#include "tools/cli/views.h"

namespace impactwire::cli {
namespace {

using Event = v1::WatchImpactFiguresResponse;

constexpr char kName[] = "watch";
constexpr char kEpilog[] =
    "Runs until interrupted; over broken connections and restarts of the "
    "service\nit goes on where it was. At the end it says on standard error "
    "how to resume.\n\n"
    "Examples\n"
    "  impactwire watch --category=jobs\n"
    "  impactwire watch --from-beginning --count=10 --json\n"
    "  impactwire watch --after=POSITION\n";

// One line per event, columns at fixed places: nothing is known of those to
// come. In a narrow line columns are smaller, and the title gets what is left.
std::string Line(const Event& event, int line_width) {
  constexpr int kKind = 9;
  constexpr int kStatus = 8;
  constexpr int kMaxWhat = 36;
  constexpr int kMinTitle = 12;
  constexpr int kGap = 2;
  const int side = line_width < 130 ? 18 : 28;
  const int left = line_width - kKind - kStatus - 2 * side - 4 * kGap;
  const int what = std::min(kMaxWhat, std::max(kMinTitle, left));
  const int title = std::min(60, left - what - kGap);
  const v1::ImpactFigureEntry& entry = event.entry();
  const v1::ImpactFigure& figure = entry.figure();
  const auto column = [](absl::string_view text, int width) {
    std::string cell = CutToWidth(OneLine(text), width);
    cell.append(std::max(0, width - DisplayWidth(cell)) + 2, ' ');
    return cell;
  };
  const std::string bound =
      figure.bound() == v1::BOUND_EXACT ? "" : FormatBound(figure.bound());
  std::string line = absl::StrCat(
      column(FormatEnum("KIND_", Event::Kind_Name(event.kind())), kKind),
      column(
          entry.organization_name().empty() ? "-" : entry.organization_name(),
          side),
      column(absl::StrCat(bound, bound.empty() ? "" : " ",
                          FormatNumber(figure.value()), " ", figure.unit()),
             side),
      column(
          FormatEnum("FIGURE_STATUS_", v1::FigureStatus_Name(figure.status())),
          kStatus),
      column(figure.what(), what));
  if (title >= kMinTitle) {
    absl::StrAppend(&line, CutToWidth(OneLine(entry.article_title()), title));
  }
  absl::StripTrailingAsciiWhitespace(&line);
  return absl::StrCat(line, "\n");
}

// The arguments of a watch that goes on with the same filter from `position`,
// as a shell reads them.
std::string ResumeArguments(const Args& args, absl::string_view position) {
  std::string line = absl::StrCat("--after=", position);
  for (size_t i = 0; i < args.size(); ++i) {
    const absl::string_view arg = args[i];
    const std::string name =
        absl::StrReplaceAll(arg.substr(0, arg.find('=')), {{"_", "-"}});
    if (arg == "--after") ++i;
    if (name == "--after" || name == "--from-beginning" ||
        name == "--no-from-beginning") {
      continue;
    }
    const bool plain = absl::c_all_of(arg, [](unsigned char c) {
      return absl::ascii_isalnum(c) ||
             absl::StrContains("-_=.,:/@%+", static_cast<char>(c));
    });
    absl::StrAppend(
        &line, " ",
        plain ? std::string(arg)
              : absl::StrCat("'", absl::StrReplaceAll(arg, {{"'", "'\\''"}}),
                             "'"));
  }
  return line;
}

// Waits for SIGINT or SIGTERM (blocked in every thread) or for `over`.
void WaitForSignal(const std::atomic<bool>& over, absl::Time end) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  const timespec tick = {0, 50'000'000};
  while (!over && absl::Now() < end) {
    if (sigtimedwait(&signals, nullptr, &tick) > 0) return;
  }
}

}  // namespace

int RunWatch(const Args& args, Console& console) {
  Flags flags("watch [FLAGS]",
              "Prints impact figures as articles come in (new), change or go "
              "away (retracted).");
  ServiceFlags service;
  FigureFilterFlags filter_flags;
  std::string after;
  bool from_beginning = false;
  bool progress = false;
  int count = 0;
  absl::Duration duration = absl::InfiniteDuration();
  client::WatchOptions options;
  flags.Add("after", "POSITION", &after, "Go on after this position");
  flags.AddSwitch("from-beginning", &from_beginning,
                  "Begin with every figure held now");
  flags.Add("count", "N", &count, 1, 1 << 30, "End after so many events");
  flags.Add("for", "TIME", &duration, "End after this time");
  flags.AddSwitch("progress", &progress,
                  "JSON: also print progress events, with the position");
  flags.Add("give-up-after", "TIME", &options.give_up_after,
            "End when the service cannot be reached for so long (never)");
  service.AddQuery(&flags, /*with_min_position=*/false);
  service.AddOutput(&flags);
  filter_flags.Add(&flags);
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags(kName, args, flags, &arguments, console)) {
    return *over;
  }
  absl::Status status = service.Check();
  auto filter = filter_flags.Build();
  status.Update(filter.status());
  if (!arguments.empty()) {
    status.Update(absl::InvalidArgumentError(
        absl::StrCat("takes no argument \"", arguments[0], "\"")));
  }
  if (from_beginning && !after.empty()) {
    status.Update(absl::InvalidArgumentError(
        "--after and --from-beginning exclude each other"));
  }
  if (!status.ok()) return UsageError(kName, status.message(), console);

  // Before any thread starts, so that all of them inherit it.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  client::QueryClient query(service.query, service.ClientOptions());
  // Tells at once when there is no service.
  if (auto answer = query.GetIndexStatus(); !answer.ok()) {
    return ReportError(kName, "query", service.query, answer.status(), console);
  }
  auto ids = ResolveOrganizations(filter_flags.organizations, "", &query);
  if (!ids.ok()) {
    return ReportError(kName, "query", service.query, ids.status(), console);
  }
  v1::WatchImpactFiguresRequest request;
  *request.mutable_filter() = *filter;
  for (const std::string& id : *ids) {
    request.mutable_filter()->add_organization_ids(id);
  }
  request.set_after_position(after);
  request.set_from_beginning(from_beginning);
  const bool want_table = service.WantTable(console);
  options.progress = progress && !want_table;

  std::atomic<bool> over = false;
  int seen = 0;
  bool lost = false;
  std::unique_ptr<client::FigureWatch> watch = query.Watch(
      request,
      [&](const Event& event) {
        console.Out(want_table ? Line(event, console.width())
                               : absl::StrCat(ToJson(event), "\n"));
        lost = !console.FlushOut();
        if (event.kind() != Event::KIND_PROGRESS) ++seen;
        if (!lost && (count == 0 || seen < count)) return true;
        over = true;
        return false;
      },
      options);
  // A watch that ends by itself (refused, given up) must end the waiting too.
  std::thread waiter([&] {
    status = watch->Wait();
    over = true;
  });
  WaitForSignal(over, absl::Now() + duration);
  watch->Stop();
  waiter.join();
  const std::string position = watch->position();
  int exit_status = lost ? kExitOutput : kExitOk;
  if (!status.ok()) {
    exit_status = ReportError(kName, "query", service.query, status, console);
  }
  // Not what was refused.
  if (!position.empty() && (status.ok() || position != after)) {
    console.Err(absl::StrCat("resume with: impactwire watch ",
                             ResumeArguments(args, position), "\n"));
  }
  return exit_status;
}

}  // namespace impactwire::cli
