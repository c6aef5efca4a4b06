// Names that readers and tagger do not know, by the words beside them: "Selmer
// shops", "the help of Pocomart", "Online marketplace Dalu".
#pragma once

#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// Adds unknown capitals that what stands beside them shows to be a body's name.
void AddNeighbours(NameTable* table);

}  // namespace impactwire::extract
