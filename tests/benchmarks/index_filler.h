// IndexFiller: fills an index with made-up records (record_generator.h), from
// their serialized form, as the follower's two threads do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "query_service/index/index.h"
#include "query_service/index/record_pool.h"
#include "tests/benchmarks/record_generator.h"

namespace impactwire::bench {

// What was made and applied.
struct Filled {
  uint64_t records = 0;
  uint64_t figures = 0;
  // Of records as the stream sends them; of the sentences that facts stand in.
  uint64_t record_bytes = 0;
  uint64_t evidence_bytes = 0;
  // Seconds: by the clock; of the thread that applies, and of the one that
  // reads ahead of it. Making records is not among them.
  double wall = 0;
  double writer_cpu = 0;
  double reader_cpu = 0;
};

// Ends the program on an error.
class IndexFiller {
 public:
  // Both must outlive it.
  IndexFiller(const RecordGenerator* generator, query::Index* index)
      : generator_(*generator),
        index_(*index),
        preparer_(index->generation_options().search_text) {}

  // All that the generator has. Shows how far it is.
  Filled FillAll();

  // Serialized entries [first, first + count), counted in `filled`.
  std::vector<std::string> Make(uint32_t first, uint32_t count,
                                Filled* filled) const;
  // Entries [begin, end), the first of which would have `first_sequence`,
  // parsed and prepared; and applied.
  query::RecordBatch Read(const std::vector<std::string>& entries, size_t begin,
                          size_t end, uint64_t first_sequence,
                          uint64_t high_watermark);
  void Apply(query::RecordBatch batch);

 private:
  // All of them, read ahead by a thread of its own.
  void ApplyAll(const std::vector<std::string>& entries,
                uint64_t first_sequence, Filled* filled);

  const RecordGenerator& generator_;
  query::Index& index_;
  query::RecordPool pool_;
  query::RecordPreparer preparer_;
};

}  // namespace impactwire::bench
