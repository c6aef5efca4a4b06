// What is joined across articles and what is not, in examples.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/names/name_key.h"
#include "query_service/index/queries/claim_queries.h"
#include "query_service/index/queries/figure_queries.h"
#include "query_service/index/queries/organization_queries.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Named {
  std::string name;
  std::vector<std::string> aliases;
  std::string country;
  v1::OrganizationKind kind = v1::ORGANIZATION_KIND_UNSPECIFIED;
};

std::string Org(const std::string& name, const std::string& country = "") {
  return country.empty() ? StableId(kOrganizationIdKind, {name})
                         : StableId(kOrganizationIdKind, {name, country});
}
std::string Person(const std::string& name) {
  return StableId(kExecutiveIdKind, {name});
}

class JoinsTest : public testing::Test {
 protected:
  v1::LogEntry* Entry() {
    v1::LogEntry& entry = entries_.emplace_back();
    entry.set_sequence(entries_.size());
    return &entry;
  }
  // An article of its own. Its number.
  size_t Article(const std::vector<Named>& organizations) {
    v1::ArticleRecord* const record = Entry()->mutable_record();
    record->set_article_id(absl::StrCat("article ", entries_.size()));
    for (const Named& named : organizations) {
      v1::Organization* const o = record->add_organizations();
      o->set_organization_id(Org(named.name, named.country));
      o->set_display_name(named.name);
      for (const std::string& alias : named.aliases) o->add_aliases(alias);
      o->set_country_code(named.country);
      o->set_kind(named.kind);
      o->set_confidence(0.5);
    }
    return entries_.size();
  }
  // Adds to the last article.
  void Lead(const std::string& person, const std::string& organization) {
    AddLeader(person, organization, entries_.back().mutable_record());
  }
  void Count(double value, const std::string& organization) {
    v1::ImpactFigure* const figure =
        entries_.back().mutable_record()->add_impact_figures();
    figure->set_figure_id(
        StableId(kFigureIdKind, {absl::StrCat(entries_.size(), " ", value)}));
    figure->set_value(value);
    figure->set_bound(v1::BOUND_EXACT);
    figure->set_unit("person");
    figure->set_what("people trained");
    figure->set_category(v1::IMPACT_CATEGORY_PEOPLE_TRAINED);
    figure->set_status(v1::FIGURE_STATUS_ACHIEVED);
    figure->set_organization_id(Org(organization));
  }
  void Delete(size_t article) {
    Entry()->mutable_tombstone()->set_article_id(
        absl::StrCat("article ", article));
  }
  v1::Override* Overrule(const std::string& override_id) {
    v1::Override* const override = Entry()->mutable_override();
    override->set_override_id(override_id);
    override->set_author("ana");
    override->set_reason("I asked them");
    override->mutable_create_time()->set_seconds(1700000000);
    return override;
  }

  // Entry by entry, so that every position can be asked at.
  Snapshot Now(const IndexOptions& options = {}) {
    index_ = std::make_unique<Index>(options);
    for (uint64_t i = 1; i <= entries_.size(); ++i) {
      EXPECT_TRUE(index_->Apply(Batch(entries_, i - 1, i, i)).ok());
    }
    return index_->Pin();
  }
  static v1::GetOrganizationResponse Get(const Snapshot& at,
                                         const std::string& id) {
    v1::GetOrganizationRequest request;
    request.set_organization_id(id);
    return *GetOrganization(at, request);
  }
  static bool AreOne(const Snapshot& at, const std::string& a,
                     const std::string& b) {
    return Get(at, a).organization().organization_id() ==
           Get(at, b).organization().organization_id();
  }
  bool AreOne(const std::string& a, const std::string& b) {
    return AreOne(Now(), Org(a), Org(b));
  }

  std::vector<v1::LogEntry> entries_;
  std::unique_ptr<Index> index_;
};

