// Funds that only words in lower case say to be ones: "the Halden scholarship
// fund".
#pragma once

#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// "the Halden" + "scholarship fund": what it is, written small, where the name
// alone does not tell.
void ExtendFund(const NameTable& table, NamedSpan* span);

// The same around names that the tagger missed or took for persons, with the
// purpose: "Vu A Dinh scholarship fund".
void AddFunds(NameTable* table);

}  // namespace impactwire::extract
