// Names as people type them: words, spellings, edits, and that the name index
// misses none.
#include <algorithm>

#include "gtest/gtest.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/names/name_candidates.h"
#include "query_service/index/names/name_index.h"
#include "query_service/index/names/name_match.h"
#include "query_service/index/names/name_words.h"

namespace impactwire::query {
namespace {

std::string Core(absl::string_view name, NamesOf of = NamesOf::kOrganizations) {
  return CoreName(Fold(name), of);
}

TEST(NameWords, LegalFormsAndSmallWordsTellNoNamesApart) {
  EXPECT_EQ(Core("JD.com, Inc."), Core("JD com"));
  EXPECT_EQ(Core("Acme Co., Ltd."), Core("ACME"));
  EXPECT_EQ(Core("Johnson & Johnson"), Core("Johnson and Johnson"));
  EXPECT_EQ(Core("The Bank of Goats"), Core("Bank for Goats"));
  EXPECT_NE(Core("Limited Brands"), Core("Brands"));
  EXPECT_EQ(Core("The Co."), "co");
  EXPECT_EQ(Core("The"), "the");
}

TEST(NameWords, HonorificsTellNoPersonsApart) {
  EXPECT_EQ(Core("Dr. Ana Obi, PhD", NamesOf::kPersons),
            Core("Ana Obi", NamesOf::kPersons));
  EXPECT_EQ(Core("Dr", NamesOf::kPersons), "dr");
  EXPECT_NE(Core("Dr Oetker"), Core("Oetker"));
}

TEST(SpellingKey, IsOneForTheSpellingsOfAWord) {
  const char* const kSame[][2] = {
      {"mohammed", "muhammad"},  {"mohamed", "mohammad"},
      {"kyiv", "kiev"},          {"peking", "beijing"},
      {"mueller", "muller"},     {"goeteborg", "goteborg"},
      {"khan", "han"},           {"zelensky", "zelenskyy"},
      {"hassan", "hasan"},       {"sergei", "sergey"},
      {"foundation", "stiftung"}};
  for (const auto& [a, b] : kSame) {
    EXPECT_EQ(SpellingKey(a), SpellingKey(b)) << a;
  }
  EXPECT_NE(SpellingKey("green"), SpellingKey("grain"));
  EXPECT_NE(SpellingKey("世界"), SpellingKey("银行"));
}

TEST(ConsonantKey, HoldsWhatVowelsDoNotChange) {
  EXPECT_EQ(ConsonantKey("muhamad"), "mhmd");
  EXPECT_EQ(ConsonantKey("ibrahim"), ConsonantKey("ebrahem"));
  EXPECT_EQ(ConsonantKey("osama"), "");
  EXPECT_EQ(ConsonantKey("łódzki"), "");
}

TEST(EditDistance, CountsEditsAndSwaps) {
  EXPECT_EQ(EditDistance("ministry", "ministry", 2), 0);
  EXPECT_EQ(EditDistance("minstry", "ministry", 2), 1);
  EXPECT_EQ(EditDistance("miinstry", "ministry", 2), 1);
  EXPECT_EQ(EditDistance("mnistri", "ministry", 2), 2);
  EXPECT_EQ(EditDistance("bank", "ministry", 2), 3);
  EXPECT_EQ(EditDistance("größe", "grose", 2), 2);
  EXPECT_EQ(EditDistance("", "ab", 2), 2);
  EXPECT_EQ(EditDistance("abcdef", "badcfe", 2), 3);
  EXPECT_EQ(EditDistance("abcdef", "badcef", 2), 2);
  EXPECT_EQ(EditDistance("xabcdefgh", "abcdefghy", 2), 2);
  EXPECT_EQ(EditDistance("xyabcdefgh", "abcdefghy", 2), 3);
}

std::optional<WordAnswer> Match(const char* typed, const char* name,
                                NamesOf of = NamesOf::kOrganizations) {
  return MatchName(NameQuery(typed, of), Fold(name), WordAnswer::kFar);
}

TEST(MatchName, TellsHowANameMatches) {
  EXPECT_EQ(Match("GREEN fields", "Green Fields"), WordAnswer::kSame);
  EXPECT_EQ(Match("fields gre", "Green Fields"), WordAnswer::kStart);
  EXPECT_EQ(Match("kiev school", "Kyiv School"), WordAnswer::kRespelt);
  EXPECT_EQ(Match("green fiedls", "Green Fields"), WordAnswer::kOneEdit);
  EXPECT_EQ(Match("minstri health", "Ministry of Health"), WordAnswer::kFar);
  EXPECT_EQ(Match("mnsti health", "Ministry of Health"), std::nullopt);
  EXPECT_EQ(Match("foundtaoin", "Foundation"), WordAnswer::kFar);
  EXPECT_EQ(Match("green green", "Green Fields"), WordAnswer::kSame);
  EXPECT_EQ(Match("green greens", "Green Fields"), std::nullopt);
  EXPECT_EQ(Match("gren", "Blue Fields"), std::nullopt);
  EXPECT_EQ(Match("wtf", "WWF"), std::nullopt);
  EXPECT_EQ(Match("...", "Acme"), std::nullopt);
}

TEST(MatchName, EachTypedWordHasANameWordOfItsOwn) {
  // "gree" leaves "green" to the word that needs it.
  EXPECT_EQ(Match("gree green", "Green Greet"), WordAnswer::kStart);
  EXPECT_EQ(Match("green gree", "Greet Green"), WordAnswer::kStart);
}

TEST(MatchName, APersonMayBeToldByAnInitial) {
  EXPECT_EQ(Match("john smith", "J. Smith", NamesOf::kPersons),
            WordAnswer::kStart);
  EXPECT_EQ(Match("J Smith", "John Smith", NamesOf::kPersons),
            WordAnswer::kStart);
  EXPECT_EQ(Match("Sir Smith John", "John Smith", NamesOf::kPersons),
            WordAnswer::kSame);
  EXPECT_EQ(Match("john smith", "J. Smith"), std::nullopt);
}

TEST(FameLevel, NeverFallsAndTellsSmallNumbersApart) {
  for (uint32_t fame = 0; fame < 5000; ++fame) {
    EXPECT_LE(FameLevel(fame), FameLevel(fame + 1));
    if (fame < kExactFame) {
      EXPECT_LT(FameLevel(fame), FameLevel(fame + 1));
    }
  }
  EXPECT_LT(FameLevel(1 << 20), FameLevel(1 << 21));
}

// Every pair of a name and something like it: no match is missed.
TEST(NameCandidates, HoldEveryMatch) {
  const std::vector<std::string> names = {
      "green fields", "greens",        "grenfell trust",
      "ministry",     "aaaaaaaa",      "banana bank",
      "abababab",     "łódź",          "世界银行",
      "ab",           "abc",           "cooperation",
      "j smith",      "kyiv mohammed", "internationalization of everything"};
  for (const NamesOf of : {NamesOf::kOrganizations, NamesOf::kPersons}) {
    NameIndex index(of);
    for (size_t i = 0; i < names.size(); ++i) {
      index.Add(static_cast<uint32_t>(i), Fold(names[i]), "", 0);
    }
    std::vector<std::string> queries = {"kiev muhamad", "john smith", "a b"};
    for (const std::string& name : names) {
      const std::string folded = Fold(name);
      for (size_t i = 0; i < folded.size(); ++i) {
        queries.push_back(folded.substr(0, i + 1));
        for (const char* with : {"", "x", "zz"}) {
          std::string edited = folded;
          edited.replace(i, 1, with);
          queries.push_back(edited);
          if (i + 3 < folded.size()) {
            edited = folded;
            edited.replace(i + 2, 1, with);
            std::swap(edited[i], edited[i + 1]);
            queries.push_back(edited);
          }
        }
      }
    }
    for (const std::string& text : queries) {
      const NameQuery query(text, of);
      if (query.words.empty()) continue;
      NameCandidates candidates(index, query);
      std::vector<size_t> found;
      for (int a = 0; a <= static_cast<int>(WordAnswer::kFar); ++a) {
        candidates.Open(static_cast<WordAnswer>(a));
        while (const auto name = candidates.Next()) found.push_back(*name);
        for (size_t i = 0; i < names.size(); ++i) {
          if (!MatchName(query, Fold(names[i]), static_cast<WordAnswer>(a))) {
            continue;
          }
          EXPECT_EQ(std::count(found.begin(), found.end(), i), 1)
              << text << " / " << names[i];
        }
      }
    }
  }
}

TEST(NameCandidates, ComeByFameThenSizeThenAlphabet) {
  NameIndex index(NamesOf::kOrganizations);
  int number = 0;
  for (const char* name : {"acme zz", "acme b", "acme long", "acme a"}) {
    index.Add(number++, name, "", 1);
  }
  index.Raise(2, 7);
  const NameQuery query("acme", NamesOf::kOrganizations);
  NameCandidates candidates(index, query);
  candidates.Open(WordAnswer::kSame);
  std::vector<uint32_t> order;
  while (const auto name = candidates.Next()) order.push_back(*name);
  // The third is told most of; of the others two bytes are compared.
  EXPECT_EQ(order, (std::vector<uint32_t>{2, 1, 3, 0}));
}

}  // namespace
}  // namespace impactwire::query
