// Which people are joined and which are not, in examples.
#include <algorithm>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/executive_queries.h"
#include "query_service/index/queries/organization_queries.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Told {
  std::string name;
  std::string organization = "Acme";
  v1::RoleFamily family = v1::ROLE_FAMILY_CEO;
};

std::string Id(const std::string& name) {
  return StableId(kExecutiveIdKind, {name});
}
std::string Org(const std::string& name) {
  return StableId(kOrganizationIdKind, {name});
}

class ExecutiveJoinsTest : public testing::Test {
 protected:
  v1::LogEntry* Entry() {
    v1::LogEntry& entry = entries_.emplace_back();
    entry.set_sequence(entries_.size());
    return &entry;
  }
  // An article of its own. Its number.
  size_t Article(const std::vector<Told>& roles) {
    v1::ArticleRecord* const record = Entry()->mutable_record();
    record->set_article_id(absl::StrCat("article ", entries_.size()));
    std::set<std::string> named;
    for (const Told& told : roles) {
      v1::ExecutiveRole* const role = record->add_executives();
      role->set_role_id(
          StableId(kRoleIdKind, {absl::StrCat(record->executives_size())}));
      role->set_executive_id(Id(told.name));
      role->set_display_name(told.name);
      role->add_role_families(told.family);
      if (told.organization.empty()) continue;
      role->set_organization_id(Org(told.organization));
      named.insert(told.organization);
    }
    for (const std::string& name : named) {
      v1::Organization* const organization = record->add_organizations();
      organization->set_organization_id(Org(name));
      organization->set_display_name(name);
    }
    return entries_.size();
  }
  void Delete(size_t article) {
    Entry()->mutable_tombstone()->set_article_id(
        absl::StrCat("article ", article));
  }
  v1::Override* Overrule() {
    v1::Override* const override = Entry()->mutable_override();
    override->set_override_id("override");
    override->set_author("ana");
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
  static v1::GetExecutiveResponse Get(const Snapshot& at,
                                      const std::string& name) {
    v1::GetExecutiveRequest request;
    request.set_executive_id(Id(name));
    return *GetExecutive(at, request);
  }
  static bool AreOne(const Snapshot& at, const std::string& a,
                     const std::string& b) {
    return Get(at, a).executive().executive_id() ==
           Get(at, b).executive().executive_id();
  }
  bool AreOne(const std::string& a, const std::string& b) {
    return AreOne(Now(), a, b);
  }

  std::vector<v1::LogEntry> entries_;
  std::unique_ptr<Index> index_;
};

TEST_F(ExecutiveJoinsTest, ANameInAnotherOrderIsTheSamePerson) {
  Article({{"Yao Jinbo", "58.com"}});
  Article({{"Yao Jinbo", "58.com", v1::ROLE_FAMILY_FOUNDER}});
  Article({{"Jinbo Yao", "58.com", v1::ROLE_FAMILY_FOUNDER}});
  Article({{"Jinbo Yao", "Ganji"}});
  const Snapshot now = Now();
  const auto got = Get(now, "Jinbo Yao");
  EXPECT_EQ(got.executive().article_count(), 4);
  EXPECT_EQ(got.executive().roles_size(), 4);
  const bool is_first = Id("Yao Jinbo") < Id("Jinbo Yao");
  const std::string first = is_first ? "Yao Jinbo" : "Jinbo Yao";
  const std::string second = is_first ? "Jinbo Yao" : "Yao Jinbo";
  EXPECT_EQ(got.executive().executive_id(), Id(first));
  ASSERT_EQ(got.redirects_size(), 1);
  const v1::Redirect& redirect = got.redirects(0);
  EXPECT_EQ(redirect.from_id(), Id(second));
  EXPECT_EQ(redirect.from_name(), second);
  EXPECT_EQ(redirect.into_name(), first);
  EXPECT_EQ(redirect.reason(), v1::Redirect::REASON_SPELLING);
  EXPECT_THAT(redirect.shared_organization_ids(), ElementsAre(Org("58.com")));
  EXPECT_THAT(redirect.shared_role_families(),
              ElementsAre(v1::ROLE_FAMILY_FOUNDER));
  if (is_first) {
    EXPECT_THAT(redirect.evidence_article_ids(), ElementsAre("article 3"));
  } else {
    EXPECT_THAT(redirect.evidence_article_ids(),
                ElementsAre("article 1", "article 2"));
  }
}

TEST_F(ExecutiveJoinsTest, ListsSearchesAndCountsKnowOnePerson) {
  Article({{"Yao Jinbo", "58.com"}});
  Article({{"Jinbo Yao", "58.com"}});
  const Snapshot now = Now();
  EXPECT_EQ(ListExecutives(now, {})->total_count(), 1);
  EXPECT_EQ(now.tables().CountsAt(now.at()).executives, 1);
  v1::SearchExecutivesRequest search;
  search.set_query("jinbo yao");
  EXPECT_EQ(SearchExecutives(now, search)->hits_size(), 1);
  const auto organizations = ListOrganizations(now, {});
  EXPECT_EQ(organizations->organizations(0).executive_count(), 1);
  EXPECT_EQ(ListExecutives(*now.At(1), {})->total_count(), 1);
}

TEST_F(ExecutiveJoinsTest, OnlyWhereBothHaveARole) {
  Article({{"Yao Jinbo", "58.com"}});
  Article({{"Jinbo Yao", "Ganji"}, {"Jinbo Yao", ""}});
  EXPECT_FALSE(AreOne("Yao Jinbo", "Jinbo Yao"));
  const size_t both = Article({{"Jinbo Yao", "58.com"}});
  EXPECT_TRUE(AreOne("Yao Jinbo", "Jinbo Yao"));
  Delete(both);
  EXPECT_FALSE(AreOne("Yao Jinbo", "Jinbo Yao"));
}

TEST_F(ExecutiveJoinsTest, InitialsStandForTheOnlyOneTheyMayStandFor) {
  Article({{"J. Smith"}});
  Article({{"John Smith"}});
  Article({{"John A. Smith"}});
  const Snapshot now = Now();
  EXPECT_TRUE(AreOne(now, "J. Smith", "John Smith"));
  const auto got = Get(now, "J. Smith");
  EXPECT_EQ(got.executive().executive_id(), Id("John A. Smith"));
  ASSERT_EQ(got.redirects_size(), 2);
  for (const auto& redirect : got.redirects()) {
    EXPECT_EQ(redirect.reason(), redirect.from_name() == "J. Smith"
                                     ? v1::Redirect::REASON_INITIALS
                                     : v1::Redirect::REASON_FULLER_NAME);
  }
  const size_t jane = Article({{"Jane Smith"}});
  EXPECT_FALSE(AreOne("J. Smith", "John Smith"));
  EXPECT_FALSE(AreOne("J. Smith", "Jane Smith"));
  EXPECT_TRUE(AreOne("John A. Smith", "John Smith"));
  Delete(jane);
  EXPECT_TRUE(AreOne("J. Smith", "John Smith"));
}

TEST_F(ExecutiveJoinsTest, ANameWithoutItsMiddleIsNobodysOfTwo) {
  Article({{"John Smith"}});
  Article({{"John A. Smith"}});
  EXPECT_TRUE(AreOne("John Smith", "John A. Smith"));
  Article({{"John B. Smith"}});
  EXPECT_FALSE(AreOne("John Smith", "John A. Smith"));
  EXPECT_FALSE(AreOne("John Smith", "John B. Smith"));
}

TEST_F(ExecutiveJoinsTest, InitialsNeedTheSameKindOfRole) {
  Article({{"J. Smith", "Acme", v1::ROLE_FAMILY_CFO}});
  Article({{"John Smith", "Acme", v1::ROLE_FAMILY_CEO}});
  EXPECT_FALSE(AreOne("J. Smith", "John Smith"));
  Article({{"John Smith", "Acme", v1::ROLE_FAMILY_CFO}});
  EXPECT_TRUE(AreOne("J. Smith", "John Smith"));
  for (v1::LogEntry& entry : entries_) {
    for (auto& role : *entry.mutable_record()->mutable_executives()) {
      role.set_role_families(0, v1::ROLE_FAMILY_OTHER);
    }
  }
  EXPECT_FALSE(AreOne("J. Smith", "John Smith"));
}

TEST_F(ExecutiveJoinsTest, AnotherOrderOrAFullerNameNeedsTheSameKindOfRole) {
  Article({{"Ahmed Hassan", "Acme", v1::ROLE_FAMILY_CHAIR}});
  Article({{"Hassan Ahmed", "Acme", v1::ROLE_FAMILY_CEO}});
  Article({{"William Ford", "Acme", v1::ROLE_FAMILY_CHAIR}});
  Article({{"William Clay Ford", "Acme", v1::ROLE_FAMILY_CEO}});
  EXPECT_FALSE(AreOne("Ahmed Hassan", "Hassan Ahmed"));
  EXPECT_FALSE(AreOne("William Ford", "William Clay Ford"));
  Article({{"Hassan Ahmed", "Acme", v1::ROLE_FAMILY_CHAIR}});
  Article({{"William Clay Ford", "Acme", v1::ROLE_FAMILY_CHAIR}});
  EXPECT_TRUE(AreOne("Ahmed Hassan", "Hassan Ahmed"));
  EXPECT_TRUE(AreOne("William Ford", "William Clay Ford"));
}

TEST_F(ExecutiveJoinsTest, InitialsWithARoleElsewhereMayBeAnothers) {
  for (const std::string elsewhere : {"Bell", ""}) {
    entries_.clear();
    Article({{"John Smith"}});
    Article({{"J. Smith"}});
    const size_t other = Article({{"J. Smith", elsewhere}});
    EXPECT_FALSE(AreOne("J. Smith", "John Smith"));
    Delete(other);
    EXPECT_TRUE(AreOne("J. Smith", "John Smith"));
  }
  // But the name may have others.
  Article({{"John Smith", "Bell"}});
  EXPECT_TRUE(AreOne("J. Smith", "John Smith"));
}

TEST_F(ExecutiveJoinsTest, FatherAndSonAreTwoAndASurnameIsNobodys) {
  Article({{"John Smith"}});
  Article({{"John Smith Jr."}});
  Article({{"John Smith, Senior"}});
  Article({{"Smith"}});
  Article({{"Mr. Smith"}});
  const Snapshot now = Now();
  EXPECT_EQ(ListExecutives(now, {})->total_count(), 5);
}

TEST_F(ExecutiveJoinsTest, WhomAnArticleTellsApartAreTwo) {
  Article({{"J. Smith"}});
  // So many that one more has no digit more.
  for (int i = 0; i < 2; ++i) {
    Article({{"John Smith"}});
    Article({{"John A. Smith"}});
  }
  EXPECT_TRUE(AreOne("J. Smith", "John Smith"));
  const size_t two = Article({{"John Smith"}, {"John A. Smith"}});
  const Snapshot now = Now();
  EXPECT_FALSE(AreOne(now, "John Smith", "John A. Smith"));
  // And whom the initial stands for is open again.
  EXPECT_THAT(Get(now, "J. Smith").redirects(), IsEmpty());
  EXPECT_THAT(Get(now, "John Smith").redirects(), IsEmpty());
  Delete(two);
  EXPECT_TRUE(AreOne("J. Smith", "John Smith"));
}

TEST_F(ExecutiveJoinsTest, AnAnalystKnowsBetter) {
  Article({{"Yao Jinbo"}});
  Article({{"Yao Jinbo"}});
  Article({{"Jinbo Yao"}});
  Overrule()->mutable_split()->set_from_id(Id("Jinbo Yao"));
  const Snapshot split = Now();
  EXPECT_FALSE(AreOne(split, "Yao Jinbo", "Jinbo Yao"));
  EXPECT_TRUE(AreOne(*split.At(3), "Yao Jinbo", "Jinbo Yao"));
  const auto got = Get(split, "Jinbo Yao");
  ASSERT_EQ(got.redirects_size(), 1);
  EXPECT_TRUE(got.redirects(0).is_split());
  v1::Override::Merge* const merge = Overrule()->mutable_merge();
  merge->set_from_id(Id("Yao Jinbo"));
  merge->set_into_id(Id("Jinbo Yao"));
  const auto merged = Get(Now(), "Yao Jinbo");
  EXPECT_EQ(merged.executive().executive_id(), Id("Jinbo Yao"));
  EXPECT_EQ(merged.redirects(0).reason(), v1::Redirect::REASON_MERGE);
}

TEST_F(ExecutiveJoinsTest, AreSwitchedOff) {
  Article({{"Yao Jinbo"}});
  Article({{"Jinbo Yao"}});
  IndexOptions options;
  options.join_executives = false;
  EXPECT_FALSE(AreOne(Now(options), "Yao Jinbo", "Jinbo Yao"));
  options.join_executives = true;
  options.join_organizations = false;
  EXPECT_TRUE(AreOne(Now(options), "Yao Jinbo", "Jinbo Yao"));
}

TEST_F(ExecutiveJoinsTest, OfACrowdNoneIsJoined) {
  for (size_t i = 0; i < ExecutiveJoiner::kMaxBearers - 1; ++i) {
    Article({{absl::StrCat("J", std::string(i + 2, 'x'), " Smith")}});
  }
  Article({{"John Smith"}});
  EXPECT_EQ(ListExecutives(Now(), {})->total_count(),
            ExecutiveJoiner::kMaxBearers);
  const size_t one_more = Article({{"John A. Smith"}});
  EXPECT_FALSE(AreOne("John Smith", "John A. Smith"));
  Delete(1);
  EXPECT_TRUE(AreOne("John Smith", "John A. Smith"));
  Delete(one_more);
  EXPECT_EQ(Get(Now(), "John Smith").executive().article_count(), 1);
}

TEST_F(ExecutiveJoinsTest, TheOrderOfArticlesDoesNotMatter) {
  Article({{"J. Smith"}});
  Article({{"John Smith"}});
  Article({{"Smith, John"}});
  Article({{"John A. Smith"}});
  Article({{"John Smith", "Bell"}});
  const std::vector<v1::LogEntry> articles = entries_;
  std::vector<int> order = {0, 1, 2, 3, 4};
  do {
    entries_.clear();
    for (const int i : order) {
      *Entry()->mutable_record() = articles[i].record();
    }
    const auto got = Get(Now(), "J. Smith");
    EXPECT_EQ(got.executive().executive_id(), Id("John A. Smith"));
    EXPECT_EQ(got.executive().article_count(), 5);
    EXPECT_EQ(got.redirects_size(), 3);
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace impactwire::query
