// EntityFinder: the names of a document and what refers to them: mentions ->
// entities -> coreference of "the company", "it" and "we".
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/reference_ranker.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

// Constant after Create: any thread may call.
class EntityFinder {
 public:
  // Loads the compiled-in gazetteers and rules. INTERNAL if one is malformed.
  static absl::StatusOr<std::unique_ptr<EntityFinder>> Create();
  ~EntityFinder();

  // Linear in the document. `examples`, for training: what was seen of each
  // reference.
  Entities Find(const text::Document& document,
                std::vector<ReferenceExample>* examples = nullptr) const;

 private:
  struct Tables;
  explicit EntityFinder(std::unique_ptr<const Tables> tables);
  const std::unique_ptr<const Tables> tables_;
};

}  // namespace impactwire::extract
