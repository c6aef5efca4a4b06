// KindFeatures: what tells the kind of an organization, as hashed features for
// KindModel: the words, affixes and word classes of its names, what the
// gazetteer says of them, the words around its mentions ("the charity X", "X, a
// lender", "shares of X"), the names it is listed with, and how sure the tagger
// was that it is an organization.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/extract/names/name_finder.h"
#include "ingest_service/extract/names/organization_kind.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

inline constexpr int kKinds = 8;

// The features of one entity, gathered from its mentions.
class KindFeatures {
 public:
  // What one mention adds. Mentions after the first 24 add nothing.
  void AddMention(const TokenFacts& facts, const NamedSpan& span);

  // "the charity", which may speak of this entity: the organization named last
  // before it (`near`) or the one named most.
  void AddNominal(uint64_t noun, bool near);

  // A name beside one of this entity's in a list ("A, B and C"): lists are
  // mostly of one kind.
  void AddListed(const TokenFacts& facts, const NamedSpan& other);

  // How much the document speaks of sport, whose clubs are named like
  // companies: 1 to 3. After the mentions.
  void AddSport(int level);

  // Sorted, each once.
  const std::vector<uint32_t>& Finish();

 private:
  void Add(uint32_t kind, uint64_t value);
  void AddName(const TokenFacts& facts, const NamedSpan& span);
  void AddContext(const TokenFacts& facts, const NamedSpan& span);

  std::vector<uint32_t> features_;
  std::vector<uint64_t> names_;  // keys of the forms seen
  int mentions_ = 0;
  float margin_ = 0;
  bool in_text_ = false;  // not only in headlines
  bool running_ = false;  // in a line that ends as a sentence does
  bool inside_ = false;   // not only at the beginning of sentences
  uint32_t head_ = 0;     // organization heads in its names
  bool caps_ = false;
  KindVotes votes_;
};

// A mention by name.
struct NamedOrganization {
  NamedSpan span;
  int32_t entity = 0;
};

// The features of entities [0, count) by their mentions, in text order: each
// by itself, the names listed beside it, what "the charity" may stand for, and
// the document's topic. Linear in the document.
std::vector<KindFeatures> GatherKindFeatures(
    const TokenFacts& facts, const std::vector<NamedOrganization>& mentions,
    int count);

}  // namespace impactwire::extract