TEST_F(JoinsTest, AShortFormIsWhomAnArticleCallsSo) {
  Article({{"JD.com", {"JD"}}});
  Article({{"JD"}});
  Count(5000, "JD");
  const Snapshot now = Now();
  const auto got = Get(now, Org("JD"));
  EXPECT_EQ(got.organization().organization_id(), Org("JD.com"));
  EXPECT_EQ(got.organization().article_count(), 2);
  EXPECT_EQ(got.organization().impact_figure_count(), 1);
  ASSERT_EQ(got.redirects_size(), 1);
  const v1::Redirect& redirect = got.redirects(0);
  EXPECT_EQ(redirect.from_id(), Org("JD"));
  EXPECT_EQ(redirect.from_name(), "JD");
  EXPECT_EQ(redirect.into_id(), Org("JD.com"));
  EXPECT_EQ(redirect.reason(), v1::Redirect::REASON_ACRONYM);
  EXPECT_EQ(redirect.evidence_article_count(), 1);
  EXPECT_THAT(redirect.evidence_article_ids(), ElementsAre("article 1"));
  EXPECT_EQ(ListOrganizations(now, {})->total_count(), 1);
  v1::SearchOrganizationsRequest search;
  search.set_query("jd");
  EXPECT_EQ(SearchOrganizations(now, search)
                ->hits(0)
                .organization()
                .organization_id(),
            Org("JD.com"));
}

TEST_F(JoinsTest, AnotherNameNeedsTwoArticles) {
  Article({{"JD.com", {"Jingdong"}}});
  Article({{"Jingdong"}});
  EXPECT_FALSE(AreOne("JD.com", "Jingdong"));
  Article({{"JD.com", {"Jingdong"}}});
  EXPECT_TRUE(AreOne("JD.com", "Jingdong"));
  EXPECT_EQ(Get(index_->Pin(), Org("JD.com")).redirects(0).reason(),
            v1::Redirect::REASON_ALIAS);
}

TEST_F(JoinsTest, OrOneAndSomebodyWhoLeadsBoth) {
  Article({{"JD.com", {"Jingdong"}}});
  Lead("Richard Liu", "JD.com");
  Article({{"Jingdong"}});
  EXPECT_FALSE(AreOne("JD.com", "Jingdong"));
  const size_t article = Article({{"Jingdong"}});
  Lead("Richard Liu", "Jingdong");
  EXPECT_TRUE(AreOne("JD.com", "Jingdong"));
  EXPECT_THAT(
      Get(index_->Pin(), Org("JD.com")).redirects(0).shared_executive_ids(),
      ElementsAre(Person("Richard Liu")));
  Delete(article);
  EXPECT_FALSE(AreOne("JD.com", "Jingdong"));
}

TEST_F(JoinsTest, AllNamesOfOneMeet) {
  Article({{"JD.com", {"JD", "Jingdong"}}});
  Article({{"Jingdong", {"JD"}}});
  Article({{"JD"}});
  Article({{"JD.com", {"Jingdong"}}});
  EXPECT_TRUE(AreOne("JD.com", "Jingdong"));
  EXPECT_TRUE(AreOne("JD.com", "JD"));
  // Each the other's alias.
  Article({{"Jingdong", {"JD.com"}}});
  Article({{"Jingdong", {"JD.com"}}});
  EXPECT_TRUE(AreOne("JD.com", "Jingdong"));
  EXPECT_TRUE(AreOne("JD.com", "JD"));
}

TEST_F(JoinsTest, AnAcronymOfTwoIsNeithers) {
  Article({{"Green Fields Foundation", {"GFF"}}});
  Article({{"GFF"}});
  EXPECT_TRUE(AreOne("GFF", "Green Fields Foundation"));
  const size_t other = Article({{"Global Food Fund", {"GFF"}}});
  EXPECT_FALSE(AreOne("GFF", "Green Fields Foundation"));
  EXPECT_FALSE(AreOne("GFF", "Global Food Fund"));
  Delete(other);
  EXPECT_TRUE(AreOne("GFF", "Green Fields Foundation"));
}

TEST_F(JoinsTest, UnlessOneIsCalledSoMuchMoreOften) {
  for (int i = 0; i < 8; ++i) {
    Article({{"Green Fields Foundation", {"GFF"}}});
  }
  Article({{"GFF"}});
  Article({{"Global Food Fund", {"GFF"}}});
  EXPECT_TRUE(AreOne("GFF", "Green Fields Foundation"));
  Article({{"Global Food Fund", {"GFF"}}});
  EXPECT_FALSE(AreOne("GFF", "Green Fields Foundation"));
}

