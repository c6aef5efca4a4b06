// What an error of the services says beside its code and message.
//
// Every call of this package returns absl::Status or absl::StatusOr; DetailsOf
// reads the google.rpc details that came with a status.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace google::rpc {
class Status;
}  // namespace google::rpc

namespace impactwire::client {

struct ErrorDetails {
  struct Field {
    std::string field;        // "article.publish_date"
    std::string description;  // what is wrong, and what would be right
  };

  // INVALID_ARGUMENT: the fields that are wrong.
  std::vector<Field> invalid_fields;
  // RESOURCE_EXHAUSTED: the limits that were hit.
  std::vector<Field> limits;
  // NOT_FOUND: "article", "organization", ...; and which.
  std::string resource_type;
  std::string resource_name;
  // For programs, for example "PAGE_TOKEN_EXPIRED"; often empty.
  std::string reason;
  std::map<std::string, std::string> metadata;
  // Zero: a retry will not help, or nothing is known.
  absl::Duration retry_delay = absl::ZeroDuration();
};

ErrorDetails DetailsOf(const absl::Status& status);

// The status that a message of an answer holds (IngestArticlesResponse.error),
// with its details.
absl::Status ToStatus(const google::rpc::Status& status);

}  // namespace impactwire::client
