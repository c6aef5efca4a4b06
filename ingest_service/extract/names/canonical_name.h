// Canonical names: the form of a name whose hash is the entity's id, so that
// articles that write it differently give the same id.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace impactwire::extract {

// Case and accents folded, "&" read as "and", possessives, marks, a leading
// "the" and trailing legal forms dropped: "The Coca-Cola Co., Ltd" ->
// "coca cola"; "58.com" stays.
std::string CanonicalOrganization(absl::string_view name);

// Case and accents folded, honorifics and marks dropped: "Dr. Ana Pérez" ->
// "ana perez".
std::string CanonicalPerson(absl::string_view name);

}  // namespace impactwire::extract
