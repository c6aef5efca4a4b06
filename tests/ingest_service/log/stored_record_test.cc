#include "ingest_service/log/stored_record.h"

#include <gtest/gtest.h>

#include "google/protobuf/util/message_differencer.h"

namespace impactwire::record_log {
namespace {

using google::protobuf::util::MessageDifferencer;

v1::TextSpan Span(int begin, int end, const char* text) {
  v1::TextSpan span;
  span.set_begin(begin);
  span.set_end(end);
  span.set_text(text);
  return span;
}

v1::ArticleRecord Sample() {
  v1::ArticleRecord record;
  record.set_article_id("a");
  record.set_text("Acme has trained 40 people. Acme Corp. says so.");
  auto* organization = record.add_organizations();
  *organization->add_mentions() = Span(0, 4, "Acme");
  *organization->add_mentions() = Span(28, 38, "Acme Corp.");
  *record.add_impact_figures()->mutable_evidence() =
      Span(0, 27, "Acme has trained 40 people.");
  return record;
}

TEST(StoredRecordTest, TextAndMentionTextsComeBack) {
  v1::ArticleRecord record = Sample();
  const std::string text = TakeText(&record);
  EXPECT_EQ(record.text(), "");
  EXPECT_EQ(record.organizations(0).mentions(1).text(), "");
  PutText(text, &record);
  EXPECT_TRUE(MessageDifferencer::Equals(record, Sample()));
}

TEST(StoredRecordTest, EvidenceKeepsItsText) {
  v1::ArticleRecord record = Sample();
  TakeText(&record);
  EXPECT_EQ(record.impact_figures(0).evidence().text(),
            "Acme has trained 40 people.");
}

TEST(StoredRecordTest, AMentionThatDoesNotFitItsTextIsKeptAsItIs) {
  v1::ArticleRecord record = Sample();
  *record.mutable_organizations(0)->add_mentions() = Span(0, 4, "Else");
  *record.mutable_organizations(0)->add_mentions() = Span(90, 99, "beyond");
  *record.mutable_organizations(0)->add_mentions() = Span(-1, 3, "");
  const v1::ArticleRecord before = record;
  PutText(TakeText(&record), &record);
  EXPECT_TRUE(MessageDifferencer::Equals(record, before));
}

TEST(StoredRecordTest, ContentAndExtractorVersionMakeTheFingerprint) {
  v1::ArticleRecord a = Sample(), b = Sample();
  b.set_title("other facts do not count");
  EXPECT_EQ(Fingerprint(a), Fingerprint(b));
  b.set_extractor_version("2");
  EXPECT_NE(Fingerprint(a), Fingerprint(b));
  a.set_content_sha256("s");
  EXPECT_NE(Fingerprint(a), Fingerprint(Sample()));
}

}  // namespace
}  // namespace impactwire::record_log
