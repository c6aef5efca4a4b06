#include "ingest_service/extract/roles/role_finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

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

TEST(RoleFinderTest, ReadsWhoseTitlesAndWhoIsMeant) {
  const Case kCases[] = {
      {"The Lotus Foundation, whose chief executive is Maria Gonzalez, gave it "
       "to Halden Foods.",
       {"Maria Gonzalez | chief executive | Lotus Foundation | current"}},
      {"Maria Gonzalez is a member of the Tribal Health Board.",
       {"Maria Gonzalez | member | Tribal Health Board | current"}},
      // "he" is the one of its own sentence.
      {"Maria Gonzalez left the town. David Miller comes from Halden Foods, "
       "where he was head of strategy.",
       {"David Miller | head of strategy | Halden Foods | former"}},
      {"Maria Gonzalez is to be chief executive of the Lotus Foundation. The "
       "former head of policy at Halden Foods follows David Miller.",
       {"Maria Gonzalez | chief executive | Lotus Foundation | incoming",
        "Maria Gonzalez | head of policy | Halden Foods | former",
        "David Miller | chief executive | Lotus Foundation | former"}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Roles(c.text), c.roles) << c.text;
  }
}

TEST(RoleFinderTest, ReadsAppointments) {
  const Case kCases[] = {
      {"Halden Foods Ltd has appointed Maria Gonzalez as its next chief "
       "executive.",
       {"Maria Gonzalez | chief executive | Halden Foods Ltd | incoming"}},
      {"The board of Halden Foods Ltd named Maria Gonzalez managing director "
       "on Monday.",
       {"Maria Gonzalez | managing director | Halden Foods Ltd | incoming"}},
      {"Maria Gonzalez joins Halden Foods Ltd as finance director in May.",
       {"Maria Gonzalez | finance director | Halden Foods Ltd | incoming"}},
      {"Maria Gonzalez has stepped down as chair of the Lotus Foundation.",
       {"Maria Gonzalez | chair | Lotus Foundation | former"}},
      {"Maria Gonzalez takes over from David Miller as chief executive of "
       "Halden Foods Ltd.",
       {"Maria Gonzalez | chief executive | Halden Foods Ltd | incoming",
        "David Miller | chief executive | Halden Foods Ltd | former"}},
      {"Maria Gonzalez served as treasurer of the Kenya Dairy Union.",
       {"Maria Gonzalez | treasurer | Kenya Dairy Union | former"}},
      {"Maria Gonzalez has been named chief executive of Halden Foods Ltd, "
       "replacing David Miller.",
       {"Maria Gonzalez | chief executive | Halden Foods Ltd | incoming",
        "David Miller | chief executive | Halden Foods Ltd | former"}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Roles(c.text), c.roles) << c.text;
  }
}

TEST(RoleFinderTest, ReadsVerbsOfLeading) {
  const Case kCases[] = {
      {"Maria Gonzalez, who chairs the Lotus Foundation, opened the plant.",
       {"Maria Gonzalez | chair | Lotus Foundation | current"}},
      {"The Lotus Foundation was founded in 2004 by Maria Gonzalez, a nurse.",
       {"Maria Gonzalez | founder | Lotus Foundation | current"}},
      {"Halden Foods Ltd was started by Maria Gonzalez and David Miller.",
       {"Maria Gonzalez | founder | Halden Foods Ltd | current",
        "David Miller | founder | Halden Foods Ltd | current"}},
      {"Maria Gonzalez founded the shipping company Halden Foods in 1948.",
       {"Maria Gonzalez | founder | Halden Foods | current"}},
      {"Halden Foods Ltd is led by Maria Gonzalez.",
       {"Maria Gonzalez | head | Halden Foods Ltd | current"}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Roles(c.text), c.roles) << c.text;
  }
}

