#include "query_service/index/names/fold.h"

#include "gtest/gtest.h"

namespace impactwire::query {
namespace {

TEST(Fold, CaseAccentsAndMarksDoNotCount) {
  const std::pair<const char*, const char*> kCases[] = {
      {"Banco del Río S.A.", "banco del rio sa"},
      {"ŁÓDŹ", "lodz"},
      {"Straße & Söhne", "strasse sohne"},
      {"AT&T", "att"},
      {"McDonald's", "mcdonalds"},
      {"McDonald\xe2\x80\x99s", "mcdonalds"},
      {"U.N.", "un"},
      {"  58.com -- Home\t", "58com home"},
      {"Médecins Sans Frontières", "medecins sans frontieres"},
      {"İstanbul", "istanbul"},
      {"世界银行", "世界银行"},
      {"...", ""},
      {"", ""},
      {"a\xff"
       "b",
       "ab"}};
  for (const auto& [text, folded] : kCases) EXPECT_EQ(Fold(text), folded);
}

TEST(Fold, FoldingTwiceChangesNothing) {
  for (const char* text : {"Çatalhöyük", "Łódź Energy", "ﬁne Å", "ÆØ", "Ǆ"}) {
    EXPECT_EQ(Fold(Fold(text)), Fold(text));
  }
}

TEST(Fold, InitialsLeaveSmallWordsOut) {
  EXPECT_EQ(Initials("World Wide Fund for Nature"), "wwfn");
  EXPECT_EQ(Initials("École Normale"), "en");
  EXPECT_EQ(Initials("Acme"), "");
  EXPECT_EQ(Initials(""), "");
}

TEST(Fold, APrefixMayStartAtAnyWord) {
  EXPECT_TRUE(HasWordPrefix("ana maria lopez", "mar"));
  EXPECT_TRUE(HasWordPrefix("ana maria lopez", "maria lo"));
  EXPECT_FALSE(HasWordPrefix("ana maria lopez", "aria"));
}

}  // namespace
}  // namespace impactwire::query
