// Trains the model of names/kind_model.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/names/entity_finder.h"
#include "ingest_service/extract/names/train/conll.h"

namespace impactwire::extract {

struct KindExample {
  std::string name;
  std::vector<uint32_t> features;
  // v1::OrganizationKind, 0: no organization, kAnyKind: one of unknown kind
  int kind = 0;
};
inline constexpr int kAnyKind = -1;

struct KindOptions {
  int rows_log2 = 16;
  int epochs = 20;
  int drop_per_mille = 300;  // features left out of each step
  int models = 20;           // averaged, each from another order
  int margin = 30;
};

// Finds the organizations of annotated texts. Lines of `articles`
// (train/kind_articles.py): "T<TAB>fold<TAB>text" with newlines as \n, then
// "O<TAB>KIND<TAB>form<TAB>form..." for each of its organizations; or a name by
// itself, "N<TAB>KIND<TAB>name".
// Names that are none of an article's organizations have kind 0. Each text is
// read by the finder of its fold, whose tagger has not seen it; `finders` may
// also be one for all.
absl::StatusOr<std::vector<KindExample>> ReadKindExamples(
    absl::string_view articles,
    const std::vector<std::unique_ptr<EntityFinder>>& finders);

// Finds the organizations of a text whose names are annotated without kinds: of
// kind 0 those that are no name of one anywhere, else kAnyKind.
absl::Status AppendNameExamples(const AnnotatedDocument& annotated,
                                const EntityFinder& finder,
                                std::vector<KindExample>* examples);

// The model's bytes: an averaged perceptron. Deterministic.
std::string TrainKinds(const std::vector<KindExample>& examples,
                       const KindOptions& options);

// How many of the examples a model gets right; lists the others.
absl::StatusOr<int> CountRight(const std::vector<KindExample>& examples,
                               absl::string_view model);

}  // namespace impactwire::extract
