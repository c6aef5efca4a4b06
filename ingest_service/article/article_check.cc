#include "ingest_service/article/article_check.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/partial_date.h"
#include "common/base/utf8.h"
#include "common/status/errors.h"

namespace impactwire {
namespace {

constexpr size_t kMaxArticleId = 512;
constexpr size_t kMaxUri = 2048;
constexpr size_t kMaxTitle = 4096;
constexpr size_t kMaxPublisher = 512;
constexpr int kMaxLabels = 64;
constexpr size_t kMaxLabelKey = 128;
constexpr size_t kMaxLabelValue = 1024;

absl::string_view Body(const v1::Article& article) {
  switch (article.body_case()) {
    case v1::Article::kText:
      return article.text();
    case v1::Article::kHtml:
      return article.html();
    case v1::Article::kRawHtml:
      return article.raw_html();
    case v1::Article::BODY_NOT_SET:
      break;
  }
  return "";
}

absl::string_view BodyField(const v1::Article& article) {
  switch (article.body_case()) {
    case v1::Article::kText:
      return "article.text";
    case v1::Article::kHtml:
      return "article.html";
    case v1::Article::kRawHtml:
      return "article.raw_html";
    case v1::Article::BODY_NOT_SET:
      break;
  }
  return "article.body";
}

bool IsBlank(absl::string_view text) {
  return absl::StripAsciiWhitespace(text).empty();
}

void CheckSize(absl::string_view field, absl::string_view value, size_t limit,
               absl::Status* status) {
  if (value.size() > limit) {
    *status = AddInvalidField(
        *status, field,
        absl::StrCat("holds ", value.size(), " bytes; at most ", limit));
  } else if (const size_t at = FindInvalidUtf8(value);
             at != absl::string_view::npos) {
    *status = AddInvalidField(*status, field,
                              absl::StrCat("is not UTF-8 at byte ", at));
  }
}

}  // namespace

absl::Status CheckArticle(const v1::Article& article, size_t max_body_bytes) {
  const absl::string_view body = Body(article);
  if (body.size() > max_body_bytes) {
    return LimitExceeded(BodyField(article),
                         absl::StrCat("holds ", body.size(), " bytes; at most ",
                                      max_body_bytes));
  }
  absl::Status status;
  CheckSize("article.article_id", article.article_id(), kMaxArticleId, &status);
  CheckSize("article.uri", article.uri(), kMaxUri, &status);
  CheckSize("article.title", article.title(), kMaxTitle, &status);
  CheckSize("article.publisher", article.publisher(), kMaxPublisher, &status);
  if (!article.publish_date().empty() &&
      !ParsePartialDate(article.publish_date()).has_value()) {
    status = AddInvalidField(status, "article.publish_date", kNoDate);
  }
  if (article.labels_size() > kMaxLabels) {
    status = AddInvalidField(status, "article.labels",
                             absl::StrCat("holds ", article.labels_size(),
                                          " labels; at most ", kMaxLabels));
  } else {
    for (const auto& [key, value] : article.labels()) {
      CheckSize("article.labels.key", key, kMaxLabelKey, &status);
      CheckSize("article.labels.value", value, kMaxLabelValue, &status);
    }
  }
  if (article.body_case() == v1::Article::BODY_NOT_SET) {
    status = AddInvalidField(status, "article.body",
                             "is missing; set one of text, html and raw_html");
  } else if (IsBlank(body)) {
    status = AddInvalidField(status, BodyField(article), "is empty");
  } else if (article.body_case() != v1::Article::kRawHtml) {
    if (const size_t at = FindInvalidUtf8(body);
        at != absl::string_view::npos) {
      status = AddInvalidField(
          status, BodyField(article),
          absl::StrCat("is not UTF-8 at byte ", at,
                       article.body_case() == v1::Article::kHtml
                           ? "; send pages in other charsets as raw_html"
                           : ""));
    }
  }
  return status;
}

}  // namespace impactwire
