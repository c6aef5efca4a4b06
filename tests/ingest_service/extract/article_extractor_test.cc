#include "ingest_service/extract/article_extractor.h"

#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace impactwire::extract {
namespace {

class ArticleExtractorTest : public testing::Test {
 protected:
  static absl::StatusOr<v1::ArticleRecord> Extract(
      const v1::Article& article, v1::ExtractionTrace* trace = nullptr,
      ExtractorOptions options = {}) {
    auto extractor = ArticleExtractor::Create(options);
    if (!extractor.ok()) return extractor.status();
    return (*extractor)->Extract(article, trace);
  }

  static v1::Article Text(const std::string& text) {
    v1::Article article;
    article.set_article_id("a1");
    article.set_text(text);
    return article;
  }
};

TEST_F(ArticleExtractorTest, ARecordKeepsTheMetadataOfItsArticle) {
  v1::Article article = Text("Helping Hands planted 300 trees.");
  article.set_uri("https://news.example/a1");
  article.set_title("Trees");
  article.set_publisher("The Example");
  article.set_publish_date("2023-05");
  (*article.mutable_labels())["desk"] = "green";
  const auto record = Extract(article);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->article_id(), "a1");
  EXPECT_EQ(record->uri(), "https://news.example/a1");
  EXPECT_EQ(record->title(), "Trees");
  EXPECT_EQ(record->publisher(), "The Example");
  EXPECT_EQ(record->publish_date(), "2023-05");
  EXPECT_EQ(record->labels().at("desk"), "green");
  EXPECT_EQ(record->content_sha256().size(), 64);
  EXPECT_EQ(record->extractor_version(), ArticleExtractor::Version());
  EXPECT_FALSE(record->has_ingest_time());
}

class OrganizationCountryTest : public ArticleExtractorTest {
 protected:
  // The organization of that name in what `text` says.
  v1::Organization Named(absl::string_view name, const std::string& text) {
    record_ = Extract(Text(text)).value();
    for (const v1::Organization& organization : record_.organizations()) {
      if (organization.display_name() == name) return organization;
    }
    ADD_FAILURE() << "no " << name << " in " << record_.ShortDebugString();
    return {};
  }

  v1::ArticleRecord record_;
};

TEST_F(OrganizationCountryTest, MinistriesOfTwoCountriesAreTwo) {
  const v1::Organization ghana = Named(
      "Ministry of Health",
      "Officials in Accra said on Monday that Ghana wants more nurses. The "
      "Ministry of Health trained 300 nurses in Kumasi in 2019.");
  const v1::Organization kenya = Named(
      "Ministry of Health",
      "Officials in Nairobi said on Monday that Kenya wants more nurses. The "
      "Ministry of Health trained 300 nurses in Kisumu in 2019.");
  EXPECT_EQ(ghana.country_code(), "GH");
  EXPECT_EQ(kenya.country_code(), "KE");
  EXPECT_NE(ghana.organization_id(), kenya.organization_id());
  ASSERT_EQ(record_.impact_figures_size(), 1);
  EXPECT_EQ(record_.impact_figures(0).organization_id(),
            kenya.organization_id());
}

TEST_F(OrganizationCountryTest, NamesOfTheirOwnHaveNone) {
  EXPECT_EQ(Named("Kenya Wildlife Service",
                  "Officials in Nairobi said on Monday that Kenya wants more "
                  "rangers. The Kenya Wildlife Service trained 300 rangers in "
                  "Nakuru in 2019.")
                .country_code(),
            "");
}

TEST_F(ArticleExtractorTest, AnArticleWithoutABodyIsRefused) {
  const auto record = Extract(v1::Article());
  EXPECT_EQ(record.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InvalidFields(record.status()), "article.body");
}

