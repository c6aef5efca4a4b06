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

template <typename Request>
absl::Status CheckSigned(absl::string_view id_kind, const Request& request) {
  RETURN_IF_ERROR(CheckId("from_id", id_kind, request.from_id()));
  RETURN_IF_ERROR(CheckSize("author", request.author(), kMaxAuthor));
  return CheckSize("note", request.note(), kMaxNote);
}

// One live override per id: its id is that of what it is about.
template <typename Request>
v1::Override Start(const Request& request) {
  v1::Override value;
  value.set_override_id(request.from_id());
  value.set_author(request.author());
  value.set_reason(request.note());
  const absl::Time now = absl::Now();
  value.mutable_create_time()->set_seconds(absl::ToUnixSeconds(now));
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
    const v1::MergeRequest& request) const {
  std::string id = request.into_id();
  std::string path = id;
  for (int step = 0; !id.empty(); ++step) {
    if (id == request.from_id()) {
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
    const std::string& from, const std::string& into,
    const v1::MergeRequest* merge) {
  MutexLock lock(&mu_);
  if (pending_.contains(from)) {
    return OverloadedError("another change of from_id is being written",
                           kBusyRetry);
  }
  const auto found = log_->FindOverride(from);
  if (found.ok() && found->value.merge().into_id() == into) {
    return std::optional<uint64_t>(found->sequence);
  }
  if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
  if (merge != nullptr) RETURN_IF_ERROR(CheckNoCircle(*merge));
  pending_[from] = into;
  return std::optional<uint64_t>();
}

template <typename Response>
void OverrideWriter::Put(const v1::Override& value,
                         std::function<void(absl::StatusOr<Response>)> done) {
  log_->PutOverride(value, record_log::Admission::kShed,
                    [this, id = value.override_id(), done = std::move(done)](
                        const absl::StatusOr<record_log::Appended>& appended) {
                      {
                        MutexLock lock(&mu_);
                        pending_.erase(id);
                      }
                      if (appended.ok()) {
                        done(Answer<Response>(appended->sequence, false));
                      } else {
                        done(appended.status());
                      }
                    });
}

template <typename Response>
Response OverrideWriter::Answer(uint64_t sequence, bool unchanged) const {
  Response response;
  response.set_position(
      Position{std::string(log_->log_id()), sequence}.ToString());
  response.set_unchanged(unchanged);
  return response;
}

void OverrideWriter::Merge(absl::string_view id_kind,
                           const v1::MergeRequest& request, MergeDone done) {
  absl::Status status = CheckSigned(id_kind, request);
  if (status.ok()) status = CheckId("into_id", id_kind, request.into_id());
  if (status.ok() && request.into_id() == request.from_id()) {
    status = InvalidField("into_id", "is from_id itself");
  }
  if (!status.ok()) return done(status);
  const auto kept = Reserve(request.from_id(), request.into_id(), &request);
  if (!kept.ok()) return done(kept.status());
  if (kept->has_value()) {
    return done(Answer<v1::MergeResponse>(**kept, true));
  }
  v1::Override value = Start(request);
  value.mutable_merge()->set_from_id(request.from_id());
  value.mutable_merge()->set_into_id(request.into_id());
  Put<v1::MergeResponse>(value, std::move(done));
}

void OverrideWriter::Split(absl::string_view id_kind,
                           const v1::SplitRequest& request, SplitDone done) {
  if (absl::Status status = CheckSigned(id_kind, request); !status.ok()) {
    return done(status);
  }
  const auto kept = Reserve(request.from_id(), "", nullptr);
  if (!kept.ok()) return done(kept.status());
  if (kept->has_value()) {
    return done(Answer<v1::SplitResponse>(**kept, true));
  }
  v1::Override value = Start(request);
  value.mutable_split()->set_from_id(request.from_id());
  Put<v1::SplitResponse>(value, std::move(done));
}

}  // namespace impactwire
