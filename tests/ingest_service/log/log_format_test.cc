#include "ingest_service/log/log_format.h"

#include <gtest/gtest.h>

#include "impactwire/v1/log.pb.h"
#include "ingest_service/log/compression.h"

namespace impactwire::record_log {
namespace {

TEST(LogFormatTest, ByteOrderIsSequenceOrder) {
  EXPECT_LT(EncodeInteger(255), EncodeInteger(256));
  EXPECT_LT(EncodeInteger(1), EncodeInteger(uint64_t{1} << 63));
  uint64_t value = 0;
  EXPECT_TRUE(DecodeInteger(EncodeInteger(0x0102030405060708), &value));
  EXPECT_EQ(value, 0x0102030405060708u);
}

TEST(LogFormatTest, AnIntegerCutShortIsNone) {
  uint64_t value = 0;
  EXPECT_FALSE(DecodeInteger("1234567", &value));
  EXPECT_FALSE(DecodeInteger("", &value));
}

TEST(LogFormatTest, AKeyStateComesBack) {
  const KeyState state = {42, EntryKind::kRecord, "sha\nversion"};
  const auto back = KeyState::Decode(state.Encode());
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->sequence, 42u);
  EXPECT_EQ(back->kind, EntryKind::kRecord);
  EXPECT_EQ(back->fingerprint, "sha\nversion");
}

TEST(LogFormatTest, ADamagedKeyStateIsDataLoss) {
  EXPECT_EQ(KeyState::Decode("short").status(),
            absl::DataLossError("a key state is cut short"));
  EXPECT_EQ(KeyState::Decode(EncodeInteger(1) + "?").status(),
            absl::DataLossError("a key state is of no known kind"));
}

TEST(LogFormatTest, ALogStateComesBack) {
  const auto back = LogState::Decode(LogState{9, 8, 7, 6}.Encode());
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->Encode(), (LogState{9, 8, 7, 6}.Encode()));
  EXPECT_EQ(LogState::Decode("x").status(),
            absl::DataLossError("the log state is cut short"));
}

TEST(LogFormatTest, ArticlesAndOverridesOfOneIdAreTwoKeys) {
  EXPECT_NE(ArticleTableKey("x"), OverrideTableKey("x"));
}

TEST(LogFormatTest, ASerializedEntryIsWhatTheLibraryWouldWrite) {
  for (const uint64_t sequence : {1ull, 127ull, 128ull, 1ull << 40}) {
    v1::LogEntry entry;
    entry.mutable_tombstone()->set_article_id("a");
    const std::string rest = entry.SerializeAsString();
    entry.set_sequence(sequence);
    EXPECT_EQ(SerializedEntry(sequence, rest), entry.SerializeAsString());
    EXPECT_TRUE(HasSequence(entry.SerializeAsString(), sequence));
    EXPECT_FALSE(HasSequence(entry.SerializeAsString(), sequence + 1));
  }
}

TEST(LogFormatTest, LogIdsAreSixteenHexDigitsAndDiffer) {
  const std::string id = RandomLogId();
  EXPECT_EQ(id.size(), 16u);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(id, RandomLogId());
}

TEST(CompressionTest, BytesComeBack) {
  const std::string bytes(100000, 'x');
  EXPECT_LT(Compress(bytes).size(), 1000u);
  EXPECT_EQ(Decompress(Compress(bytes), 100000).value(), bytes);
  EXPECT_EQ(Decompress(Compress(""), 0).value(), "");
}

TEST(CompressionTest, DamageIsDataLoss) {
  std::string damaged = Compress("some bytes that are compressed here");
  damaged[damaged.size() - 6] ^= 1;
  EXPECT_EQ(Decompress(damaged, 100).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(Decompress("no frame", 100).status(),
            absl::DataLossError("not a zstd frame of known size"));
  EXPECT_EQ(Decompress(Compress("12345"), 4).status(),
            absl::DataLossError("a zstd frame of 5 bytes; at most 4"));
}

}  // namespace
}  // namespace impactwire::record_log
