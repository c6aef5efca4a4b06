// RoleFinder: who leads what: person + title + organization + status.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

struct Role {
  int32_t person = -1;        // index in Entities::entities
  int32_t organization = -1;  // the same; -1 if none is named
  std::string title;          // as worded, without the organization
  std::vector<v1::RoleFamily> families;
  bool acting = false;
  bool deputy = false;
  v1::RoleStatus status = v1::ROLE_STATUS_CURRENT;
  int32_t sentence = 0;  // the one that says so
  double confidence = 1;
};

// One decision, for training: may `person` have `title`, and of which
// organization is it then?
struct RoleExample {
  struct Organization {
    int32_t entity = -1;
    std::vector<std::string> features;
  };
  int32_t person = -1;
  std::string title;
  int32_t sentence = 0;
  std::vector<std::string> features;
  std::vector<Organization> organizations;
};

// Constant after Create: any thread may call.
class RoleFinder {
 public:
  static absl::StatusOr<std::unique_ptr<RoleFinder>> Create();
  // With other weights than the compiled-in data/role_model.tsv.
  static absl::StatusOr<std::unique_ptr<RoleFinder>> Create(
      absl::string_view model);
  ~RoleFinder();

  // One Role per (person, organization, status); several titles of one person
  // at one organization are joined as worded ("founder and CEO").
  std::vector<Role> Find(const text::Document& document,
                         const Entities& entities) const;

  // The decisions behind Find, for scripts/train-roles.
  std::vector<RoleExample> Examples(const text::Document& document,
                                    const Entities& entities) const;

 private:
  struct Tables;
  explicit RoleFinder(std::unique_ptr<const Tables> tables);
  const std::unique_ptr<const Tables> tables_;
};

}  // namespace impactwire::extract
