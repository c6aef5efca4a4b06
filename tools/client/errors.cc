#include "impactwire/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tools/client/call.h"

namespace impactwire::client {
namespace {

template <typename Message>
bool GetDetail(const absl::Status& status, Message* message) {
  const auto payload = status.GetPayload(absl::StrCat(
      "type.googleapis.com/", message->GetDescriptor()->full_name()));
  return payload.has_value() && message->ParseFromString(std::string(*payload));
}

}  // namespace

ErrorDetails DetailsOf(const absl::Status& status) {
  ErrorDetails details;
  if (google::rpc::BadRequest bad; GetDetail(status, &bad)) {
    for (const auto& violation : bad.field_violations()) {
      details.invalid_fields.push_back(
          {violation.field(), violation.description()});
    }
  }
  if (google::rpc::QuotaFailure failure; GetDetail(status, &failure)) {
    for (const auto& violation : failure.violations()) {
      details.limits.push_back({violation.subject(), violation.description()});
    }
  }
  if (google::rpc::ResourceInfo resource; GetDetail(status, &resource)) {
    details.resource_type = resource.resource_type();
    details.resource_name = resource.resource_name();
  }
  if (google::rpc::ErrorInfo info; GetDetail(status, &info)) {
    details.reason = info.reason();
    details.metadata.insert(info.metadata().begin(), info.metadata().end());
  }
  if (google::rpc::RetryInfo retry; GetDetail(status, &retry)) {
    details.retry_delay = absl::Seconds(retry.retry_delay().seconds()) +
                          absl::Nanoseconds(retry.retry_delay().nanos());
  }
  return details;
}

absl::Status ToStatus(const google::rpc::Status& status) {
  if (status.code() == 0) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.code()),
                      status.message());
  for (const google::protobuf::Any& detail : status.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status rpc;
  if (!status.error_details().empty() &&
      rpc.ParseFromString(status.error_details()) &&
      rpc.code() == static_cast<int>(status.error_code())) {
    return ToStatus(rpc);
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
}

}  // namespace impactwire::client
