#include "tools/cli/progress_bar.h"

#include <gtest/gtest.h>

namespace impactwire::cli {
namespace {

TEST(ProgressBarTest, FillsFromNothingToAll) {
  EXPECT_EQ(ProgressBar::Bar(0, 10, 4), "[....]   0%");
  EXPECT_EQ(ProgressBar::Bar(5, 10, 4), "[##..]  50%");
  EXPECT_EQ(ProgressBar::Bar(10, 10, 4), "[####] 100%");
}

TEST(ProgressBarTest, MoreThanAllIsAll) {
  EXPECT_EQ(ProgressBar::Bar(11, 10, 4), "[####] 100%");
}

TEST(ProgressBarTest, IsSilentWhereThereIsNoTerminal) {
  FILE* err = tmpfile();
  Console console(stdin, stdout, err);
  ProgressBar bar(10, &console);
  bar.Update(5, "5 articles");
  bar.Clear();
  EXPECT_EQ(ftell(err), 0);
  fclose(err);
}

}  // namespace
}  // namespace impactwire::cli
