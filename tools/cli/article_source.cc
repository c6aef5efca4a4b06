#include "tools/cli/article_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/utf8.h"
#include "tools/cli/json.h"

namespace impactwire::cli {
namespace {

namespace fs = std::filesystem;
using Kind = SourceItem::Kind;

struct Ending {
  absl::string_view suffix;
  Kind kind;
  bool lines;
};
constexpr Ending kEndings[] = {
    {".txt", Kind::kText, false},   {".text", Kind::kText, false},
    {".html", Kind::kHtml, false},  {".htm", Kind::kHtml, false},
    {".xhtml", Kind::kHtml, false}, {".jsonl", Kind::kJson, true},
    {".ndjson", Kind::kJson, true}, {".json", Kind::kJson, false},
};

const Ending* FindEnding(absl::string_view path) {
  for (const Ending& ending : kEndings) {
    if (absl::EndsWithIgnoreCase(path, ending.suffix)) return &ending;
  }
  return nullptr;
}

std::string Escaped(absl::string_view path) {
  std::string result;
  for (const char c : path) {
    if (absl::ascii_isalnum(c) || absl::StrContains("-._~/", c)) {
      result += c;
    } else {
      absl::StrAppendFormat(&result, "%%%02X", static_cast<uint8_t>(c));
    }
  }
  return result;
}

absl::Status FileError(absl::string_view what) {
  return absl::UnavailableError(absl::StrCat(what, ": ", strerror(errno)));
}

bool IsBlank(absl::string_view text) {
  return absl::StripAsciiWhitespace(text).empty();
}

absl::string_view WithoutBom(absl::string_view text) {
  return absl::StartsWith(text, "\xEF\xBB\xBF") ? text.substr(3) : text;
}

}  // namespace

ArticleSource::ArticleSource(ArticleSourceOptions options)
    : options_(std::move(options)) {}

ArticleSource::~ArticleSource() {
  if (line_stream_ != nullptr && line_stream_ != options_.in) {
    fclose(line_stream_);
  }
}

absl::StatusOr<std::unique_ptr<ArticleSource>> ArticleSource::Open(
    const std::vector<std::string>& paths, ArticleSourceOptions options) {
  if (!options.format.empty() && options.format != "text" &&
      options.format != "html" && options.format != "json") {
    return absl::InvalidArgumentError(absl::StrCat(
        "format \"", options.format, "\" is none of text, html, json"));
  }
  std::unique_ptr<ArticleSource> source(new ArticleSource(std::move(options)));
  if (paths.empty()) source->AddStandardInput();
  for (const std::string& path : paths) {
    if (absl::Status status = source->AddPath(path); !status.ok()) {
      return status;
    }
  }
  return source;
}

void ArticleSource::AddStandardInput() {
  const bool json = options_.format.empty() || options_.format == "json";
  files_.push_back({"-", "",
                    json                        ? Kind::kJson
                    : options_.format == "text" ? Kind::kText
                                                : Kind::kHtml,
                    json});
}

absl::Status ArticleSource::AddPath(const std::string& path) {
  if (path == "-") {
    AddStandardInput();
    return absl::OkStatus();
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return absl::NotFoundError(absl::StrCat(
        "\"", path, "\": ", error ? error.message() : "no such file"));
  }
  if (fs::is_directory(status)) {
    AddFolder(path, "");
    return absl::OkStatus();
  }
  const std::string name = fs::path(path).filename().string();
  if (options_.format == "text" || options_.format == "html") {
    AddFile(path, name, options_.format == "text" ? Kind::kText : Kind::kHtml,
            false);
    return absl::OkStatus();
  }
  if (options_.format == "json") {
    AddFile(path, name, Kind::kJson, true);
    return absl::OkStatus();
  }
  const Ending* ending = FindEnding(path);
  if (ending == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", path,
                     "\": what is it? Known are .txt, .html, .json and "
                     ".jsonl; or give --format=text|html|json"));
  }
  AddFile(path, name, ending->kind, ending->lines);
  return absl::OkStatus();
}

void ArticleSource::AddFolder(const std::string& folder,
                              const std::string& below) {
  std::error_code error;
  std::vector<fs::directory_entry> entries;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    entries.push_back(*it);
  }
  if (error) {
    folder_errors_.push_back(
        absl::UnavailableError(absl::StrCat(folder, ": ", error.message())));
  }
  std::sort(entries.begin(), entries.end());
  for (const fs::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (absl::StartsWith(name, ".")) continue;
    const std::string path = entry.path().string();
    // A link to a folder may lead in a circle.
    if (entry.is_directory(error) && !entry.is_symlink(error)) {
      AddFolder(path, absl::StrCat(below, name, "/"));
    } else if (entry.is_regular_file(error)) {
      const Ending* ending = FindEnding(name);
      if (ending == nullptr) {
        ++skipped_files_;
      } else {
        AddFile(path, below + name, ending->kind, ending->lines);
      }
    }
  }
}

