// ClassHints: what class, id and role say of an element. The parts are
// data/class_hints.tsv.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "ingest_service/text/pattern_set.h"

namespace impactwire::text {

enum ClassHint : uint32_t {
  kHintDrop = 1 << 0,
  kHintUnlikely = 1 << 1,
  kHintMaybe = 1 << 2,
  kHintGood = 1 << 3,
  kHintBad = 1 << 4,
  kHintByline = 1 << 5,
  kHintCaption = 1 << 6,
  kHintTitle = 1 << 7,
};

// Constant after construction: any thread may call.
class ClassHints {
 public:
  ClassHints();

  // ClassHint bits. Linear in the name.
  uint32_t Of(absl::string_view name) const { return patterns_.Match(name); }

 private:
  PatternSet patterns_;
};

}  // namespace impactwire::text
