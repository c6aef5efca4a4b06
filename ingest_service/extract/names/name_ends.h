// Words at the ends of what the tagger takes for a name that are none of it.
#pragma once

#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// Whether capitals at `token` may be due to its place: at the beginning of a
// sentence, after a dash or an opening quotation mark.
bool OpensText(const NameTable& table, int token);

// "I'd", "We\u2019ll": a pronoun and a verb, capitalised.
bool IsContraction(absl::string_view word);

// "Two Halden companies", "told Congress Monday", "Halden Union Ten-Year Plan".
void TrimEnds(const NameTable& table, NamedSpan* span);

// "Minister of Industry and Mining": what a minister looks after is no body,
// and a name behind it is the minister's.
void DropPortfolios(NameTable* table);

// "from David Miller": a given name and a surname are a person, whatever stands
// before them, unless the two together are known as a place or a body.
void NamePersons(NameTable* table);

}  // namespace impactwire::extract
