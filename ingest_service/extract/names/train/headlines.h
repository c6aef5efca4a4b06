// Training texts written as headlines are: "Landmines Hurt Farmers in Oyam".
// Annotated articles have few lines in title case, so that a tagger takes the
// common words of such lines for names.
#pragma once

#include <vector>

#include "ingest_service/extract/names/lexicon.h"
#include "ingest_service/extract/names/train/conll.h"

namespace impactwire::extract {

// A copy in which every third of the short sentences is in title case, four at
// most; `chosen`, parallel to the sentences, says which. Names stay what they
// are. Linear.
AnnotatedDocument AsHeadlines(const AnnotatedDocument& annotated,
                              const Lexicon& lexicon,
                              std::vector<bool>* chosen);

}  // namespace impactwire::extract
