#include "ingest_service/extract/names/reference_nouns.h"

#include <gtest/gtest.h>

#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

TEST(ReferenceNounsTest, ANounHasKindsAndHeads) {
  const auto nouns = ReferenceNouns::Parse(
      "# a comment\nbank\tcompany government\tbank banco\n"
      "board\tany\tboard\ncompanies\tnone\t-\n");
  ASSERT_TRUE(nouns.ok()) << nouns.status();
  const ReferenceNoun* bank = nouns->Find(WordKey("bank"));
  ASSERT_NE(bank, nullptr);
  EXPECT_TRUE(bank->Fits(v1::ORGANIZATION_KIND_COMPANY));
  EXPECT_TRUE(bank->Fits(v1::ORGANIZATION_KIND_GOVERNMENT));
  EXPECT_FALSE(bank->Fits(v1::ORGANIZATION_KIND_MEDIA));
  EXPECT_EQ(bank->heads.size(), 2);
  EXPECT_TRUE(nouns->Find(WordKey("board"))->Fits(v1::ORGANIZATION_KIND_MEDIA));
  EXPECT_FALSE(
      nouns->Find(WordKey("companies"))->Fits(v1::ORGANIZATION_KIND_COMPANY));
  EXPECT_EQ(nouns->Find(WordKey("tree")), nullptr);
}

TEST(ReferenceNounsTest, AMalformedRowIsNamed) {
  for (const char* bad :
       {"bank\tcompany\n", "bank\tfirm\t-\n", "bank\t\t-\n"}) {
    const auto nouns = ReferenceNouns::Parse(bad);
    EXPECT_EQ(nouns.status().code(), absl::StatusCode::kInternal) << bad;
    EXPECT_NE(nouns.status().message().find("bank"), std::string::npos) << bad;
  }
}

}  // namespace
}  // namespace impactwire::extract
