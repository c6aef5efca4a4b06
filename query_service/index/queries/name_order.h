// The order of lists of organizations and executives: a count (largest first)
// or nothing, then the folded name, the name, the id.
#pragma once

#include <cstdint>
#include <tuple>

#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

struct NameKey {
  uint32_t count = 0;
  const EntityVersion* version = nullptr;
};

class NameOrder {
 public:
  NameOrder(const EntityTable* table, const StringPool* strings)
      : table_(table), strings_(strings) {}

  bool operator()(const NameKey& a, const NameKey& b) const {
    if (a.count != b.count) return a.count > b.count;
    const EntityVersion& x = *a.version;
    const EntityVersion& y = *b.version;
    if (x.display_folded != y.display_folded) {
      return strings_->Get(x.display_folded) < strings_->Get(y.display_folded);
    }
    if (x.display != y.display) {
      return strings_->Get(x.display) < strings_->Get(y.display);
    }
    return table_->id(x.entity) < table_->id(y.entity);
  }

 private:
  const EntityTable* table_;
  const StringPool* strings_;
};

}  // namespace impactwire::query
