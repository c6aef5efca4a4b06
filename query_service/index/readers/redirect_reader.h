// RedirectReader: why ids are answered under others, as a snapshot shows it.
// Use from one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

class RedirectReader {
 public:
  static constexpr size_t kMaxRedirects = 100;

  // `table`: of the snapshot. Both must outlive it.
  RedirectReader(const Snapshot& snapshot, const EntityTable& table)
      : snapshot_(snapshot), table_(table) {}

  // Of the root's group; ascending by from_id. Cost: the articles of those
  // redirected, and those of the ones they are joined to.
  std::vector<v1::Redirect> Of(uint32_t root) const;

 private:
  static constexpr size_t kMaxEvidence = 5;

  v1::Redirect Make(const RedirectRow& row) const;
  void FillNote(const RedirectRow& row, v1::Redirect* redirect) const;
  void FillEvidence(const RedirectRow& row, v1::Redirect* redirect) const;
  // The form that most articles that hold use as display name; kNoRow if none
  // holds.
  uint32_t DisplayForm(uint32_t entity) const;
  // Article rows; ascending.
  std::vector<uint32_t> ArticlesNaming(uint32_t entity) const;
  std::vector<uint32_t> ArticlesCalling(uint32_t entity,
                                        const std::string& key) const;
  std::vector<std::string> SharedExecutives(uint32_t a, uint32_t b) const;
  // Many are joined to the same one: found once.
  const std::string& NameOf(uint32_t entity) const;
  void FillArticles(const std::vector<uint32_t>& articles,
                    v1::Redirect* redirect) const;
  // Of the roots; ascending, at most kMaxEvidence.
  std::vector<std::string> RootIds(const EntityTable& table,
                                   const std::vector<uint32_t>& entities) const;
  // Of people: organizations, families and articles of roles.
  void FillRoles(const RedirectRow& row, v1::Redirect* redirect) const;
  std::string KeyOfForm(uint32_t form) const;
  const ArticleRow& ArticleOf(uint32_t appearance) const;

  const Snapshot& snapshot_;
  const EntityTable& table_;
  mutable absl::node_hash_map<uint32_t, std::string> names_;
};

}  // namespace impactwire::query
