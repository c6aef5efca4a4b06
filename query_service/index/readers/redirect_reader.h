// RedirectReader: why ids are answered under others, as a snapshot shows it.
// Use from one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"
#include "query_service/index/readers/redirect_counts.h"

namespace impactwire::query {

class RedirectReader {
 public:
  static constexpr size_t kMaxRedirects = 100;

  // `table`: of the snapshot. Both must outlive it.
  RedirectReader(const Snapshot& snapshot, const EntityTable& table)
      : snapshot_(snapshot), table_(table) {}

  // Of the root's group; ascending by from_id. `last`: what the same were told
  // from at some position, or null. Cost: the articles of those redirected, and
  // those of the ones they are joined to; with `last`, mostly those that came
  // since.
  std::vector<v1::Redirect> Of(uint32_t root,
                               const RedirectCounts* last = nullptr);

  // What the last ones were told from; null before.
  const std::shared_ptr<const RedirectCounts>& counts() const {
    return counts_;
  }

 private:
  static constexpr size_t kMaxEvidence = RedirectCounts::kMaxFirst;

  // Rows of the redirects that are told.
  std::vector<const RedirectRow*> RowsOf(uint32_t root) const;
  v1::Redirect Make(const RedirectRow& row) const;
  void FillNote(const RedirectRow& row, v1::Redirect* redirect) const;
  void FillEvidence(const RedirectRow& row, v1::Redirect* redirect) const;
  // "" if no article that holds names it.
  std::string NameOf(uint32_t entity) const;
  void FillArticles(const RedirectCounts::Articles& articles,
                    v1::Redirect* redirect) const;
  // Of the roots; ascending, at most kMaxEvidence.
  std::vector<std::string> RootIds(const EntityTable& table,
                                   const std::vector<uint32_t>& entities) const;
  // Of people: organizations, families and articles of roles.
  void FillRoles(const RedirectRow& row, v1::Redirect* redirect) const;

  const Snapshot& snapshot_;
  const EntityTable& table_;
  std::shared_ptr<const RedirectCounts> counts_;
};

}  // namespace impactwire::query
