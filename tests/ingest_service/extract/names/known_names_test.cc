#include "ingest_service/extract/names/known_names.h"

#include <gtest/gtest.h>

namespace impactwire::extract {
namespace {

TEST(KnownNamesTest, EveryFormHasTheFirstOnesCanonicalName) {
  const KnownNames known =
      KnownNames::Parse("# names\nnonprofit\tLotus Aid; Red Fern=RF Ltd=Fern\n")
          .value();
  EXPECT_EQ(known.Canonical("rf"), "red fern");
  EXPECT_EQ(known.Canonical("fern"), "red fern");
  EXPECT_EQ(known.Canonical("lotus aid"), "lotus aid");
  EXPECT_EQ(known.Canonical("other"), "other");
}

TEST(KnownNamesTest, ALineWithoutNamesIsNamed) {
  EXPECT_EQ(KnownNames::Parse("nonprofit\n").status(),
            absl::InternalError("known_organizations line 1"));
}

}  // namespace
}  // namespace impactwire::extract
