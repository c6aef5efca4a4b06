// Names that the layout of news shows to be none, or of another kind.
#pragma once

#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// "ELSTON, Minn. -- ", "PORT VILA (Agency) - ": the capitals that open a
// paragraph before a dash or colon are a place, here and elsewhere.
void MarkDatelines(NameTable* table);

// "(NYSE: TRW)": exchange and symbol name no organization that acts.
void DropTickers(NameTable* table);

}  // namespace impactwire::extract
