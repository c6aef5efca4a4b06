#include "common/base/log.h"

#include <unistd.h>

#include <atomic>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace impactwire {
namespace {

std::atomic<Severity> min_severity{Severity::kInfo};
std::atomic<bool> format_json{false};

constexpr absl::string_view kNames[] = {"DEBUG", "INFO", "WARNING", "ERROR"};
constexpr size_t kMaxValue = 2048;

void AppendJsonString(absl::string_view value, std::string* out) {
  out->push_back('"');
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (byte < 0x20) {
      absl::StrAppendFormat(out, "\\u%04x", byte);
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

void AppendTextValue(absl::string_view value, std::string* out) {
  const bool plain =
      !value.empty() &&
      value.find_first_of(" \t\r\n\"=\\\x1b") == absl::string_view::npos;
  if (plain) {
    absl::StrAppend(out, value);
  } else {
    absl::StrAppend(out, "\"", absl::Utf8SafeCEscape(value), "\"");
  }
}

// Cuts between characters, not inside one.
absl::string_view Cut(absl::string_view value) {
  if (value.size() <= kMaxValue) return value;
  size_t end = kMaxValue;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) {
    --end;
  }
  return value.substr(0, end);
}

}  // namespace

void Log(Severity severity, absl::string_view message,
         std::initializer_list<LogField> fields) {
  if (severity < min_severity.load(std::memory_order_relaxed)) return;
  const std::string time = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(),
                                            absl::UTCTimeZone());
  const absl::string_view name = kNames[static_cast<int>(severity)];
  std::string line;
  if (format_json.load(std::memory_order_relaxed)) {
    absl::StrAppend(&line, "{\"time\":\"", time, "\",\"severity\":\"", name,
                    "\",\"message\":");
    AppendJsonString(Cut(message), &line);
    for (const LogField& field : fields) {
      line.push_back(',');
      AppendJsonString(field.key, &line);
      line.push_back(':');
      AppendJsonString(Cut(field.value), &line);
    }
    line.push_back('}');
  } else {
    absl::StrAppend(&line, time, " ", name, " ", Cut(message));
    for (const LogField& field : fields) {
      absl::StrAppend(&line, " ", field.key, "=");
      AppendTextValue(Cut(field.value), &line);
    }
  }
  line.push_back('\n');
  // One write keeps a line whole; what a full pipe refuses is lost.
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, line.data(), line.size());
}

void SetMinLogSeverity(Severity severity) { min_severity = severity; }
void SetLogFormatJson(bool json) { format_json = json; }

bool ParseSeverity(absl::string_view text, Severity* severity) {
  if (text == "debug")
    *severity = Severity::kDebug;
  else if (text == "info")
    *severity = Severity::kInfo;
  else if (text == "warning")
    *severity = Severity::kWarning;
  else if (text == "error")
    *severity = Severity::kError;
  else
    return false;
  return true;
}

}  // namespace impactwire
