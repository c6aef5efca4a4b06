// Runs the name stage over a text and answers in words.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/names/entity_finder.h"
#include "ingest_service/text/document_reader.h"

namespace impactwire::extract {

struct FoundNames {
  text::Document document;
  Entities entities;

  explicit FoundNames(absl::string_view text) {
    static const EntityFinder* const finder =
        EntityFinder::Create().value().release();
    document = text::DocumentReader().ReadText(text, {});
    entities = finder->Find(document);
  }

  // Display names of one kind, in order.
  std::vector<std::string> Names(EntityKind kind) const {
    std::vector<std::string> names;
    for (const Entity& entity : entities.entities) {
      if (entity.kind == kind) names.push_back(entity.name);
    }
    return names;
  }

  const Entity* Named(absl::string_view name) const {
    for (const Entity& entity : entities.entities) {
      if (entity.name == name) return &entity;
    }
    return nullptr;
  }

  // What the `n`-th mention with this surface refers to; "-" if to nothing,
  // "?" if there is no such mention.
  std::string Referent(absl::string_view surface, int n = 0) const {
    for (const Mention& mention : entities.mentions) {
      if (document.Surface(mention.span) != surface || n-- > 0) continue;
      return mention.entity < 0 ? "-" : entities.entities[mention.entity].name;
    }
    return "?";
  }
};

}  // namespace impactwire::extract