void ArticleSource::AddFile(const std::string& path, const std::string& name,
                            Kind kind, bool lines) {
  std::error_code error;
  const uintmax_t size = fs::file_size(path, error);
  if (!error) total_bytes_ += static_cast<int64_t>(size);
  std::string uri;
  if (kind != Kind::kJson) {
    if (!options_.uri_prefix.empty()) {
      uri = absl::StrCat(options_.uri_prefix, Escaped(name));
    } else {
      const fs::path absolute = fs::canonical(path, error);
      uri = absl::StrCat("file://", Escaped(error ? path : absolute.string()));
    }
  }
  files_.push_back({path, std::move(uri), kind, lines});
}

bool ArticleSource::NextLine(SourceItem* item) {
  while (lines_ != nullptr) {
    item->file = line_file_;
    item->kind = Kind::kJson;
    const LineReader::Result result = lines_->Next(&item->bytes);
    item->line = lines_->line_number();
    switch (result) {
      case LineReader::Result::kLine:
        if (IsBlank(item->bytes)) continue;
        return true;
      case LineReader::Result::kTooLong:
        item->error = absl::InvalidArgumentError(absl::StrCat(
            "the line is longer than ", options_.max_item_bytes, " bytes"));
        return true;
      case LineReader::Result::kFailed:
        item->error = FileError("cannot be read");
        [[fallthrough]];
      case LineReader::Result::kEnd:
        lines_.reset();
        if (line_stream_ != options_.in) fclose(line_stream_);
        line_stream_ = nullptr;
        if (!item->error.ok()) return true;
    }
  }
  return false;
}

// True where `item` is the whole file, or the error that it cannot be read.
bool ArticleSource::OpenFile(const File& file, SourceItem* item) {
  item->kind = file.kind;
  if (file.path == "-") {
    if (!file.lines) {
      ReadWhole(options_.in, item);
      return true;
    }
    line_file_.clear();
    line_stream_ = options_.in;
    lines_ = std::make_unique<LineReader>(options_.in, options_.max_item_bytes);
    return false;
  }
  item->file = file.path;
  item->uri = file.uri;
  FILE* stream = fopen(file.path.c_str(), "rb");
  if (stream == nullptr) {
    item->error = FileError("cannot be opened");
    return true;
  }
  bool lines = file.lines;
  if (file.kind == Kind::kJson && !lines) {
    // One object on the first line: more may follow on the next ones.
    LineReader first(stream, options_.max_item_bytes);
    std::string line;
    lines = first.Next(&line) == LineReader::Result::kLine &&
            absl::StartsWith(absl::StripAsciiWhitespace(line), "{") &&
            absl::EndsWith(absl::StripAsciiWhitespace(line), "}");
    rewind(stream);
  }
  if (lines) {
    line_file_ = file.path;
    line_stream_ = stream;
    lines_ = std::make_unique<LineReader>(stream, options_.max_item_bytes);
    return false;
  }
  ReadWhole(stream, item);
  fclose(stream);
  return true;
}

void ArticleSource::ReadWhole(FILE* stream, SourceItem* item) const {
  char buffer[64 << 10];
  size_t got;
  while ((got = fread(buffer, 1, sizeof(buffer), stream)) > 0 &&
         item->bytes.size() <= options_.max_item_bytes) {
    item->bytes.append(buffer, got);
  }
  if (ferror(stream)) {
    item->error = FileError("cannot be read");
  } else if (item->bytes.size() > options_.max_item_bytes) {
    item->error = absl::InvalidArgumentError(absl::StrCat(
        "the file is larger than ", options_.max_item_bytes, " bytes"));
  }
  if (!item->error.ok()) item->bytes.clear();
}

bool ArticleSource::Next(SourceItem* item) {
  *item = SourceItem();
  if (next_error_ < folder_errors_.size()) {
    item->error = folder_errors_[next_error_++];
    return true;
  }
  while (true) {
    if (NextLine(item)) return true;
    *item = SourceItem();
    if (next_file_ == files_.size()) return false;
    if (OpenFile(files_[next_file_++], item)) return true;
  }
}

absl::StatusOr<v1::Article> ToArticle(SourceItem item) {
  v1::Article article;
  switch (item.kind) {
    case Kind::kJson: {
      absl::Status status = FromJson(WithoutBom(item.bytes), &article);
      if (!status.ok()) return status;
      return article;
    }
    case Kind::kText: {
      const absl::string_view text = WithoutBom(item.bytes);
      if (const size_t at = FindInvalidUtf8(text);
          at != absl::string_view::npos) {
        return absl::InvalidArgumentError(absl::StrCat(
            "the text is not UTF-8 at byte ", at, "; convert it with iconv"));
      }
      article.set_text(std::string(text));
      break;
    }
    case Kind::kHtml:
      article.set_raw_html(std::move(item.bytes));
      break;
  }
  article.set_uri(std::move(item.uri));
  return article;
}

std::string Where(const SourceItem& item) {
  if (item.file.empty()) {
    return item.line == 0 ? "input" : absl::StrCat("line ", item.line);
  }
  return item.line == 0 ? item.file : absl::StrCat(item.file, ":", item.line);
}

}  // namespace impactwire::cli
