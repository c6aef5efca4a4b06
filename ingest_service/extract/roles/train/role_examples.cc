// Article JSON lines on stdin -> one JSON line per article on stdout: every
// title with a person who may have it and the organizations it may be of, with
// their named features. Read by scripts/train-roles.
//
//     role_examples MODEL.tsv [NAMES.tsv] < ARTICLES
//
// NAMES.tsv has one line per article: its names as annotated, "O:Halden Foods",
// "P:Maria Gonzalez", "L:Lima", tab separated. They are then taken instead of
// those the name finder finds, so that its present faults are not learnt.
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "extract_names_data.h"
#include "google/protobuf/util/json_util.h"
#include "impactwire/v1/article.pb.h"
#include "ingest_service/extract/linear/example_json.h"
#include "ingest_service/extract/names/coreference.h"
#include "ingest_service/extract/names/entity_builder.h"
#include "ingest_service/extract/names/entity_finder.h"
#include "ingest_service/extract/names/kind_model.h"
#include "ingest_service/extract/names/reference_ranker.h"
#include "ingest_service/extract/roles/role_finder.h"
#include "ingest_service/text/article_document.h"
#include "ingest_service/text/document_reader.h"

namespace impactwire::extract {
namespace {

// The names of `line` wherever the document has them, longest first.
std::vector<NamedSpan> Spans(const text::Document& document,
                             const std::string& line) {
  std::vector<NamedSpan> out;
  const std::vector<std::string> names =
      absl::StrSplit(line, '\t', absl::SkipEmpty());
  for (size_t t = 0; t < document.tokens.size(); ++t) {
    const text::Paragraph& paragraph =
        document.paragraphs[document.sentences[document.tokens[t].sentence]
                                .paragraph];
    if (paragraph.kind == text::ParagraphKind::kByline ||
        paragraph.kind == text::ParagraphKind::kFurniture) {
      continue;
    }
    const absl::string_view rest =
        absl::string_view(document.text).substr(document.tokens[t].span.begin);
    NamedSpan best;
    for (const std::string& name : names) {
      const absl::string_view form = absl::string_view(name).substr(2);
      if (!absl::StartsWith(rest, form)) continue;
      const int32_t end =
          document.tokens[t].span.begin + static_cast<int32_t>(form.size());
      size_t last = t;
      while (last < document.tokens.size() &&
             document.tokens[last].span.end < end) {
        ++last;
      }
      if (last >= document.tokens.size() ||
          document.tokens[last].span.end != end ||
          document.tokens[last].sentence != document.tokens[t].sentence ||
          static_cast<int32_t>(last) < best.last_token) {
        continue;
      }
      best.kind = name[0] == 'O'   ? EntityKind::kOrganization
                  : name[0] == 'P' ? EntityKind::kPerson
                                   : EntityKind::kPlace;
      best.first_token = static_cast<int32_t>(t);
      best.last_token = static_cast<int32_t>(last) + 1;
      best.margin = 10;
    }
    if (best.last_token == 0) continue;
    out.push_back(best);
    t = best.last_token - 1;
  }
  return out;
}

// The entities of a document from names somebody marked.
class MarkedNames {
 public:
  MarkedNames()
      : lexicon_(Lexicon::Parse(data::WordClasses()).value()),
        gazetteer_(Gazetteer::Load(data::Gazetteer()).value()),
        known_(KnownNames::Parse(data::KnownOrganizations()).value()),
        kinds_(KindModel::Load(data::Kinds()).value()),
        references_(ReferenceRanker::Create().value()) {}

  Entities Find(const text::Document& document, const std::string& line) const {
    const TokenFacts facts = FindTokenFacts(document, lexicon_, gazetteer_);
    Entities entities =
        BuildEntities(facts, Spans(document, line), known_, &kinds_);
    ResolveReferences(facts, *references_, &entities, nullptr);
    return entities;
  }

 private:
  const Lexicon lexicon_;
  const Gazetteer gazetteer_;
  const KnownNames known_;
  const KindModel kinds_;
  const std::unique_ptr<const ReferenceRanker> references_;
};

int Run(const std::string& model_file, const std::string& names_file) {
  std::ifstream file(model_file, std::ios::binary);
  const std::string model{std::istreambuf_iterator<char>(file),
                          std::istreambuf_iterator<char>()};
  const text::DocumentReader reader;
  const auto entity_finder = EntityFinder::Create();
  const auto role_finder = RoleFinder::Create(model);
  if (!file || !entity_finder.ok() || !role_finder.ok()) {
    std::cerr << "a table or " << model_file << " is malformed\n";
    return 2;
  }
  const MarkedNames marked;
  std::ifstream names(names_file);
  std::string line, name_line;
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
    const bool has_names =
        !names_file.empty() && std::getline(names, name_line);
    const Entities entities = has_names ? marked.Find(document, name_line)
                                        : (*entity_finder)->Find(document);
    const auto write_entity = [](const Entity& entity) {
      return absl::StrCat("[", Quote(entity.name), ",", Strings(entity.aliases),
                          "]");
    };
    const auto write_example = [&](const RoleExample& example) {
      return absl::StrCat(
          "{\"person\":", example.person, ",\"title\":", Quote(example.title),
          ",\"sentence\":",
          Quote(document.Surface(document.sentences[example.sentence].span)),
          ",\"features\":", Strings(example.features), ",\"organizations\":",
          Array(example.organizations,
                [](const RoleExample::Organization& o) {
                  return absl::StrCat("[", o.entity, ",", Strings(o.features),
                                      "]");
                }),
          "}");
    };
    const auto write_role = [&](const Role& role) {
      return absl::StrCat("[", role.person, ",", role.organization, ",",
                          Quote(role.title), ",",
                          Quote(v1::RoleStatus_Name(role.status)), "]");
    };
    std::cout << "{\"id\":" << Quote(article.article_id())
              << ",\"entities\":" << Array(entities.entities, write_entity)
              << ",\"found\":"
              << Array((*role_finder)->Find(document, entities), write_role)
              << ",\"roles\":"
              << Array((*role_finder)->Examples(document, entities),
                       write_example)
              << "}\n";
  }
  return 0;
}

}  // namespace
}  // namespace impactwire::extract

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::cerr << "usage: role_examples MODEL.tsv [NAMES.tsv] < ARTICLES\n";
    return 1;
  }
  return impactwire::extract::Run(argv[1], argc == 3 ? argv[2] : "");
}
