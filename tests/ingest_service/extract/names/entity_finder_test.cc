#include "ingest_service/extract/names/entity_finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "common/base/stable_id.h"
#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr EntityKind kPerson = EntityKind::kPerson;
constexpr EntityKind kOrganization = EntityKind::kOrganization;
constexpr EntityKind kPlace = EntityKind::kPlace;

TEST(EntityFinderTest, AnAcronymInBracketsIsAnAliasEverywhere) {
  const FoundNames found(
      "The National Dairy Development Board (NDDB) opened three plants in "
      "Gujarat. Later the NDDB opened two more in Punjab.");
  const Entity* board = found.Named("National Dairy Development Board");
  ASSERT_NE(board, nullptr);
  EXPECT_THAT(board->aliases, ElementsAre("NDDB"));
}

TEST(EntityFinderTest, ASurnameIsThePersonNamedInFull) {
  const FoundNames found(
      "Maria Gonzalez, chief executive of Halden Foods, opened the plant. "
      "\"We are proud,\" Gonzalez said.");
  EXPECT_THAT(found.Names(kPerson), ElementsAre("Maria Gonzalez"));
}

TEST(EntityFinderTest, ADomainNameIsAnOrganization) {
  const FoundNames found(
      "Farmers sell their fruit through 77.com, which opened last year.");
  EXPECT_THAT(found.Names(kOrganization), ElementsAre("77.com"));
}

TEST(EntityFinderTest, PlacesCarryTheirCountryWhereItIsCertain) {
  const FoundNames found("The clinic opened in Nairobi, Kenya, on Monday.");
  ASSERT_THAT(found.Names(kPlace), Contains("Kenya"));
  EXPECT_EQ(found.Named("Kenya")->country_code, "KE");
}

TEST(EntityFinderTest, IdsComeFromTheCanonicalName) {
  const FoundNames found(
      "Halden Foods Ltd said on Monday that it would open a school in Ghana.");
  const Entity* foods = found.Named("Halden Foods Ltd");
  ASSERT_NE(foods, nullptr);
  EXPECT_EQ(foods->id, StableId(kOrganizationIdKind, {"halden foods"}));
}

TEST(EntityFinderTest, NationalitiesAndMonthsAreNoNames) {
  const FoundNames found("In March, Chinese and Kenyan farmers met again.");
  EXPECT_THAT(found.Names(kOrganization), IsEmpty());
  EXPECT_THAT(found.Names(kPerson), IsEmpty());
}

TEST(EntityFinderTest, WordsAroundAnUnknownNameTellItsKind) {
  const FoundNames found(
      "Rosa Quispe, chief executive of Brask Marine, opened the yard.");
  EXPECT_THAT(found.Names(kOrganization), ElementsAre("Brask Marine"));
  EXPECT_THAT(found.Names(kPerson), ElementsAre("Rosa Quispe"));
}

TEST(EntityFinderTest, MinistriesKeepAllTheirSubjects) {
  const FoundNames found(
      "The Ministry of Housing, Energy and Rural Development paid for it.");
  EXPECT_THAT(found.Names(kOrganization),
              ElementsAre("Ministry of Housing, Energy and Rural Development"));
}

TEST(EntityFinderTest, ShortFormsAreTheSameOrganization) {
  const FoundNames found(
      "The Lotus Foundation for Rural Health opened a clinic. Halden Group "
      "paid. The Lotus Foundation thanked Halden.");
  EXPECT_THAT(found.Names(kOrganization),
              ElementsAre("Lotus Foundation for Rural Health", "Halden Group"));
}

TEST(EntityFinderTest, TermsWithAnAcronymAreNoOrganizations) {
  const FoundNames found(
      "The share of non-performing loans (NPL) fell. The NPL ratio is low.");
  EXPECT_THAT(found.Names(kOrganization), IsEmpty());
}

TEST(EntityFinderTest, KindsComeFromNamesAndTheirContext) {
  const std::pair<const char*, v1::OrganizationKind> kTable[] = {
      {"Halden Foods Ltd", v1::ORGANIZATION_KIND_COMPANY},
      {"Lotus Foundation", v1::ORGANIZATION_KIND_NONPROFIT},
      {"Ministry of Health", v1::ORGANIZATION_KIND_GOVERNMENT},
      {"Lakeside University", v1::ORGANIZATION_KIND_EDUCATION},
      {"World Food Programme", v1::ORGANIZATION_KIND_INTERGOVERNMENTAL},
  };
  for (const auto& [name, kind] : kTable) {
    const FoundNames found(
        absl::StrCat("On Monday the ", name, " said that it would help."));
    const Entity* entity = found.Named(name);
    ASSERT_NE(entity, nullptr) << name;
    EXPECT_EQ(entity->organization_kind, kind) << name;
  }
}

