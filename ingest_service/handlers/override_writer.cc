#include "ingest_service/handlers/override_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/position.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace impactwire {
namespace {

constexpr size_t kMaxAuthor = 200;
constexpr size_t kMaxNote = 1000;
// Of one id into the next; more is refused, so that queries stay quick.
constexpr int kMaxPath = 64;
constexpr absl::Duration kBusyRetry = absl::Milliseconds(50);

absl::Status CheckId(absl::string_view field, absl::string_view kind,
                     absl::string_view id) {
  if (id.empty()) return InvalidField(field, "is required");
  if (IsStableId(kind, id)) return absl::OkStatus();
  return InvalidField(
      field, absl::StrCat("is no id of the form ", kind, "-0123456789abcdef"));
}

absl::Status CheckSize(absl::string_view field, absl::string_view text,
                       size_t most) {
  if (text.size() <= most) return absl::OkStatus();
  return InvalidField(
      field, absl::StrCat("holds ", text.size(), " bytes; at most ", most));
}

absl::Status Check(absl::string_view id_kind, const OverrideRequest& request) {
  RETURN_IF_ERROR(CheckId("from_id", id_kind, request.from_id));
  RETURN_IF_ERROR(CheckSize("author", request.author, kMaxAuthor));
  RETURN_IF_ERROR(CheckSize("note", request.note, kMaxNote));
  if (request.kind == OverrideRequest::Kind::kSplit) return absl::OkStatus();
  RETURN_IF_ERROR(CheckId("into_id", id_kind, request.into_id));
  if (request.into_id == request.from_id) {
    return InvalidField("into_id", "is from_id itself");
  }
  return absl::OkStatus();
}

v1::Override ToOverride(const OverrideRequest& request) {
  v1::Override value;
  // One live override per id: its id is that of what it is about.
  value.set_override_id(request.from_id);
  if (request.kind == OverrideRequest::Kind::kMerge) {
    value.mutable_merge()->set_from_id(request.from_id);
    value.mutable_merge()->set_into_id(request.into_id);
  } else {
    value.mutable_split()->set_from_id(request.from_id);
  }
  value.set_author(request.author);
  value.set_reason(request.note);
  value.mutable_create_time()->set_seconds(absl::ToUnixSeconds(absl::Now()));
  return value;
}

}  // namespace

absl::StatusOr<std::string> OverrideWriter::Into(const std::string& id) const {
  const auto pending = pending_.find(id);
  if (pending != pending_.end()) return pending->second;
  const auto found = log_->FindOverride(id);
  if (absl::IsNotFound(found.status())) return "";
  RETURN_IF_ERROR(found.status());
  return found->value.merge().into_id();
}

absl::Status OverrideWriter::CheckNoCircle(
    const OverrideRequest& request) const {
  std::string id = request.into_id;
  std::string path = id;
  for (int step = 0; !id.empty(); ++step) {
    if (id == request.from_id) {
      return InvalidField(
          "into_id",
          absl::StrCat("is merged into from_id (", path,
                       "); merge the other way round, or split it first"));
    }
    if (step == kMaxPath) {
      return InvalidField(
          "into_id", absl::StrCat("is at the start of more than ", kMaxPath,
                                  " merges in a row; merge into the last one"));
    }
    ASSIGN_OR_RETURN(id, Into(id));
    if (!id.empty()) absl::StrAppend(&path, " -> ", id);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<uint64_t>> OverrideWriter::Reserve(
    const OverrideRequest& request) {
  MutexLock lock(&mu_);
  if (pending_.contains(request.from_id)) {
    return OverloadedError("another change of from_id is being written",
                           kBusyRetry);
  }
  const auto found = log_->FindOverride(request.from_id);
  // A split has no into_id.
  if (found.ok() && found->value.merge().into_id() == request.into_id) {
    return std::optional<uint64_t>(found->sequence);
  }
  if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
  RETURN_IF_ERROR(CheckNoCircle(request));
  pending_[request.from_id] = request.into_id;
  return std::optional<uint64_t>();
}

OverrideAnswer OverrideWriter::Answer(uint64_t sequence, bool unchanged) const {
  return {Position{std::string(log_->log_id()), sequence}.ToString(),
          unchanged};
}

void OverrideWriter::Write(absl::string_view id_kind,
                           const OverrideRequest& request, Done done) {
  if (absl::Status status = Check(id_kind, request); !status.ok()) {
    return done(status);
  }
  const auto kept = Reserve(request);
  if (!kept.ok()) return done(kept.status());
  if (kept->has_value()) return done(Answer(**kept, true));
  log_->PutOverride(ToOverride(request), record_log::Admission::kShed,
                    [this, id = request.from_id, done = std::move(done)](
                        const absl::StatusOr<record_log::Appended>& appended) {
                      {
                        MutexLock lock(&mu_);
                        pending_.erase(id);
                      }
                      if (appended.ok()) {
                        done(Answer(appended->sequence, false));
                      } else {
                        done(appended.status());
                      }
                    });
}

}  // namespace impactwire
