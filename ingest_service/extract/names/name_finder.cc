#include "ingest_service/extract/names/name_finder.h"

#include <algorithm>

#include "ingest_service/extract/names/kind_evidence.h"
#include "ingest_service/extract/names/name_boundaries.h"
#include "ingest_service/extract/names/name_compounds.h"
#include "ingest_service/extract/names/name_drops.h"
#include "ingest_service/extract/names/name_ends.h"
#include "ingest_service/extract/names/name_evidence.h"
#include "ingest_service/extract/names/name_forms.h"
#include "ingest_service/extract/names/name_funds.h"
#include "ingest_service/extract/names/name_joints.h"
#include "ingest_service/extract/names/name_neighbours.h"
#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {
namespace {

// The names in text order, without the removed ones.
std::vector<NamedSpan> InOrder(const std::vector<NamedSpan>& spans) {
  std::vector<int32_t> order;
  for (size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].first_token < spans[i].last_token) {
      order.push_back(static_cast<int32_t>(i));
    }
  }
  std::sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
    return spans[a].first_token < spans[b].first_token;
  });
  std::vector<int32_t> moved(spans.size(), -1);
  std::vector<NamedSpan> out;
  out.reserve(order.size());
  for (const int32_t i : order) {
    moved[i] = static_cast<int32_t>(out.size());
    out.push_back(spans[i]);
  }
  for (NamedSpan& span : out) {
    if (span.expansion >= 0) span.expansion = moved[span.expansion];
  }
  return out;
}

}  // namespace

std::vector<NamedSpan> FindNames(const TokenFacts& facts,
                                 const Tagger& tagger) {
  NameTable table(facts);
  const std::vector<TaggedName> tagged = tagger.Tag(facts);
  AddLongFamousNames(tagged, &table);
  for (const TaggedName& name : tagged) {
    if (!table.Readable(name.first_token)) continue;
    NamedSpan span{name.kind, name.first_token, name.last_token, name.margin};
    if (CorrectSpan(table, &span) &&
        table.AreFree(span.first_token, span.last_token)) {
      table.Add(span);
    }
  }
  DropPortfolios(&table);
  ExtendPersons(&table);
  SplitSpans(&table);
  MarkDatelines(&table);
  DropTickers(&table);
  DropAuthors(&table);
  DropAgencies(&table);
  MergeSpans(&table);
  JoinPossessives(&table);
  JoinMarks(&table);
  JoinHyphens(&table);
  JoinForeign(&table);
  ExtendJoined(&table);
  AddHeadedRuns(&table);
  AddGovernments(&table);
  AddFunds(&table);
  AddAppositions(&table);
  AddNeighbours(&table);
  AddInternetNames(&table);
  AddInnerCapitals(&table);
  AddFamousNames(&table);
  AddListed(&table);
  UseTitles(&table);
  NamePersons(&table);
  ReconsiderKinds(&table);
  VoteOnKinds(&table);
  AddRepeats(&table);
  LinkAcronyms(&table);
  DropCurrencies(&table);
  DropCommonWords(&table);
  DropWorks(&table);
  CutCompounds(&table);
  return InOrder(table.spans());
}

}  // namespace impactwire::extract
