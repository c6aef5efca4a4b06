// RecordGenerator: made-up records as extraction would make them of news, any
// number of them, the same for the same options in every process.
//
// What they look like is measured: attributes of figures come from
// figure_shapes.tsv (of real articles), organizations, roles and mentions per
// article and the length of sentences from what extraction finds in news. An
// article has five figures on average. A few organizations stand in many
// articles, most in few (Zipf). About a fifth of the figures tell what an
// earlier article told, some in whole copies of it (syndication); some tell a
// later level of an earlier count. Publish dates are spread over fifteen years,
// most in the order of the log, the others from archives.
//
// Article `n` depends on no other call: it can be made anywhere, by any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "impactwire/v1/log.pb.h"
#include "tests/benchmarks/clause_pool.h"
#include "tests/benchmarks/dice.h"
#include "tests/benchmarks/figure_shape.h"
#include "tests/benchmarks/made_up_names.h"

namespace impactwire::bench {

struct GeneratorOptions {
  // In all articles.
  uint32_t figures = 1000000;
  // 0: one per ten figures.
  uint32_t organizations = 0;
  uint64_t seed = 1;
  // With the articles' text, as the log holds them (about 7 KB a record); else
  // as the stream sends them to an index.
  bool with_text = false;
};

// What a figure tells, however it is worded.
struct FigureFacts {
  uint32_t shape = 0;
  // Of MadeUpNames; kNone for none.
  uint32_t organization = 0;
  // Of MadeUpNames::cities(); kNone for none.
  uint32_t city = 0;
  double value = 0;
  v1::Bound bound = v1::BOUND_EXACT;
  // Months since 2000-01; kNone for an end that is not stated.
  uint32_t start_month = 0;
  uint32_t end_month = 0;
  // Where it was told first.
  uint32_t first_article = 0;

  static constexpr uint32_t kNone = ~uint32_t{0};
};

class RecordGenerator {
 public:
  explicit RecordGenerator(const GeneratorOptions& options);

  uint32_t articles() const { return articles_; }
  uint32_t organizations() const { return organizations_; }
  const MadeUpNames& names() const { return names_; }

  // Sets `entry` to the record of article `article`, with sequence article + 1.
  // An entry that is used again costs fewer allocations.
  void Make(uint32_t article, v1::LogEntry* entry) const;

  uint32_t FigureCount(uint32_t article) const;
  FigureFacts FactsOf(uint32_t article, uint32_t figure) const;

  std::string ArticleId(uint32_t article) const;
  std::string FigureId(uint32_t article, uint32_t figure) const;
  // Draws an organization as often as articles name it.
  uint32_t DrawOrganization(Dice* dice) const;

  const FigureShape& shape(const FigureFacts& facts) const {
    return shapes_[facts.shape];
  }

 private:
  // The article whose text this one repeats; itself for most.
  uint32_t SourceOf(uint32_t article) const;
  uint32_t EarlierArticle(uint32_t article, Dice* dice) const;
  FigureFacts OwnFacts(uint32_t article, uint32_t figure, Dice* dice) const;
  int32_t PublishDay(uint32_t article) const;
  void AddFigure(uint32_t article, uint32_t number, const FigureFacts& facts,
                 v1::ArticleRecord* record) const;
  void JoinSentences(uint32_t article, v1::ArticleRecord* record) const;
  void AddOrganizations(uint32_t article,
                        const std::vector<uint32_t>& organizations,
                        v1::ArticleRecord* record) const;
  void AddExecutives(uint32_t article,
                     const std::vector<uint32_t>& organizations,
                     v1::ArticleRecord* record) const;
  void AddText(uint32_t article, v1::ArticleRecord* record) const;

  const GeneratorOptions options_;
  uint32_t articles_ = 0;
  uint32_t organizations_ = 0;
  MadeUpNames names_;
  ClausePool clauses_;
  const std::vector<FigureShape> shapes_;
  // A MadeUpOrganization costs more than looking it up: the best known ones.
  std::vector<MadeUpOrganization> known_;
  MadeUpOrganization Organization(uint32_t number) const {
    return number < known_.size() ? known_[number]
                                  : names_.Organization(number);
  }
};

}  // namespace impactwire::bench
