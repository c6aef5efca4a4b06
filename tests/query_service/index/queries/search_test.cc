// Searches: what people type finds what they mean. That nothing is missed or
// out of order is compared with the oracle in index_property_test.cc.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "query_service/index/figures/search_words.h"
#include "query_service/index/index.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/queries/executive_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/organization_queries.h"
#include "query_service/index/tables/term_list.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Hit = v1::SearchOrganizationsResponse::Hit;

// An index of articles, one after another.
class SearchTest : public testing::Test {
 protected:
  v1::ArticleRecord* AddArticle() {
    v1::LogEntry& entry = entries_.emplace_back();
    entry.set_sequence(entries_.size());
    entry.mutable_record()->set_article_id(absl::StrCat(entries_.size()));
    return entry.mutable_record();
  }
  static void Name(v1::ArticleRecord* record, const std::string& name,
                   const std::vector<std::string>& aliases = {}) {
    v1::Organization* const o = record->add_organizations();
    o->set_organization_id(StableId(kOrganizationIdKind, {name}));
    o->set_display_name(name);
    for (const auto& alias : aliases) o->add_aliases(alias);
  }
  static void Person(v1::ArticleRecord* record, const std::string& name) {
    v1::ExecutiveRole* const role = record->add_executives();
    role->set_role_id(StableId(kRoleIdKind, {name}));
    role->set_executive_id(StableId(kExecutiveIdKind, {name}));
    role->set_display_name(name);
    role->set_status(v1::ROLE_STATUS_CURRENT);
  }
  v1::ImpactFigure* Figure(v1::ArticleRecord* record, const std::string& what,
                           const std::string& sentence = "") {
    v1::ImpactFigure* const figure = record->add_impact_figures();
    figure->set_figure_id(
        StableId(kFigureIdKind, {what, absl::StrCat(++figures_)}));
    figure->set_what(what);
    figure->mutable_evidence()->set_text(sentence);
    return figure;
  }
  Index& index() {
    if (!applied_) ApplyAll(entries_, &index_);
    applied_ = true;
    return index_;
  }
  std::vector<Hit> Search(const std::string& query) {
    v1::SearchOrganizationsRequest request;
    request.set_query(query);
    const auto response = *SearchOrganizations(index().Pin(), request);
    return {response.hits().begin(), response.hits().end()};
  }
  std::vector<std::string> Names(const std::string& query) {
    std::vector<std::string> names;
    for (const Hit& hit : Search(query)) {
      names.push_back(hit.organization().display_name());
    }
    return names;
  }
  std::vector<std::string> People(const std::string& query) {
    v1::SearchExecutivesRequest request;
    request.set_query(query);
    std::vector<std::string> names;
    const auto response = *SearchExecutives(index().Pin(), request);
    for (const auto& hit : response.hits()) {
      names.push_back(hit.executive().display_name());
    }
    return names;
  }
  v1::SearchImpactFiguresResponse Figures(const std::string& query) {
    v1::SearchImpactFiguresRequest request;
    request.set_query(query);
    return *SearchImpactFigures(index().Pin(), request);
  }
  std::vector<std::string> Whats(const std::string& query) {
    std::vector<std::string> whats;
    const auto response = Figures(query);
    for (const auto& hit : response.hits()) {
      whats.push_back(hit.entry().figure().what());
    }
    return whats;
  }

  std::vector<v1::LogEntry> entries_;
  int figures_ = 0;
  bool applied_ = false;
  Index index_;
};

