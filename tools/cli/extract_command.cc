// impactwire extract: articles in, records out, offline and in order.
#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest_service/extract/article_extractor.h"
#include "tools/cli/article_source.h"
#include "tools/cli/commands.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/json.h"
#include "tools/cli/ordered_pipeline.h"
#include "tools/cli/views.h"

namespace impactwire::cli {
namespace {

constexpr char kEpilog[] =
    "Input, from files, folders or standard input (-, the default):\n"
    "  .jsonl .ndjson .json  one Article in proto3 JSON per line\n"
    "  .txt .html .htm       one article each\n"
    "  folder                its files of these kinds, at any depth\n\n"
    "A line that is wrong becomes {\"line\":n,\"error\":\"...\"} on standard\n"
    "error (with \"file\" where it is not standard input); the rest goes on,\n"
    "and the exit status is 1.\n\n"
    "Examples\n"
    "  impactwire extract < articles.jsonl > records.jsonl\n"
    "  impactwire extract --table page.html\n"
    "  impactwire extract --trace articles/ | jq .trace.numbers\n"
    "  echo '{\"text\":\"Acme Ltd trained 300 nurses.\"}' | impactwire "
    "extract\n";

struct Output {
  std::string text;
  std::string error;  // a JSON line; empty if all is well
};

std::string ErrorLine(const SourceItem& item, absl::string_view message) {
  std::string line = "{";
  if (!item.file.empty()) {
    absl::StrAppend(&line, "\"file\":", JsonString(item.file), ",");
  }
  if (item.line > 0) absl::StrAppend(&line, "\"line\":", item.line, ",");
  absl::StrAppend(&line, "\"error\":", JsonString(message), "}\n");
  return line;
}

struct View {
  bool table = false;
  bool trace = false;
  int width = 0;
  bool styled = false;
};

Output ExtractOne(const extract::ArticleExtractor& extractor, const View& view,
                  SourceItem item) {
  if (!item.error.ok()) return {"", ErrorLine(item, item.error.message())};
  SourceItem place;
  place.file = item.file;
  place.line = item.line;
  absl::StatusOr<v1::Article> article = ToArticle(std::move(item));
  if (!article.ok()) {
    return {"", ErrorLine(place, article.status().message())};
  }
  v1::ExtractionTrace trace;
  absl::StatusOr<v1::ArticleRecord> record =
      extractor.Extract(*article, view.trace ? &trace : nullptr);
  if (!record.ok()) return {"", ErrorLine(place, record.status().message())};
  if (view.table) {
    return {absl::StrCat(RenderRecord(*record, view.width, view.styled), "\n"),
            ""};
  }
  if (view.trace) {
    return {absl::StrCat("{\"record\":", ToJson(*record),
                         ",\"trace\":", ToJson(trace), "}\n"),
            ""};
  }
  return {absl::StrCat(ToJson(*record), "\n"), ""};
}

}  // namespace

int RunExtract(const Args& args, Console& console) {
  Flags flags("extract [FLAGS] [FILE | FOLDER | -]...",
              "Extracts organizations, executives and impact figures from "
              "articles, here,\nwithout a service: one ArticleRecord in "
              "proto3 JSON per line, in the order of\nthe input.");
  View view;
  bool json = false;
  int jobs =
      static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  ArticleSourceOptions options;
  flags.AddSwitch("trace", &view.trace,
                  "Write {\"record\",\"trace\"}: every sentence, mention and "
                  "number, and what became of it");
  flags.AddSwitch("table", &view.table,
                  "Write tables for people instead of JSON");
  flags.AddSwitch("json", &json, "Write JSON lines (the default)");
  flags.Add("jobs", "N", &jobs, 1, 256,
            absl::StrCat("Articles worked on at once (", jobs, ")"));
  flags.Add("format", "KIND", &options.format,
            "Read the files named, and standard input, as text, html or "
            "json, whatever their ending");
  flags.Add("uri-prefix", "URI", &options.uri_prefix,
            "Begin the uri of .txt and .html files with this instead of "
            "file:// and the absolute path");
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args paths;
  if (const auto over = ParseFlags("extract", args, flags, &paths, console)) {
    return *over;
  }
  if (view.table && (view.trace || json)) {
    return UsageError("extract", "--table goes without --trace and --json",
                      console);
  }
  if (paths.empty() && console.in_is_terminal()) {
    console.Err(
        "impactwire extract: reading Article JSON lines from the "
        "terminal (--help tells more)\n");
  }
  view.width = console.width();
  view.styled = console.styled();
  options.in = console.in();

  auto source = ArticleSource::Open(paths, options);
  if (!source.ok()) {
    return UsageError("extract", source.status().message(), console);
  }
  auto extractor = extract::ArticleExtractor::Create();
  if (!extractor.ok()) {
    console.Err(absl::StrCat(
        "impactwire extract: ", extractor.status().message(), "\n"));
    return kExitSomeFailed;
  }
  std::atomic<bool> failed = false;
  std::atomic<bool> output_lost = false;
  using Pipeline = OrderedPipeline<SourceItem, Output>;
  Pipeline pipeline(
      Pipeline::Options{.jobs = jobs},
      [&](SourceItem item) {
        return ExtractOne(**extractor, view, std::move(item));
      },
      [&](const Output& output, bool last) {
        console.Out(output.text);
        if (last && !console.FlushOut()) output_lost = true;
        if (output.error.empty()) return;
        failed = true;
        console.Err(output.error);
      });
  SourceItem item;
  while (!output_lost && (*source)->Next(&item)) {
    const size_t bytes = item.bytes.size();
    pipeline.Push(std::move(item), bytes);
  }
  pipeline.Finish();
  return failed ? kExitSomeFailed : kExitOk;
}

}  // namespace impactwire::cli
