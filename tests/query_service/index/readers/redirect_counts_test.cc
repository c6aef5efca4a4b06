// Counts that are carried on are those that are made anew.
#include "query_service/index/readers/redirect_counts.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/readers/redirect_reader.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

using testing::ElementsAre;

using Counts = std::shared_ptr<const RedirectCounts>;

std::string Org(const std::string& name) {
  return StableId(kOrganizationIdKind, {name});
}
std::string Person(const std::string& name) {
  return StableId(kExecutiveIdKind, {name});
}

// As RedirectReader tells them.
struct Told {
  std::vector<v1::Redirect> redirects;
  Counts counts;

  std::vector<std::string> Texts() const {
    std::vector<std::string> texts;
    for (const v1::Redirect& redirect : redirects) {
      texts.push_back(redirect.DebugString());
    }
    return texts;
  }
};

Told Tell(const Snapshot& at, uint32_t root, const RedirectCounts* last) {
  RedirectReader reader(at, at.tables().organizations());
  Told told;
  told.redirects = reader.Of(root, last);
  told.counts = reader.counts();
  return told;
}

TEST(RedirectCountsOfHistories, CarriedOnTellTheSame) {
  int told = 0;
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    World world(seed);
    Index index;
    // Mostly new articles, so that some counts are carried on.
    std::vector<v1::LogEntry> entries = world.History(150, 30);
    for (v1::LogEntry& entry : entries) {
      if (entry.has_record() && !world.OneIn(8)) {
        entry.mutable_record()->set_article_id(
            absl::StrCat("own ", entry.sequence()));
      }
    }
    std::map<uint32_t, Counts> last;
    uint64_t applied = 0;
    for (const v1::LogEntry& entry : entries) {
      const uint64_t through = entry.sequence();
      ASSERT_TRUE(index.Apply(Batch(entries, applied, through, through)).ok());
      applied = through;
      // Some are carried on over several entries, some are from after the
      // snapshot.
      if (world.OneIn(3)) continue;
      Snapshot at = index.Pin();
      if (world.OneIn(6)) at = at.AtHeld(1 + world.Below(applied));
      const EntityTable& table = at.tables().organizations();
      for (uint32_t root = 0; root < table.size(); ++root) {
        if (table.Root(root, at.at()) != root) continue;
        const Told anew = Tell(at, root, nullptr);
        const Told carried = Tell(at, root, last[root].get());
        ASSERT_EQ(carried.Texts(), anew.Texts());
        told += static_cast<int>(anew.redirects.size());
        if (carried.counts != nullptr) last[root] = carried.counts;
      }
    }
  }
  EXPECT_GT(told, 1000);
}

class RedirectCountsTest : public testing::Test {
 protected:
  // An article of its own.
  void Article(const std::string& name,
               const std::vector<std::string>& aliases = {}) {
    v1::LogEntry& entry = entries_.emplace_back();
    entry.set_sequence(entries_.size());
    v1::ArticleRecord* const record = entry.mutable_record();
    record->set_article_id(absl::StrCat("article ", entries_.size()));
    v1::Organization* const o = record->add_organizations();
    o->set_organization_id(Org(name));
    o->set_display_name(name);
    for (const std::string& alias : aliases) o->add_aliases(alias);
  }
  // The last article's organization has another one's id.
  void Stands(const std::string& organization) {
    entries_.back()
        .mutable_record()
        ->mutable_organizations(0)
        ->set_organization_id(Org(organization));
  }
  // Adds to the last article.
  void Lead(const std::string& person, const std::string& organization) {
    AddLeader(person, organization, entries_.back().mutable_record());
  }
  void Delete(size_t article) {
    v1::LogEntry& entry = entries_.emplace_back();
    entry.set_sequence(entries_.size());
    entry.mutable_tombstone()->set_article_id(
        absl::StrCat("article ", article));
  }
  // What was added since is applied.
  Snapshot Now() {
    for (uint64_t i = index_.Pin().at() + 1; i <= entries_.size(); ++i) {
      EXPECT_TRUE(index_.Apply(Batch(entries_, i - 1, i, i)).ok());
    }
    return index_.Pin();
  }
  static uint32_t Entity(const Snapshot& at, const std::string& name) {
    const EntityTable& table = at.tables().organizations();
    return *table.Find(*IdNumber(table.kind(), Org(name)));
  }
  static Told Tell(const Snapshot& at, const RedirectCounts* last = nullptr) {
    return query::Tell(at, Entity(at, "JD.com"), last);
  }

  std::vector<v1::LogEntry> entries_;
  Index index_;
};

TEST_F(RedirectCountsTest, OnlyWhatCameSinceIsCounted) {
  // In the other index one article more calls it so.
  Article("JD.com", {"JD"});
  Article("JD.com", {"JD"});
  Article("JD");
  const Snapshot other = Now();
  const Told last = Tell(other);
  ASSERT_EQ(last.redirects.size(), 1);
  EXPECT_EQ(last.redirects[0].evidence_article_count(), 2);

  Index index;
  entries_[1].mutable_record()->mutable_organizations(0)->set_aliases(
      0, "Jingdong");
  Article("JD.com", {"JD"});
  ApplyAll(entries_, &index);
  const Told told = Tell(index.Pin(), last.counts.get());
  EXPECT_EQ(told.redirects[0].evidence_article_count(), 3);
  EXPECT_EQ(Tell(index.Pin()).redirects[0].evidence_article_count(), 2);
  EXPECT_EQ(told.counts->at(), 4);
}

