#include "ingest_service/article/article_key.h"

#include <map>

#include "common/base/sha256.h"
#include "common/base/stable_id.h"

namespace impactwire {

std::string ArticleKey(const v1::Article& article) {
  if (!article.article_id().empty()) return article.article_id();
  if (!article.uri().empty()) {
    return StableId(kArticleIdKind, {"uri", article.uri()});
  }
  return ArticleKey(article, ContentSha256(article));
}

std::string ArticleKey(const v1::Article& article,
                       absl::string_view content_sha256) {
  if (!article.article_id().empty() || !article.uri().empty()) {
    return ArticleKey(article);
  }
  return StableId(kArticleIdKind, {"content", content_sha256});
}

std::string ContentSha256(const v1::Article& article) {
  Sha256 hash;
  hash.Field(article.uri())
      .Field(article.title())
      .Field(article.publisher())
      .Field(article.publish_date())
      .Field(article.charset());
  const std::map<std::string, std::string> labels(article.labels().begin(),
                                                  article.labels().end());
  hash.Field(std::to_string(labels.size()));
  for (const auto& [key, value] : labels) hash.Field(key).Field(value);
  hash.Field(std::to_string(static_cast<int>(article.body_case())));
  switch (article.body_case()) {
    case v1::Article::kText:
      hash.Field(article.text());
      break;
    case v1::Article::kHtml:
      hash.Field(article.html());
      break;
    case v1::Article::kRawHtml:
      hash.Field(article.raw_html());
      break;
    case v1::Article::BODY_NOT_SET:
      break;
  }
  return hash.Hex();
}

}  // namespace impactwire
