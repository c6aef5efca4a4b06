// ReferenceRanker: which organization "the company", "it" or "we" stands for,
// or none: a linear model over what is known of each candidate when it is read.
// Trained by scripts/train-figures --references.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ingest_service/extract/linear/linear_model.h"
#include "ingest_service/extract/names/reference_nouns.h"

namespace impactwire::extract {

// The reference, as the ranker sees it. The views need live only for the call.
struct Reference {
  absl::string_view form;        // "it", "its", "they", "we"; "nominal"
  absl::string_view noun;        // of a nominal: "company"; else empty
  absl::string_view determiner;  // of a nominal: "the", "its"
  absl::string_view before;      // the word before it; empty: it opens
  absl::string_view next;        // the word behind it
  absl::string_view after_next;  // of a pronoun: the word behind that
  // Of "it" and "its": the words behind it, up to the end of its clause.
  std::vector<absl::string_view> clause;
  // Of a nominal: the words before the noun, in lower case.
  std::vector<std::string> modifiers;
  // Who says so: "organization", "employee" (of a known one), "person",
  // "nameless"; "unknown" outside of quotation marks.
  absl::string_view speech;
  bool opens = false;  // the first word of its sentence
  bool in_quote = false;
  // Sentences back to the organization mentioned last, and whether it was the
  // subject there.
  int32_t nearest = 99;
  bool nearest_acts = false;
  bool known_noun = false;        // the noun says of which kinds it may be
  bool head_in_text = false;      // some name in the text contains the noun
  bool modifier_in_text = false;  // ... or a modifier
};

// One organization named before.
struct ReferenceCandidate {
  int32_t entity = -1;
  int32_t distance = 0;  // sentences back to its last mention
  int32_t recency = 0;   // 0: mentioned last, 1: before that ...
  // Among the subjects of sentences, counted back; -1: no subject lately.
  int32_t subject_recency = -1;
  int32_t kind = 0;      // v1::OrganizationKind
  int32_t mentions = 0;  // so far
  absl::string_view
      last_form;  // of its last mention: "name", "nominal", "pronoun"
  bool same_paragraph = false;
  bool last_was_subject = false;
  bool in_title = false;
  bool first_of_text = false;
  bool most_mentioned = false;  // so far
  bool most_of_text = false;
  bool voice = false;  // "we" outside of quotation marks stood for it before
  bool kind_fits = false;     // the noun's kinds
  bool has_head = false;      // its name contains the noun
  bool has_modifier = false;  // ... or a modifier: "the cement maker"
  bool speaker = false;       // the employer of who speaks
};

// What the training tool sees of one reference.
struct ReferenceExample {
  int32_t begin = 0;  // byte in the document's text
  int32_t sentence = 0;
  std::vector<int32_t> entities;  // -1: none
  std::vector<std::vector<std::string>> features;
};

// Constant after Create: any thread may call.
class ReferenceRanker {
 public:
  // INTERNAL if reference_model.tsv or reference_nouns.tsv is malformed.
  static absl::StatusOr<std::unique_ptr<ReferenceRanker>> Create();

  // The entity chosen, -1 for none. `example`: filled where not null.
  int32_t Choose(const Reference& reference,
                 const std::vector<ReferenceCandidate>& candidates,
                 ReferenceExample* example) const;

  const ReferenceNouns& nouns() const { return nouns_; }

 private:
  ReferenceNouns nouns_;
  std::unique_ptr<LinearModel> model_;
};

}  // namespace impactwire::extract
