#include "ingest_service/extract/names/gazetteer.h"

#include <gtest/gtest.h>

#include "extract_names_data.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

TEST(GazetteerTest, TheBuiltInOneKnowsPlacesWithTheirCountry) {
  const Gazetteer gazetteer = Gazetteer::Load(data::Gazetteer()).value();
  const GazetteerEntry kenya = gazetteer.Find(PhraseKey("Kenya"));
  EXPECT_TRUE(kenya.flags & kGazCountry);
  EXPECT_EQ(kenya.CountryCode(), "KE");
  EXPECT_EQ(gazetteer.Find(PhraseKey("Puyang")).CountryCode(), "CN");
}

TEST(GazetteerTest, AWordThatIsNoNameIsUnknown) {
  const Gazetteer gazetteer = Gazetteer::Load(data::Gazetteer()).value();
  EXPECT_EQ(gazetteer.Find(PhraseKey("zzyzxqq")).flags, 0);
}

TEST(GazetteerTest, BytesThatAreNoTableAreRefused) {
  const absl::Status malformed = absl::InternalError("gazetteer is malformed");
  const std::string bytes(data::Gazetteer());
  EXPECT_EQ(Gazetteer::Load("").status(), malformed);
  EXPECT_EQ(Gazetteer::Load(bytes.substr(0, bytes.size() - 1)).status(),
            malformed);
  EXPECT_EQ(Gazetteer::Load("x" + bytes.substr(1)).status(), malformed);
}

TEST(GazetteerTest, ATableWithoutAFreeSlotIsRefused) {
  std::string full(Gazetteer::kMagic, sizeof(Gazetteer::kMagic));
  full += std::string("\2\0\0\0\0\0\0\0", 8) + std::string(16, '\1');
  EXPECT_EQ(Gazetteer::Load(full).status(),
            absl::InternalError("gazetteer is malformed"));
}

}  // namespace
}  // namespace impactwire::extract
