#include "ingest_service/extract/figures/participles.h"

#include "gtest/gtest.h"

namespace impactwire::extract {
namespace {

TEST(ParticiplesTest, EveryFormGivesTheParticiple) {
  const auto participles = Participles::Create().value();
  for (const char* form : {"train", "trains", "Training", "trained"}) {
    EXPECT_EQ(participles->Of(form), "trained");
  }
  for (const char* form : {"vaccinate", "vaccinating", "vaccinates"}) {
    EXPECT_EQ(participles->Of(form), "vaccinated");
  }
  for (const char* form : {"teach", "teaches", "teaching", "Taught"}) {
    EXPECT_EQ(participles->Of(form), "taught");
  }
  for (const char* form : {"supply", "supplies", "supplying"}) {
    EXPECT_EQ(participles->Of(form), "supplied");
  }
  EXPECT_EQ(participles->Of("employing"), "employed");
  EXPECT_EQ(participles->Of("reaches"), "reached");
  EXPECT_EQ(participles->Of("guaranteeing"), "guaranteed");
  EXPECT_EQ(participles->Of("exceed"), "exceeded");
  EXPECT_EQ(participles->Of("freed"), "freed");
  EXPECT_EQ(participles->Of("fell"), "fallen");
  EXPECT_EQ(participles->Of("fallen"), "fallen");
}

}  // namespace
}  // namespace impactwire::extract
