// OrganizationTrail: the organizations an article has spoken of up to a
// sentence, as those that a title there may be of.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "ingest_service/extract/roles/role_features.h"
#include "ingest_service/extract/roles/role_pair.h"
#include "ingest_service/extract/roles/role_scene.h"
#include "ingest_service/extract/roles/title_finder.h"

namespace impactwire::extract {

// Must see the sentences of a document in order; work per title is bounded.
class OrganizationTrail {
 public:
  // The scene must outlive it.
  explicit OrganizationTrail(const RoleScene& scene);

  // Begins the scene's sentence.
  void Enter();
  // Those a title of the sentence may be of, the first one standing for none;
  // `titles`: all of the sentence.
  std::vector<RoleOrganization> Candidates(
      const TitleSpan& title, const RolePair& pair,
      const std::vector<TitleSpan>& titles) const;
  // Ends the sentence.
  void Leave();

  // What the whole text makes of a candidate: topic, headline, first, about.
  void Describe(RoleOrganization* candidate) const;

 private:
  // Where an organization was named or referred to last.
  struct Recent {
    int32_t organization = -1;
    int sentence = 0;
  };

  void FindTopics();
  bool IsAbout(const Entity& entity) const;
  template <typename Entry>
  void NextOrganizations(const Entry& entry) const;

  const RoleScene& scene_;
  const text::Document& document_;
  const Entities& entities_;
  std::vector<Recent> recent_;   // the last one first
  std::vector<int32_t> here_;    // organizations of the sentence before
  std::vector<int32_t> acting_;  // sentences began with them, the last first
  int32_t heading_ = -1;         // the last line that is one's name
  // The ones spoken of most, weighted to the beginning.
  std::vector<int32_t> topics_;
  std::vector<int32_t> about_;  // whose page it is
  absl::flat_hash_set<int32_t> headline_;
  int32_t first_ = -1;  // the first one named
};

}  // namespace impactwire::extract
