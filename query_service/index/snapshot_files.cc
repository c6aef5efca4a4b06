#include "query_service/index/snapshot_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/log.h"
#include "common/status/status_macros.h"
#include "index_schema.h"
#include "query_service/index/tables/image_reader.h"
#include "query_service/index/tables/image_writer.h"

namespace impactwire::query {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kPrefix = "index-";
constexpr absl::string_view kSuffix = ".snapshot";
constexpr absl::string_view kUnfinished = ".snapshot.tmp";
// Of the file's first fields; what the tables look like is in the schema.
constexpr uint32_t kFormat = 3;

class OpenFile {
 public:
  OpenFile(const std::string& path, int flags)
      : file_(open(path.c_str(), flags | O_CLOEXEC, 0640)) {}
  ~OpenFile() {
    if (file_ >= 0) close(file_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int get() const { return file_; }

 private:
  const int file_;
};

absl::Status CannotWrite(absl::string_view what, const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat("cannot ", what, " ", path, ": error ", errno));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ListSnapshotFiles(
    const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (absl::StartsWith(name, kPrefix) && absl::EndsWith(name, kSuffix)) {
      paths.push_back(it->path().string());
    }
  }
  if (error) {
    return absl::NotFoundError(
        absl::StrCat("cannot read the folder ", folder, ": ", error.message()));
  }
  std::sort(paths.rbegin(), paths.rend());
  return paths;
}

absl::StatusOr<SnapshotFile> WriteSnapshotFile(const std::string& folder,
                                               const Snapshot& snapshot,
                                               absl::Time now) {
  std::error_code error;
  fs::create_directories(folder, error);
  SnapshotFile written;
  written.position = Position{snapshot.tables().log_id(), snapshot.at()};
  written.time = absl::FromUnixMicros(absl::ToUnixMicros(now));
  written.path =
      (fs::path(folder) /
       absl::StrFormat("%s%020d%s", kPrefix, absl::ToUnixMicros(now), kSuffix))
          .string();
  const std::string unfinished = written.path + ".tmp";
  absl::Status status;
  {
    const OpenFile file(unfinished, O_WRONLY | O_CREAT | O_TRUNC);
    if (file.get() < 0) return CannotWrite("write", unfinished);
    ImageWriter out(file.get());
    out.Put(kFormat);
    out.PutBytes(IMPACTWIRE_INDEX_SCHEMA);
    out.PutBytes(snapshot.tables().log_id());
    out.Put(snapshot.at());
    // While a replay goes on, it moves ahead of what was pinned.
    out.Put(std::min(snapshot.tables().horizon(), snapshot.at()));
    out.Put(absl::ToUnixMicros(now));
    const Generation::Options& options = snapshot.tables().options();
    out.Put(static_cast<uint8_t>(options.search_text));
    out.Put(static_cast<uint8_t>(options.join_organizations));
    out.Put(static_cast<uint8_t>(options.join_executives));
    snapshot.tables().Save(snapshot.at(), &out);
    status = out.Finish();
  }
  if (status.ok() && rename(unfinished.c_str(), written.path.c_str()) != 0) {
    status = CannotWrite("rename", unfinished);
  }
  if (!status.ok()) {
    unlink(unfinished.c_str());
    return status;
  }
  const OpenFile directory(folder, O_RDONLY | O_DIRECTORY);
  if (directory.get() < 0 || fsync(directory.get()) != 0) {
    return CannotWrite("sync", folder);
  }
  return written;
}

absl::StatusOr<LoadedSnapshot> ReadSnapshotFile(
    const std::string& path, const Generation::Options& options) {
  const OpenFile file(path, O_RDONLY);
  if (file.get() < 0) {
    return absl::DataLossError(
        absl::StrCat("it cannot be opened: error ", errno));
  }
  posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  ASSIGN_OR_RETURN(const std::vector<ImagePart> found,
                   FindImageParts(file.get()));
  ImageReader in(file.get(), found[0]);
  const auto format = in.Get<uint32_t>();
  const std::string schema = in.Bytes();
  LoadedSnapshot loaded;
  loaded.file.path = path;
  loaded.file.position.log_id = in.Bytes();
  in.Get(&loaded.file.position.sequence);
  const auto horizon = in.Get<uint64_t>();
  loaded.file.time = absl::FromUnixMicros(in.Get<int64_t>());
  const bool has_text = in.Get<uint8_t>() != 0;
  const bool joins_organizations = in.Get<uint8_t>() != 0;
  const bool joins_executives = in.Get<uint8_t>() != 0;
  if (!in.ok()) return in.status();
  if (format != kFormat || schema != IMPACTWIRE_INDEX_SCHEMA) {
    return absl::FailedPreconditionError(
        absl::StrCat("it was written by another version of the index (", schema,
                     ", this is ", IMPACTWIRE_INDEX_SCHEMA, ")"));
  }
  if (joins_organizations != options.join_organizations) {
    return absl::FailedPreconditionError(
        "it was written with another --join_organizations");
  }
  if (joins_executives != options.join_executives) {
    return absl::FailedPreconditionError(
        "it was written with another --join_executives");
  }
  if (has_text != options.search_text) {
    return absl::FailedPreconditionError(
        "it was written with another --search_evidence");
  }
  if (!Position::Parse(loaded.file.position.ToString()).ok() ||
      loaded.file.position.is_beginning() ||
      horizon > loaded.file.position.sequence) {
    return absl::DataLossError("its position is none");
  }
  loaded.generation =
      std::make_shared<Generation>(loaded.file.position.log_id, options);
  if (found.size() != 1 + Generation::kImageParts) {
    return absl::DataLossError("it has not as many parts as it should");
  }
  std::vector<ImageReader> parts;
  for (size_t p = 1; p < found.size(); ++p) {
    parts.emplace_back(file.get(), found[p]);
  }
  RETURN_IF_ERROR(loaded.generation->Load(loaded.file.position.sequence,
                                          horizon, &in, absl::MakeSpan(parts)));
  return loaded;
}

void DeleteOldSnapshotFiles(const std::string& folder, size_t keep) {
  const auto paths = ListSnapshotFiles(folder);
  if (!paths.ok()) return;
  for (size_t i = keep; i < paths->size(); ++i) unlink((*paths)[i].c_str());
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (absl::StartsWith(name, kPrefix) && absl::EndsWith(name, kUnfinished)) {
      unlink(it->path().c_str());
    }
  }
}

}  // namespace impactwire::query