TEST_F(SearchTest, NamesAreFoundAsPeopleTypeThem) {
  v1::ArticleRecord* const record = AddArticle();
  for (const char* name :
       {"JD.com", "World Bank of Goats", "Kyiv School of Economics",
        "São Paulo Water", "Mohammed bin Rashid Foundation",
        "Johnson & Johnson", "Müller Gruppe",
        "Deutsche Welthungerhilfe e.V."}) {
    Name(record, name);
  }
  const struct {
    const char* query;
    const char* name;
    Hit::Match match;
  } kCases[] = {
      {"jd.com", "JD.com", Hit::MATCH_EXACT},
      {"JD.com, Inc.", "JD.com", Hit::MATCH_EXACT},
      {"jd com", "JD.com", Hit::MATCH_EXACT},
      {"wbg", "World Bank of Goats", Hit::MATCH_ALIAS},
      {"goats world", "World Bank of Goats", Hit::MATCH_PREFIX},
      {"worl ban", "World Bank of Goats", Hit::MATCH_PREFIX},
      {"wrold bank", "World Bank of Goats", Hit::MATCH_TYPO},
      {"kiev school", "Kyiv School of Economics", Hit::MATCH_TYPO},
      {"sao paulo", "São Paulo Water", Hit::MATCH_PREFIX},
      {"muhammad bin rashid", "Mohammed bin Rashid Foundation",
       Hit::MATCH_TYPO},
      {"johnson and johnson", "Johnson & Johnson", Hit::MATCH_EXACT},
      {"mueller gruppe", "Müller Gruppe", Hit::MATCH_TYPO},
      {"welthungrehilfe", "Deutsche Welthungerhilfe e.V.", Hit::MATCH_TYPO},
      {"deutsche welthungerhilfe", "Deutsche Welthungerhilfe e.V.",
       Hit::MATCH_EXACT},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.query);
    const auto hits = Search(c.query);
    ASSERT_FALSE(hits.empty());
    EXPECT_EQ(hits[0].organization().display_name(), c.name);
    EXPECT_EQ(hits[0].match(), c.match);
  }
  EXPECT_THAT(Names("nothing"), IsEmpty());
  EXPECT_THAT(Names("..."), IsEmpty());
}

TEST_F(SearchTest, BetterMatchesComeFirstThenTheBetterKnown) {
  for (int i = 0; i < 3; ++i) Name(AddArticle(), "Acmes Everywhere");
  for (int i = 0; i < 5; ++i) Name(AddArticle(), "Acne Clinic");
  Name(AddArticle(), "Acme");
  Name(AddArticle(), "Other Works", {"acme"});
  Name(AddArticle(), "Acme Works");
  for (int i = 0; i < 2; ++i) Name(AddArticle(), "Acme Water Works");
  EXPECT_THAT(Names("acme"),
              ElementsAre("Acme", "Other Works", "Acme Water Works",
                          "Acme Works", "Acmes Everywhere", "Acne Clinic"));
  double last = 1;
  for (const Hit& hit : Search("acme")) {
    EXPECT_LE(hit.score(), last);
    EXPECT_GT(hit.score(), 0);
    last = hit.score();
  }
}

// More names with one word than are looked at.
TEST_F(SearchTest, TheBestKnownOfVeryManyAreFound) {
  v1::ArticleRecord* const record = AddArticle();
  for (int i = 0; i < 3000; ++i) Name(record, absl::StrCat("Trust ", 5000 - i));
  Name(AddArticle(), "Trust 4000");
  Name(AddArticle(), "The very long name of another Trust");
  for (int i = 0; i < 2; ++i) {
    Name(AddArticle(), "The very long name of another Trust");
  }
  const auto names = Names("trust");
  ASSERT_EQ(names.size(), 10);
  EXPECT_EQ(names[0], "The very long name of another Trust");
  EXPECT_EQ(names[1], "Trust 4000");
  EXPECT_EQ(names[2], "Trust 2001");
  EXPECT_EQ(Names("turst 4000")[0], "Trust 4000");
}

TEST_F(SearchTest, OnlyNamesThatHoldAtThePositionAreFound) {
  Name(AddArticle(), "Acme", {"Old Works"});
  v1::ArticleRecord* const again = AddArticle();
  again->set_article_id("1");
  Name(again, "Acme", {"New Works"});
  EXPECT_THAT(Names("old works"), IsEmpty());
  EXPECT_THAT(Names("new works"), ElementsAre("Acme"));
}

TEST_F(SearchTest, PeopleAreFoundInAnyOrderAndByInitials) {
  v1::ArticleRecord* const record = AddArticle();
  for (const char* name :
       {"John Smith", "Mohammed Yunus", "Ngozi Okonjo-Iweala", "J. Doe"}) {
    Person(record, name);
  }
  for (const char* query : {"john smith", "Smith, John", "J. Smith",
                            "Dr. John Smith", "jhon smith", "smith j"}) {
    EXPECT_THAT(People(query), ElementsAre("John Smith")) << query;
  }
  EXPECT_THAT(People("Muhammad Yunus"), ElementsAre("Mohammed Yunus"));
  EXPECT_THAT(People("okonjo iweala"), ElementsAre("Ngozi Okonjo-Iweala"));
  EXPECT_THAT(People("jane doe"), ElementsAre("J. Doe"));

  v1::SearchExecutivesRequest request;
  request.set_query("smith");
  request.mutable_filter()->add_statuses(v1::ROLE_STATUS_FORMER);
  EXPECT_EQ(SearchExecutives(index().Pin(), request)->hits_size(), 0);
}

