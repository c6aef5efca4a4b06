#include "tools/cli/views.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace impactwire::cli {
namespace {

using ::testing::HasSubstr;

TEST(ViewsTest, NumbersAreGrouped) {
  EXPECT_EQ(FormatNumber(6000), "6,000");
  EXPECT_EQ(FormatNumber(999), "999");
  EXPECT_EQ(FormatNumber(1234567.5), "1,234,567.5");
  EXPECT_EQ(FormatNumber(-1000), "-1,000");
  EXPECT_EQ(FormatNumber(0.25), "0.25");
  EXPECT_EQ(FormatNumber(0), "0");
  EXPECT_EQ(FormatNumber(3.9e9), "3,900,000,000");
}

TEST(ViewsTest, PeriodsReadAsTheyAreMeant) {
  v1::Period period;
  EXPECT_EQ(FormatPeriod(period), "");
  period.set_start("2017-04");
  EXPECT_EQ(FormatPeriod(period), "from 2017-04");
  period.set_end("2018");
  EXPECT_EQ(FormatPeriod(period), "2017-04 to 2018");
  period.set_start("2018");
  EXPECT_EQ(FormatPeriod(period), "2018");
  period.clear_start();
  EXPECT_EQ(FormatPeriod(period), "to 2018");
}

TEST(ViewsTest, EnumsReadAsWords) {
  EXPECT_EQ(FormatEnum("IMPACT_CATEGORY_", "IMPACT_CATEGORY_PEOPLE_TRAINED"),
            "people trained");
  EXPECT_EQ(FormatEnum("KIND_", "KIND_UNSPECIFIED"), "");
}

TEST(ViewsTest, ARedirectTellsWhyItIsOne) {
  v1::Redirect redirect;
  redirect.set_from_name("JD");
  redirect.set_from_id("org-0123456789abcdef");
  redirect.set_reason(v1::Redirect::REASON_ACRONYM);
  redirect.set_evidence_article_count(3);
  Table joined = RedirectTable();
  AddRedirect(redirect, &joined);
  EXPECT_THAT(joined.Render(120, false),
              HasSubstr("its acronym in 3 articles"));
  redirect.set_reason(v1::Redirect::REASON_MERGE);
  redirect.set_author("ann");
  redirect.set_note("the same");
  redirect.mutable_time()->set_seconds(1700000000);
  Table merged = RedirectTable();
  AddRedirect(redirect, &merged);
  EXPECT_THAT(merged.Render(120, false), HasSubstr("merged by ann: the same"));
  EXPECT_THAT(merged.Render(120, false), HasSubstr("2023-11-14"));
}

TEST(ViewsTest, ARedirectOfAPersonTellsWhoseNameIsFuller) {
  google::protobuf::RepeatedPtrField<v1::Redirect> redirects;
  EXPECT_EQ(RenderRedirects(redirects, 120, false), "");
  v1::Redirect* const redirect = redirects.Add();
  redirect->set_from_name("J. Smith");
  redirect->set_into_name("John Smith");
  redirect->set_reason(v1::Redirect::REASON_INITIALS);
  redirect->set_evidence_article_count(1);
  redirect->add_shared_organization_ids("org-0123456789abcdef");
  EXPECT_THAT(RenderRedirects(redirects, 160, false),
              HasSubstr("initial of John Smith in 1 article; of the same "
                        "organization"));
}

TEST(ViewsTest, ARoleToldByManyArticlesIsOneRow) {
  v1::ExecutiveSummary executive;
  executive.set_display_name("Ruth Mwansa");
  for (const char* title : {"director", "Director", "founder"}) {
    auto* entry = executive.add_roles();
    entry->mutable_role()->set_title(title);
    entry->mutable_role()->set_status(v1::ROLE_STATUS_CURRENT);
    entry->set_organization_name("Lantern Trust");
  }
  Table table = ExecutiveTable(/*many_articles=*/true);
  AddExecutive(executive, false, &table);
  EXPECT_EQ(table.row_count(), 2);
  EXPECT_THAT(table.Render(100, false),
              HasSubstr("director  Lantern Trust  current         2\n"));
}

TEST(ViewsTest, ARecordShowsWhoHowMuchOfWhatAndTheSentence) {
  v1::ArticleRecord record;
  record.set_title("Title");
  auto* organization = record.add_organizations();
  organization->set_organization_id("org-1");
  organization->set_display_name("58 Home");
  auto* figure = record.add_impact_figures();
  figure->set_organization_id("org-1");
  figure->set_value(20);
  figure->set_value_high(30);
  figure->set_bound(v1::BOUND_RANGE);
  figure->set_unit("litre");
  figure->mutable_rate()->set_per("day");
  figure->set_what("milk sold");
  figure->mutable_place()->set_name("Puyang");
  figure->mutable_place()->set_country_code("CN");
  figure->mutable_evidence()->set_text("It sold 20 to 30 litres a day.");
  const std::string text = RenderRecord(record, 200, false);
  EXPECT_THAT(text, HasSubstr("\nImpact figures (1)\n"));
  EXPECT_THAT(text, HasSubstr("58 Home  20 - 30  range  litre per day"));
  EXPECT_THAT(text, HasSubstr("Puyang (CN)"));
  EXPECT_THAT(text, HasSubstr("    It sold 20 to 30 litres a day.\n"));
}

}  // namespace
}  // namespace impactwire::cli
