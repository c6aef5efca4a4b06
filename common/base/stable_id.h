// Ids that depend only on what they name: "<kind>-" and 16 hex digits, the
// first 8 bytes of a SHA-256. The same facts give the same id in every process
// and version; two of ten million differ with probability 0.999997.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace impactwire {

inline constexpr absl::string_view kOrganizationIdKind = "org";
inline constexpr absl::string_view kExecutiveIdKind = "exe";
inline constexpr absl::string_view kRoleIdKind = "rol";
inline constexpr absl::string_view kFigureIdKind = "fig";
inline constexpr absl::string_view kArticleIdKind = "art";

// The id of `parts`, in order.
std::string StableId(absl::string_view kind,
                     std::initializer_list<absl::string_view> parts);

// The 16 hex digits as a number; nothing if `id` does not have the form
// StableId gives for `kind`.
std::optional<uint64_t> StableIdNumber(absl::string_view kind,
                                       absl::string_view id);

// Whether `id` has the form StableId gives for `kind`.
bool IsStableId(absl::string_view kind, absl::string_view id);

}  // namespace impactwire
