#include "common/status/errors.h"

#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/utf8.h"
#include "google/rpc/error_details.pb.h"

namespace impactwire {
namespace {

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";
constexpr absl::string_view kDomain = "impactwire";
constexpr size_t kMaxMessage = 1024;

std::string TypeUrl(const google::protobuf::Message& message) {
  return absl::StrCat(kTypePrefix, message.GetDescriptor()->full_name());
}

template <typename Message>
bool GetDetail(const absl::Status& status, Message* message) {
  const auto payload = status.GetPayload(TypeUrl(*message));
  return payload.has_value() && message->ParseFromString(std::string(*payload));
}

void SetDetail(const google::protobuf::Message& message, absl::Status* status) {
  status->SetPayload(TypeUrl(message), absl::Cord(message.SerializeAsString()));
}

void SetRetry(absl::Duration delay, absl::Status* status) {
  google::rpc::RetryInfo retry;
  const absl::Duration sub = delay % absl::Seconds(1);
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(sub)));
  SetDetail(retry, status);
}

std::string Bounded(absl::string_view message) {
  if (message.size() <= kMaxMessage) return std::string(message);
  return absl::StrCat(message.substr(0, Utf8Floor(message, kMaxMessage)),
                      "...");
}

}  // namespace

absl::Status InvalidField(absl::string_view field,
                          absl::string_view description) {
  return AddInvalidField(absl::OkStatus(), field, description);
}

absl::Status AddInvalidField(const absl::Status& status,
                             absl::string_view field,
                             absl::string_view description) {
  google::rpc::BadRequest bad;
  GetDetail(status, &bad);
  auto* violation = bad.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(Bounded(description));
  std::string message = status.ok() ? "" : absl::StrCat(status.message(), "; ");
  absl::StrAppend(&message, field, ": ", description);
  absl::Status result = absl::InvalidArgumentError(Bounded(message));
  SetDetail(bad, &result);
  return result;
}

absl::Status ResourceNotFound(absl::string_view type, absl::string_view name) {
  absl::Status result = absl::NotFoundError(
      Bounded(absl::StrCat("no ", type, " \"", name, "\"")));
  google::rpc::ResourceInfo info;
  info.set_resource_type(std::string(type));
  info.set_resource_name(Bounded(name));
  SetDetail(info, &result);
  return result;
}

absl::Status LimitExceeded(absl::string_view subject,
                           absl::string_view description) {
  absl::Status result = absl::ResourceExhaustedError(
      Bounded(absl::StrCat(subject, ": ", description)));
  google::rpc::QuotaFailure failure;
  auto* violation = failure.add_violations();
  violation->set_subject(std::string(subject));
  violation->set_description(Bounded(description));
  SetDetail(failure, &result);
  return result;
}

absl::Status OverloadedError(absl::string_view message, absl::Duration retry) {
  absl::Status result = absl::ResourceExhaustedError(Bounded(message));
  SetRetry(retry, &result);
  return result;
}

absl::Status UnavailableError(absl::string_view message, absl::Duration retry) {
  absl::Status result = absl::UnavailableError(Bounded(message));
  SetRetry(retry, &result);
  return result;
}

absl::Status WithReason(
    absl::Status status, absl::string_view reason,
    std::initializer_list<std::pair<absl::string_view, std::string>> metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kDomain));
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[std::string(key)] = value;
  }
  SetDetail(info, &status);
  return status;
}

absl::Duration RetryDelay(const absl::Status& status) {
  google::rpc::RetryInfo retry;
  if (!GetDetail(status, &retry)) return absl::ZeroDuration();
  return absl::Seconds(retry.retry_delay().seconds()) +
         absl::Nanoseconds(retry.retry_delay().nanos());
}

std::string InvalidFields(const absl::Status& status) {
  google::rpc::BadRequest bad;
  GetDetail(status, &bad);
  std::vector<std::string> fields;
  for (const auto& violation : bad.field_violations()) {
    fields.push_back(violation.field());
  }
  return absl::StrJoin(fields, ", ");
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status result;
  result.set_code(static_cast<int>(status.code()));
  std::string message(status.message());
  // A proto3 string must be UTF-8 or the whole answer cannot be read.
  if (!IsValidUtf8(message)) message = "(message is not valid UTF-8)";
  result.set_message(Bounded(message));
  status.ForEachPayload(
      [&result](absl::string_view type_url, const absl::Cord& payload) {
        auto* any = result.add_details();
        any->set_type_url(std::string(type_url));
        any->set_value(std::string(payload));
      });
  return result;
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  absl::Status result(static_cast<absl::StatusCode>(status.code()),
                      status.message());
  for (const auto& detail : status.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

}  // namespace impactwire