TEST_F(SearchTest, FiguresAreFoundByTheirWords) {
  v1::ArticleRecord* const record = AddArticle();
  Name(record, "Acme Foundation");
  auto* wells = Figure(record, "water wells", "They built clean wells.");
  wells->mutable_place()->set_country_code("KE");
  wells->mutable_period()->set_start("2021");
  wells->mutable_period()->set_end("2023-05");
  wells->set_organization_id(record->organizations(0).organization_id());
  Figure(record, "meals for children", "Water was served.");
  Figure(record, "families trained");

  EXPECT_THAT(Whats("clean water Kenya 2022"),
              ElementsAre("water wells", "meals for children"));
  const auto hits = Figures("Clean water, Kenya 2022 dragons").hits();
  EXPECT_THAT(hits[0].matched_words(),
              ElementsAre("clean", "water", "kenya", "2022"));
  EXPECT_DOUBLE_EQ(hits[0].score(), 7.0 / 10);
  EXPECT_THAT(Whats("well of acme"), ElementsAre("water wells"));
  EXPECT_THAT(Whats("training a family"), ElementsAre("families trained"));
  EXPECT_THAT(Whats("child"), ElementsAre("meals for children"));
  EXPECT_THAT(Whats("the of 17"), IsEmpty());
}

TEST_F(SearchTest, TheNewerArticleComesFirstAmongEquals) {
  for (const char* date : {"2019", "2021", "", "2020"}) {
    v1::ArticleRecord* const record = AddArticle();
    record->set_publish_date(date);
    Figure(record, absl::StrCat("trees ", date));
  }
  EXPECT_THAT(Whats("tree"),
              ElementsAre("trees 2021", "trees 2020", "trees 2019", "trees "));
}

TEST_F(SearchTest, WithoutTextOnlyTheFiguresOwnWordsCount) {
  v1::ArticleRecord* const record = AddArticle();
  record->set_title("Good news");
  Figure(record, "wells", "They were dug by hand.");
  EXPECT_THAT(Whats("hand"), ElementsAre("wells"));
  EXPECT_THAT(Whats("good news"), ElementsAre("wells"));
  IndexOptions options;
  options.search_text = false;
  Index bare(options);
  ApplyAll(entries_, &bare);
  v1::SearchImpactFiguresRequest request;
  request.set_query("hand wells");
  const auto response = *SearchImpactFigures(bare.Pin(), request);
  ASSERT_EQ(response.hits_size(), 1);
  EXPECT_THAT(response.hits(0).matched_words(), ElementsAre("wells"));
}

// Rare words with common ones, over more than one window of rows: the skipping
// of common words loses nothing.
TEST_F(SearchTest, RareWordsAreFoundAmongMany) {
  constexpr int kArticles = 100;
  constexpr int kFigures = 700;
  for (int a = 0; a < kArticles; ++a) {
    v1::ArticleRecord* const record = AddArticle();
    for (int f = 0; f < kFigures; ++f) {
      const int n = a * kFigures + f;
      Figure(record,
             absl::StrCat("water", n % 3 == 0 ? " school" : "",
                          n % 30011 == 7 ? " zebra" : "",
                          n % 30011 == 12 ? " zebra school" : ""),
             n % 2 == 0 ? "A pump." : "");
    }
  }
  const auto hits = Figures("water zebra school pump").hits();
  ASSERT_EQ(hits.size(), 10);
  // Rows 12, 30018 and 60034 have all four, 30023 all but the pump; hundreds
  // have all but the zebra, and rows 7 and 60029 only two words.
  const std::vector<double> expected = {7, 7, 7, 6, 5, 5, 5, 5, 5, 5};
  for (int i = 0; i < 10; ++i) {
    EXPECT_DOUBLE_EQ(hits[i].score(), expected[i] / 8) << i;
    EXPECT_EQ(absl::StrContains(hits[i].entry().figure().what(), "zebra"),
              i < 4);
  }
}

