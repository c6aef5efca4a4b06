// RunParts: the parts of a long scan side by side. All queries share a few
// threads; those that are free help the one that asks, which does what is left
// itself and waits for no other query.
#pragma once

#include <cstdint>
#include <functional>

namespace impactwire::query {

// Calls `part(i)` once for each i < parts, in no order, from this thread and
// from others; returns when all have returned.
void RunParts(uint32_t parts, const std::function<void(uint32_t)>& part);

}  // namespace impactwire::query
