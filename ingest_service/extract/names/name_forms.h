// Names of organizations that their form alone gives away, where the tagger
// left them out: a head at the end, a government's, an internet address,
// capitals inside a word.
#pragma once

#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// Runs of capitals that end in "Foundation" or "Ltd", "Nairobi County
// Government" and "Tata group" included.
void AddHeadedRuns(NameTable* table);

// "Rwandan government", "Henan provincial government".
void AddGovernments(NameTable* table);

// "58.com", "JD.com".
void AddInternetNames(NameTable* table);

// "FullPlate North": capitals inside a word that comes more than once.
void AddInnerCapitals(NameTable* table);

}  // namespace impactwire::extract
