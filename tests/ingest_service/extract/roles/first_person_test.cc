#include "ingest_service/extract/roles/first_person.h"

#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

Role Leads(const Entities& entities, absl::string_view person,
           absl::string_view organization) {
  Role role;
  for (size_t e = 0; e < entities.entities.size(); ++e) {
    if (entities.entities[e].name == person) role.person = e;
    if (entities.entities[e].name == organization) role.organization = e;
  }
  return role;
}

constexpr char kText[] =
    "Halden Foods Ltd gave the land to the Lotus Foundation. \"We built ten "
    "schools,\" said Maria Gonzalez.";

TEST(FirstPersonTest, WeIsTheOrganizationThatTheSpeakerLeads) {
  FoundNames found(kText);
  for (const char* organization : {"Halden Foods Ltd", "Lotus Foundation"}) {
    ResolveFirstPerson({Leads(found.entities, "Maria Gonzalez", organization)},
                       &found.entities);
    EXPECT_EQ(found.Referent("We"), organization);
  }
}

TEST(FirstPersonTest, EachEntityListsItsMentions) {
  FoundNames found(kText);
  ResolveFirstPerson(
      {Leads(found.entities, "Maria Gonzalez", "Lotus Foundation")},
      &found.entities);
  for (size_t e = 0; e < found.entities.entities.size(); ++e) {
    for (const int32_t m : found.entities.entities[e].mentions) {
      EXPECT_EQ(found.entities.mentions[m].entity, static_cast<int32_t>(e));
    }
  }
}

}  // namespace
}  // namespace impactwire::extract
