// Over the annotated articles kept beside the project: no sentence that holds a
// fact is dropped or cut. Skipped where they are absent.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/text/chars.h"
#include "ingest_service/text/document_reader.h"

namespace impactwire::text {
namespace {

using google::protobuf::Struct;

std::string SharedFolder() {
  const char* folder = std::getenv("IMPACTWIRE_SHARED");
  return folder != nullptr ? folder : IMPACTWIRE_SOURCE_DIR "/../shared";
}

std::string Get(const Struct& row, const std::string& name) {
  const auto found = row.fields().find(name);
  return found == row.fields().end() ? "" : found->second.string_value();
}

class SharedArticlesTest : public testing::TestWithParam<const char*> {};

TEST_P(SharedArticlesTest, EvidenceIsOneSentence) {
  std::ifstream file(
      absl::StrCat(SharedFolder(), "/eval/", GetParam(), ".jsonl"));
  if (!file) GTEST_SKIP() << "no annotated articles beside the project";
  const DocumentReader reader;
  std::string line;
  int checked = 0;
  int whole = 0;
  while (std::getline(file, line)) {
    Struct row;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(line, &row).ok());
    DocumentHints hints;
    const std::string title = Get(row, "title");
    hints.title = title;
    const Document document = reader.ReadText(Get(row, "text"), hints);
    for (const auto& figure :
         row.fields().at("impact_figures").list_value().values()) {
      const std::string raw = Get(figure.struct_value(), "evidence");
      const absl::string_view evidence = TrimSpace(raw);
      ++checked;
      EXPECT_TRUE(absl::StrContains(document.text, evidence))
          << Get(row, "id") << " lost: " << evidence;
      for (const Sentence& sentence : document.sentences) {
        const absl::string_view text = document.Surface(sentence.span);
        // Our sentence may hold a bullet or a closing quote more.
        if (absl::StrContains(text, evidence) ||
            (absl::StrContains(evidence, text) &&
             text.size() + 4 >= evidence.size())) {
          ++whole;
          break;
        }
      }
    }
  }
  EXPECT_GT(checked, 0);
  EXPECT_GE(whole, checked * 98 / 100);
}

INSTANTIATE_TEST_SUITE_P(All, SharedArticlesTest,
                         testing::Values("dev", "tune"));

}  // namespace
}  // namespace impactwire::text
