// Mention and Entity: where a person, organization or place is written, and
// which mentions are one and the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "impactwire/v1/record.pb.h"
#include "ingest_service/text/span.h"

namespace impactwire::extract {

enum class MentionKind : uint8_t {
  kPerson,
  kOrganization,
  kPlace,
  kTitle,    // "chief executive"
  kNominal,  // "the company"
  kPronoun,  // "it", "its", "we", "our"
};

// Mentions stand in text order and do not overlap, except that a title may lie
// inside a nominal.
struct Mention {
  MentionKind kind = MentionKind::kOrganization;
  text::Span span;
  // Half-open range in Document::tokens.
  int32_t first_token = 0;
  int32_t last_token = 0;
  int32_t sentence = 0;
  // Index in Entities::entities; -1 if it refers to none that is named.
  int32_t entity = -1;
  double confidence = 1;
  // Of "we" inside quotation marks: the entity that says so, if it is named.
  int32_t speaker = -1;
};

enum class EntityKind : uint8_t { kPerson, kOrganization, kPlace };

struct Entity {
  EntityKind kind = EntityKind::kOrganization;
  // The fullest form in the article.
  std::string name;
  // The other surface forms, in order of appearance.
  std::vector<std::string> aliases;
  // Indices of its mentions (named, nominal and pronominal), ascending.
  std::vector<int32_t> mentions;
  // Organizations only.
  v1::OrganizationKind organization_kind = v1::ORGANIZATION_KIND_UNSPECIFIED;
  // ISO 3166-1 alpha-2 or empty. Of organizations only those with a common
  // name.
  std::string country_code;
  // Organizations only: their name stands in any country
  // (organization_countries.h).
  bool common_name = false;
  // Set for persons and organizations: StableId of the canonical name, and of
  // an organization's country_code if there is one.
  std::string id;
  double confidence = 1;
};

struct Entities {
  std::vector<Mention> mentions;
  std::vector<Entity> entities;
};

}  // namespace impactwire::extract
