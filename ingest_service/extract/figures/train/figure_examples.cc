// Article JSON lines on stdin -> one JSON line per article on stdout: every
// number that may be an impact figure with its named features and its candidate
// owners; and the figures as found, with how certain the stages were. Read by
// scripts/train-figures.
#include <iostream>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"
#include "impactwire/v1/article.pb.h"
#include "ingest_service/extract/figures/figure_finder.h"
#include "ingest_service/extract/linear/example_json.h"
#include "ingest_service/extract/names/countries.h"
#include "ingest_service/extract/names/entity_finder.h"
#include "ingest_service/extract/periods/time_finder.h"
#include "ingest_service/extract/roles/first_person.h"
#include "ingest_service/extract/roles/role_finder.h"
#include "ingest_service/text/article_document.h"
#include "ingest_service/text/document_reader.h"

namespace impactwire::extract {
namespace {

std::string Settings(const std::vector<FigureExample::Setting>& settings) {
  return Array(settings, [](const FigureExample::Setting& setting) {
    return absl::StrCat("[", Quote(setting.value), ",", Quote(setting.where),
                        ",", Strings(setting.features), "]");
  });
}

// The figures as the models decide today.
std::string Figures(const text::Document& document, const FigureSet& set) {
  return Array(set.figures, [&](const Figure& figure) {
    const Number& number = set.numbers[figure.number];
    Features certainty(true);
    ConfidenceModel::Describe(figure.certainty, &certainty);
    return absl::StrCat(
        "{\"value\":", absl::StrFormat("%.17g", number.value),
        ",\"high\":", absl::StrFormat("%.17g", number.value_high),
        ",\"unit\":", Quote(figure.unit),
        ",\"bound\":", Quote(v1::Bound_Name(number.bound)),
        ",\"status\":", Quote(v1::FigureStatus_Name(figure.status)),
        ",\"organization\":", figure.organization, ",\"sentence\":",
        Quote(document.Surface(document.sentences[figure.sentence].span)),
        ",\"confidence\":", figure.confidence,
        ",\"certainty\":", Strings(certainty.names()), "}");
  });
}

int Run() {
  const text::DocumentReader reader;
  const auto entity_finder = EntityFinder::Create();
  const auto role_finder = RoleFinder::Create();
  if (!role_finder.ok()) return 2;
  const auto time_finder = TimeFinder::Create();
  const auto number_reader = NumberReader::Create();
  const auto figure_finder = FigureFinder::Create();
  if (!entity_finder.ok() || !time_finder.ok() || !number_reader.ok() ||
      !figure_finder.ok()) {
    std::cerr << "a compiled-in table is malformed\n";
    return 2;
  }
  std::string line;
  while (std::getline(std::cin, line)) {
    v1::Article article;
    if (!google::protobuf::util::JsonStringToMessage(line, &article).ok()) {
      std::cerr << "not an Article: " << line.substr(0, 80) << "\n";
      return 1;
    }
    const auto read = text::ReadArticle(reader, article);
    if (!read.ok()) {
      std::cerr << article.article_id() << ": " << read.status() << "\n";
      return 1;
    }
    const text::Document& document = *read;
    std::vector<ReferenceExample> references;
    Entities entities = (*entity_finder)->Find(document, &references);
    const std::vector<Role> roles = (*role_finder)->Find(document, entities);
    ResolveFirstPerson(roles, &entities);
    absl::flat_hash_map<int32_t, int32_t> refers;  // by where it begins
    for (const Mention& mention : entities.mentions) {
      refers[mention.span.begin] = mention.entity;
    }
    const LexedText lexed = Lex(document);
    std::vector<uint8_t> taken;
    const std::vector<TimeExpression> times =
        (*time_finder)->Find(lexed, document.publish_date, &taken);
    std::vector<Number> numbers =
        (*number_reader)
            ->Read(lexed, taken, CountriesOf(entities, article.uri()));
    const FigureInput input = {document, entities, roles, lexed, times};
    const FigureSet found =
        (*figure_finder)->Find(input, **number_reader, numbers);
    const std::vector<FigureExample> examples =
        (*figure_finder)->Examples(input, **number_reader, &numbers);
    std::cout
        << "{\"id\":" << Quote(article.article_id())
        << ",\"text\":" << Quote(document.text) << ",\"organizations\":"
        << Array(entities.entities,
                 [](const Entity& entity) {
                   return absl::StrCat("[", Quote(entity.name), ",",
                                       Strings(entity.aliases), "]");
                 })
        << ",\"references\":"
        << Array(
               references,
               [&](const ReferenceExample& reference) {
                 return absl::StrCat(
                     "{\"at\":", reference.begin,
                     ",\"sentence\":", reference.sentence,
                     ",\"chosen\":", refers[reference.begin], ",\"entities\":",
                     Array(reference.entities,
                           [](int32_t e) { return absl::StrCat(e); }),
                     ",\"features\":", Array(reference.features, Strings), "}");
               })
        << ",\"figures\":" << Figures(document, found) << ",\"numbers\":"
        << Array(
               examples,
               [&](const FigureExample& example) {
                 const Number& number = numbers[example.number];
                 return absl::StrCat(
                     "{\"value\":", absl::StrFormat("%.17g", number.value),
                     ",\"high\":", absl::StrFormat("%.17g", number.value_high),
                     ",\"unit\":", Quote(example.unit), ",\"sentence\":",
                     Quote(document.Surface(
                         document.sentences[example.sentence].span)),
                     ",\"at\":", number.span.begin,
                     ",\"sentence_index\":", example.sentence,
                     ",\"number\":", Quote(document.Surface(number.span)),
                     ",\"features\":", Strings(example.features),
                     ",\"owners\":",
                     Array(example.owners,
                           [](const FigureExample::Owner& owner) {
                             return absl::StrCat(
                                 "{\"org\":", owner.organization,
                                 ",\"where\":", Quote(owner.where),
                                 ",\"features\":", Strings(owner.features),
                                 "}");
                           }),
                     ",\"units\":",
                     Array(example.units,
                           [](const UnitExample::Candidate& unit) {
                             return absl::StrCat(
                                 "{\"unit\":", Quote(unit.unit),
                                 ",\"features\":", Strings(unit.features), "}");
                           }),
                     ",\"places\":", Settings(example.places),
                     ",\"times\":", Settings(example.times), "}");
               })
        << "}\n";
  }
  return 0;
}

}  // namespace
}  // namespace impactwire::extract

int main() { return impactwire::extract::Run(); }
