// EntityFinder: the names of a document and what refers to them: mentions ->
// entities -> coreference of "the company", "it" and "we".
#pragma once

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/names/kind_model.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/names/reference_ranker.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

// Constant after Create: any thread may call.
class EntityFinder {
 public:
  // Loads the compiled-in gazetteers and rules. INTERNAL if one is malformed.
  static absl::StatusOr<std::unique_ptr<EntityFinder>> Create();

  // For training: with another tagger's model, which must outlive this, and
  // without kinds; nothing that is found is dropped for being none.
  static absl::StatusOr<std::unique_ptr<EntityFinder>> CreateWith(
      absl::string_view tagger);
  ~EntityFinder();

  // Linear in the document. `examples`, for training: what was seen of each
  // reference.
  Entities Find(const text::Document& document,
                std::vector<ReferenceExample>* examples = nullptr) const;

 private:
  struct Tables;
  explicit EntityFinder(std::unique_ptr<const Tables> tables);
  static absl::StatusOr<std::unique_ptr<EntityFinder>> Make(
      absl::string_view tagger, std::optional<KindModel> kinds);
  const std::unique_ptr<const Tables> tables_;
};

}  // namespace impactwire::extract
