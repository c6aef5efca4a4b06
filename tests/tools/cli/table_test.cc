#include "tools/cli/table.h"

#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "tools/cli/display_width.h"

namespace impactwire::cli {
namespace {

TEST(TableTest, ColumnsAreAlignedByWhatIsSeen) {
  Table table({{"NAME"}, {"VALUE", true}});
  table.AddRow({"58到家", "6,000"});
  table.AddRow({"Müller", "7"});
  EXPECT_EQ(table.Render(80, false),
            "NAME    VALUE\n"
            "------  -----\n"
            "58到家  6,000\n"
            "Müller      7\n");
}

TEST(TableTest, LongCellsWrapWhereTheWidthIsSmall) {
  Table table({{"WHO", false, 5}, {"WHAT", false, 5}});
  table.AddRow({"Acme", "rural workers trained"});
  EXPECT_EQ(table.Render(19, false),
            "WHO   WHAT\n"
            "----  -------------\n"
            "Acme  rural workers\n"
            "      trained\n");
}

TEST(TableTest, NumbersAreNeverBroken) {
  Table table({{"WHO", false, 5}, {"VALUE", true}});
  table.AddRow({"A long name of many words", "1,250,000,000"});
  EXPECT_NE(table.Render(22, false).find("1,250,000,000"), std::string::npos);
}

TEST(TableTest, ANoteStandsUnderItsRow) {
  Table table({{"WHO"}});
  table.AddRow({"Acme"}, "It trained\n300 nurses.");
  EXPECT_EQ(table.Render(80, false),
            "WHO\n----\nAcme\n    It trained 300 nurses.\n");
}

TEST(TableTest, NoLineIsWiderThanTheWidth) {
  Table table({{"A"}, {"B"}, {"C", true}});
  for (int i = 0; i < 50; ++i) {
    table.AddRow({std::string(i, 'a') + " " + std::string(i, 'b'),
                  "到家 " + std::string(i * 3, 'c'), std::string(i % 7, '1')},
                 std::string(i * 5, 'n'));
  }
  for (const int width : {30, 40, 80, 200}) {
    for (absl::string_view line :
         absl::StrSplit(table.Render(width, false), '\n')) {
      ASSERT_LE(DisplayWidth(line), width) << line;
    }
  }
}

TEST(TableTest, MissingCellsAreEmptyAndHostileOnesHarmless) {
  Table table({{"A"}, {"B"}});
  table.AddRow({"\x1b[2J\nx"});
  EXPECT_EQ(table.Render(80, false), "A      B\n-----  -\n[2J x\n");
}

}  // namespace
}  // namespace impactwire::cli
