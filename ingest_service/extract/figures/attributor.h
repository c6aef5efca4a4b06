// Attributor: whose figure it is: one of the organizations around it, or none.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest_service/extract/figures/figure_context.h"
#include "ingest_service/extract/figures/mention_relation.h"
#include "ingest_service/extract/linear/linear_model.h"

namespace impactwire::extract {

struct Candidate {
  int32_t rank = 0;  // by mentions in the article, from 1; 0: no organization
  int32_t organization = -1;  // index in Entities::entities; -1: none
  int32_t mention = -1;       // the mention that speaks for it; -1: none
  v1::Attribution attribution = v1::ATTRIBUTION_NONE;
  // "same" sentence, "far1", "far2" ... (nearest first; "x": another has
  // been the subject since) or "no" mention near.
  std::string where;
  Features features;
};

// For one article and one thread.
class Attributor : private ContextReader {
 public:
  // At most this many organizations are weighed per figure.
  static constexpr size_t kMaxCandidates = 24;
  // Mentions of one sentence, or of those before, that are looked at.
  static constexpr int32_t kMentionsBack = 60;

  // `context` must outlive the object.
  explicit Attributor(const FigureContext& context);

  // The candidates for one frame, "none" first. `previous`: the organization
  // of the figure before in the same article (-1 none, -2 no figure yet) and
  // its sentence. `category` and `status` as decided.
  std::vector<Candidate> Candidates(size_t frame, absl::string_view category,
                                    int32_t previous, int32_t previous_sentence,
                                    bool keep_names) const;

  // Organizations joined to `mention` by "and": "X and Y have trained".
  std::vector<int32_t> Joined(int32_t mention) const;

 private:
  struct Place {
    int32_t first = 0;  // lexeme range
    int32_t last = 0;
  };

  // What the model sees of a candidate (owner_features.cc).
  void Describe(size_t frame, int32_t mention, absl::string_view unit_class,
                absl::string_view category, Features* out) const;
  // How the organization stands in the number's own sentence, and where else.
  void Relate(const FigureFrame& frame, int32_t organization, int32_t mention,
              absl::string_view unit_class, WordSenses::Set doing,
              Features* out) const;
  void Actors(const FigureFrame& frame, Features* out) const;
  const MentionRelation& RelationOf(int32_t mention) const;
  absl::string_view ClassOf(absl::string_view word) const;
  // Whether it only tells the news: "according to X", "an X report".
  bool IsSource(int32_t mention) const;
  // Whether no other organization stands before it in its sentence.
  bool FirstOf(int32_t mention, int32_t sentence) const;
  int32_t OrganizationOf(int32_t mention) const;
  absl::string_view WordBefore(int32_t mention) const;
  absl::string_view WordAfter(int32_t mention) const;

  // Per mention: its lexemes, and the organization it speaks for (a person
  // speaks for the one he or she leads); -1: none.
  std::vector<Place> places_;
  std::vector<int32_t> speaks_for_;
  // Per sentence the first mention at or after it.
  std::vector<int32_t> first_mention_;
  // Per entity: named and other mentions, 1-based rank by them, in the title.
  std::vector<int32_t> rank_;
  std::vector<uint8_t> in_title_;
  int32_t topic_ = -1;
  // Per mention; read when first asked for.
  mutable std::vector<MentionRelation> relations_;
  mutable std::vector<uint8_t> related_;
  // Per entity: of all mentions of organizations, its share in percent.
  std::vector<int32_t> share_;
};

}  // namespace impactwire::extract
