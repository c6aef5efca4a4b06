// "ADB-backed", "London-based": a name inside a compound that describes another
// one.
#pragma once

#include "absl/strings/string_view.h"
#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// The bytes of "-backed" at the end of a word that describes by a name; 0 if it
// does not.
int DescriptionSize(absl::string_view word);

// The name ends before the hyphen ("EU-funded" is the EU) where a body may
// stand before it; "Oslo-based" is no organization. Names of the document are
// found in compounds that were left out. Sets NamedSpan::cut, so that nothing
// may move the ends of a name after it.
void CutCompounds(NameTable* table);

}  // namespace impactwire::extract
