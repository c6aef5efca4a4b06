#include "query_service/index/record_pool.h"

#include <string>

#include "gtest/gtest.h"

namespace impactwire::query {
namespace {

v1::LogEntry RecordEntry(uint64_t sequence, const std::string& title,
                         int figures) {
  v1::LogEntry entry;
  entry.set_sequence(sequence);
  v1::ArticleRecord* const record = entry.mutable_record();
  record->set_article_id(title);
  record->set_title(title);
  (*record->mutable_labels())["desk"] = title;
  for (int i = 0; i < figures; ++i) {
    v1::ImpactFigure* const figure = record->add_impact_figures();
    figure->set_value(i + 1);
    if (i % 2 == 0) figure->mutable_evidence()->set_text(title);
  }
  return entry;
}

class RecordPoolTest : public testing::Test {
 protected:
  // What the pool reads of the entry's bytes, serialized again.
  std::string Read(const v1::LogEntry& entry) {
    v1::LogEntry* const read = entries_.Add();
    EXPECT_TRUE(pool_.Parse(entry.SerializeAsString(), read));
    return read->SerializeAsString();
  }

  RecordPool pool_;
  google::protobuf::RepeatedPtrField<v1::LogEntry> entries_;
};

TEST_F(RecordPoolTest, ARecordReadIntoAnotherKeepsNothingOfIt) {
  const v1::LogEntry large = RecordEntry(1, "a much longer title", 5);
  const v1::LogEntry small = RecordEntry(2, "b", 2);
  const v1::LogEntry empty = RecordEntry(3, "", 0);
  for (const v1::LogEntry* entry : {&large, &small, &empty, &large}) {
    EXPECT_EQ(Read(*entry), entry->SerializeAsString());
    pool_.TakeBack(&entries_);
    EXPECT_EQ(entries_.size(), 0);
    EXPECT_EQ(pool_.spare(), 1u);
  }
}

TEST_F(RecordPoolTest, OtherKindsOfEntriesAreReadToo) {
  v1::LogEntry deletion;
  deletion.set_sequence(7);
  deletion.mutable_tombstone()->set_article_id("a");
  EXPECT_EQ(Read(deletion), deletion.SerializeAsString());
  EXPECT_EQ(Read(v1::LogEntry()), "");
  pool_.TakeBack(&entries_);
  EXPECT_EQ(pool_.spare(), 0u);
}

TEST_F(RecordPoolTest, BytesThatAreNoEntryAreRefused) {
  const std::string whole = RecordEntry(1, "title", 3).SerializeAsString();
  v1::LogEntry entry;
  EXPECT_FALSE(pool_.Parse(whole.substr(0, whole.size() - 1), &entry));
  EXPECT_FALSE(pool_.Parse("\x08", &entry));
  std::string not_utf8 = whole;
  not_utf8[not_utf8.rfind("title")] = '\xff';
  EXPECT_FALSE(pool_.Parse(not_utf8, &entry));
}

TEST_F(RecordPoolTest, UnusuallyLargeRecordsAreNotKept) {
  Read(RecordEntry(1, std::string(20000, 'x'), 0));
  Read(RecordEntry(2, "usual", 1));
  // As the index does: the size does not tell any more.
  entries_[0].mutable_record()->clear_title();
  pool_.TakeBack(&entries_);
  EXPECT_EQ(pool_.spare(), 1u);
}

TEST_F(RecordPoolTest, FewAreKeptOnceBatchesAreSmall) {
  for (int i = 1; i <= 300; ++i) Read(RecordEntry(i, "a", 1));
  pool_.TakeBack(&entries_);
  EXPECT_EQ(pool_.spare(), 300u);
  Read(RecordEntry(301, "a", 1));
  pool_.TakeBack(&entries_);
  EXPECT_EQ(pool_.spare(), 64u);
}

}  // namespace
}  // namespace impactwire::query
