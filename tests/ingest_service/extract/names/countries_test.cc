#include "ingest_service/extract/names/countries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CountriesTest, EachMentionOfAPlaceCounts) {
  const FoundNames found("Farmers in Kenya met others from Uganda in Kenya.");
  EXPECT_THAT(CountriesOf(found.entities, ""), ElementsAre("KE", "UG", "KE"));
}

TEST(CountriesTest, TheAddressOfThePageCountsMore) {
  const Entities none;
  EXPECT_THAT(CountriesOf(none, "https://www.example.co.nz/a?b"),
              ElementsAre("NZ", "NZ", "NZ"));
  EXPECT_THAT(CountriesOf(none, "https://example.uk:8080/a"),
              ElementsAre("GB", "GB", "GB"));
  for (const absl::string_view open :
       {"https://example.com/uk", "https://example.io/a", "example.nz", ""}) {
    EXPECT_THAT(CountriesOf(none, open), IsEmpty()) << open;
  }
}

}  // namespace
}  // namespace impactwire::extract
