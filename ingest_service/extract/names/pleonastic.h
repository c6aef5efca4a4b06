// Pleonastic "it", which stands for nothing: "it is important that", "it
// takes".
#pragma once

#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

// Whether token `token` of the sentence is one.
bool IsPleonastic(const text::Document& document,
                  const text::Sentence& sentence, int token);

}  // namespace impactwire::extract
