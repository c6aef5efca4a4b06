// KindModel: which kind of organization an entity is, or whether it is none
// after all (an event, a product), by a linear model over hashed features: the
// words, affixes and word classes of its names, what the gazetteer says of
// them, the words around its mentions ("the charity X", "X, a lender", "shares
// of X"), and how sure the tagger was.
//
// Model: each feature hash is a row of 8 signed bytes, one per
// v1::OrganizationKind; UNSPECIFIED stands for no organization. Trained by
// names/train.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/names/name_finder.h"
#include "ingest_service/extract/names/organization_kind.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

inline constexpr int kKinds = 8;

// The features of one entity, gathered from its mentions.
class KindFeatures {
 public:
  // What one mention adds. Mentions after the first 24 add nothing.
  void AddMention(const TokenFacts& facts, const NamedSpan& span);

  // "the charity", which may speak of this entity: the organization named last
  // before it (`near`) or the one named most.
  void AddNominal(uint64_t noun, bool near);

  // Sorted, each once.
  const std::vector<uint32_t>& Finish();

 private:
  void Add(uint32_t kind, uint64_t value);
  void AddName(const TokenFacts& facts, const NamedSpan& span);
  void AddContext(const TokenFacts& facts, const NamedSpan& span);

  std::vector<uint32_t> features_;
  std::vector<uint64_t> names_;  // keys of the forms seen
  int mentions_ = 0;
  float margin_ = 0;
  bool in_text_ = false;  // not only in headlines
  bool inside_ = false;   // not only at the beginning of sentences
  uint32_t head_ = 0;     // organization heads in its names
  bool caps_ = false;
  KindVotes votes_;
};

// A mention by name.
struct NamedOrganization {
  NamedSpan span;
  int32_t entity = 0;
};

// The features of entities [0, count) by their mentions, in text order. Linear
// in the document.
std::vector<KindFeatures> GatherKindFeatures(
    const TokenFacts& facts, const std::vector<NamedOrganization>& mentions,
    int count);

// A view of the model's bytes; constant, any thread may call.
class KindModel {
 public:
  static constexpr char kMagic[8] = {'i', 'w', 'k', 'n', 'd', '0', '1', '\n'};
  struct Header {
    char magic[8];
    uint32_t rows;  // a power of two
    char padding[4];
  };

  // `bytes` must outlive this. INTERNAL if they are no model.
  static absl::StatusOr<KindModel> Load(absl::string_view bytes);

  // UNSPECIFIED: no organization; never that where the text states that it is
  // one.
  v1::OrganizationKind Best(const std::vector<uint32_t>& features,
                            bool stated = false) const;

 private:
  KindModel() = default;
  const int8_t* rows_ = nullptr;
  uint32_t mask_ = 0;
};

}  // namespace impactwire::extract
