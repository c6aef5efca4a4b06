#include "tools/cli/line_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace impactwire::cli {
namespace {

using ::testing::ElementsAre;
using Result = LineReader::Result;

// All lines of `text`; "!" for one that is too long.
std::vector<std::string> Lines(const std::string& text, size_t max_bytes = 99) {
  FILE* file = tmpfile();
  fwrite(text.data(), 1, text.size(), file);
  rewind(file);
  LineReader reader(file, max_bytes);
  std::vector<std::string> lines;
  std::string line;
  for (Result result; (result = reader.Next(&line)) != Result::kEnd;) {
    lines.push_back(result == Result::kLine ? line : "!");
  }
  EXPECT_EQ(reader.line_number(), static_cast<int64_t>(lines.size()));
  fclose(file);
  return lines;
}

TEST(LineReaderTest, EndsAreTakenAwayAndTheLastLineNeedsNone) {
  EXPECT_THAT(Lines("a\nb\r\n\nc"), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(Lines(""), ElementsAre());
  EXPECT_THAT(Lines("\n"), ElementsAre(""));
}

TEST(LineReaderTest, ALineThatIsTooLongIsSkippedAndTheNextOneRead) {
  EXPECT_THAT(Lines("123456\n12345\n1234567890\nx", 5),
              ElementsAre("!", "12345", "!", "x"));
}

TEST(LineReaderTest, LinesLongerThanTheBufferAreWhole) {
  const std::string line(1 << 20, 'x');
  EXPECT_THAT(Lines(line + "\n" + line, 1 << 20), ElementsAre(line, line));
}

TEST(LineReaderTest, NulBytesArePartOfALine) {
  EXPECT_THAT(Lines(std::string("a\0b\nc", 5)),
              ElementsAre(std::string("a\0b", 3), "c"));
}

}  // namespace
}  // namespace impactwire::cli
