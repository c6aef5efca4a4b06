// Compactor: builds the next generation from the rows of the current one that
// hold at the new horizon or came after it, a few at a time between batches, so
// that no batch waits for long. Cost: each row is copied once; entries that
// arrive meanwhile are applied twice.
#pragma once

#include <memory>

#include "query_service/index/generation/generation.h"

namespace impactwire::query {

class Compactor {
 public:
  // `source`: goes on being written by the same thread.
  Compactor(std::shared_ptr<Generation> source, uint64_t horizon);

  // Takes over at most `entries` journal entries. True when the new generation
  // has everything the source has.
  bool Step(size_t entries);

  // The new generation, published as far as the source.
  std::shared_ptr<Generation> Finish();

 private:
  void Copy(const JournalEntry& entry);

  const std::shared_ptr<Generation> source_;
  const std::shared_ptr<Generation> target_;
  const uint64_t horizon_;
  size_t next_ = 0;
};

}  // namespace impactwire::query
