// Position: a point in a record log. On the wire an opaque string; clients hold
// it and give it back. Only the two services read it.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace impactwire {

// Covers every entry with a sequence up to and including `sequence`. One log
// has one partition today; the text form leaves room for more.
struct Position {
  // Names the log: 16 hex digits, chosen when the log is made. Empty: the
  // beginning of any log.
  std::string log_id;
  uint64_t sequence = 0;

  bool is_beginning() const { return log_id.empty(); }

  // "p1-<log id>-<sequence>"; "" for the beginning.
  std::string ToString() const;

  // INVALID_ARGUMENT unless `text` is what ToString gave. The caller names the
  // field.
  static absl::StatusOr<Position> Parse(absl::string_view text);

  bool operator==(const Position& other) const {
    return log_id == other.log_id && sequence == other.sequence;
  }
};

}  // namespace impactwire