TEST(EntityFinderTest, AnEmptyDocumentHasNoNames) {
  EXPECT_THAT(FoundNames("").entities.mentions, IsEmpty());
}

// What every answer must hold, whatever the text.
void CheckInvariants(const FoundNames& found) {
  const auto& mentions = found.entities.mentions;
  int32_t end = 0;
  for (size_t i = 0; i < mentions.size(); ++i) {
    const Mention& m = mentions[i];
    ASSERT_LT(m.first_token, m.last_token);
    ASSERT_GE(m.span.begin, end) << i;
    end = m.span.end;
    ASSERT_EQ(m.span.begin, found.document.tokens[m.first_token].span.begin);
    ASSERT_EQ(m.span.end, found.document.tokens[m.last_token - 1].span.end);
    ASSERT_EQ(m.sentence, found.document.tokens[m.first_token].sentence);
    if (m.entity < 0) continue;
    ASSERT_LT(m.entity, found.entities.entities.size());
    const auto& listed = found.entities.entities[m.entity].mentions;
    ASSERT_TRUE(std::binary_search(listed.begin(), listed.end(),
                                   static_cast<int32_t>(i)));
  }
  for (const Entity& entity : found.entities.entities) {
    ASSERT_FALSE(entity.mentions.empty());
    ASSERT_FALSE(entity.name.empty());
    ASSERT_EQ(entity.id.empty(), entity.kind == kPlace);
  }
}

TEST(EntityFinderTest, MentionsAreOrderedAndPointIntoTheText) {
  CheckInvariants(FoundNames(
      "Asha Rao, founder of the Lotus Foundation (LF), met Premier Li in "
      "Beijing.\n\nThe foundation said it would build 20 schools. \"We begin "
      "in May,\" Rao said. LF and Tata Steel Ltd. signed in New Delhi."));
}

TEST(EntityFinderTest, TheSameTextGivesTheSameAnswer) {
  constexpr absl::string_view kText =
      "Veyra Energy and the Kisumu Women's Trust opened a plant in Kenya.";
  const FoundNames first(kText);
  const FoundNames second(kText);
  ASSERT_EQ(first.entities.mentions.size(), second.entities.mentions.size());
  for (size_t i = 0; i < first.entities.entities.size(); ++i) {
    EXPECT_EQ(first.entities.entities[i].id, second.entities.entities[i].id);
  }
}

// `words` tokens of one sentence, `sentences` times.
text::Document Handmade(absl::string_view word, int words, int sentences) {
  text::Document document;
  for (int s = 0; s < sentences; ++s) {
    text::Sentence sentence;
    sentence.paragraph = 0;
    sentence.first_token = static_cast<int32_t>(document.tokens.size());
    sentence.span.begin = static_cast<int32_t>(document.text.size());
    for (int w = 0; w < words; ++w) {
      text::Token token;
      token.sentence = s;
      token.capitalized = true;
      token.space_before = w > 0;
      token.span.begin = static_cast<int32_t>(document.text.size());
      absl::StrAppend(&document.text, word, w % 7);
      token.span.end = static_cast<int32_t>(document.text.size());
      document.text += ' ';
      document.tokens.push_back(token);
    }
    sentence.last_token = static_cast<int32_t>(document.tokens.size());
    sentence.span.end = static_cast<int32_t>(document.text.size());
    document.sentences.push_back(sentence);
  }
  text::Paragraph paragraph;
  paragraph.span.end = static_cast<int32_t>(document.text.size());
  paragraph.last_sentence = sentences;
  document.paragraphs.push_back(paragraph);
  return document;
}

TEST(EntityFinderTest, HostileDocumentsKeepTheInvariants) {
  const std::unique_ptr<EntityFinder> finder = EntityFinder::Create().value();
  for (text::Document document :
       {Handmade("Alpha", 100000, 1), Handmade("Gamma", 1, 100000),
        Handmade("Bank", 7, 15000), Handmade("Chief", 100000, 1),
        Handmade(std::string(100000, 'A'), 5, 2)}) {
    FoundNames found("");
    found.document = std::move(document);
    found.entities = finder->Find(found.document);
    CheckInvariants(found);
  }
}

}  // namespace
}  // namespace impactwire::extract
