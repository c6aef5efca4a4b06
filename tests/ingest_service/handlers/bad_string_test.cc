#include "ingest_service/handlers/bad_string.h"

#include <gtest/gtest.h>

#include "impactwire/v1/ingest.pb.h"

namespace impactwire {
namespace {

// Path and index of the bad string in `request`, whose "@" are bad bytes.
std::string Find(const v1::IngestArticlesRequest& request) {
  std::string bytes = request.SerializeAsString();
  for (char& c : bytes) {
    if (c == '@') c = '\xFF';
  }
  const auto bad =
      FindBadString(*v1::IngestArticlesRequest::descriptor(), bytes);
  return bad ? bad->field + ":" + std::to_string(bad->at) : "none";
}

TEST(BadStringTest, AStringFieldIsFoundByItsPath) {
  v1::IngestArticlesRequest request;
  request.set_client_sequence(300);
  request.mutable_article()->set_uri("good");
  request.mutable_article()->set_text("abc@");
  EXPECT_EQ(Find(request), "article.text:3");
}

TEST(BadStringTest, KeysAndValuesOfMapsAreStringsToo) {
  v1::IngestArticlesRequest request;
  (*request.mutable_article()->mutable_labels())["k@"] = "v";
  EXPECT_EQ(Find(request), "article.labels.key:1");
  request.Clear();
  (*request.mutable_article()->mutable_labels())["k"] = "@";
  EXPECT_EQ(Find(request), "article.labels.value:0");
}

TEST(BadStringTest, BytesFieldsMayHoldAnything) {
  v1::IngestArticlesRequest request;
  request.mutable_article()->set_raw_html("@@@");
  EXPECT_EQ(Find(request), "none");
}

TEST(BadStringTest, WhatIsNoMessageHasNoBadString) {
  const auto& type = *v1::IngestArticlesRequest::descriptor();
  for (const char* bytes :
       {"\xFF", "\x12\x7F", "\x12", "\x0B", "\xFF\xFF\xFF"}) {
    EXPECT_FALSE(FindBadString(type, bytes).has_value());
  }
}

TEST(BadStringTest, UnknownFieldsArePassedOver) {
  v1::IngestArticlesRequest request;
  request.mutable_article()->set_text("@");
  std::string bytes = "\xC2\x3E\x02\xFF\xFF";  // field 1000: two bytes
  bytes += "\x12\x03\x3A\x01\xFF";             // article.text
  const auto bad =
      FindBadString(*v1::IngestArticlesRequest::descriptor(), bytes);
  ASSERT_TRUE(bad.has_value());
  EXPECT_EQ(bad->field, "article.text");
}

}  // namespace
}  // namespace impactwire
