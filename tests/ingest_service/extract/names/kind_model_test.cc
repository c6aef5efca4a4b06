#include "ingest_service/extract/names/kind_model.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "extract_names_data.h"
#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

v1::OrganizationKind KindOf(absl::string_view text, absl::string_view name) {
  const FoundNames found(text);
  const Entity* entity = found.Named(name);
  return entity == nullptr ? v1::ORGANIZATION_KIND_UNSPECIFIED
                           : entity->organization_kind;
}

TEST(KindModelTest, BytesThatAreNoModelAreRefused) {
  const std::string bytes(data::Kinds());
  EXPECT_EQ(KindModel::Load("").status(),
            absl::InternalError("kind model is cut short"));
  EXPECT_EQ(KindModel::Load(bytes.substr(0, bytes.size() - 1)).status(),
            absl::InternalError("kind model is malformed"));
  EXPECT_EQ(KindModel::Load("x" + bytes.substr(1)).status(),
            absl::InternalError("kind model is malformed"));
}

TEST(KindModelTest, TheSameNameIsWhatTheTextSaysItIs) {
  EXPECT_EQ(KindOf("The charity Ketteril feeds 900 children. Volunteers of "
                   "Ketteril cook, and donations to the charity pay for it.",
                   "Ketteril"),
            v1::ORGANIZATION_KIND_NONPROFIT);
  EXPECT_EQ(KindOf("Ketteril, a maker of tractors, said its profit had "
                   "doubled. Shares of Ketteril rose by 4 percent.",
                   "Ketteril"),
            v1::ORGANIZATION_KIND_COMPANY);
}

TEST(KindModelTest, HeadsOfOtherLanguagesTellTheKind) {
  EXPECT_EQ(KindOf("She studied at the Universidad de Quelentaro before she "
                   "came home.",
                   "Universidad de Quelentaro"),
            v1::ORGANIZATION_KIND_EDUCATION);
  EXPECT_EQ(KindOf("The Fundación Quelentaro gave 300 bicycles to pupils.",
                   "Fundación Quelentaro"),
            v1::ORGANIZATION_KIND_NONPROFIT);
}

TEST(KindModelTest, HospitalsOfTheStateAreGovernment) {
  constexpr absl::string_view kText =
      "The bank gave 20 beds to St Quelen's Hospital and to Ostrey Teaching "
      "Hospital.";
  EXPECT_EQ(KindOf(kText, "Ostrey Teaching Hospital"),
            v1::ORGANIZATION_KIND_GOVERNMENT);
  EXPECT_EQ(KindOf(kText, "St Quelen's Hospital"),
            v1::ORGANIZATION_KIND_NONPROFIT);
}

// The features of a name by what it is listed with, all else the same.
std::vector<uint32_t> FeaturesBeside(absl::string_view other) {
  const Lexicon lexicon = Lexicon::Parse(data::WordClasses()).value();
  const Gazetteer gazetteer = Gazetteer::Load(data::Gazetteer()).value();
  const text::Document document =
      text::DocumentReader().ReadText(absl::StrCat(other, ", the Ostrey"), {});
  const TokenFacts facts = FindTokenFacts(document, lexicon, gazetteer);
  const int size = static_cast<int>(facts.tokens.size());
  std::vector<KindFeatures> features =
      GatherKindFeatures(facts,
                         {{{EntityKind::kOrganization, 0, size - 3}, 0},
                          {{EntityKind::kOrganization, size - 1, size}, 1}},
                         2);
  return features[1].Finish();
}

TEST(KindModelTest, ListedNamesAreEvidence) {
  EXPECT_NE(FeaturesBeside("Quelentaro Bank Ltd"),
            FeaturesBeside("Quelentaro Charity Ltd"));
  EXPECT_EQ(FeaturesBeside("Quelentaro Bank Ltd"),
            FeaturesBeside("Ketteril Bank Ltd"));
}

TEST(KindModelTest, InNewsOfSportNamesAreClubs) {
  EXPECT_EQ(KindOf("Late header keeps Ketteril Rovers top of the league. The "
                   "striker scored two goals in the second half of the match "
                   "against Ostrey United; the coach praised his goalkeeper "
                   "and the fans. Ketteril Rovers have won every derby this "
                   "season, and the captain wants the cup.",
                   "Ketteril Rovers"),
            v1::ORGANIZATION_KIND_OTHER);
}

}  // namespace
}  // namespace impactwire::extract
