// What the text around a name says of its kind: "CEO of X" makes X an
// organization, "X, 54, a nurse" a person. The tagger knows words; names made
// of words it never saw need this.
#pragma once

#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// Makes organizations of persons and places that the document uses as such.
// Linear in the names.
void ReconsiderKinds(NameTable* table);

}  // namespace impactwire::extract
