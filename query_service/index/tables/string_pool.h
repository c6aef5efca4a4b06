// StringPool: each different string once, with a small number. Append-only; one
// thread adds, any number read without waiting. Number 0 is the empty string.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "query_service/index/tables/arena.h"
#include "query_service/index/tables/hash_index.h"
#include "query_service/index/tables/stable_vector.h"

namespace impactwire::query {

class ImageReader;
class ImageWriter;

// Equal in every process: what is derived from it may be compared across them.
uint64_t HashBytes(absl::string_view bytes);

class StringPool {
 public:
  StringPool() { strings_.Push(Blob()); }

  // The string's number; adds it if it is new.
  uint32_t Intern(absl::string_view text);

  std::optional<uint32_t> Find(absl::string_view text) const;

  absl::string_view Get(uint32_t number) const {
    return strings_[number].view();
  }
  size_t size() const { return strings_.size(); }
  size_t bytes() const {
    return arena_.bytes() + strings_.bytes() + numbers_.bytes();
  }

  // The first `count` strings; see table_image.h.
  void Save(uint32_t count, ImageWriter* out) const;
  void Load(ImageReader* in);

  // The writer's: where the string's bytes are will be asked soon.
  void PrefetchNumber(uint32_t number) const {
    __builtin_prefetch(&strings_[number]);
  }

  // The writer's: `text` will be looked for soon.
  void Prefetch(absl::string_view text) const {
    numbers_.Prefetch(HashBytes(text));
  }

 private:
  std::optional<uint32_t> FindHashed(uint64_t hash,
                                     absl::string_view text) const;

  Arena arena_;
  StableVector<Blob> strings_;
  HashIndex numbers_;
};

}  // namespace impactwire::query
