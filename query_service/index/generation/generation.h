// Generation: all tables of the index, filled by applying log entries in
// sequence order. A later, compacted generation replaces it as a whole.
//
// One thread applies; any number read, each at a position of its own, without
// waiting. Everything of an entry carries the entry's sequence, so that half an
// applied batch is invisible until Publish moves the position past it.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "impactwire/v1/log.pb.h"
#include "query_service/index/claims/claim_table.h"
#include "query_service/index/claims/claim_writer.h"
#include "query_service/index/entities/entity_table.h"
#include "query_service/index/entities/executive_joiner.h"
#include "query_service/index/entities/organization_joiner.h"
#include "query_service/index/figures/figure_table.h"
#include "query_service/index/figures/figure_words.h"
#include "query_service/index/figures/organization_categories.h"
#include "query_service/index/generation/prepared_record.h"
#include "query_service/index/generation/stored_facts.h"
#include "query_service/index/generation/summary_cache.h"
#include "query_service/index/tables/keyed_postings.h"

namespace impactwire::query {

// How many of each hold.
struct LiveCounts {
  uint32_t articles = 0;
  uint32_t organizations = 0;
  uint32_t executives = 0;
  uint32_t figures = 0;
  uint32_t claims = 0;
};

// One applied entry. Only entries that changed something are noted.
struct JournalEntry {
  enum class Kind : uint8_t { kArticle, kOverride };
  uint64_t sequence = 0;
  // When it came in (JournalMicros), or the latest time of an entry before it:
  // times never go back.
  int64_t known_micros = std::numeric_limits<int64_t>::min();
  // Rows that ended up to here, of all tables.
  uint64_t dead_rows = 0;
  // The new article row or number of the override; kNoRow for a deletion.
  uint32_t row = kNoRow;
  // The article row it ended; kNoRow for none.
  uint32_t ended = kNoRow;
  LiveCounts live;
  Kind kind = Kind::kArticle;
};

// Microseconds since 1970.
inline int64_t JournalMicros(const google::protobuf::Timestamp& time) {
  return time.seconds() * 1000000 + time.nanos() / 1000;
}

// Memory of one of the tables.
struct TableBytes {
  const char* table;
  size_t bytes;
};

// Override entries as they came, for the next generation.
struct OverrideNote {
  std::atomic<uint64_t> to{kForever};
  uint64_t from = 0;
  // The table's row; kNoRow where the override was no use.
  bool of_executives = false;
  uint32_t row = kNoRow;
  Blob entry;
};

class Generation {
 public:
  struct Options {
    // Figures are found by the words of titles and sentences, too.
    bool search_text = true;
    // Ids that are one organization by what articles call them are joined, and
    // those that are one person by name and organization.
    bool join_organizations = true;
    bool join_executives = true;
  };
  Generation(std::string log_id, const Options& options);

  const std::string& log_id() const { return log_id_; }
  const Options& options() const { return options_; }
  // What queries see; and the earliest position they can be asked at.
  uint64_t published() const {
    return published_.load(std::memory_order_acquire);
  }
  uint64_t horizon() const { return horizon_.load(std::memory_order_acquire); }
  size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
  // The writer's only: what bytes() is the sum of.
  std::vector<TableBytes> BytesByTable() const;

  const StringPool& strings() const { return strings_; }
  const ArticleRows& articles() const { return articles_; }
  const StableVector<RoleRow>& roles() const { return roles_; }
  const FigureTable& figures() const { return figures_; }
  const ClaimTable& claims() const { return claims_; }
  const EntityTable& organizations() const { return organizations_; }
  const EntityTable& executives() const { return executives_; }
  const KeyedPostings& figures_by_unit() const { return by_unit_; }
  const KeyedPostings& figures_by_country() const { return by_country_; }
  const KeyedPostings& figures_by_category() const { return by_category_; }
  // By organization and category, of large organizations.
  const OrganizationCategories& figures_by_both() const { return by_both_; }
  const KeyedPostings& articles_by_publisher() const { return by_publisher_; }
  const KeyedPostings& articles_by_label() const { return by_label_; }
  const FigureWords& figure_words() const { return figure_words_; }
  const StableVector<JournalEntry>& journal() const { return journal_; }
  // What readers found out, for other readers.
  SummaryCache& summaries() const { return summaries_; }
  const StableVector<OverrideNote, 6>& override_notes() const {
    return override_notes_;
  }

