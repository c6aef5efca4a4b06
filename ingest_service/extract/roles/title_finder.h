// TitleFinder: the titles of a sentence: "founder and CEO", "Vice President of
// Business Sustainability", with what they are of.
#pragma once

#include <cstdint>
#include <vector>

#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/roles/sentence_reader.h"
#include "ingest_service/extract/roles/title_lexicon.h"

namespace impactwire::extract {

struct TitleSpan {
  // The title as worded, without the organization and without "former".
  int32_t first_token = 0;
  int32_t last_token = 0;
  int32_t head_token = 0;  // the word that makes it one: "director"
  // Of "Head of Y's Small Business Division" the part behind Y; else empty.
  int32_t unit_first = 0;
  int32_t unit_last = 0;
  // From the first word that belongs to it ("the", "its", "former", "Y's") to
  // the last ("of Y").
  int32_t outer_first = 0;
  int32_t outer_last = 0;
  // Index in Entities::mentions of the organization (or place) it names before
  // or after itself; -1 if none.
  int32_t organization = -1;
  bool place_only = false;  // "Kaohsiung Mayor": a place stands there
  bool former = false;
  bool incoming = false;
  bool acting = false;
  bool deputy = false;
  bool is_public = false;  // minister, governor, mayor, president of a country
  bool definite = false;   // "the", "its"
  bool plural = false;     // "co-founders A and B"
  bool weak = false;       // a leading role only in some wordings: "manager"
  std::vector<v1::RoleFamily> families;
};

// In text order, not overlapping.
std::vector<TitleSpan> FindTitles(const TitleLexicon& lexicon,
                                  const SentenceView& view);

}  // namespace impactwire::extract
