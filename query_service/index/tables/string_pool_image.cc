// StringPool and TermPostings: in files and back.
#include "query_service/index/tables/string_pool.h"
#include "query_service/index/tables/table_image.h"
#include "query_service/index/tables/term_postings.h"

namespace impactwire::query {

void StringPool::Save(uint32_t count, ImageWriter* out) const {
  out->Put(count - 1);
  for (uint32_t n = 1; n < count; ++n) out->PutBytes(Get(n));
}

void StringPool::Load(ImageReader* in) {
  const uint32_t count = in->Count(sizeof(uint32_t));
  for (uint32_t n = 0; n < count && in->ok(); ++n) {
    const auto number =
        static_cast<uint32_t>(strings_.Push(in->StoredBytes(&arena_)));
    numbers_.Upsert(HashBytes(Get(number)), number,
                    [](uint32_t) { return false; });
  }
}

// Per term a 1, its hash and its rows; a 0 after the last.
void TermPostings::Save(uint32_t rows, ImageWriter* out) const {
  std::string bytes;
  const size_t terms = terms_.size();
  for (size_t n = 0; n < terms; ++n) {
    TermList::Cursor c(terms_[n].rows, rows);
    if (c.done()) continue;
    out->Put(uint8_t{1});
    out->Put(terms_[n].term);
    uint32_t last = c.row();
    out->Put(last);
    bytes.clear();
    for (c.Next(); !c.done(); c.Next()) {
      uint32_t difference = c.row() - last;
      last = c.row();
      for (; difference > 127; difference >>= 7) {
        bytes.push_back(static_cast<char>((difference & 127) | 128));
      }
      bytes.push_back(static_cast<char>(difference));
    }
    out->PutBytes(bytes);
  }
  out->Put(uint8_t{0});
}

void TermPostings::Load(uint32_t rows, ImageReader* in) {
  while (in->Get<uint8_t>() != 0 && in->ok()) {
    const auto term = in->Get<uint64_t>();
    uint64_t row = in->Number(rows);
    const std::string bytes = in->Bytes();
    if (!in->ok()) return;
    const auto number = static_cast<uint32_t>(terms_.size());
    Term& next = terms_.Next();
    next.term = term;
    TermList& list = next.rows;
    terms_.Publish();
    numbers_.Upsert(term, number, [](uint32_t) { return false; });
    list.Append(static_cast<uint32_t>(row), &arena_);
    for (size_t i = 0; i < bytes.size();) {
      uint32_t difference = 0;
      for (int shift = 0; i < bytes.size() && shift < 32; shift += 7) {
        const auto byte = static_cast<uint8_t>(bytes[i++]);
        difference |= uint32_t{byte & 127u} << shift;
        if (byte < 128) break;
      }
      row += difference;
      if (difference == 0 || row >= rows) {
        in->Fail("the rows of a word are out of range");
        return;
      }
      list.Append(static_cast<uint32_t>(row), &arena_);
    }
  }
}

}  // namespace impactwire::query
