// ArticleSource: articles from JSON lines, text files, HTML pages and folders.
//
//   .txt .text        one article of plain text; UTF-8
//   .html .htm        one HTML page in any charset
//   .jsonl .ndjson    one Article in proto3 JSON per line
//   .json             the same, or one Article over several lines
//   folder            its files of these kinds, at any depth, in name order
//   -                 JSON lines from standard input; or one article, with
//                     `format` "text" or "html"
//
// A file's article gets the uri "file:///absolute/path" (or PREFIX + path below
// the folder named on the command line), so that a second run replaces what
// the first one stored.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impactwire/v1/article.pb.h"
#include "tools/cli/line_reader.h"

namespace impactwire::cli {

// One piece of input, not yet read as an Article.
struct SourceItem {
  enum class Kind { kJson, kText, kHtml };

  std::string file;  // empty: standard input
  int64_t line = 0;  // 0: the whole file
  Kind kind = Kind::kJson;
  std::string uri;  // for kText and kHtml
  std::string bytes;
  absl::Status error;  // not ok: there are no bytes
};

struct ArticleSourceOptions {
  size_t max_item_bytes = 64 << 20;  // longest line, largest file
  std::string uri_prefix;            // empty: file:// and the absolute path
  // Empty: by the file's ending. "text", "html", "json": every file named on
  // the command line, and standard input, is read so.
  std::string format;
  FILE* in = stdin;
};

// Not thread-safe.
class ArticleSource {
 public:
  // INVALID_ARGUMENT for a path of a kind that is not known, NOT_FOUND for one
  // that does not exist. No path means "-".
  static absl::StatusOr<std::unique_ptr<ArticleSource>> Open(
      const std::vector<std::string>& paths, ArticleSourceOptions options);
  ~ArticleSource();

  // False at the end. Blank lines are skipped. What cannot be read is an item
  // with an error, and the rest goes on.
  bool Next(SourceItem* item);

  // Files in folders that were passed over for their ending.
  int skipped_files() const { return skipped_files_; }

  // Bytes in all files named, and of them read; 0 where standard input is read.
  int64_t total_bytes() const { return total_bytes_; }

 private:
  struct File {
    std::string path;
    std::string uri;
    SourceItem::Kind kind;
    bool lines;  // kJson: certainly one article per line
  };
  explicit ArticleSource(ArticleSourceOptions options);
  absl::Status AddPath(const std::string& path);
  void AddStandardInput();
  void AddFolder(const std::string& folder, const std::string& below);
  void AddFile(const std::string& path, const std::string& name,
               SourceItem::Kind kind, bool lines);
  bool NextLine(SourceItem* item);
  bool OpenFile(const File& file, SourceItem* item);
  void ReadWhole(FILE* stream, SourceItem* item) const;

  const ArticleSourceOptions options_;
  std::vector<File> files_;
  std::vector<absl::Status> folder_errors_;
  size_t next_file_ = 0;
  size_t next_error_ = 0;
  int skipped_files_ = 0;
  int64_t total_bytes_ = 0;

  // The file of lines being read.
  std::string line_file_;
  FILE* line_stream_ = nullptr;
  std::unique_ptr<LineReader> lines_;
};

// The article of an item without error. INVALID_ARGUMENT says what is wrong.
// Any thread may call it.
absl::StatusOr<v1::Article> ToArticle(SourceItem item);

// "articles.jsonl:12", "page.html", "line 12".
std::string Where(const SourceItem& item);

}  // namespace impactwire::cli