  // Index of the first journal entry after `position`.
  size_t JournalAfter(uint64_t position) const;
  LiveCounts CountsAt(uint64_t position) const;

  // The last position at which nothing was known that came in after `micros`.
  uint64_t PositionAtTime(int64_t micros) const;
  // Of the newest entry up to `position` that has a time; nothing if none has.
  std::optional<int64_t> KnownMicros(uint64_t position) const;

  // Row of the article's version at `position`.
  std::optional<uint32_t> ArticleAt(absl::string_view article_id,
                                    uint64_t position) const;
  // The article's number in all its rows.
  std::optional<uint32_t> ArticleNumber(absl::string_view article_id) const {
    return article_ids_.Find(article_id);
  }
  absl::string_view ArticleId(const ArticleRow& row) const {
    return article_ids_.Get(row.article);
  }
  // The first article row with from >= `sequence`.
  uint32_t ArticleRowFrom(uint64_t sequence) const;

  // The figure as its record had it.
  void ReadFigure(uint32_t row, v1::ImpactFigure* figure) const;
  void ReadRole(uint32_t row, v1::ExecutiveRole* role) const;
  void ReadOrganization(uint32_t appearance, v1::Organization* result) const;
  // The figure, serialized, without what columns hold: ids, value, confidence,
  // unit, category, status, attribution and bound.
  void AppendFigureRest(uint32_t row, std::string* out) const;
  std::string Uri(const ArticleRow& row) const {
    return StoredFacts(row.facts.view()).Uri();
  }
  std::string Title(const ArticleRow& row) const {
    return StoredFacts(row.facts.view()).Title();
  }
  // Metadata and warnings.
  void ReadArticle(uint32_t row, v1::ArticleRecord* record) const;

  // -- The writer's -----------------------------------------------------------

  // `entry`: with a greater sequence than any before; taken apart. `prepared`:
  // of its record, by a RecordPreparer with these options; null: it was not
  // prepared yet. Returns the number of facts dropped as malformed.
  int Apply(v1::LogEntry* entry, const PreparedRecord* prepared = nullptr);
  void Publish(uint64_t position);
  // The record will be applied `steps` (1 to kPrefetchSteps) entries after this
  // one: fetches what it will look at, each step what the one before has found.
  // The tables are far larger than the caches.
  static constexpr int kPrefetchSteps = 4;
  void Prefetch(const v1::ArticleRecord& record, const PreparedRecord& prepared,
                int steps) const;
  // While a log is replayed: no position inside a batch will be read at, only
  // its end, so that fewer versions need to be left.
  void set_replaying(bool replaying) { replaying_ = replaying; }
  void set_horizon(uint64_t position) {
    horizon_.store(position, std::memory_order_release);
  }

  // Everything as of `position`, which must be held; from any thread, while
  // others read and write. See table_image.h. Ends the part that `out` is in
  // and adds so many.
  static constexpr size_t kImageParts = 7;
  void Save(uint64_t position, ImageWriter* out) const;
  // The same into a new generation, published as far; with a second thread.
  // `head` stands where Save began, the `parts` follow. DATA_LOSS: the image is
  // damaged; the generation must not be used.
  absl::Status Load(uint64_t position, uint64_t horizon, ImageReader* head,
                    absl::Span<ImageReader> parts);

  uint64_t rows() const { return rows_; }
  uint64_t dead_rows() const { return dead_rows_; }

