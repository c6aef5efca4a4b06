// Names that other evidence than the tagger's gives: well-known names, titles
// and appositions beside them, lists, the same name elsewhere, acronyms in
// brackets.
#pragma once

#include "ingest_service/extract/names/name_table.h"

namespace impactwire::extract {

// Famous names of three words and more, unless a tagged one holds more.
void AddLongFamousNames(const std::vector<TaggedName>& tagged,
                        NameTable* table);

// Initials before a person's name: "KP" + "Abdul Salam".
void ExtendPersons(NameTable* table);

// "LG Household" + "& Health Care", "Fund for Rural" + "and Regional Renewal".
void ExtendJoined(NameTable* table);

// "Kettledrum, a giving club", "the group Sparks": untagged capitals that the
// text says to be an organization.
void AddAppositions(NameTable* table);

// The other items of a list of organizations: "Finnair, Iberia and Qantas".
void AddListed(NameTable* table);

// Famous names that the tagger left out.
void AddFamousNames(NameTable* table);

// "Chairman M. P. Rao" is a person; "CEO of Northlake" is an organization.
void UseTitles(NameTable* table);

// One name has one kind in a document: that with the largest sum of margins.
void VoteOnKinds(NameTable* table);

// The same name elsewhere, untagged there; in quotes also in lower case.
void AddRepeats(NameTable* table);

// "Name of a Body (NAB)"; drops acronyms that brackets explain otherwise
// ("non-performing loans (NPL)").
void LinkAcronyms(NameTable* table);

}  // namespace impactwire::extract
