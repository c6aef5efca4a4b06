#include "ingest_service/extract/roles/title_lexicon.h"

#include <gtest/gtest.h>

namespace impactwire::extract {
namespace {

TEST(TitleLexiconTest, AWordMayBeHeadAndModifier) {
  const TitleLexicon lexicon =
      TitleLexicon::Parse("principal\thead\tHEAD\nprincipal\tmodifier\t\n")
          .value();
  EXPECT_EQ(lexicon.Find("Principal").parts, kTitleHead | kTitleModifier);
  EXPECT_EQ(lexicon.Find("Principal").family, v1::ROLE_FAMILY_HEAD);
  EXPECT_EQ(lexicon.Find("farmer").parts, 0);
}

TEST(TitleLexiconTest, AMalformedLineIsNamed) {
  EXPECT_EQ(TitleLexicon::Parse("# titles\nceo\thead\tKING\n").status(),
            absl::InternalError("titles line 2"));
}

}  // namespace
}  // namespace impactwire::extract