TEST_F(SearchTest, SearchesCheckTheirQueries) {
  const Snapshot now = index().Pin();
  v1::SearchExecutivesRequest people;
  EXPECT_EQ(InvalidFields(SearchExecutives(now, people).status()), "query");
  people.set_query("a");
  people.mutable_filter()->add_statuses(static_cast<v1::RoleStatus>(77));
  EXPECT_EQ(InvalidFields(SearchExecutives(now, people).status()),
            "filter.statuses[0]");
  v1::SearchImpactFiguresRequest figures;
  figures.set_query(std::string(401, 'a'));
  EXPECT_EQ(InvalidFields(SearchImpactFigures(now, figures).status()), "query");
  figures.set_query("water");
  figures.set_page_size(-1);
  EXPECT_EQ(InvalidFields(SearchImpactFigures(now, figures).status()),
            "page_size");
  figures.set_page_size(0);
  figures.mutable_filter()->set_min_confidence(2);
  EXPECT_EQ(InvalidFields(SearchImpactFigures(now, figures).status()),
            "filter.min_confidence");
}

TEST(Stem, StandsForTheFormsOfAWord) {
  const char* const kSame[][2] = {
      {"families", "family"},  {"trained", "training"}, {"planned", "plan"},
      {"provided", "provide"}, {"schools", "school"},   {"boxes", "box"},
      {"studied", "study"},    {"trees", "tree"},       {"wells", "well"},
      {"installed", "install"}};
  for (const auto& [a, b] : kSame) EXPECT_EQ(Stem(a), Stem(b)) << a;
  EXPECT_NE(Stem("bus"), Stem("bu"));
  EXPECT_NE(Stem("king"), Stem("k"));
  EXPECT_EQ(Stem("2022"), "2022");
}

// Short texts of all that begins, joins and ends words.
TEST(AddTerms, HasTheWordsThatFoldHas) {
  constexpr absl::string_view kPieces[] = {"b", "T", "7", ".", "'",
                                           "&", " ", "-", "é", "’"};
  constexpr int kTexts = 100000;
  for (int number = 0; number < kTexts; ++number) {
    std::string text;
    for (int rest = number; rest > 0; rest /= 10) {
      absl::StrAppend(&text, kPieces[rest % 10]);
    }
    std::vector<uint64_t> found;
    AddTerms(text, TextOf::kField, &found);
    const std::string folded = Fold(text);
    std::vector<uint64_t> wanted;
    for (const absl::string_view word : FoldedWords(folded)) {
      AddTerms(word, TextOf::kField, &wanted);
    }
    ASSERT_EQ(found, wanted) << text;
  }
}

TEST(AddTerms, SeesTheSameWordsHoweverTheyAreSet) {
  const auto terms = [](const char* text) {
    std::vector<uint64_t> found;
    AddTerms(text, TextOf::kSentence, &found);
    return found;
  };
  EXPECT_EQ(terms("“Kenya’s wells” — São Paulo"),
            terms("kenyas well SAO PAULO"));
  EXPECT_THAT(terms("The 6,000 of us, two-and-a-half."),
              ElementsAre(terms("half")[0]));
  EXPECT_EQ(terms("in 2022."), terms("2022"));
  EXPECT_THAT(terms(std::string(41, 'a').c_str()), IsEmpty());
}

TEST(TermList, GivesBackWhatWasAppended) {
  for (const uint32_t step : {1u, 100u, 20000u, 3000000u}) {
    for (const uint32_t size : {0u, 1u, 2u, 3u, 20u, 700u}) {
      Arena arena;
      TermList list;
      for (uint32_t i = 0; i < size; ++i) list.Append(5 + i * step, &arena);
      EXPECT_EQ(list.size(), size);
      uint32_t i = 0;
      for (TermList::Cursor c(list, ~0u); !c.done(); c.Next(), ++i) {
        ASSERT_EQ(c.row(), 5 + i * step);
      }
      EXPECT_EQ(i, size);
      // From anywhere to anywhere.
      for (uint32_t jump = 1; jump < size; jump = jump * 3 + 1) {
        TermList::Cursor c(list, ~0u);
        for (uint32_t to = 0; to < size; to += jump) {
          c.SkipTo(to == 0 ? 0 : 5 + (to - 1) * step + 1);
          ASSERT_EQ(c.row(), 5 + to * step);
        }
        c.SkipTo(5 + size * step);
        EXPECT_TRUE(c.done());
      }
      // Rows from `end` on are not given.
      if (size > 2) {
        i = 0;
        for (TermList::Cursor c(list, 5 + 2 * step); !c.done(); c.Next()) ++i;
        EXPECT_EQ(i, 2);
      }
    }
  }
}

}  // namespace
}  // namespace impactwire::query
