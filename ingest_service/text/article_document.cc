#include "ingest_service/text/article_document.h"

namespace impactwire::text {

absl::StatusOr<Document> ReadArticle(const DocumentReader& reader,
                                     const v1::Article& article) {
  DocumentHints hints;
  hints.title = article.title();
  hints.publisher = article.publisher();
  hints.publish_date = article.publish_date();
  hints.uri = article.uri();
  hints.charset = article.charset();
  switch (article.body_case()) {
    case v1::Article::kHtml:
      return reader.ReadHtml(article.html(), hints);
    case v1::Article::kRawHtml:
      return reader.ReadRawHtml(article.raw_html(), hints);
    default:
      return reader.ReadText(article.text(), hints);
  }
}

}  // namespace impactwire::text
