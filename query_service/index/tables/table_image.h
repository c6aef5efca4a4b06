// What the tables' Save and Load functions need of each other. They stand side
// by side in the files *_image.cc.
//
// Save: any thread, as a reader at a pinned position does it: rows that came
// later are left out, and what ended later has not ended. So nobody waits, and
// it takes no memory. What was interned later may be saved, too; nothing refers
// to it. Load: the writer, into an empty table; lists, hashes and whatever else
// follows from the rows is made anew.
#pragma once

#include <cstdint>

#include "query_service/index/tables/image_reader.h"
#include "query_service/index/tables/image_writer.h"
#include "query_service/index/tables/rows.h"

namespace impactwire::query {

// What an image is of.
struct ImageAt {
  uint64_t position = 0;
  // Rows of the tables that others refer to.
  uint32_t strings = 0;
  uint32_t articles = 0;
  uint32_t organizations = 0;
  uint32_t figures = 0;

  uint64_t End(uint64_t to) const { return to <= position ? to : kForever; }
};

inline void PutNumbers(const NumberList& list, ImageWriter* out) {
  out->Put(static_cast<uint32_t>(list.end() - list.begin()));
  for (const uint32_t number : list) out->Put(number);
}

inline NumberList GetNumbers(size_t limit, Arena* arena, ImageReader* in) {
  const uint32_t count = in->Count(sizeof(uint32_t));
  if (count == 0) return NumberList();
  auto* const list = static_cast<uint32_t*>(
      arena->Allocate((size_t{count} + 1) * sizeof(uint32_t)));
  list[0] = count;
  for (uint32_t i = 1; i <= count; ++i) list[i] = in->Number(limit);
  return NumberList(list);
}

inline void PutDays(const DayRange& days, ImageWriter* out) {
  out->Put(days.first);
  out->Put(days.last);
}

inline DayRange GetDays(ImageReader* in) {
  DayRange days;
  days.first = in->Get<int32_t>();
  days.last = in->Get<int32_t>();
  return days;
}

// The first rows of an ascending `rows` with `at(row)` <= position.
template <typename At>
uint32_t RowsUpTo(uint64_t position, size_t rows, const At& at) {
  size_t low = 0;
  while (low < rows) {
    const size_t middle = low + (rows - low) / 2;
    if (at(middle) <= position) {
      low = middle + 1;
    } else {
      rows = middle;
    }
  }
  return static_cast<uint32_t>(low);
}

}  // namespace impactwire::query
