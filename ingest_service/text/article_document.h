// The document of an article as a client sends it.
#pragma once

#include "absl/status/statusor.h"
#include "impactwire/v1/article.pb.h"
#include "ingest_service/text/document.h"
#include "ingest_service/text/document_reader.h"

namespace impactwire::text {

// Reads whichever body is set, with the article's own title, date, address,
// publisher and charset as hints. Errors are those of the reader.
absl::StatusOr<Document> ReadArticle(const DocumentReader& reader,
                                     const v1::Article& article);

}  // namespace impactwire::text
