#include "tools/cli/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "impactwire/v1/article.pb.h"

namespace impactwire::cli {
namespace {

using ::testing::HasSubstr;

TEST(JsonTest, AnArticleComesBackAsItWas) {
  v1::Article article, again;
  article.set_text("58到家 \"x\"\n");
  article.set_publish_date("2017-12-05");
  (*article.mutable_labels())["k"] = "v";
  ASSERT_EQ(FromJson(ToJson(article), &again), absl::OkStatus());
  EXPECT_EQ(again.SerializeAsString(), article.SerializeAsString());
}

TEST(JsonTest, OneLineHoldsAMessage) {
  v1::Article article;
  article.set_text("a\nb");
  EXPECT_EQ(ToJson(article), "{\"text\":\"a\\nb\"}");
}

TEST(JsonTest, AnUnknownFieldIsNamed) {
  v1::Article article;
  const absl::Status status = FromJson("{\"tex\":\"a\"}", &article);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("tex"));
}

TEST(JsonTest, BytesThatAreNoUtf8ArePlaced) {
  v1::Article article;
  EXPECT_EQ(FromJson("{\"text\":\"a\xff\"}", &article),
            absl::InvalidArgumentError("the JSON is not UTF-8 at byte 10"));
}

TEST(JsonTest, DeepNestingIsRefusedAndNotFollowed) {
  v1::Article article;
  EXPECT_FALSE(FromJson(std::string(1'000'000, '['), &article).ok());
}

TEST(JsonTest, StringsAreEscaped) {
  EXPECT_EQ(JsonString("a\"\\\n\x01\xff"), "\"a\\\"\\\\\\n\\u0001\uFFFD\"");
}

}  // namespace
}  // namespace impactwire::cli
