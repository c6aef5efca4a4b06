// impactwire record: what the log holds of one article; impactwire delete:
// takes it away.
#include "absl/strings/str_cat.h"
#include "tools/cli/commands.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/json.h"
#include "tools/cli/service_flags.h"
#include "tools/cli/views.h"

namespace impactwire::cli {
namespace {

constexpr char kRecordEpilog[] =
    "Examples\n"
    "  impactwire record ID\n"
    "  impactwire record --json ID | jq -r .text\n"
    "  impactwire record --article ID > article.json   as it was sent\n";

constexpr char kDeleteEpilog[] =
    "Examples\n"
    "  impactwire delete ID\n"
    "  impactwire articles --publisher='Daily Example' --json --all |\n"
    "    jq -r .articleId | xargs impactwire delete\n";

}  // namespace

int RunRecord(const Args& args, Console& console) {
  Flags flags("record [FLAGS] ARTICLE_ID",
              "Shows the record of one article, with its full text, from the "
              "record log.");
  ServiceFlags service;
  bool article = false;
  flags.AddSwitch("article", &article,
                  "Print the Article as it was sent, as JSON");
  service.AddIngest(&flags);
  service.AddOutput(&flags);
  flags.Epilog(absl::StrCat(kRecordEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over =
          ParseFlags("record", args, flags, &arguments, console)) {
    return *over;
  }
  absl::Status status = service.Check();
  if (arguments.size() != 1) {
    status.Update(absl::InvalidArgumentError("needs one ARTICLE_ID"));
  }
  if (!status.ok()) return UsageError("record", status.message(), console);
  client::IngestClient ingest(service.ingest, service.ClientOptions());
  auto answer = ingest.GetRecord(arguments[0], article);
  if (!answer.ok()) {
    return ReportError("record", "ingest", service.ingest, answer.status(),
                       console);
  }
  if (article) {
    console.Out(absl::StrCat(ToJson(answer->article()), "\n"));
  } else if (service.WantTable(console)) {
    console.Out(
        RenderRecord(answer->record(), console.width(), console.styled()));
  } else {
    console.Out(absl::StrCat(ToJson(answer->record()), "\n"));
  }
  return kExitOk;
}

int RunDelete(const Args& args, Console& console) {
  Flags flags("delete [FLAGS] ARTICLE_ID...",
              "Removes articles and what was found in them.");
  ServiceFlags service;
  service.AddIngest(&flags);
  service.AddOutput(&flags);
  flags.Epilog(absl::StrCat(kDeleteEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over =
          ParseFlags("delete", args, flags, &arguments, console)) {
    return *over;
  }
  absl::Status status = service.Check();
  if (arguments.empty()) {
    status.Update(absl::InvalidArgumentError("needs an ARTICLE_ID"));
  }
  if (!status.ok()) return UsageError("delete", status.message(), console);
  client::IngestClient ingest(service.ingest, service.ClientOptions());
  int exit_status = kExitOk;
  for (const std::string& id : arguments) {
    auto position = ingest.Delete(id);
    if (!position.ok()) {
      exit_status = ReportError("delete", "ingest", service.ingest,
                                position.status(), console);
      // Of the others one can still be there; a dead service helps none.
      if (exit_status == kExitUnreachable) return exit_status;
    } else if (service.WantTable(console)) {
      console.Out(
          absl::StrCat("deleted ", id, "\nposition: ", *position, "\n"));
    } else {
      console.Out(absl::StrCat("{\"articleId\":", JsonString(id),
                               ",\"position\":", JsonString(*position), "}\n"));
    }
  }
  return exit_status;
}

}  // namespace impactwire::cli
