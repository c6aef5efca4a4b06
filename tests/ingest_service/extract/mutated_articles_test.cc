// Articles made from pieces of real ones in ways no writer would: words in any
// order, halves glued together, bytes changed, single words. Whatever comes,
// the extractor gives a record that keeps its promises (sound_record.h).
// Abseil's own checks and the sanitizers find what goes astray on the way.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "ingest_service/extract/article_extractor.h"
#include "tests/ingest_service/extract/sound_record.h"

namespace impactwire::extract {
namespace {

constexpr int kArticles = 1500;
constexpr char kCorpus[] =
    IMPACTWIRE_SOURCE_DIR "/ingest_service/extract/corpus";

std::vector<std::string> ReadCorpus() {
  std::vector<std::string> paths;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(kCorpus)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const std::string& path : paths) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    texts.push_back(text.str());
  }
  return texts;
}

class MutatedArticlesTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    extractor_ = ArticleExtractor::Create({}).value().release();
    texts_ = new std::vector<std::string>(ReadCorpus());
    ASSERT_FALSE(texts_->empty()) << kCorpus;
    words_ = new std::vector<std::string>();
    for (const std::string& text : *texts_) {
      for (const absl::string_view word :
           absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
        words_->emplace_back(word);
      }
    }
    std::sort(words_->begin(), words_->end());
    words_->erase(std::unique(words_->begin(), words_->end()), words_->end());
  }

  static void Check(const std::string& text, bool html = false) {
    v1::Article article;
    article.set_article_id("a");
    article.set_publish_date("2023-05-04");
    if (html) {
      article.set_raw_html(text);
    } else {
      article.set_text(text);
    }
    v1::ExtractionTrace trace;
    const auto record = extractor_->Extract(article, &trace);
    ASSERT_TRUE(record.ok()) << record.status() << "\n" << text;
    ASSERT_EQ(FaultOf(*record, trace, extractor_->options()), "") << text;
  }

  size_t Any(size_t size) {
    return std::uniform_int_distribution<size_t>(0, size - 1)(random_);
  }
  const std::string& AnyText() { return (*texts_)[Any(texts_->size())]; }
  const std::string& AnyWord() { return (*words_)[Any(words_->size())]; }

  static const ArticleExtractor* extractor_;
  static std::vector<std::string>* texts_;
  static std::vector<std::string>* words_;
  std::mt19937_64 random_{20};
};
const ArticleExtractor* MutatedArticlesTest::extractor_;
std::vector<std::string>* MutatedArticlesTest::texts_;
std::vector<std::string>* MutatedArticlesTest::words_;

TEST_F(MutatedArticlesTest, WordsInAnyOrder) {
  for (int i = 0; i < kArticles; ++i) {
    std::vector<std::string> words;
    for (size_t n = 1 + Any(40); n > 0; --n) words.push_back(AnyWord());
    ASSERT_NO_FATAL_FAILURE(Check(absl::StrJoin(words, " ")));
  }
}

TEST_F(MutatedArticlesTest, EveryWordByItselfAndTwice) {
  std::string all;
  for (const std::string& word : *words_) {
    absl::StrAppend(&all, word, "\n", word, " ", word, "\n\n");
    if (all.size() > 200'000) {
      ASSERT_NO_FATAL_FAILURE(Check(all));
      all.clear();
    }
  }
  ASSERT_NO_FATAL_FAILURE(Check(all));
}

TEST_F(MutatedArticlesTest, HalvesOfArticles) {
  for (int i = 0; i < kArticles / 10; ++i) {
    const std::string& first = AnyText();
    const std::string& second = AnyText();
    std::string text = first.substr(0, Any(first.size() + 1)) +
                       second.substr(Any(second.size()));
    // As a page: text cut inside a character would be refused.
    ASSERT_NO_FATAL_FAILURE(Check(text, /*html=*/true));
  }
}

TEST_F(MutatedArticlesTest, BytesChanged) {
  static constexpr char kMarks[] = "\0 \n\t\"'()-.,$%&<>;:/0aZ\xc3\xa9";
  for (int i = 0; i < kArticles / 10; ++i) {
    std::string text = AnyText();
    for (size_t n = 1 + Any(200); n > 0; --n) {
      text[Any(text.size())] = kMarks[Any(sizeof(kMarks) - 1)];
    }
    ASSERT_NO_FATAL_FAILURE(Check(text, /*html=*/true));
  }
}

}  // namespace
}  // namespace impactwire::extract
