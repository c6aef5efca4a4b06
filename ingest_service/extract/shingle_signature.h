// ShingleSignature: sixteen numbers by which near copies of a text are known,
// whatever frames them. The share of places in which two signatures agree
// estimates the share of their groups of four words that two texts have in
// common (Broder 1997; one permutation instead of sixteen and places left empty
// filled from their neighbours: Li et al. 2012, Shrivastava and Li 2014).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace impactwire::extract {

inline constexpr int kSignatureSize = 16;
using ShingleSignature = std::array<uint32_t, kSignatureSize>;

// Of the words of `text`: runs of letters, digits and bytes beyond ASCII, in
// any case. Nothing for less than 12 words. Equal in every process. Linear.
std::optional<ShingleSignature> MakeShingleSignature(absl::string_view text);

}  // namespace impactwire::extract