TEST_F(RedirectCountsTest, WhatHadNoNewArticleIsShared) {
  Article("JD.com", {"JD"});
  Article("JD");
  const Told last = Tell(Now());
  Article("JD.com");
  const Snapshot now = Now();
  const Told told = Tell(now, last.counts.get());
  const uint32_t jd = Entity(now, "JD");
  const uint32_t jd_com = Entity(now, "JD.com");
  EXPECT_EQ(&told.counts->ArticlesNaming(jd), &last.counts->ArticlesNaming(jd));
  EXPECT_EQ(told.counts->ArticlesNaming(jd_com).count(), 2);
  EXPECT_EQ(last.counts->ArticlesNaming(jd_com).count(), 1);
}

TEST_F(RedirectCountsTest, TheFirstArticlesAreTold) {
  Article("JD");
  Told told;
  for (int i = 2; i <= 9; ++i) {
    Article("JD.com", {"JD"});
    told = Tell(Now(), told.counts.get());
  }
  ASSERT_EQ(told.redirects.size(), 1);
  EXPECT_EQ(told.redirects[0].evidence_article_count(), 8);
  EXPECT_THAT(told.redirects[0].evidence_article_ids(),
              ElementsAre("article 2", "article 3", "article 4", "article 5",
                          "article 6"));
}

TEST_F(RedirectCountsTest, AnArticleThatEndedIsNotCounted) {
  Article("JD");
  Article("JD.com", {"JD"});
  Article("JD.com", {"JD"});
  const Told last = Tell(Now());
  Delete(2);
  const Told told = Tell(Now(), last.counts.get());
  EXPECT_THAT(told.redirects[0].evidence_article_ids(),
              ElementsAre("article 3"));
  // Nor one that is later than the snapshot.
  const Told before = Tell(index_.Pin().AtHeld(2), told.counts.get());
  EXPECT_THAT(before.redirects[0].evidence_article_ids(),
              ElementsAre("article 2"));
}

TEST_F(RedirectCountsTest, ALaterSpellingOfTheNameCounts) {
  Article("JD");
  Article("JD.com", {"JD"});
  const Told last = Tell(Now());
  Article("JD.com", {"jd", "The JD"});
  const Told told = Tell(Now(), last.counts.get());
  EXPECT_THAT(told.redirects[0].evidence_article_ids(),
              ElementsAre("article 2", "article 3"));
}

TEST_F(RedirectCountsTest, WhatIsDisplayedIsNoCall) {
  Article("JD");
  Article("JD.com", {"JD"});
  Article("J.D.", {"JD"});
  Stands("JD.com");
  const Snapshot now = Now();
  // As it would be if its spelling did not join it.
  RedirectRow row;
  row.entity = Entity(now, "JD");
  row.into = Entity(now, "JD.com");
  row.reason_number = static_cast<uint32_t>(RedirectReason::kAlias);
  const Counts counts =
      RedirectCounts::Make(now, now.tables().organizations(), {&row}, nullptr);
  EXPECT_EQ(counts->ArticlesNaming(row.into).count(), 2);
  EXPECT_EQ(counts->ArticlesCalling(row.into, row.entity).count(), 1);
}

TEST_F(RedirectCountsTest, WhoComesToLeadBothIsTold) {
  Article("JD");
  Lead("Richard Liu", "JD");
  Article("JD.com", {"JD"});
  Lead("Sandy Xu", "JD.com");
  const Told last = Tell(Now());
  EXPECT_EQ(last.redirects[0].shared_executive_ids_size(), 0);
  Article("JD.com");
  Lead("Richard Liu", "JD.com");
  const Told one = Tell(Now(), last.counts.get());
  EXPECT_THAT(one.redirects[0].shared_executive_ids(),
              ElementsAre(Person("Richard Liu")));
  Article("JD");
  Lead("Sandy Xu", "JD");
  const Told two = Tell(Now(), one.counts.get());
  EXPECT_EQ(two.redirects[0].shared_executive_ids_size(), 2);
}

TEST_F(RedirectCountsTest, AnotherNameThatIsJoinedLaterIsCountedFromTheStart) {
  Article("JD");
  Article("JD.com", {"JD", "Jingdong"});
  Article("JD.com", {"Jingdong"});
  const Told last = Tell(Now());
  ASSERT_EQ(last.redirects.size(), 1);
  Article("Jingdong");
  const Told told = Tell(Now(), last.counts.get());
  ASSERT_EQ(told.redirects.size(), 2);
  for (const v1::Redirect& redirect : told.redirects) {
    EXPECT_EQ(redirect.evidence_article_count(),
              redirect.from_name() == "JD" ? 1 : 2);
  }
}

TEST_F(RedirectCountsTest, OneMoreRedirectMayBeAskedFor) {
  Article("JD.com", {"JD", "Jingdong"});
  Article("JD.com", {"JD"});
  Article("JD.com", {"Jingdong"});
  Article("JD");
  Article("Jingdong");
  const Snapshot now = Now();
  const EntityTable& table = now.tables().organizations();
  const uint32_t into = Entity(now, "JD.com");
  std::vector<const RedirectRow*> rows;
  Counts last;
  for (const char* const name : {"JD", "Jingdong"}) {
    rows.push_back(table.JoinOf(Entity(now, name), now.at()));
    ASSERT_NE(rows.back(), nullptr);
    last = RedirectCounts::Make(now, table, rows, last.get());
  }
  for (const RedirectRow* const row : rows) {
    EXPECT_EQ(last->ArticlesCalling(into, row->entity).count(), 2);
  }
}

}  // namespace
}  // namespace impactwire::query
