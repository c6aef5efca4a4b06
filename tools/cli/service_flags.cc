#include "tools/cli/service_flags.h"

#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/host_port.h"
#include "common/base/position.h"
#include "tools/cli/display_width.h"
#include "tools/cli/exit_status.h"

namespace impactwire::cli {
namespace {

std::string FromEnvironment(const char* name, const char* fallback) {
  const char* value = getenv(name);
  return value != nullptr && *value != '\0' ? value : fallback;
}

// When `text`, a date or a time, is over.
std::optional<absl::Time> ParseEnd(const std::string& text) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return time;
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) return std::nullopt;
  return absl::FromCivil(day + 1, absl::UTCTimeZone()) - absl::Microseconds(1);
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
    flags->Add("as-of", "POSITION|TIME", &as_of,
               "Answer as of the past: a position, a date or a time such as "
               "2026-05-31T12:00:00Z");
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
  if (!as_of.empty() && !Position::Parse(as_of).ok() && !ParseEnd(as_of)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--as-of: \"", as_of,
        "\" is no position, no date and no time like 2026-05-31T12:00:00Z"));
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

v1::AsOf ServiceFlags::AsOf() const {
  v1::AsOf result;
  if (const auto time = ParseEnd(as_of)) {
    const int64_t micros = absl::ToUnixMicros(*time);
    result.mutable_time()->set_seconds(absl::ToUnixSeconds(*time));
    result.mutable_time()->set_nanos(static_cast<int32_t>(
        (micros - result.time().seconds() * 1000000) * 1000));
  } else {
    result.set_position(as_of);
  }
  return result;
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
