// Names that the layout of news shows to be none, or of another kind.
#pragma once

#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// "ELSTON, Minn. -- ", "PORT VILA (Agency) - ": the capitals that open a
// paragraph before a dash or colon are a place, here and elsewhere.
void MarkDatelines(NameTable* table);

// "ELSTON, June 9 (Agency) --": the agency reports and does nothing else.
void DropAgencies(NameTable* table);

// "PLN 480,000", "Rs 20": up to three letters, only ever followed by a number.
void DropCurrencies(NameTable* table);

// "Enrolment has reached 300", "a Corporate Giving prize", "Head of Wholesale
// Banking at X": common words that nothing but capitals makes a name.
void DropCommonWords(NameTable* table);

// "the Green Roof programme", "its strategy, Better Still", "Tillamore
// commune": what the text calls a work or a place.
void DropWorks(NameTable* table);

// "Halloran ME, Monto AS, Jena AB": surnames with initials, the authors of a
// reference.
void DropAuthors(NameTable* table);

// "(NYSE: TRW)": exchange and symbol name no organization that acts.
void DropTickers(NameTable* table);

}  // namespace impactwire::extract
