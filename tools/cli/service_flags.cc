#include "tools/cli/service_flags.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/host_port.h"
#include "tools/cli/display_width.h"
#include "tools/cli/exit_status.h"

namespace impactwire::cli {
namespace {

std::string FromEnvironment(const char* name, const char* fallback) {
  const char* value = getenv(name);
  return value != nullptr && *value != '\0' ? value : fallback;
}

}  // namespace

ServiceFlags::ServiceFlags()
    : ingest(FromEnvironment("IMPACTWIRE_INGEST", "127.0.0.1:50051")),
      query(FromEnvironment("IMPACTWIRE_QUERY", "127.0.0.1:50052")) {}

void ServiceFlags::AddIngest(Flags* flags) {
  flags->Add("ingest", "HOST:PORT", &ingest,
             absl::StrCat("Address of the ingest service, also "
                          "$IMPACTWIRE_INGEST (",
                          ingest, ")"));
}

void ServiceFlags::AddQuery(Flags* flags, bool with_min_position) {
  flags->Add("query", "HOST:PORT", &query,
             absl::StrCat("Address of the query service, also "
                          "$IMPACTWIRE_QUERY (",
                          query, ")"));
  if (with_min_position) {
    flags->Add("min-position", "POSITION", &min_position,
               "Wait until the index has this write, as \"ingest\" printed it");
  }
}

void ServiceFlags::AddOutput(Flags* flags) {
  flags->Add("timeout", "TIME", &timeout, "Limit of one call (15s)");
  flags->AddSwitch("json", &json,
                   "JSON lines; the default where output is no terminal");
  flags->AddSwitch("table", &table,
                   "Tables; the default where output is a terminal");
}

absl::Status ServiceFlags::Check() const {
  if (json && table) {
    return absl::InvalidArgumentError("--json and --table exclude each other");
  }
  for (const auto& [flag, address] :
       {std::pair("--ingest", &ingest), std::pair("--query", &query)}) {
    const absl::Status status = CheckHostPort(*address);
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(flag, ": \"", *address, "\" ", status.message()));
    }
  }
  return absl::OkStatus();
}

std::string DescribeError(const absl::Status& status) {
  const client::ErrorDetails details = client::DetailsOf(status);
  std::string text = absl::StrCat(absl::StatusCodeToString(status.code()), ": ",
                                  OneLine(status.message()));
  const auto add_fields =
      [&](const std::vector<client::ErrorDetails::Field>& fields) {
        for (const client::ErrorDetails::Field& field : fields) {
          const std::string line =
              absl::StrCat(field.field, ": ", field.description);
          // One field is the whole message.
          if (fields.size() == 1 && absl::StrContains(status.message(), line)) {
            continue;
          }
          absl::StrAppend(&text, "\n  ", OneLine(line));
        }
      };
  add_fields(details.invalid_fields);
  add_fields(details.limits);
  if (!details.reason.empty()) {
    absl::StrAppend(&text, "\n  reason: ", OneLine(details.reason));
    for (const auto& [key, value] : details.metadata) {
      absl::StrAppend(&text, ", ", OneLine(key), "=", OneLine(value));
    }
  }
  if (details.retry_delay > absl::ZeroDuration()) {
    absl::StrAppend(&text, "\n  try again in ",
                    absl::FormatDuration(details.retry_delay));
  }
  return text;
}

int ReportError(absl::string_view command, absl::string_view service,
                absl::string_view target, const absl::Status& status,
                Console& console) {
  const std::string head = absl::StrCat("impactwire ", command, ": ");
  const bool unreachable =
      absl::IsUnavailable(status) &&
      client::DetailsOf(status).retry_delay == absl::ZeroDuration();
  if (unreachable) {
    console.Err(absl::StrCat(
        head, "cannot reach the ", service, " service at ", target, ": ",
        OneLine(status.message()), "\n  Is it running there? --", service,
        "=HOST:PORT or $IMPACTWIRE_", service == "ingest" ? "INGEST" : "QUERY",
        " names another place.\n"));
    return kExitUnreachable;
  }
  console.Err(absl::StrCat(head, DescribeError(status), "\n"));
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kExitUnreachable;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    default:
      return kExitRefused;
  }
}

}  // namespace impactwire::cli
