#include "common/base/sha256.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>

namespace impactwire {
namespace {

// Of eight bytes of length, 3 in the first, and "abc", by sha256sum.
constexpr char kAbc[] =
    "ce91dc5eec0139adf091900d225971d6ad246a845bad791b5693a9d0d55dd391";

TEST(Sha256Test, FramesEachField) {
  EXPECT_EQ(Sha256().Field("abc").Hex(), kAbc);
  EXPECT_NE(Sha256().Field("ab").Field("c").Hex(),
            Sha256().Field("a").Field("bc").Hex());
}

// Contexts are used again.
TEST(Sha256Test, AnAbandonedHashLeavesNoTrace) {
  { Sha256().Field("left over"); }
  EXPECT_EQ(Sha256().Field("abc").Hex(), kAbc);
}

TEST(Sha256Test, TwoAtOnceDoNotMix) {
  Sha256 first;
  Sha256 second;
  first.Field("abc");
  second.Field("left over");
  EXPECT_EQ(first.Hex(), kAbc);
}

TEST(Sha256Test, MayEndOnAnotherThread) {
  auto hash = std::make_unique<Sha256>();
  hash->Field("abc");
  std::string hex;
  std::thread([&] {
    hex = hash->Hex();
    hash.reset();
    EXPECT_EQ(Sha256().Field("abc").Hex(), kAbc);
  }).join();
  EXPECT_EQ(hex, kAbc);
}

}  // namespace
}  // namespace impactwire
