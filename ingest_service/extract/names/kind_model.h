// KindModel: which kind of organization an entity is, or whether it is none
// after all (an event, a product), by a linear model over hashed features
// (kind_features.h).
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
#include "ingest_service/extract/names/kind_features.h"

namespace impactwire::extract {

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
