// Where a name begins and ends: rules over the tagger's spans.
#pragma once

#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// Whether all words of [first, last) are also written in lower case, or say
// what body it is.
bool AreCommonWords(const NameTable& table, int first, int last);

// "Council of Provinces", "League of Arab States": the head stands before "of".
bool IsBodyOf(const NameTable& table, int first, int last);

// Trims what is no part of the name and adds the legal form; false if nothing
// is left that names anything.
bool CorrectSpan(const NameTable& table, NamedSpan* span);

// "A Foundation and the B Trust" are two; "A Company of India" is "A Company".
void SplitSpans(NameTable* table);

// "Hong Kong" + "Council of Social Service", "Tesco" + "Ireland", "Workers" +
// "'" + "Welfare Board" are one.
void MergeSpans(NameTable* table);

}  // namespace impactwire::extract
