// Tagger: finds PERSON, ORGANIZATION and PLACE names in a document by a linear
// model over hashed features, decoded per run of candidate tokens.
//
// Model: a first-order linear chain over 13 BILOU labels. Each feature hash is
// a row of 16 signed bytes, one per label (three unused); a token's score for
// a label is the sum of its rows. Viterbi finds the best sequence in
// O(candidates * (features * 16 + transitions)). Trained by names/train.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

inline constexpr int kLabels = 13;
inline constexpr int kLabelRow = 16;
inline constexpr int kOutside = 0;

// Labels: 0 is O; type t (person, organization, place) has B, I, L, U at
// 1 + 4t ... 4 + 4t.
enum class LabelPart : uint8_t { kBegin, kInside, kLast, kUnit };
inline constexpr int Label(int type, LabelPart part) {
  return 1 + 4 * type + static_cast<int>(part);
}
inline constexpr int LabelType(int label) { return (label - 1) / 4; }
inline constexpr LabelPart PartOf(int label) {
  return static_cast<LabelPart>((label - 1) % 4);
}
// Whether `next` may follow `label`; kOutside stands for both ends too.
inline constexpr bool MayFollow(int label, int next) {
  const bool open = label != kOutside && (PartOf(label) == LabelPart::kBegin ||
                                          PartOf(label) == LabelPart::kInside);
  const bool continues =
      next != kOutside &&
      (PartOf(next) == LabelPart::kInside || PartOf(next) == LabelPart::kLast);
  if (open != continues) return false;
  return !open || LabelType(label) == LabelType(next);
}

struct TaggedName {
  EntityKind kind = EntityKind::kOrganization;
  int32_t first_token = 0;
  int32_t last_token = 0;  // half open
  // By how much the name beats no name and other kinds, per token; in the
  // model's unit (one is 1.0 before quantisation).
  float margin = 0;
};

// A view of the model's bytes; constant, any thread may call.
class Tagger {
 public:
  static constexpr char kMagic[8] = {'i', 'w', 't', 'a', 'g', '0', '1', '\n'};
  struct Header {
    char magic[8];
    uint32_t rows;  // a power of two
    uint32_t unit;  // the quantised value of 1.0
    int16_t transitions[kLabels * kLabels];
    char padding[14];
  };

  // `bytes` must outlive this. INTERNAL if they are no model.
  static absl::StatusOr<Tagger> Load(absl::string_view bytes);

  // In text order, not overlapping. Linear in the document.
  std::vector<TaggedName> Tag(const TokenFacts& facts) const;

 private:
  Tagger() = default;
  Header header_;
  const int8_t* rows_ = nullptr;
  uint32_t mask_ = 0;
};

}  // namespace impactwire::extract
