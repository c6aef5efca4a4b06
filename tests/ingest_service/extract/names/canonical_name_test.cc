#include "ingest_service/extract/names/canonical_name.h"

#include <gtest/gtest.h>

namespace impactwire::extract {
namespace {

TEST(CanonicalNameTest, OrganizationsLoseLegalFormsAndTheArticle) {
  const std::pair<const char*, const char*> kTable[] = {
      {"The Aldgrove Trust", "aldgrove trust"},
      {"Brightwater Foods Pvt. Ltd.", "brightwater foods"},
      {"Canberra Tyre Corporation, Limited", "canberra tyre"},
      {"Marks & Sons", "marks and sons"},
      {"Veyra.com", "veyra.com"},
      {"U.S. Grain Council", "us grain council"},
      {"Oxfam's", "oxfam"},
      {"Fundación Ñandú", "fundacion nandu"},
      {"Company", "company"},
  };
  for (const auto& [name, canonical] : kTable) {
    EXPECT_EQ(CanonicalOrganization(name), canonical) << name;
  }
}

TEST(CanonicalNameTest, PersonsLoseHonorifics) {
  EXPECT_EQ(CanonicalPerson("Dr. Ana Pérez"), "ana perez");
  EXPECT_EQ(CanonicalPerson("Mr John O'Neill"), "john o neill");
  EXPECT_EQ(CanonicalPerson("J. R. Malik"), "j r malik");
}

}  // namespace
}  // namespace impactwire::extract
