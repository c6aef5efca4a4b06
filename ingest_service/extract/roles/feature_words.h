// Words and counts as features see them.
#pragma once

#include "absl/strings/string_view.h"
#include "impactwire/v1/record.pb.h"

namespace impactwire::extract {

// A few ranges: "0", "1", "2", "4" (up to 4), ... "many".
absl::string_view Bucket(int n);
// "0", "1", "2" or "3+".
absl::string_view Count(int n);
// Words that are not told apart by what they mean but by how they join: "of".
bool IsJoint(absl::string_view word);
// "said", "told", "expects": what follows is what somebody says.
bool IsSaying(absl::string_view word);

// "company", "education".
absl::string_view KindName(v1::OrganizationKind kind);

}  // namespace impactwire::extract
