#include "ingest_service/extract/figures/mention_relation.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/ingest_service/extract/one_sentence.h"

namespace impactwire::extract {
namespace {

// How "Acme" stands in the sentence.
std::string Relation(const std::string& sentence) {
  static const auto* const lexicon = new auto(FigureLexicon::Create());
  static const auto* const words = new auto(WordSenses::Create());
  const text::Document document = OneSentence(sentence);
  const LexedText lexed = Lex(document);
  const auto senses = (**words)->Of(lexed);
  for (int32_t i = 0; i < lexed.End(0); ++i) {
    if (lexed.Surface(lexed.lexemes[i]) != "Acme") continue;
    return std::string(ReadRelation(***lexicon, ***words, senses, lexed, 0,
                                    lexed.End(0), i, i + 1)
                           .Name());
  }
  return "not there";
}

TEST(MentionRelationTest, WhoActsIsTheSubject) {
  for (const char* sentence :
       {"Acme has trained 300 nurses.", "Acme gave 300 desks.",
        "Acme, a maker of pumps, gave 300 desks.",
        "Last year Acme (formerly Apex) also built three schools."}) {
    EXPECT_EQ(Relation(sentence), "subj") << sentence;
  }
}

TEST(MentionRelationTest, WhoIsGivenToIsPassive) {
  EXPECT_EQ(Relation("Acme was given 2 million pesos."), "pas");
  EXPECT_EQ(Relation("Acme has been paid 2 million pesos."), "pas");
}

TEST(MentionRelationTest, WhoIsExpectedToGiveIsTheSubject) {
  EXPECT_EQ(Relation("Acme is expected to add 2 million pesos."), "subj");
  EXPECT_EQ(Relation("Acme is said to have given 2 million pesos."), "subj");
}

TEST(MentionRelationTest, WhatHangsOnAPrepositionIsNamedByIt) {
  EXPECT_EQ(Relation("They got 2 million pesos from Acme."), "from");
  EXPECT_EQ(Relation("The 300 desks went to the steel maker Acme."), "to");
}

TEST(MentionRelationTest, APossessorAndAHeadingAreNoSubjects) {
  EXPECT_EQ(Relation("Acme's programme has trained 300 nurses."), "poss");
  EXPECT_EQ(Relation("Acme: 5 crore."), "none");
}

}  // namespace
}  // namespace impactwire::extract
