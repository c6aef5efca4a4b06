// Names of several parts that the tagger took apart or saw only in part.
#pragma once

#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// "Seaham Lads'" + "Boxing Club", "St Brigid's" + "Night Shelter": a possessive
// that is the beginning of the name, not its owner.
void JoinPossessives(NameTable* table);

// "Farmers" + "& Drovers Bank", "Kestrel" + "& Finch Retail".
void JoinMarks(NameTable* table);

// "Elisabeth-" + "Thomé-Stiftung": the tokens of one written word.
void JoinHyphens(NameTable* table);

// "Associação Rio" + "para o Nordeste", "Ärzte für" + "Lviv e.V.": words of
// another language between capitals are a part of one name.
void JoinForeign(NameTable* table);

}  // namespace impactwire::extract
