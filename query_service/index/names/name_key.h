// What tells whether two organizations of different articles may be one by
// their names alone (entities/organization_joiner.h).
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace impactwire::query {

// The folded name (fold.h) without its legal form, small linking words and
// spaces, its words in one spelling: equal for "The JD.com, Inc." and "JD com",
// for "Kyiv School" and "Kiev School". Empty for an empty name.
std::string NameKey(absl::string_view folded);

// Whether `text`, as written, is the acronym of `full` or looks like one: one
// word of two letters or more, none of them small.
bool IsAcronym(absl::string_view text, absl::string_view full);

// Whether a reader who knows `full` understands `text` at once: its words are
// among those of `full`, or it is its acronym, or `full` begins with it
// ("JD", "JD.com").
bool IsShortFor(absl::string_view text, absl::string_view full);

}  // namespace impactwire::query
