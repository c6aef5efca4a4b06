#include "ingest_service/extract/roles/role_finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "person | title | organization | status" of each role.
std::vector<std::string> Roles(absl::string_view text) {
  static const RoleFinder* const finder =
      RoleFinder::Create().value().release();
  const FoundNames found(text);
  std::vector<std::string> out;
  for (const Role& role : finder->Find(found.document, found.entities)) {
    const auto& entities = found.entities.entities;
    out.push_back(absl::StrCat(
        entities[role.person].name, " | ", role.title, " | ",
        role.organization < 0 ? "" : entities[role.organization].name, " | ",
        role.status == v1::ROLE_STATUS_CURRENT    ? "current"
        : role.status == v1::ROLE_STATUS_FORMER   ? "former"
        : role.status == v1::ROLE_STATUS_INCOMING ? "incoming"
                                                  : "?"));
  }
  return out;
}

struct Case {
  const char* text;
  std::vector<std::string> roles;
};

TEST(RoleFinderTest, ReadsTheUsualWordings) {
  const Case kCases[] = {
      {"Maria Gonzalez, founder and CEO of Halden Foods, opened the plant.",
       {"Maria Gonzalez | founder and CEO | Halden Foods | current"}},
      {"Halden Foods CEO Maria Gonzalez opened the plant in Lima.",
       {"Maria Gonzalez | CEO | Halden Foods | current"}},
      {"Halden Foods' chief executive Maria Gonzalez opened the plant.",
       {"Maria Gonzalez | chief executive | Halden Foods | current"}},
      {"Maria Gonzalez, former chairwoman of Halden Foods, was there.",
       {"Maria Gonzalez | chairwoman | Halden Foods | former"}},
      {"Maria Gonzalez, CEO of Halden Foods, and David Miller, chair of the "
       "Lotus Foundation, signed the agreement.",
       {"Maria Gonzalez | CEO | Halden Foods | current",
        "David Miller | chair | Lotus Foundation | current"}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Roles(c.text), c.roles) << c.text;
  }
}

TEST(RoleFinderTest, PersonsWithoutALeadingTitleHaveNoRole) {
  EXPECT_THAT(Roles("Maria Gonzalez, a farmer near Lima, sells to Halden "
                    "Foods Ltd."),
              IsEmpty());
}

}  // namespace
}  // namespace impactwire::extract
