// The context of a title: "the", "its", "former" and the organization before
// it, the organization or place behind it.
#pragma once

#include "absl/strings/string_view.h"
#include "ingest_service/extract/roles/title_finder.h"

namespace impactwire::extract {

// "former", "ex", "then", "late".
bool IsFormer(const SentenceView& view, int token);

// Whether no title goes on over the word: "said", "who", "until".
bool StopsTitle(absl::string_view word);

// Sets what `title` has but its own words: outer_first and outer_last,
// organization, unit, place_only, former, incoming, definite; may move
// first_token over a place ("China CEO") and last_token over a part of the
// organization ("Head of Banking at Y"). Looks at no token before `floor`.
void ReadTitleContext(const SentenceView& view, int floor, TitleSpan* title);

}  // namespace impactwire::extract
