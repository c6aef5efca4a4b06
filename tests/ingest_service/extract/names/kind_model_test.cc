#include "ingest_service/extract/names/kind_model.h"

#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace impactwire::extract
