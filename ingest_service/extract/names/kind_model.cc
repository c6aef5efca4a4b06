#include "ingest_service/extract/names/kind_model.h"

#include <algorithm>
#include <cstring>

namespace impactwire::extract {
namespace {

// A name is kept unless the model is so much surer that it is none.
constexpr int kDoubt = 150;

}  // namespace

absl::StatusOr<KindModel> KindModel::Load(absl::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof(header)) {
    return absl::InternalError("kind model is cut short");
  }
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0 ||
      header.rows == 0 || (header.rows & (header.rows - 1)) != 0 ||
      bytes.size() != sizeof(header) + uint64_t{header.rows} * kKinds) {
    return absl::InternalError("kind model is malformed");
  }
  KindModel model;
  model.rows_ = reinterpret_cast<const int8_t*>(bytes.data()) + sizeof(header);
  model.mask_ = header.rows - 1;
  return model;
}

v1::OrganizationKind KindModel::Best(const std::vector<uint32_t>& features,
                                     bool stated) const {
  int sum[kKinds] = {};
  for (const uint32_t f : features) {
    const int8_t* row = rows_ + static_cast<size_t>(f & mask_) * kKinds;
    for (int k = 0; k < kKinds; ++k) sum[k] += row[k];
  }
  sum[0] -= kDoubt;
  return static_cast<v1::OrganizationKind>(
      std::max_element(sum + (stated ? 1 : 0), sum + kKinds) - sum);
}

}  // namespace impactwire::extract
