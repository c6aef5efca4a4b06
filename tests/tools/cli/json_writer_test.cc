#include "tools/cli/json_writer.h"

#include <cmath>
#include <limits>

#include "common/base/utf8.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "impactwire/v1/article.pb.h"
#include "impactwire/v1/log.pb.h"
#include "impactwire/v1/record.pb.h"

namespace impactwire::cli {
namespace {

std::string ByProtobuf(const google::protobuf::Message& message) {
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &json).ok());
  return json;
}

std::string ByUs(const google::protobuf::Message& message) {
  std::string json;
  EXPECT_TRUE(AppendJson(message, &json));
  return json;
}

TEST(JsonWriterTest, EveryCharacterIsEscapedAsProtobufDoes) {
  for (uint32_t block = 0; block < 0x110000; block += 64) {
    v1::Article article;
    for (uint32_t c = block; c < block + 64; ++c) {
      const bool surrogate = c >= 0xD800 && c < 0xE000;
      if (!surrogate) AppendUtf8(c, article.mutable_text());
    }
    ASSERT_EQ(ByUs(article), ByProtobuf(article)) << block;
  }
}

TEST(JsonWriterTest, NumbersAreThoseOfProtobuf) {
  for (const double value :
       {1.0, -1.0, 0.1, -0.0, 6000.0, 18.4e6, 1e15, 999999999999999.0, 1e21,
        0.87, 1.0 / 3, 1e-7, 4.35, 0.70161418437957768, 1.5e300, std::nan(""),
        std::numeric_limits<double>::infinity(),
        -std::numeric_limits<double>::infinity()}) {
    v1::ImpactFigure figure;
    figure.set_value(value);
    EXPECT_EQ(ByUs(figure), ByProtobuf(figure));
  }
}

TEST(JsonWriterTest, AllKindsOfFieldsAreThoseOfProtobuf) {
  v1::ArticleRecord record;
  record.set_title("A \"quoted\" <title>");
  (*record.mutable_labels())["k"] = "v";
  record.mutable_ingest_time()->set_seconds(1512460800);
  record.mutable_ingest_time()->set_nanos(5000000);
  v1::Organization* organization = record.add_organizations();
  organization->set_kind(v1::ORGANIZATION_KIND_COMPANY);
  organization->add_mentions()->set_begin(7);
  organization->add_mentions();  // {}
  organization->add_aliases("");
  v1::ExecutiveRole* role = record.add_executives();
  role->set_acting(true);
  role->add_role_families(v1::ROLE_FAMILY_CEO);
  role->add_role_families(static_cast<v1::RoleFamily>(999));
  record.add_impact_figures()->add_sdg_goals(8);
  EXPECT_EQ(ByUs(record), ByProtobuf(record));

  v1::Article article;
  article.set_raw_html("\x01\xff\x7f\x03");
  EXPECT_EQ(ByUs(article), ByProtobuf(article));
  v1::LogEntry entry;
  entry.set_sequence(1'000'000'000'000);
  EXPECT_EQ(ByUs(entry), ByProtobuf(entry));
}

TEST(JsonWriterTest, WhatNobodyCanPrintIsSaid) {
  google::rpc::Status status;
  status.add_details()->set_type_url("type.googleapis.com/no.Such");
  status.mutable_details(0)->set_value("x");
  std::string json;
  EXPECT_FALSE(AppendJson(status, &json));
}

}  // namespace
}  // namespace impactwire::cli
