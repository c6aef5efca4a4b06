// JSON-LD of news pages: the few properties of an article that matter, read in
// one pass without building the document. Broken JSON gives what came before
// the break.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace impactwire::text {

struct JsonLdArticle {
  std::string headline;
  std::string date_published;  // as written
  std::string author;          // names joined with ", "
  std::string publisher;
  std::string body;  // the text of the article; lines apart by line breaks

  bool empty() const {
    return headline.empty() && date_published.empty() && author.empty() &&
           publisher.empty() && body.empty();
  }
};

// The first object with an article's type (NewsArticle, BlogPosting, Report,
// ...), wherever it stands; properties it lacks are taken from a page object.
// Looks at 1 MiB, 64 levels, strings of 2 KiB (the body whole). Linear.
JsonLdArticle ReadJsonLd(absl::string_view json);

}  // namespace impactwire::text
