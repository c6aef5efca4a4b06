#include "tools/cli/article_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"

namespace impactwire::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class ArticleSourceTest : public ::testing::Test {
 protected:
  ArticleSourceTest() {
    std::string name = (fs::temp_directory_path() / "sourceXXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ArticleSourceTest() override { fs::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  // One line per item: where, then the body or the error.
  std::vector<std::string> Read(const std::vector<std::string>& paths,
                                ArticleSourceOptions options = {}) {
    auto source = ArticleSource::Open(paths, std::move(options));
    if (!source.ok()) return {std::string(source.status().message())};
    std::vector<std::string> items;
    SourceItem item;
    while ((*source)->Next(&item)) {
      const std::string where = fs::path(Where(item)).filename().string();
      if (!item.error.ok()) {
        items.push_back(absl::StrCat(where, " ! ", item.error.message()));
        continue;
      }
      auto article = ToArticle(item);
      if (!article.ok()) {
        items.push_back(absl::StrCat(where, " ! ", article.status().message()));
        continue;
      }
      last_ = *article;
      items.push_back(
          absl::StrCat(where, " ", article->text(), article->raw_html()));
    }
    skipped_ = (*source)->skipped_files();
    return items;
  }

  fs::path folder_;
  v1::Article last_;
  int skipped_ = 0;
};

TEST_F(ArticleSourceTest, LinesAreNumberedAndBlankOnesPassedOver) {
  const std::string file =
      Write("a.jsonl", "{\"text\":\"one\"}\n\n  \n{\"text\":\"two\"}");
  EXPECT_THAT(Read({file}), ElementsAre("a.jsonl:1 one", "a.jsonl:4 two"));
}

TEST_F(ArticleSourceTest, ABadLineIsToldAndTheRestGoesOn) {
  const std::string file =
      Write("a.jsonl", "{\"txt\":1}\n{\"text\":\"two\"}\n");
  EXPECT_THAT(Read({file}),
              ElementsAre(HasSubstr("a.jsonl:1 ! no Article in proto3 JSON"),
                          "a.jsonl:2 two"));
}

TEST_F(ArticleSourceTest, AJsonFileHoldsOneArticleOrOnePerLine) {
  const std::string one = Write("one.json", "{\n \"text\":\n \"x\"\n}\n");
  const std::string two =
      Write("two.json", "{\"text\":\"y\"}\n{\"text\":\"z\"}\n");
  EXPECT_THAT(Read({one, two}),
              ElementsAre("one.json x", "two.json:1 y", "two.json:2 z"));
}

TEST_F(ArticleSourceTest, AFileIsNamedByItsAbsolutePath) {
  const std::string file = Write("a b.txt", "\xEF\xBB\xBFtext");
  EXPECT_THAT(Read({file}), ElementsAre("a b.txt text"));
  EXPECT_EQ(
      last_.uri(),
      absl::StrCat("file://", fs::canonical(folder_).string(), "/a%20b.txt"));
}

TEST_F(ArticleSourceTest, AUriPrefixTakesThePlaceOfTheFolder) {
  Write("sub/a.html", "<p>x");
  Read({folder_.string()}, {.uri_prefix = "https://example.org/"});
  EXPECT_EQ(last_.uri(), "https://example.org/sub/a.html");
}

TEST_F(ArticleSourceTest, FoldersAreReadInNameOrderAndOtherFilesCounted) {
  Write("b.txt", "2");
  Write("a.HTML", "1");
  Write("c/d.txt", "3");
  Write("image.png", "");
  Write(".hidden.txt", "");
  EXPECT_THAT(Read({folder_.string()}),
              ElementsAre("a.HTML 1", "b.txt 2", "d.txt 3"));
  EXPECT_EQ(skipped_, 1);
}

TEST_F(ArticleSourceTest, ALinkThatLeadsInACircleIsNotFollowed) {
  Write("a.txt", "1");
  fs::create_directory_symlink(folder_, folder_ / "again");
  EXPECT_THAT(Read({folder_.string()}), ElementsAre("a.txt 1"));
}

TEST_F(ArticleSourceTest, TextThatIsNoUtf8IsToldWithItsPlace) {
  const std::string file = Write("a.txt", "ab\xff");
  EXPECT_THAT(Read({file}),
              ElementsAre("a.txt ! the text is not UTF-8 at byte 2; convert it "
                          "with iconv"));
}

TEST_F(ArticleSourceTest, WhatIsTooLargeIsToldAndNotRead) {
  const std::string lines =
      Write("a.jsonl", "{\"text\":\"12345\"}\n{\"text\":\"1\"}\n");
  const std::string text = Write("b.txt", std::string(15, 'x'));
  EXPECT_THAT(
      Read({lines, text}, {.max_item_bytes = 12}),
      ElementsAre("a.jsonl:1 ! the line is longer than 12 bytes", "a.jsonl:2 1",
                  "b.txt ! the file is larger than 12 bytes"));
}

TEST_F(ArticleSourceTest, AnUnknownEndingIsAnErrorUnlessAFormatIsGiven) {
  const std::string file = Write("page.php", "<p>x");
  EXPECT_THAT(Read({file}), ElementsAre(HasSubstr("--format=text|html|json")));
  EXPECT_THAT(Read({file}, {.format = "html"}), ElementsAre("page.php <p>x"));
}

TEST_F(ArticleSourceTest, APathThatDoesNotExistIsAnError) {
  const std::string path = (folder_ / "none.txt").string();
  EXPECT_EQ(ArticleSource::Open({path}, {}).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(ArticleSourceTest, StandardInputIsReadAsLines) {
  const std::string file = Write("in", "{\"text\":\"a\"}\n");
  FILE* in = fopen(file.c_str(), "r");
  EXPECT_THAT(Read({}, {.in = in}), ElementsAre("line 1 a"));
  fclose(in);
}

}  // namespace
}  // namespace impactwire::cli