TEST_F(JoinsTest, MinistriesOfTwoCountriesAreTwo) {
  Article({{"Ministry of Health", {"MoH"}, "KE"}});
  Article({{"Ministry of Health", {"MoH"}, "GH"}});
  Article({{"The Ministry of Health", {}, "KE"}});
  Article({{"Ministry of Health"}});
  Article({{"MoH"}});
  const Snapshot now = Now();
  EXPECT_FALSE(AreOne(now, Org("Ministry of Health", "KE"),
                      Org("Ministry of Health", "GH")));
  EXPECT_TRUE(AreOne(now, Org("Ministry of Health", "KE"),
                     Org("The Ministry of Health", "KE")));
  for (const std::string bare : {"Ministry of Health", "MoH"}) {
    EXPECT_THAT(Get(now, Org(bare)).redirects(), IsEmpty()) << bare;
  }
  EXPECT_EQ(
      Get(now, Org("Ministry of Health", "KE")).organization().country_code(),
      "KE");
  EXPECT_EQ(Get(now, Org("Ministry of Health")).organization().country_code(),
            "");
}

TEST_F(JoinsTest, SpellingsOfOneNameMeet) {
  Article({{"Kyiv School of Economics"}});
  Article({{"Kyiv School of Economics"}});
  Article({{"The Kiev School of Economics, Ltd."}});
  Article({{"Łódź Energy"}});
  Article({{"Lodz Energy"}});
  Article({{"Li Foundation"}});
  Article({{"Lee Foundation"}});
  const Snapshot now = Now();
  const auto got = Get(now, Org("The Kiev School of Economics, Ltd."));
  EXPECT_EQ(got.organization().organization_id(),
            Org("Kyiv School of Economics"));
  EXPECT_EQ(got.redirects(0).reason(), v1::Redirect::REASON_SPELLING);
  EXPECT_THAT(got.redirects(0).evidence_article_ids(),
              ElementsAre("article 3"));
  EXPECT_TRUE(AreOne(now, Org("Łódź Energy"), Org("Lodz Energy")));
  EXPECT_FALSE(AreOne(now, Org("Li Foundation"), Org("Lee Foundation")));
}

TEST_F(JoinsTest, WhatAnArticleTellsApartAreTwo) {
  Article({{"Hope International", {"Hope"}}});
  Article({{"Hope"}});
  EXPECT_TRUE(AreOne("Hope", "Hope International"));
  const size_t both = Article({{"Hope International"}, {"Hope"}});
  EXPECT_FALSE(AreOne("Hope", "Hope International"));
  Delete(both);
  EXPECT_TRUE(AreOne("Hope", "Hope International"));
}

TEST_F(JoinsTest, KindsMustAgree) {
  const auto company = v1::ORGANIZATION_KIND_COMPANY;
  const auto university = v1::ORGANIZATION_KIND_EDUCATION;
  Article({{"Hope International", {"Hope"}, "", company}});
  Article({{"Hope", {}, "", university}});
  EXPECT_FALSE(AreOne("Hope", "Hope International"));
  Article({{"Hope", {}, "", company}});
  EXPECT_TRUE(AreOne("Hope", "Hope International"));
}

TEST_F(JoinsTest, ASplitKeepsApartForGood) {
  for (const std::string split : {"JD", "JD.com"}) {
    entries_.clear();
    Article({{"JD.com", {"JD"}}});
    Article({{"JD"}});
    Overrule(Org(split))->mutable_split()->set_from_id(Org(split));
    Article({{"JD.com", {"JD"}}});
    Article({{"JD"}});
    const Snapshot now = Now();
    EXPECT_FALSE(AreOne(now, Org("JD"), Org("JD.com"))) << split;
    EXPECT_TRUE(AreOne(*now.At(2), Org("JD"), Org("JD.com")));
    const auto got = Get(now, Org("JD.com"));
    ASSERT_EQ(got.redirects_size(), 1);
    EXPECT_TRUE(got.redirects(0).is_split());
    EXPECT_EQ(got.redirects(0).from_id(), Org(split));
    EXPECT_EQ(got.redirects(0).author(), "ana");
    EXPECT_EQ(got.redirects(0).note(), "I asked them");
    EXPECT_EQ(got.redirects(0).time().seconds(), 1700000000);
  }
}

