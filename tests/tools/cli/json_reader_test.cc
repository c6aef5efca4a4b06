#include "tools/cli/json_reader.h"

#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "impactwire/v1/article.pb.h"

namespace impactwire::cli {
namespace {

TEST(JsonReaderTest, ReadsAsProtobufDoes) {
  for (const char* json :
       {"{}", "{ }", R"({"text":"a"})",
        R"( { "articleId" : "1" , "publishDate" : "2017" , "text" : "" } )",
        R"({"text":"\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00 é€"})",
        R"({"labels":{"k":"v"},"title":"t"})", R"({"labels":{}})"}) {
    v1::Article ours, theirs;
    ASSERT_TRUE(ReadPlainJson(json, &ours)) << json;
    ASSERT_TRUE(
        google::protobuf::util::JsonStringToMessage(json, &theirs).ok());
    EXPECT_EQ(ours.SerializeAsString(), theirs.SerializeAsString()) << json;
  }
}

TEST(JsonReaderTest, LeavesTheRestToProtobuf) {
  for (const char* json : {"",
                           "[]",
                           "{",
                           R"({"text":1})",
                           R"({"text":"a"} x)",
                           R"({"text":null})",
                           R"({"text":"a)",
                           R"({"text":"\x"})",
                           R"({"text":"\ud83d"})",
                           R"({"text":"\u12"})",
                           "{\"text\":\"a\nb\"}",
                           R"({"tex":"a"})",
                           R"({"article_id":"1"})",
                           R"({"title":"a","title":"b"})",
                           R"({"text":"a","html":"b"})",
                           R"({"text":"","html":"b"})",
                           R"({"labels":{"k":"v","k":"w"}})",
                           R"({"rawHtml":"YQ=="})",
                           R"({"text":"a",})",
                           R"({'text':'a'})"}) {
    v1::Article article;
    EXPECT_FALSE(ReadPlainJson(json, &article)) << json;
  }
}

}  // namespace
}  // namespace impactwire::cli
