// Portfolios: "Education Secretary" is of the department of education.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/roles/title_finder.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

// Nothing if the title is no secretary's, minister's or commissioner's, or
// tells of no body: it names no portfolio ("health minister") and the document
// not exactly one ministry ("the deputy minister"). Else the government body
// whose name has the portfolio, a ministry before others, or that ministry; -1
// if the document names none.
std::optional<int32_t> OfficeOf(const text::Document& document,
                                const Entities& entities,
                                const TitleSpan& title);

// Whether the title is of no ministry at all: a prime minister's, governor's or
// mayor's, who lead the whole of a government.
bool LeadsGovernment(const text::Document& document, const TitleSpan& title);

// Whether the name is a ministry's or department's.
bool IsMinistry(const Entity& organization);

}  // namespace impactwire::extract
