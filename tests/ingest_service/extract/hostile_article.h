// HostileArticle: families of articles that nobody would write, of any length:
// what drives a stage that is not linear in its input, or not bounded, out of
// its bounds. The test extracts each once, the benchmark at three lengths.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "impactwire/v1/article.pb.h"

namespace impactwire::extract {

struct HostileArticle {
  enum Body { kText, kPage };  // kPage: raw_html

  const char* name;
  Body body;
  // At least `bytes` of it, at most some hundred more. The same every time.
  std::string (*make)(size_t bytes);

  v1::Article Make(size_t bytes) const {
    v1::Article article;
    article.set_article_id(name);
    article.set_publish_date("2023-05-04");
    if (body == kText) {
      article.set_text(make(bytes));
    } else {
      article.set_raw_html(make(bytes));
    }
    return article;
  }
};

const std::vector<HostileArticle>& HostileArticles();

}  // namespace impactwire::extract
