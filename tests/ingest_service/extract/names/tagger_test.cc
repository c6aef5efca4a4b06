#include "ingest_service/extract/names/tagger.h"

#include <gtest/gtest.h>

#include "extract_names_data.h"

namespace impactwire::extract {
namespace {

TEST(TaggerTest, OnlyBeginAndInsideAreContinued) {
  const int begin = Label(1, LabelPart::kBegin);
  EXPECT_TRUE(MayFollow(begin, Label(1, LabelPart::kLast)));
  EXPECT_FALSE(MayFollow(begin, Label(0, LabelPart::kLast)));
  EXPECT_FALSE(MayFollow(begin, kOutside));
  EXPECT_FALSE(MayFollow(kOutside, Label(1, LabelPart::kInside)));
  EXPECT_TRUE(MayFollow(Label(2, LabelPart::kUnit), begin));
}

TEST(TaggerTest, BytesThatAreNoModelAreRefused) {
  const std::string bytes(data::Tagger());
  EXPECT_EQ(Tagger::Load("").status(),
            absl::InternalError("tagger model is cut short"));
  EXPECT_EQ(Tagger::Load(bytes.substr(0, bytes.size() - 1)).status(),
            absl::InternalError("tagger model is malformed"));
  EXPECT_EQ(Tagger::Load("x" + bytes.substr(1)).status(),
            absl::InternalError("tagger model is malformed"));
}

}  // namespace
}  // namespace impactwire::extract
