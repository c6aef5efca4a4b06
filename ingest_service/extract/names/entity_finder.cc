#include "ingest_service/extract/names/entity_finder.h"

#include <utility>

#include "common/status/status_macros.h"
#include "extract_names_data.h"
#include "ingest_service/extract/names/coreference.h"
#include "ingest_service/extract/names/entity_builder.h"
#include "ingest_service/extract/names/gazetteer.h"
#include "ingest_service/extract/names/kind_model.h"
#include "ingest_service/extract/names/known_names.h"
#include "ingest_service/extract/names/lexicon.h"
#include "ingest_service/extract/names/name_finder.h"
#include "ingest_service/extract/names/organization_countries.h"
#include "ingest_service/extract/names/tagger.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

struct EntityFinder::Tables {
  Lexicon lexicon;
  Gazetteer gazetteer;
  Tagger tagger;
  KnownNames known;
  std::optional<KindModel> kinds;
  std::unique_ptr<ReferenceRanker> references;
};

EntityFinder::EntityFinder(std::unique_ptr<const Tables> tables)
    : tables_(std::move(tables)) {}

EntityFinder::~EntityFinder() = default;

absl::StatusOr<std::unique_ptr<EntityFinder>> EntityFinder::Create() {
  ASSIGN_OR_RETURN(KindModel kinds, KindModel::Load(data::Kinds()));
  return Make(data::Tagger(), kinds);
}

absl::StatusOr<std::unique_ptr<EntityFinder>> EntityFinder::CreateWith(
    absl::string_view tagger_model) {
  return Make(tagger_model, std::nullopt);
}

absl::StatusOr<std::unique_ptr<EntityFinder>> EntityFinder::Make(
    absl::string_view tagger_model, std::optional<KindModel> kinds) {
  ASSIGN_OR_RETURN(Lexicon lexicon, Lexicon::Parse(data::WordClasses()));
  ASSIGN_OR_RETURN(Gazetteer gazetteer, Gazetteer::Load(data::Gazetteer()));
  ASSIGN_OR_RETURN(Tagger tagger, Tagger::Load(tagger_model));
  ASSIGN_OR_RETURN(KnownNames known,
                   KnownNames::Parse(data::KnownOrganizations()));
  ASSIGN_OR_RETURN(std::unique_ptr<ReferenceRanker> references,
                   ReferenceRanker::Create());
  return std::unique_ptr<EntityFinder>(
      new EntityFinder(std::unique_ptr<const Tables>(
          new Tables{std::move(lexicon), gazetteer, tagger, std::move(known),
                     kinds, std::move(references)})));
}

Entities EntityFinder::Find(const text::Document& document,
                            std::vector<ReferenceExample>* examples) const {
  const TokenFacts facts =
      FindTokenFacts(document, tables_->lexicon, tables_->gazetteer);
  Entities entities =
      BuildEntities(facts, FindNames(facts, tables_->tagger), tables_->known,
                    tables_->kinds ? &*tables_->kinds : nullptr);
  ResolveReferences(facts, *tables_->references, &entities, examples);
  MarkCommonNames(facts, &entities);
  return entities;
}

}  // namespace impactwire::extract