TEST(RoleFinderTest, ReadsTheRarerWordings) {
  const Case kCases[] = {
      {"Maria Gonzalez, 54, chair of Halden Foods Ltd, opened the plant.",
       {"Maria Gonzalez | chair | Halden Foods Ltd | current"}},
      {"Maria Gonzalez and David Miller, co-founders of Halden Foods Ltd, "
       "opened the plant.",
       {"David Miller | co-founder | Halden Foods Ltd | current",
        "Maria Gonzalez | co-founder | Halden Foods Ltd | current"}},
      {"Maria Gonzalez, head of programmes at the Kisumu Health Trust, spoke.",
       {"Maria Gonzalez | head of programmes | Kisumu Health Trust | "
        "current"}},
      {"The late Maria Gonzalez, founder of the Lotus Foundation, was born "
       "here.",
       {"Maria Gonzalez | founder | Lotus Foundation | former"}},
      {"Maria Gonzalez, who was chief executive of Halden Foods Ltd from 2010 "
       "to 2019, spoke.",
       {"Maria Gonzalez | chief executive | Halden Foods Ltd | former"}},
      {"Signed by Maria Gonzalez (CEO, Halden Foods Ltd) and David Miller "
       "(chair, Lotus Foundation).",
       {"Maria Gonzalez | CEO | Halden Foods Ltd | current",
        "David Miller | chair | Lotus Foundation | current"}},
      {"The general manager of Halden Foods Ltd is Maria Gonzalez.",
       {"Maria Gonzalez | general manager | Halden Foods Ltd | current"}},
      {"Health Minister Maria Gonzalez praised the Kisumu Health Trust.",
       {"Maria Gonzalez | Health Minister |  | current"}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Roles(c.text), c.roles) << c.text;
  }
}

TEST(RoleFinderTest, PredecessorsAndSuccessorsShareTheRole) {
  const Case kCases[] = {
      {"Halden Foods Ltd has appointed Maria Gonzalez as its chief executive. "
       "She succeeds David Miller, who retires after 12 years.",
       {"Maria Gonzalez | chief executive | Halden Foods Ltd | incoming",
        "David Miller | chief executive | Halden Foods Ltd | former"}},
      {"Halden Foods Ltd has appointed Maria Gonzalez as its chief executive. "
       "She will take over on March 1 from David Miller.",
       {"Maria Gonzalez | chief executive | Halden Foods Ltd | incoming",
        "David Miller | chief executive | Halden Foods Ltd | former"}},
      {"David Miller stepped down as chief executive of Halden Foods Ltd. He "
       "was succeeded by Maria Gonzalez.",
       {"David Miller | chief executive | Halden Foods Ltd | former",
        "Maria Gonzalez | chief executive | Halden Foods Ltd | incoming"}},
      // Nothing is known of what she does.
      {"Maria Gonzalez replaced David Miller in the second half.", {}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Roles(c.text), c.roles) << c.text;
  }
}

TEST(RoleFinderTest, BracketsUnitsAndBoards) {
  const Case kCases[] = {
      {"Halden Relief Agency (HRA) director Maria Gonzalez opened the clinic.",
       {"Maria Gonzalez | director | Halden Relief Agency | current"}},
      {"Maria Gonzalez, General Manager of Halden Foods' Small Business "
       "Division, was there.",
       {"Maria Gonzalez | General Manager of Small Business Division | Halden "
        "Foods | current"}},
      {"Maria Gonzalez, a member of the executive board of Halden Foods, was "
       "there.",
       {"Maria Gonzalez | member of the executive board | Halden Foods | "
        "current"}},
      {"Maria Gonzalez, a nurse, chairs the board of trustees of the Lotus "
       "Foundation.",
       {"Maria Gonzalez | chair | Lotus Foundation | current"}},
      {"Maria Gonzalez, a former Commissioner for Political Affairs of the "
       "Halden Union, was there.",
       {"Maria Gonzalez | Commissioner for Political Affairs | Halden Union | "
        "former"}},
      {"Maria Gonzalez, director, community affairs, at Halden Foods, was "
       "there.",
       {"Maria Gonzalez | director, community affairs | Halden Foods | "
        "current"}},
      {"Maria Gonzalez, Halden Foods' president of Middle East operations, was "
       "there.",
       {"Maria Gonzalez | president of Middle East operations | Halden Foods | "
        "current"}},
      {"The chief sourcing officer of Halden Foods is Maria Gonzalez.",
       {"Maria Gonzalez | chief sourcing officer | Halden Foods | current"}},
      {"Maria Gonzalez and David Miller, co-founders of Halden Foods, spoke.",
       {"Maria Gonzalez | co-founder | Halden Foods | current",
        "David Miller | co-founder | Halden Foods | current"}},
  };
  for (const Case& c : kCases) {
    EXPECT_THAT(Roles(c.text), UnorderedElementsAreArray(c.roles)) << c.text;
  }
}

TEST(RoleFinderTest, ATitleAloneBelongsToTheOrganizationSpokenOf) {
  EXPECT_THAT(
      Roles("The Lotus Foundation opened two clinics in Kisumu.\n\n"
            "Its director, Maria Gonzalez, said that more would follow."),
      ElementsAre("Maria Gonzalez | director | Lotus Foundation | current"));
  EXPECT_THAT(Roles("The Lotus Foundation opened two clinics in Kisumu.\n\n"
                    "Board chair Maria Gonzalez cut the ribbon on Monday."),
              ElementsAre("Maria Gonzalez | Board chair | Lotus Foundation | "
                          "current"));
}

