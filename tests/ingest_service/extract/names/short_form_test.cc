// Which body a short form stands for (short_form.h, entity_builder.h).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Organizations(absl::string_view text) {
  return FoundNames(text).Names(EntityKind::kOrganization);
}

TEST(ShortFormTest, ABareNameIsTheOneBodyThatBeginsSo) {
  EXPECT_THAT(Organizations("Nordvika Kraft AB lifted its profit. Since 2010 "
                            "Nordvika has cut emissions by 71 per cent."),
              ElementsAre("Nordvika Kraft AB"));
}

TEST(ShortFormTest, ABareNameIsTheFounderAndNotItsFoundation) {
  const FoundNames found(
      "Tesserra Semiconductors dug wells. The Tesserra Care Foundation runs "
      "them. Tesserra has spent $41 million.");
  EXPECT_EQ(found.Referent("Tesserra"), "Tesserra Semiconductors");
  EXPECT_NE(found.Named("Tesserra Care Foundation"), nullptr);
}

TEST(ShortFormTest, AHeadInFrontMayBeDropped) {
  EXPECT_THAT(Organizations("Together with Fundación Manglar Vivero the shop "
                            "restored 47 hectares. Gustavo Cedeño, the founder "
                            "of Manglar Vivero, is satisfied."),
              ElementsAre("Fundación Manglar Vivero"));
}

TEST(ShortFormTest, TwoBodiesOfOneNameLeaveItAlone) {
  const FoundNames found(
      "Zunitell Energy Ltd and Zunitell Logistics Ltd gave 300 beds. Zunitell "
      "said it would give more.");
  EXPECT_EQ(found.Named("Zunitell Energy Ltd")->aliases.size(), 0u);
}

TEST(ShortFormTest, AFormerNameIsTheSameBody) {
  EXPECT_THAT(Organizations("Axis Halden Insurance Ltd., which used to be "
                            "called Halden Life Company Ltd., planted 7,000 "
                            "saplings."),
              ElementsAre("Axis Halden Insurance Ltd."));
}

}  // namespace
}  // namespace impactwire::extract
