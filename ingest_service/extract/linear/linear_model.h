// LinearModel: weights over named features, trained by scripts/train-figures
// and scripts/train-roles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/numbers/lexeme.h"

namespace impactwire::extract {

// How the names of several features begin, hashed once. The text must outlive
// it.
struct FeaturePrefix {
  explicit FeaturePrefix(absl::string_view t) : text(t), hash(HashWord(t)) {}
  absl::string_view text;
  uint64_t hash;
};

// The features of one decision. A feature's name is the parts it is added by
// (texts and whole numbers), joined as StrCat does, in lower case; only its
// hash is made, and `names` is filled only for training.
class Features {
 public:
  explicit Features(bool keep_names = false) : keep_names_(keep_names) {}

  template <typename... Parts>
  void Add(absl::string_view name, const Parts&... parts) {
    AddParts(name, HashWord(name), {absl::AlphaNum(parts).Piece()...});
  }
  template <typename... Parts>
  void Add(const FeaturePrefix& prefix, const Parts&... parts) {
    AddParts(prefix.text, prefix.hash, {absl::AlphaNum(parts).Piece()...});
  }
  // A literal, whose hash the compiler makes.
  template <size_t kSize, typename... Parts>
  void Add(const char (&name)[kSize], const Parts&... parts) {
    uint64_t hash = kWordHashSeed;
#pragma GCC unroll 64
    for (size_t i = 0; i + 1 < kSize; ++i) hash = HashByte(hash, name[i]);
    AddParts({name, kSize - 1}, hash, {absl::AlphaNum(parts).Piece()...});
  }
  void Clear() {
    hashes_.clear();
    names_.clear();
  }
  const std::vector<uint64_t>& hashes() const { return hashes_; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  // `hash` is that of `name` alone.
  void AddParts(absl::string_view name, uint64_t hash,
                std::initializer_list<absl::string_view> parts);

  bool keep_names_;
  std::vector<uint64_t> hashes_;
  std::vector<std::string> names_;
};

// Constant after Create: any thread may call.
class LinearModel {
 public:
  // Rows "<model> <feature> <class> <weight>" of `tsv` whose model is `name`;
  // the rows of one model must stand together. INTERNAL if one is malformed.
  static absl::StatusOr<std::unique_ptr<LinearModel>> Create(
      absl::string_view tsv, absl::string_view name, int classes);

  // One score per class, added up over the features that have weights.
  void Score(const Features& features, double* scores) const;
  int classes() const { return classes_; }

  // Softmax in place.
  static void Normalize(double* scores, int count);

 private:
  struct Slot {
    uint64_t feature = 0;
    int32_t row = -1;  // -1: free
    float weight = 0;  // of the class, if there is only one
  };
  explicit LinearModel(int classes);
  size_t FirstSlot(uint64_t feature) const {
    return (feature ^ feature >> 32) & mask_;
  }
  // The slot of a feature, or the free one where it would stand.
  size_t SlotOf(uint64_t feature) const {
    size_t slot = FirstSlot(feature);
    while (slots_[slot].row >= 0 && slots_[slot].feature != feature) {
      slot = (slot + 1) & mask_;
    }
    return slot;
  }
  Slot& RowOf(uint64_t feature);
  double ScoreOfOne(const Features& features) const;

  const int classes_;
  // Open addressing, at most half full; rows are numbered as they came.
  std::vector<Slot> slots_;
  uint64_t mask_;
  int32_t rows_ = 0;
  std::vector<float> weights_;  // `classes_` for each row, if more than one
};

}  // namespace impactwire::extract
