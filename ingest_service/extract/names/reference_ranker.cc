#include "ingest_service/extract/names/reference_ranker.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "extract_names_data.h"

namespace impactwire::extract {
namespace {

absl::string_view Some(int32_t n) {
  return n <= 0 ? "0" : n == 1 ? "1" : n == 2 ? "2" : n <= 4 ? "4" : "many";
}

void DescribeNone(const Reference& reference, Features* out) {
  out->Add("none");
  out->Add("none.", reference.form);
  out->Add("none.noun=", reference.noun);
  out->Add("none.det=", reference.determiner);
  out->Add("none.", reference.form, ".next=", reference.next);
  out->Add("none.", reference.form, ".next2=", reference.after_next);
  out->Add("none.", reference.form, ".before=", reference.before);
  out->Add("none.", reference.form, ".nearest=", Some(reference.nearest),
           reference.nearest_acts ? ".s" : "", reference.opens ? ".o" : "");
  for (const absl::string_view word : reference.clause) {
    out->Add("none.clause=", word);
  }
  if (reference.in_quote) out->Add("none.quote.", reference.form);
  out->Add("none.", reference.form, ".speech=", reference.speech);
  if (reference.opens) out->Add("none.opens.", reference.form);
}

void Describe(const Reference& reference, const ReferenceCandidate& candidate,
              Features* out) {
  const std::string form =
      absl::StrCat(reference.form, reference.in_quote ? "q" : "", ".");
  const absl::string_view distance = Some(candidate.distance);
  out->Add("dist=", distance);
  out->Add("dist.", form, distance);
  out->Add("rec=", Some(candidate.recency));
  out->Add("rec.", form, Some(candidate.recency));
  const absl::string_view subject =
      candidate.subject_recency < 0 ? "no" : Some(candidate.subject_recency);
  out->Add("subj=", subject);
  out->Add("subj.", form, subject);
  out->Add("subjd=", subject, ".", distance);
  out->Add("n=", Some(candidate.mentions));
  out->Add("last=", candidate.last_form);
  out->Add("last.", form, candidate.last_form);
  out->Add("lastd=", candidate.last_form, ".", distance,
           candidate.last_was_subject ? ".s" : "");
  if (candidate.same_paragraph) {
    out->Add("par");
    out->Add("par.", form);
  }
  if (candidate.last_was_subject) out->Add("acts.", form);
  if (candidate.in_title) {
    out->Add("title");
    out->Add("title.", distance);
  }
  if (candidate.first_of_text) out->Add("first");
  if (candidate.most_mentioned) {
    out->Add("most");
    out->Add("most.", form);
    out->Add("mostd=", distance);
  }
  if (candidate.most_of_text) {
    out->Add("mostall");
    out->Add("mostall.", form);
  }
  if (candidate.voice) out->Add("voice.", form);
  out->Add("kind=", candidate.kind);
  if (candidate.speaker) {
    out->Add("speaker");
    out->Add("speaker.", form);
    out->Add("speaker.", form, ".", reference.speech);
  }
  if (reference.opens) out->Add("opens.", form, subject);
  if (reference.noun.empty()) return;
  out->Add("nounkind=", reference.noun, ".", candidate.kind);
  if (reference.known_noun) out->Add(candidate.kind_fits ? "fits" : "misfit");
  if (candidate.has_head) {
    out->Add("head");
    out->Add("head.", distance);
  } else if (reference.head_in_text) {
    out->Add("otherhead");
  }
  if (candidate.has_modifier) {
    out->Add("modifier");
  } else if (reference.modifier_in_text) {
    out->Add("othermodifier");
  }
  out->Add("det=", reference.determiner, ".", distance);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReferenceRanker>> ReferenceRanker::Create() {
  auto ranker = std::make_unique<ReferenceRanker>();
  ASSIGN_OR_RETURN(ranker->nouns_,
                   ReferenceNouns::Parse(data::ReferenceNouns()));
  ASSIGN_OR_RETURN(ranker->model_,
                   LinearModel::Create(data::ReferenceModel(), "reference", 1));
  return ranker;
}

int32_t ReferenceRanker::Choose(
    const Reference& reference,
    const std::vector<ReferenceCandidate>& candidates,
    ReferenceExample* example) const {
  Features features(example != nullptr);
  const auto keep = [&](int32_t entity) {
    if (example == nullptr) return;
    example->entities.push_back(entity);
    example->features.push_back(features.names());
  };
  DescribeNone(reference, &features);
  keep(-1);
  double top = 0;
  model_->Score(features, &top);
  int32_t best = -1;
  for (const ReferenceCandidate& candidate : candidates) {
    features.Clear();
    Describe(reference, candidate, &features);
    keep(candidate.entity);
    double score = 0;
    model_->Score(features, &score);
    if (score > top) {
      top = score;
      best = candidate.entity;
    }
  }
  return best;
}

}  // namespace impactwire::extract
