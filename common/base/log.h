// Structured logs: one line per event on stderr, as text or as JSON.
//
//   Log(Severity::kInfo, "record log opened", {{"entries", count}});
//   2026-01-31T12:00:00.123Z INFO record log opened entries=120
//   {"time":"...","severity":"INFO","message":"record log
//   opened","entries":"120"}
//
// Any thread may log; a line is written whole. Values are escaped and cut at
// 2 KiB, so a hostile article cannot forge a line.
#pragma once

#include <initializer_list>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace impactwire {

enum class Severity { kDebug, kInfo, kWarning, kError };

struct LogField {
  LogField(absl::string_view k, const absl::AlphaNum& v)
      : key(k), value(v.Piece()) {}
  absl::string_view key;
  std::string value;
};

void Log(Severity severity, absl::string_view message,
         std::initializer_list<LogField> fields = {});

// Process-wide; set once at start. Defaults: kInfo, text.
void SetMinLogSeverity(Severity severity);
void SetLogFormatJson(bool json);

// "debug", "info", "warning", "error"; false for anything else.
bool ParseSeverity(absl::string_view text, Severity* severity);

}  // namespace impactwire
