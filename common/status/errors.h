// Errors as clients see them: absl::Status with google.rpc error details as
// payloads (type URL -> serialized message). The domain makes them here without
// knowing gRPC; common/server carries them onto the wire.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace impactwire {

// INVALID_ARGUMENT with BadRequest. The message reads "<field>: <description>".
absl::Status InvalidField(absl::string_view field,
                          absl::string_view description);

// Adds a further violation to an InvalidField status (or starts one, if ok).
absl::Status AddInvalidField(const absl::Status& status,
                             absl::string_view field,
                             absl::string_view description);

// NOT_FOUND with ResourceInfo; `type` is "article", "organization",
// "executive", "impact_figure".
absl::Status ResourceNotFound(absl::string_view type, absl::string_view name);

// RESOURCE_EXHAUSTED with QuotaFailure: a limit the caller must keep
// ("article.text", "holds 9000000 bytes; at most 8388608"). Not worth a retry.
absl::Status LimitExceeded(absl::string_view subject,
                           absl::string_view description);

// Errors worth a retry, with RetryInfo.
absl::Status OverloadedError(absl::string_view message, absl::Duration retry);
absl::Status UnavailableError(absl::string_view message, absl::Duration retry);

// Adds ErrorInfo {reason, domain "impactwire", metadata} to `status`.
absl::Status WithReason(
    absl::Status status, absl::string_view reason,
    std::initializer_list<std::pair<absl::string_view, std::string>> metadata =
        {});

// The retry advice in `status`, or zero.
absl::Duration RetryDelay(const absl::Status& status);

// Names of the fields in the status's BadRequest, joined with ", ".
std::string InvalidFields(const absl::Status& status);

// To and from google.rpc.Status; messages are cut at 1 KiB.
google::rpc::Status ToRpcStatus(const absl::Status& status);
absl::Status FromRpcStatus(const google::rpc::Status& status);

}  // namespace impactwire
