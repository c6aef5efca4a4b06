#include "common/base/stable_id.h"

#include <gtest/gtest.h>

#include "common/base/sha256.h"

namespace impactwire {
namespace {

// A change of this value changes every id that clients hold.
TEST(StableIdTest, IsTheSameInEveryVersion) {
  EXPECT_EQ(StableId("org", {"58 home"}), "org-ebeadd2051de312e");
}

TEST(StableIdTest, TellsWhereOneFieldEnds) {
  EXPECT_NE(StableId("org", {"ab", "c"}), StableId("org", {"a", "bc"}));
}

TEST(StableIdTest, TellsKindsApart) {
  EXPECT_NE(StableId("org", {"a"}).substr(4), StableId("exe", {"a"}).substr(4));
}

TEST(StableIdTest, KnowsItsOwnForm) {
  EXPECT_TRUE(IsStableId("org", StableId("org", {"a"})));
  EXPECT_FALSE(IsStableId("exe", StableId("org", {"a"})));
  EXPECT_FALSE(IsStableId("org", ""));
  EXPECT_FALSE(IsStableId("org", "org-0123456789ABCDEF"));
  EXPECT_FALSE(IsStableId("org", "org-0123456789abcde"));
}

// Computed by another implementation: the length as eight bytes, least first,
// then the bytes.
TEST(Sha256Test, HashesLengthAndBytesOfEachField) {
  EXPECT_EQ(Sha256().Field("abc").Hex(),
            "ce91dc5eec0139adf091900d225971d6"
            "ad246a845bad791b5693a9d0d55dd391");
  EXPECT_NE(Sha256().Field("abc").Hex(), Sha256().Field("abc").Field("").Hex());
}

}  // namespace
}  // namespace impactwire
