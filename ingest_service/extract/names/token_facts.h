// TokenFacts: what the lexicon, the gazetteer and the rest of the document say
// of each token. Computed once per document; the tagger, the rules and
// coreference read it.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/extract/names/gazetteer.h"
#include "ingest_service/extract/names/lexicon.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

// What the document says elsewhere of a word with the same key.
enum DocumentFlag : uint16_t {
  kDocLower = 1 << 0,       // written in lower case
  kDocMidCap = 1 << 1,      // capitalised inside a sentence
  kDocHonorific = 1 << 2,   // after an honorific or a title word
  kDocAfterFirst = 1 << 3,  // after a known first name
  kDocSays = 1 << 4,        // before or after "said"
  kDocLegal = 1 << 5,       // before a legal suffix
  kDocLocative = 1 << 6,    // after "in", "from"
  kDocBracket = 1 << 7,     // alone in brackets
  kDocPossessive = 1 << 8,
  kDocThe = 1 << 9,       // after "the"
  kDocOrgRun = 1 << 10,   // in a run of names that ends in "Foundation"
  kDocOrgVerb = 1 << 11,  // in a run together with a company or nonprofit word
  kDocAlone = 1 << 12,    // a run of its own
  kDocInRun = 1 << 13,    // one of several capitalised words
};

// Where a token stands in the longest gazetteer entry around it.
enum class GazetteerPart : uint8_t { kNone, kBegin, kInside, kLast, kUnit };

struct TokenFact {
  uint64_t key = 0;  // word_hash.h
  uint32_t classes = 0;
  uint16_t gazetteer = 0;     // flags of the word by itself
  uint16_t phrase_flags = 0;  // of the longest entry it stands in
  uint16_t document = 0;      // DocumentFlags of its word
  uint16_t country = 0;       // of the longest entry
  uint16_t shape = 0;
  GazetteerPart part = GazetteerPart::kNone;
  bool capital = false;  // looks like a part of a name: upper case or digit
  // May be part of a name; the tagger looks at these only.
  bool candidate = false;
  bool sentence_start = false;
  // Small letters of ASCII, perhaps behind a capital.
  bool plain = false;
};

struct TokenFacts {
  const text::Document* document = nullptr;
  std::vector<TokenFact> tokens;    // parallel to Document::tokens
  std::vector<uint8_t> title_case;  // per sentence: a headline
};

// Linear in the document, which must outlive the result.
TokenFacts FindTokenFacts(const text::Document& document,
                          const Lexicon& lexicon, const Gazetteer& gazetteer);

}  // namespace impactwire::extract
