// Portfolios: "Education Secretary" is of the department of education.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/extract/names/mention.h"
#include "ingest_service/extract/roles/title_finder.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

// Nothing if the title is no secretary's or minister's or names no portfolio;
// else the government body whose name has it, or -1 if the document names none.
std::optional<int32_t> OfficeOf(const text::Document& document,
                                const Entities& entities,
                                const TitleSpan& title);

}  // namespace impactwire::extract