TEST_F(ArticleExtractorTest, ABodyOverTheLimitIsRefused) {
  ExtractorOptions options;
  options.max_body_bytes = 10;
  const auto record = Extract(Text("longer than ten"), nullptr, options);
  EXPECT_EQ(record.status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(ArticleExtractorTest, TheSameArticleGivesTheSameRecord) {
  const v1::Article article =
      Text("Helping Hands said it planted 300 trees in Lomé in 2020.");
  v1::ExtractionTrace first, second;
  EXPECT_EQ(Extract(article, &first)->SerializeAsString(),
            Extract(article, &second)->SerializeAsString());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
}

// Of the article's figures the one with this value; a default one if there is
// none.
v1::ImpactFigure FigureOf(const v1::ArticleRecord& record, double value) {
  for (const v1::ImpactFigure& figure : record.impact_figures()) {
    if (figure.value() == value) return figure;
  }
  return {};
}

TEST_F(ArticleExtractorTest, AFigureHasNumberUnitBoundOwnerAndEvidence) {
  v1::Article article = Text(
      "Bright Harvest Foundation helps growers\n\n"
      "Bright Harvest Foundation said on Monday that it has trained more than "
      "4,500 farmers in Kisumu since March 2019.\n\n"
      "The foundation will plant 20,000 trees by 2025.\n");
  article.set_publish_date("2021-08-09");
  const auto record = Extract(article);
  ASSERT_TRUE(record.ok()) << record.status();
  const v1::ImpactFigure trained = FigureOf(*record, 4500);
  EXPECT_EQ(trained.unit(), "person");
  EXPECT_EQ(trained.bound(), v1::BOUND_MORE_THAN);
  EXPECT_EQ(trained.category(), v1::IMPACT_CATEGORY_PEOPLE_TRAINED);
  EXPECT_EQ(trained.status(), v1::FIGURE_STATUS_ACHIEVED);
  EXPECT_EQ(trained.period().start(), "2019-03");
  EXPECT_EQ(trained.surface().text(), "more than 4,500 farmers");
  EXPECT_NE(trained.organization_id(), "");
  const v1::ImpactFigure trees = FigureOf(*record, 20000);
  EXPECT_EQ(trees.unit(), "tree");
  EXPECT_EQ(trees.status(), v1::FIGURE_STATUS_TARGET);
  EXPECT_EQ(trees.period().end(), "2025");
  EXPECT_EQ(trees.organization_id(), trained.organization_id());
}

TEST_F(ArticleExtractorTest, TheAgesOfAGroupAreNoCount) {
  v1::ExtractionTrace trace;
  ASSERT_TRUE(Extract(Text("Last year the Helping Hands Foundation vaccinated "
                           "5,800 children under five against measles and gave "
                           "meals to people older than 60 and to under-three "
                           "children."),
                      &trace)
                  .ok());
  std::set<std::string> ages;
  for (const auto& number : trace.numbers()) {
    if (number.disposition() == v1::ExtractionTrace::Number::DISPOSITION_AGE) {
      ages.insert(absl::StrCat(number.value()));
    }
  }
  EXPECT_THAT(ages, testing::UnorderedElementsAre("5", "60", "3"));
}

TEST_F(ArticleExtractorTest, ConferencesAndGoalsAreNoSums) {
  const auto record =
      Extract(Text("Helping Hands supports SDG6, which brings water to 300 "
                   "villages, and planted 300 trees for COP28 in Dubai."));
  ASSERT_TRUE(record.ok()) << record.status();
  for (const v1::ImpactFigure& figure : record->impact_figures()) {
    EXPECT_EQ(figure.value(), 300) << figure.unit();
  }
  EXPECT_GT(record->impact_figures_size(), 0);
}

TEST_F(ArticleExtractorTest, OneThatStandsForAIsNoFigure) {
  const auto record =
      Extract(Text("Helping Hands said: \"Our job is to train them to be "
                   "skilled in at least one field and get hired.\""));
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->impact_figures_size(), 0);
}

// U+060C parts tokens but not lexemes: the place begins inside the last one.
TEST_F(ArticleExtractorTest, APlaceMayBeginInsideTheLastLexeme) {
  for (const char* mark : {"\u060c", "\u037e", "\u061f", "\u05be"}) {
    const auto record = Extract(Text(absl::StrCat(
        "The Relief Trust gave food to 500 families last year and trained "
        "2,000 farmers in Nairobi and in Kenya.\n\nThe Relief Trust also said "
        "that it has helped 400 poor children in the north of the country, "
        "which it has done for two years, and in",
        mark, "Uganda")));
    ASSERT_TRUE(record.ok()) << record.status();
    EXPECT_GE(record->impact_figures_size(), 3);
  }
}

TEST_F(ArticleExtractorTest, EverySpanIsTheTextItSaysItIs) {
  v1::ExtractionTrace trace;
  const auto record = Extract(
      Text("Café Solidário gave €42,000 to 30 schools in São Paulo in 2020. "
           "About 5 to 10 more may follow, it said at 10:30."),
      &trace);
  ASSERT_TRUE(record.ok()) << record.status();
  const auto check = [&](const v1::TextSpan& span) {
    EXPECT_EQ(record->text().substr(span.begin(), span.end() - span.begin()),
              span.text());
  };
  for (const auto& figure : record->impact_figures()) {
    check(figure.surface());
    check(figure.evidence());
  }
  for (const auto& number : trace.numbers()) {
    check(number.span());
    EXPECT_NE(number.disposition(),
              v1::ExtractionTrace::Number::DISPOSITION_UNSPECIFIED);
  }
  for (const auto& sentence : trace.sentences()) check(sentence);
  for (const auto& mention : trace.mentions()) check(mention.span());
}

TEST_F(ArticleExtractorTest, FigureIdsDifferWithinAnArticle) {
  const auto record = Extract(
      Text("Hope Trust gave $500 to Ana and $500 to Ben. It built 3 schools, 4 "
           "clinics and 5 wells for 900 families."));
  ASSERT_TRUE(record.ok()) << record.status();
  std::set<std::string> ids;
  for (const auto& figure : record->impact_figures()) {
    EXPECT_TRUE(ids.insert(figure.figure_id()).second) << figure.figure_id();
  }
}

TEST_F(ArticleExtractorTest, FiguresPastTheLimitAreCutWithAWarning) {
  std::string text = "Hope Trust gave help.\n\n";
  for (int i = 2; i < 60; ++i) {
    text += "Hope Trust has trained " + std::to_string(i * 7 + 1000) +
            " farmers in village " + std::string(1, 'A' + i % 26) + ".\n\n";
  }
  ExtractorOptions options;
  options.max_figures = 10;
  const auto record = Extract(Text(text), nullptr, options);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->impact_figures_size(), 10);
  EXPECT_EQ(record->warnings(0).kind(), v1::Warning::KIND_TRUNCATED);
}

