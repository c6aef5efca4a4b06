// impactwire ingest: articles into the ingest service, many under way at once.
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/mutex.h"
#include "tools/cli/article_source.h"
#include "tools/cli/commands.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/json.h"
#include "tools/cli/progress_bar.h"
#include "tools/cli/service_flags.h"
#include "tools/cli/views.h"

namespace impactwire::cli {
namespace {

constexpr char kName[] = "ingest";
constexpr char kEpilog[] =
    "Input, from files, folders or standard input (-, the default):\n"
    "  .jsonl .ndjson .json  one Article in proto3 JSON per line\n"
    "  .txt .html .htm       one article each; its uri is the file's path, so\n"
    "                        that a second run replaces what the first stored\n"
    "  folder                its files of these kinds, at any depth\n\n"
    "Each rejected article is told on standard error with its place and the\n"
    "reason; the rest goes on. What is counted as created, updated or "
    "unchanged\n"
    "is durable. The position in the summary makes queries wait for it:\n"
    "  impactwire figures --min-position=POSITION\n\n"
    "Examples\n"
    "  impactwire ingest articles/ page.html\n"
    "  zcat feed.jsonl.gz | impactwire ingest\n"
    "  impactwire ingest --each feed.jsonl | jq .articleId\n";

// What the answers say, shared by the stream's thread and the main one.
class Tally {
 public:
  Tally(int64_t total_bytes, bool json, bool each, Console* console)
      : json_(json),
        each_(each),
        console_(console),
        bar_(total_bytes, console),
        start_(absl::Now()) {}

  void Sent(int64_t index, SourceItem place, int64_t bytes) {
    MutexLock lock(&mu_);
    open_[index] = {std::move(place), bytes};
  }

  // Read, but never sent.
  void Unreadable(const SourceItem& place, const absl::Status& status,
                  int64_t bytes) {
    MutexLock lock(&mu_);
    done_bytes_ += bytes;
    Reject(place, status);
  }

  void Answered(const client::IngestResult& result) {
    MutexLock lock(&mu_);
    const auto open = open_.find(result.index);
    if (open == open_.end()) return;
    const SourceItem place = std::move(open->second.place);
    done_bytes_ += open->second.bytes;
    open_.erase(open);
    if (!result.status.ok()) {
      Reject(place, result.status);
      return;
    }
    const v1::IngestArticleResponse& response = result.response;
    switch (response.outcome()) {
      case v1::INGEST_OUTCOME_CREATED:
        ++created_;
        break;
      case v1::INGEST_OUTCOME_UPDATED:
        ++updated_;
        break;
      default:
        ++unchanged_;
    }
    organizations_ += response.organization_count();
    executives_ += response.executive_count();
    figures_ += response.impact_figure_count();
    position_ = response.position();
    if (each_) Each(place, response);
    Draw();
  }

  // On stdout. What was sent and not answered may or may not be stored.
  void Summary(const std::string& high_watermark, int skipped_files) {
    MutexLock lock(&mu_);
    bar_.Clear();
    if (!high_watermark.empty()) position_ = high_watermark;
    if (json_) {
      console_->Out(absl::StrCat(
          "{\"created\":", created_, ",\"updated\":", updated_,
          ",\"unchanged\":", unchanged_, ",\"rejected\":", rejected_,
          ",\"unanswered\":", open_.size(),
          ",\"organizations\":", organizations_,
          ",\"executives\":", executives_, ",\"impactFigures\":", figures_,
          ",\"position\":", JsonString(position_), "}\n"));
      return;
    }
    const int64_t articles = created_ + updated_ + unchanged_;
    console_->Out(absl::StrCat(
        FormatNumber(articles), " articles stored: ", FormatNumber(created_),
        " created, ", FormatNumber(updated_), " updated, ",
        FormatNumber(unchanged_), " unchanged; ", FormatNumber(rejected_),
        " rejected\n"));
    if (!open_.empty()) {
      console_->Out(
          absl::StrCat(FormatNumber(open_.size()),
                       " were sent but not answered: send them again\n"));
    }
    if (skipped_files > 0) {
      console_->Out(absl::StrCat(FormatNumber(skipped_files),
                                 " files of other kinds skipped\n"));
    }
    console_->Out(absl::StrCat(
        FormatNumber(organizations_), " organizations, ",
        FormatNumber(executives_), " executives, ", FormatNumber(figures_),
        " impact figures in them\nposition: ", position_, "\n"));
  }

  bool any_rejected() {
    MutexLock lock(&mu_);
    return rejected_ > 0;
  }

 private:
  struct Open {
    SourceItem place;
    int64_t bytes;
  };

  static std::string PlaceJson(const SourceItem& place) {
    std::string json;
    if (!place.file.empty()) {
      absl::StrAppend(&json, "\"file\":", JsonString(place.file), ",");
    }
    if (place.line > 0) absl::StrAppend(&json, "\"line\":", place.line, ",");
    return json;
  }

  void Reject(const SourceItem& place, const absl::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    ++rejected_;
    bar_.Clear();
    if (json_) {
      console_->Err(absl::StrCat("{", PlaceJson(place), "\"error\":",
                                 JsonString(DescribeError(status)), "}\n"));
    } else {
      console_->Err(absl::StrCat("rejected ", Where(place), ": ",
                                 DescribeError(status), "\n"));
    }
    Draw();
  }