 private:
  void ApplyRecord(uint64_t sequence, const v1::ArticleRecord& record,
                   const PreparedRecord& prepared);
  // -- generation_redirects.cc
  class Regrouping;
  void ApplyOverride(uint64_t sequence, const v1::Override& override);
  void ApplyJoins(uint64_t sequence);
  void ApplyJoins(bool executives, const std::vector<EntityJoiner::Join>& joins,
                  uint64_t sequence);
  // Who is counted once as a leader has changed.
  void NoteLeader(uint32_t executive, uint64_t sequence);
  // --
  uint32_t AddArticle(uint64_t sequence, uint32_t ended,
                      const v1::ArticleRecord& record,
                      const PreparedRecord& prepared);
  void AddOrganizations(uint32_t row, const v1::ArticleRecord& record,
                        const PreparedRecord& prepared);
  void AddExecutives(uint32_t row, const v1::ArticleRecord& record,
                     const PreparedRecord& prepared);
  void AddFigures(uint32_t row, uint32_t ended, const v1::ArticleRecord& record,
                  const PreparedRecord& prepared);
  // Whether the row says just that. `organization`: the figure's row.
  bool IsFigure(uint32_t row, uint32_t organization,
                const PreparedFigure& prepared,
                const v1::ImpactFigure& figure) const;
  void CountArticle(uint32_t row, int sign, uint64_t sequence);
  void CountOrganizations(uint32_t row, int sign, uint64_t sequence);
  void CountExecutives(uint32_t row, int sign, uint64_t sequence);
  void EndArticle(uint32_t row, uint64_t sequence);
  void LeaveVersions(uint64_t sequence);
  void Note(JournalEntry entry, const google::protobuf::Timestamp& time);
  uint32_t NewestVersion(absl::string_view article_id) const;
  // They add the row, which is there already, to all lists of its kind.
  void ListArticle(uint32_t row, Arena* arena);
  void ListRole(uint32_t row);
  void ListFigureByOrganizations(uint32_t row);
  void ListFigureByKeys(uint32_t row, Arena* arena);
  void SaveArticles(const ImageAt& at, ImageWriter* out) const;
  void SaveJournal(const ImageAt& at, ImageWriter* out) const;
  void LoadArticles(const ImageAt& at, Arena* lists, ImageReader* in);
  void ListFiguresByOrganizations();
  void LoadRoles(const ImageAt& at, ImageReader* in);
  void LoadJournal(const ImageAt& at, ImageReader* in);
  void CheckRanges(ImageReader* in) const;
  bool SettleJoins(uint64_t position);
  bool SettleOrganizations(uint64_t position);
  bool SettleExecutives(uint64_t position);
  static bool AreJoinsOf(const EntityTable& table, uint64_t position,
                         const std::vector<EntityJoiner::Join>& joins);
  NumberList StoreNumbers(const std::vector<uint32_t>& numbers);

  const std::string log_id_;
  const Options options_;
  std::atomic<uint64_t> published_{0};
  std::atomic<uint64_t> horizon_{0};
  std::atomic<size_t> bytes_{0};

  StringPool strings_;
  StringPool article_ids_;
  // What is stored of records (stored_facts.h); and lists of numbers.
  Arena texts_;
  Arena arena_;
  // The same of what a second thread reads from a file.
  Arena other_arena_;
  ArticleRows articles_;
  // By article number: its newest row, plus one; 0 for none.
  StableVector<std::atomic<uint32_t>> newest_articles_;
  StableVector<RoleRow> roles_;
  FigureTable figures_;
  EntityTable organizations_;
  EntityTable executives_;
  ClaimTable claims_;
  KeyedPostings by_unit_;
  KeyedPostings by_country_;
  KeyedPostings by_category_;
  OrganizationCategories by_both_;
  KeyedPostings by_publisher_;
  KeyedPostings by_label_;
  FigureWords figure_words_;
  StableVector<JournalEntry> journal_;
  StableVector<OverrideNote, 6> override_notes_;
  mutable SummaryCache summaries_;

  // The writer's.
  RecordPreparer preparer_;
  PreparedRecord prepared_;
  ClaimWriter claim_writer_;
  OrganizationJoiner organization_joiner_;
  ExecutiveJoiner executive_joiner_;
  absl::flat_hash_map<std::string, uint32_t> newest_overrides_;
  LiveCounts live_;
  bool replaying_ = false;
  uint64_t rows_ = 0;
  uint64_t dead_rows_ = 0;
  std::vector<uint32_t> touched_organizations_;
  std::vector<uint32_t> touched_executives_;
};

}  // namespace impactwire::query