TEST_F(ArticleExtractorTest, ARecordStaysWithinItsLimit) {
  std::string text;
  for (int i = 0; i < 400; ++i) {
    text +=
        "Hope Trust has trained " + std::to_string(i * 7 + 1000) + " farmers. ";
  }
  ExtractorOptions options;
  options.max_record_bytes = 60000;
  const auto record = Extract(Text(text), nullptr, options);
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_LE(record->ByteSizeLong(), 60000u);
  EXPECT_GE(record->ByteSizeLong(), 58000u);
}

TEST_F(ArticleExtractorTest, ALongPhraseIsCutBetweenCharacters) {
  std::string noun;
  for (int i = 0; i < 90; ++i) noun += "\u00E8";
  for (const std::string begin : {"", "a"}) {
    const auto record = Extract(Text(absl::StrCat(
        "Acme Corp. built 300 ", begin, noun, " schools in Kenya.")));
    ASSERT_EQ(record->impact_figures_size(), 1);
    EXPECT_GE(record->impact_figures(0).what().size(), 119u);
    v1::ArticleRecord read;
    EXPECT_TRUE(read.ParseFromString(record->SerializeAsString()));
  }
}

TEST_F(ArticleExtractorTest, HostileArticlesGiveARecord) {
  std::string numbers, sentence = "Hope Trust has trained";
  for (int i = 0; i < 100000; ++i) numbers += std::to_string(i % 977) + " ";
  while (sentence.size() < 1000000) sentence += " 5,000 farmers and";
  for (const std::string& text :
       {std::string("42"), numbers, sentence, std::string(500000, '('),
        std::string(500000, '9'), std::string(300000, '$')}) {
    EXPECT_TRUE(Extract(Text(text)).ok()) << text.substr(0, 30);
  }
}

}  // namespace
}  // namespace impactwire::extract
