// The small parts of the index: dates, folded names, posting
// lists, string pools, records as they are taken in.
#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"
#include "query_service/index/generation/record_check.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/queries/top_k.h"
#include "query_service/index/tables/day_range.h"
#include "query_service/index/tables/hash_index.h"
#include "query_service/index/tables/posting_list.h"
#include "query_service/index/tables/string_pool.h"

namespace impactwire::query {
namespace {

// -- Days ---------------------------------------------------------------------

TEST(DayRange, AYearIsAllItsDays) {
  const DayRange days = *ParseDays("1972");
  EXPECT_EQ(days.first, 730);
  EXPECT_EQ(days.last, 730 + 365);
}

TEST(DayRange, AnOpenEndOverlapsEverythingAfter) {
  EXPECT_TRUE(DaysBetween("2017-04", "").Overlaps(*ParseDays("2030")));
  EXPECT_FALSE(DaysBetween("2017-04", "").Overlaps(*ParseDays("2017-03")));
  EXPECT_TRUE(DaysBetween("", "2017-04").Overlaps(*ParseDays("1990")));
}

TEST(DayRange, NoDatesOverlapNothing) {
  EXPECT_FALSE(DaysBetween("", "").Overlaps(DayRange()));
  EXPECT_FALSE(DaysBetween("soon", "").Overlaps(DayRange()));
}

TEST(DayRange, AFiltersEndBeforeItsStartNamesTheEnd) {
  v1::DateRange range;
  range.set_start("2018");
  range.set_end("2017-12");
  EXPECT_EQ(InvalidFields(CheckedDays("filter.period", range).status()),
            "filter.period.end");
}

// -- Names --------------------------------------------------------------------

TEST(Fold, CaseAccentsAndMarksDoNotCount) {
  const std::pair<const char*, const char*> kCases[] = {
      {"Banco del Río S.A.", "banco del rio sa"},
      {"ŁÓDŹ", "lodz"},
      {"Straße & Söhne", "strasse sohne"},
      {"AT&T", "att"},
      {"McDonald's", "mcdonalds"},
      {"McDonald\xe2\x80\x99s", "mcdonalds"},
      {"U.N.", "un"},
      {"  58.com -- Home\t", "58com home"},
      {"Médecins Sans Frontières", "medecins sans frontieres"},
      {"İstanbul", "istanbul"},
      {"世界银行", "世界银行"},
      {"...", ""},
      {"", ""},
      {"a\xff"
       "b",
       "ab"}};
  for (const auto& [text, folded] : kCases) EXPECT_EQ(Fold(text), folded);
}

TEST(Fold, FoldingTwiceChangesNothing) {
  for (const char* text : {"Çatalhöyük", "Łódź Energy", "ﬁne Å", "ÆØ", "Ǆ"}) {
    EXPECT_EQ(Fold(Fold(text)), Fold(text));
  }
}

TEST(Fold, InitialsLeaveSmallWordsOut) {
  EXPECT_EQ(Initials("World Wide Fund for Nature"), "wwfn");
  EXPECT_EQ(Initials("École Normale"), "en");
  EXPECT_EQ(Initials("Acme"), "");
  EXPECT_EQ(Initials(""), "");
}

TEST(Fold, APrefixMayStartAtAnyWord) {
  EXPECT_TRUE(HasWordPrefix("ana maria lopez", "mar"));
  EXPECT_TRUE(HasWordPrefix("ana maria lopez", "maria lo"));
  EXPECT_FALSE(HasWordPrefix("ana maria lopez", "aria"));
}

// -- Containers ---------------------------------------------------------------

TEST(PostingList, GivesBackWhatWasAppended) {
  for (const uint32_t size :
       {0u, 1u, 2u, 4u, 5u, 6u, 13u, 14u, 1021u, 1022u, 5000u}) {
    Arena arena;
    PostingList list;
    for (uint32_t row = 0; row < size; ++row) {
      list.Append(row * 3, &arena);
      list.Append(row * 3, &arena);
    }
    uint32_t row = 0;
    for (PostingList::Cursor c(list); !c.done(); c.Next()) {
      ASSERT_EQ(c.row(), 3 * row++);
    }
    EXPECT_EQ(row, size);
    for (const uint32_t skipped : {0u, 1u, 5u, 6u, 1021u, 3000u, 6000u}) {
      PostingList::Cursor c(list);
      c.Skip(skipped);
      EXPECT_EQ(c.done(), skipped >= size);
      if (!c.done()) {
        EXPECT_EQ(c.row(), 3 * skipped);
      }
      c.Skip(2);
      EXPECT_EQ(c.done(), skipped + 2 >= size);
      if (!c.done()) {
        EXPECT_EQ(c.row(), 3 * (skipped + 2));
      }
    }
  }
}

// Every number has its place among few different hashes, so that buckets
// overflow.
TEST(HashIndex, FindsTheNewestNumberOfEveryKey) {
  for (const uint64_t hashes : {7u, 1000u, 100000u}) {
    HashIndex index;
    std::vector<uint32_t> keys;
    const auto find = [&](uint32_t key) {
      return index.Find(key % hashes,
                        [&](uint32_t n) { return keys[n] == key; });
    };
    const uint32_t count = hashes == 7 ? 300 : 50000;
    for (const bool again : {false, true}) {
      for (uint32_t key = 0; key < count; ++key) {
        const auto last = find(key);
        ASSERT_EQ(last.has_value(), again) << key;
        const uint32_t number = static_cast<uint32_t>(keys.size());
        keys.push_back(key);
        EXPECT_EQ(index.Upsert(key % hashes, number,
                               [&](uint32_t n) { return keys[n] == key; }),
                  last);
      }
    }
    for (uint32_t key = 0; key < count; ++key) {
      ASSERT_EQ(find(key), count + key);
    }
    EXPECT_FALSE(find(count).has_value());
  }
}

TEST(HashIndex, AReaderNeverMissesWhatWasThereBefore) {
  constexpr uint32_t kKeys = 300000;
  HashIndex index;
  std::atomic<uint32_t> added{0};
  std::thread reader([&] {
    for (uint32_t key = 0, seen = 0; seen < kKeys; key += 7919) {
      seen = added.load(std::memory_order_acquire);
      if (seen == 0) continue;
      const uint32_t wanted = key % seen;
      EXPECT_EQ(index.Find(wanted, [&](uint32_t n) { return n == wanted; }),
                wanted);
    }
  });
  for (uint32_t key = 0; key < kKeys; ++key) {
    index.Upsert(key, key, [&](uint32_t n) { return n == key; });
    added.store(key + 1, std::memory_order_release);
  }
  reader.join();
}

TEST(StringPool, GivesEachStringOneNumber) {
  StringPool pool;
  std::vector<uint32_t> numbers;
  for (int i = 0; i < 3000; ++i) {
    numbers.push_back(pool.Intern("string " + std::to_string(i)));
  }
  for (int i = 0; i < 3000; ++i) {
    const std::string text = "string " + std::to_string(i);
    EXPECT_EQ(pool.Intern(text), numbers[i]);
    EXPECT_EQ(pool.Get(numbers[i]), text);
  }
  EXPECT_EQ(pool.Intern(""), 0);
  EXPECT_FALSE(pool.Find("another").has_value());
}

TEST(Arena, LargeAndSmallPiecesKeepTheirBytes) {
  Arena arena;
  std::vector<std::pair<std::string, Blob>> pieces;
  for (int i = 0; i < 200; ++i) {
    const std::string piece(i % 7 == 0 ? 100000 + i : i, 'a' + i % 26);
    pieces.emplace_back(piece, arena.Store(piece));
  }
  for (const auto& [piece, blob] : pieces) EXPECT_EQ(blob.view(), piece);
}

TEST(TopK, KeepsTheSmallest) {
  TopK<int, std::less<int>> best(3, {});
  for (int i = 0; i < 1000; ++i) best.Add((i * 7919) % 1000);
  EXPECT_EQ(best.Take(), (std::vector<int>{0, 1, 2}));
}

// -- Records ------------------------------------------------------------------

TEST(NormalizeRecord, DropsWhatHasNoIdOrNoValue) {
  v1::ArticleRecord record;
  const std::string figure = StableId(kFigureIdKind, {"1"});
  record.add_impact_figures()->set_figure_id(figure);
  record.add_impact_figures()->set_figure_id(figure);
  record.add_impact_figures()->set_figure_id("fig-1");
  auto* const nan = record.add_impact_figures();
  nan->set_figure_id(StableId(kFigureIdKind, {"2"}));
  nan->set_value(std::nan(""));
  auto* const infinite = record.add_impact_figures();
  infinite->set_figure_id(StableId(kFigureIdKind, {"3"}));
  infinite->set_value(std::numeric_limits<double>::infinity());
  record.add_organizations()->set_organization_id("Acme");
  EXPECT_EQ(NormalizeRecord(&record), 5);
  EXPECT_EQ(record.impact_figures_size(), 1);
  EXPECT_EQ(record.organizations_size(), 0);
}

TEST(NormalizeRecord, ClearsReferencesThatAreNoIds) {
  v1::ArticleRecord record;
  auto* const figure = record.add_impact_figures();
  figure->set_figure_id(StableId(kFigureIdKind, {"1"}));
  figure->set_organization_id("Acme");
  figure->add_co_organization_ids("Other");
  EXPECT_EQ(NormalizeRecord(&record), 0);
  EXPECT_EQ(record.impact_figures(0).organization_id(), "");
  EXPECT_EQ(record.impact_figures(0).co_organization_ids_size(), 0);
}

TEST(NormalizeRecord, DropsTextAndMentions) {
  v1::ArticleRecord record;
  record.set_text("Acme helps.");
  auto* const acme = record.add_organizations();
  acme->set_organization_id(StableId(kOrganizationIdKind, {"acme"}));
  acme->add_mentions()->set_text("Acme");
  NormalizeRecord(&record);
  EXPECT_EQ(record.text(), "");
  EXPECT_EQ(record.organizations(0).mentions_size(), 0);
}

}  // namespace
}  // namespace impactwire::query