TEST_F(JoinsTest, AMergeStaysAlsoAgainstAJoin) {
  Article({{"JD.com", {"JD"}}});
  Article({{"JD"}});
  v1::Override::Merge* const merge = Overrule(Org("JD.com"))->mutable_merge();
  merge->set_from_id(Org("JD.com"));
  merge->set_into_id(Org("JD"));
  const auto got = Get(Now(), Org("JD.com"));
  EXPECT_EQ(got.organization().organization_id(), Org("JD"));
  ASSERT_EQ(got.redirects_size(), 1);
  EXPECT_EQ(got.redirects(0).reason(), v1::Redirect::REASON_MERGE);
  EXPECT_EQ(got.redirects(0).from_id(), Org("JD.com"));
  EXPECT_EQ(got.redirects(0).author(), "ana");
}

TEST_F(JoinsTest, EveryPositionHasItsOwnJoins) {
  const size_t article = Article({{"JD.com", {"JD"}}});
  Article({{"JD"}});
  Article({{"JD.com"}});
  Delete(article);
  const Snapshot now = Now();
  EXPECT_TRUE(AreOne(*now.At(2), Org("JD"), Org("JD.com")));
  EXPECT_FALSE(AreOne(now, Org("JD"), Org("JD.com")));
}

TEST_F(JoinsTest, ClaimsOfTheJoinedMeet) {
  Article({{"JD.com", {"JD"}}});
  Count(6012, "JD.com");
  Article({{"JD"}});
  Count(6012, "JD");
  const Snapshot now = Now();
  const auto claims = ListClaims(now, {});
  ASSERT_EQ(claims->claims_size(), 1);
  EXPECT_EQ(claims->claims(0).figure_count(), 2);
  v1::ListImpactFiguresRequest figures;
  figures.mutable_filter()->add_organization_ids(Org("JD"));
  const auto listed = ListImpactFigures(now, figures);
  ASSERT_EQ(listed->total_count(), 2);
  for (const auto& entry : listed->entries()) {
    EXPECT_EQ(entry.figure().organization_id(), Org("JD.com"));
  }
}

TEST_F(JoinsTest, AreSwitchedOff) {
  Article({{"JD.com", {"JD"}}});
  Article({{"JD"}});
  IndexOptions options;
  options.join_organizations = false;
  EXPECT_FALSE(AreOne(Now(options), Org("JD"), Org("JD.com")));
  EXPECT_TRUE(AreOne(Now(), Org("JD"), Org("JD.com")));
}

TEST_F(JoinsTest, TheOrderOfArticlesDoesNotMatter) {
  Article({{"JD.com", {"JD"}}});
  Article({{"JD"}});
  Article({{"Jingdong", {"JD"}}});
  Article({{"JD.com", {"Jingdong"}}});
  Article({{"JD.com", {"Jingdong"}}});
  std::vector<v1::LogEntry> articles = entries_;
  std::vector<int> order = {0, 1, 2, 3, 4};
  do {
    entries_.clear();
    for (const int i : order) {
      *Entry()->mutable_record() = articles[i].record();
    }
    const Snapshot now = Now();
    for (const std::string name : {"JD", "Jingdong"}) {
      EXPECT_EQ(Get(now, Org(name)).organization().organization_id(),
                Org("JD.com"));
    }
    EXPECT_EQ(Get(now, Org("JD")).redirects_size(), 2);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(NameKeyTest, SetsLegalFormsArticlesAndSpellingsAside) {
  EXPECT_EQ(NameKey("the jdcom inc"), NameKey("jd com"));
  EXPECT_EQ(NameKey("mohammed trust"), NameKey("muhammad trust"));
  EXPECT_NE(NameKey("lee trust"), NameKey("li trust"));
  EXPECT_TRUE(IsShortFor("Green Fields", "Green Fields Foundation"));
  EXPECT_TRUE(IsShortFor("WBG", "World Bank of Goats"));
  EXPECT_FALSE(IsShortFor("Jingdong", "JD.com"));
  EXPECT_FALSE(IsShortFor("Green Power", "Green Fields Foundation"));
  EXPECT_TRUE(IsAcronym("USAID", "Agency for Aid"));
  EXPECT_FALSE(IsAcronym("Hope", "Hope International"));
}

}  // namespace
}  // namespace impactwire::query