TEST(RoleFinderTest, MinistersAreOfTheirMinistries) {
  const Case kCases[] = {
      {"The Ministry of Public Health built 20 clinics. Health minister Maria "
       "Gonzalez thanked Halden Foods Ltd.",
       {"Maria Gonzalez | Health minister | Ministry of Public Health | "
        "current"}},
      {"The Ministry of Public Health built 20 clinics. Deputy minister Maria "
       "Gonzalez thanked Halden Foods Ltd.",
       {"Maria Gonzalez | Deputy minister | Ministry of Public Health | "
        "current"}},
      {"The Ministry of Public Health built 20 clinics. Prime minister Maria "
       "Gonzalez thanked Halden Foods Ltd.",
       {"Maria Gonzalez | Prime minister |  | current"}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Roles(c.text), c.roles) << c.text;
  }
}

TEST(RoleFinderTest, VerbsTellWhenSomebodyLeads) {
  const Case kCases[] = {
      {"Maria Gonzalez, who no longer chairs the Lotus Foundation, spoke.",
       {"Maria Gonzalez | chair | Lotus Foundation | former"}},
      {"Maria Gonzalez will chair the Lotus Foundation.",
       {"Maria Gonzalez | chair | Lotus Foundation | incoming"}},
      {"Maria Gonzalez was appointed to lead the Lotus Foundation.",
       {"Maria Gonzalez | head | Lotus Foundation | incoming"}},
      {"Maria Gonzalez, who co-chairs the Lotus Foundation, spoke.",
       {"Maria Gonzalez | co-chair | Lotus Foundation | current"}},
      // Of what has no name, nothing is said.
      {"Maria Gonzalez will lead the team of Halden Foods Ltd on Sunday.", {}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Roles(c.text), c.roles) << c.text;
  }
}

TEST(RoleFinderTest, ATitleInBracketsIsOfTheNameBefore) {
  const Case kCases[] = {
      {"Halden Foods Ltd gave $60,000, and the Lotus Foundation (Maria "
       "Gonzalez, director) gave $31,200.",
       {"Maria Gonzalez | director | Lotus Foundation | current"}},
      {"The case was lost by Halden Foods. Maria Gonzalez, a partner "
       "there, said she was sorry.",
       {"Maria Gonzalez | partner | Halden Foods | current"}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Roles(c.text), c.roles) << c.text;
  }
}

TEST(RoleFinderTest, ALetterIsSigned) {
  EXPECT_THAT(Roles("Sir, the Lotus Foundation gave 200 books to the schools "
                    "of Kisumu last year.\n\n"
                    "Maria Gonzalez\nDirector, Lotus Foundation"),
              ElementsAre("Maria Gonzalez | Director | Lotus Foundation | "
                          "current"));
}

TEST(RoleFinderTest, ATitleIsOfOnePerson) {
  EXPECT_THAT(Roles("Maria Gonzalez thanked Halden Foods Ltd chairman David "
                    "Miller on Monday."),
              ElementsAre("David Miller | chairman | Halden Foods Ltd | "
                          "current"));
}

TEST(RoleFinderTest, TheTitleAloneIsOfThePersonAbove) {
  EXPECT_THAT(
      Roles("Maria Gonzalez walked along the ditch.\n\n"
            "\"It was dry,\" said the director of the Lotus Foundation."),
      ElementsAre("Maria Gonzalez | director | Lotus Foundation | current"));
}

TEST(RoleFinderTest, CompoundTitlesAreKeptWhole) {
  EXPECT_THAT(Roles("David Miller, founder-director of the Lotus Foundation, "
                    "opened the plant."),
              ElementsAre("David Miller | founder-director | Lotus Foundation "
                          "| current"));
  EXPECT_THAT(Roles("David Miller, the tournament director of Halden Foods "
                    "Ltd, opened the plant."),
              ElementsAre("David Miller | tournament director | Halden Foods "
                          "Ltd | current"));
}

TEST(RoleFinderTest, PersonsWithoutALeadingTitleHaveNoRole) {
  EXPECT_THAT(Roles("Maria Gonzalez, a farmer near Lima, sells to Halden "
                    "Foods Ltd."),
              IsEmpty());
}

}  // namespace
}  // namespace impactwire::extract