  void Each(const SourceItem& place, const v1::IngestArticleResponse& response)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    bar_.Clear();
    if (json_) {
      const std::string json = ToJson(response);
      console_->Out(absl::StrCat("{", PlaceJson(place),
                                 absl::string_view(json).substr(1), "\n"));
    } else {
      console_->Out(
          absl::StrCat(Where(place), ": ",
                       FormatEnum("INGEST_OUTCOME_",
                                  v1::IngestOutcome_Name(response.outcome())),
                       " ", response.article_id(), ", ",
                       response.impact_figure_count(), " figures\n"));
    }
  }

  void Draw() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const int64_t articles = created_ + updated_ + unchanged_ + rejected_;
    const double seconds = absl::ToDoubleSeconds(absl::Now() - start_);
    bar_.Update(done_bytes_,
                absl::StrCat(FormatNumber(articles), " articles, ",
                             FormatNumber(std::floor(articles / seconds)),
                             "/s, ", FormatNumber(rejected_), " rejected"));
  }

  const bool json_;
  const bool each_;
  Console* const console_;

  Mutex mu_;
  std::map<int64_t, Open> open_ ABSL_GUARDED_BY(mu_);
  ProgressBar bar_ ABSL_GUARDED_BY(mu_);
  const absl::Time start_;
  int64_t done_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t created_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t updated_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t unchanged_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t rejected_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t organizations_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t executives_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t figures_ ABSL_GUARDED_BY(mu_) = 0;
  std::string position_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

int RunIngest(const Args& args, Console& console) {
  Flags flags(
      "ingest [FLAGS] [FILE | FOLDER | -]...",
      "Sends articles to the ingest service, which extracts their facts "
      "and stores\nthem durably.");
  ServiceFlags service;
  ArticleSourceOptions options;
  client::IngestStreamOptions stream_options;
  bool each = false;
  flags.Add("format", "KIND", &options.format,
            "Read the files named, and standard input, as text, html or "
            "json, whatever their ending");
  flags.Add("uri-prefix", "URI", &options.uri_prefix,
            "Begin the uri of .txt and .html files with this instead of "
            "file:// and the absolute path");
  flags.AddSwitch("each", &each, "Also print one line per article stored");
  flags.Add("window", "N", &stream_options.max_open_articles, 1, 10'000,
            "Articles under way at once (128)");
  flags.Add("give-up-after", "TIME", &stream_options.give_up_after,
            "End when the service is silent for so long (60s); until then, "
            "broken connections are made again");
  service.AddIngest(&flags);
  service.AddOutput(&flags);
  flags.Epilog(absl::StrCat(kEpilog, "\n", kExitStatusHelp));
  Args paths;
  if (const auto over = ParseFlags(kName, args, flags, &paths, console)) {
    return *over;
  }
  if (absl::Status status = service.Check(); !status.ok()) {
    return UsageError(kName, status.message(), console);
  }
  options.in = console.in();
  auto source = ArticleSource::Open(paths, options);
  if (!source.ok()) {
    return UsageError(kName, source.status().message(), console);
  }

  client::IngestClient ingest(service.ingest, service.ClientOptions());
  // Tells at once when there is no service, before anything is read.
  if (auto status = ingest.GetStatus(); !status.ok()) {
    return ReportError(kName, "ingest", service.ingest, status.status(),
                       console);
  }
  if (paths.empty() && console.in_is_terminal()) {
    console.Err(
        "impactwire ingest: reading Article JSON lines from the "
        "terminal (--help tells more)\n");
  }
  Tally tally((*source)->total_bytes(), !service.WantTable(console), each,
              &console);
  auto stream = ingest.OpenStream(
      [&](const client::IngestResult& result) { tally.Answered(result); },
      stream_options);
  absl::Status status;
  int64_t index = 0;
  SourceItem item;
  while (status.ok() && (*source)->Next(&item)) {
    SourceItem place;
    place.file = item.file;
    place.line = item.line;
    const auto bytes = static_cast<int64_t>(item.bytes.size());
    absl::StatusOr<v1::Article> article =
        item.error.ok() ? ToArticle(std::move(item))
                        : absl::StatusOr<v1::Article>(item.error);
    if (!article.ok()) {
      tally.Unreadable(place, article.status(), bytes);
      continue;
    }
    tally.Sent(index++, std::move(place), bytes);
    status = stream->Send(*std::move(article));
  }
  // Once given up, the rest was not even sent.
  if (status.ok()) status = stream->Finish();
  stream.reset();
  std::string high_watermark;
  if (status.ok()) {
    // Positions of single answers are no order: an unchanged article has the
    // old one. Everything stored lies before the watermark.
    if (auto answer = ingest.GetStatus(); answer.ok()) {
      high_watermark = answer->high_watermark();
    }
  }
  tally.Summary(high_watermark, (*source)->skipped_files());
  if (!status.ok()) {
    return ReportError(kName, "ingest", service.ingest, status, console);
  }
  return tally.any_rejected() ? kExitSomeFailed : kExitOk;
}

}  // namespace impactwire::cli
