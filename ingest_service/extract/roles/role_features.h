// RoleFeatures: what the linear models see of a title, a person who may have it
// and an organization it may be of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest_service/extract/linear/linear_model.h"
#include "ingest_service/extract/roles/role_pair.h"
#include "ingest_service/extract/roles/role_scene.h"
#include "ingest_service/extract/roles/title_finder.h"

namespace impactwire::extract {

// An organization a title may be of. Mentions are those in the title's
// sentence.
struct RoleOrganization {
  int32_t entity = -1;  // -1: none
  int32_t before = -1;  // the nearest mention that begins before the title
  int32_t after = -1;   // the nearest that begins behind it
  int32_t age = -1;     // sentences since it was last named or referred to
  int32_t rank = -1;    // 0: the last one named before the sentence, 1: ...
  int32_t place = -1;   // 0: the first one of the sentence before, 1: ...
  bool filled = false;  // a title like this of somebody else is directly of it
  double salience = 0;  // how much the sentences before speak of it
  double sequel = 0;    // and those behind
  bool paragraph = false;  // named before in the same paragraph
  int together = 0;        // other sentences that name both it and the person
  bool direct = false;     // TitleSpan::organization is of it
  bool appoints = false;   // RolePair::organization
  bool prior = false;      // another title of this person is directly of it
  bool last = false;       // the role told before this one is at it
  bool topic = false;      // named most
  bool headline = false;   // named in the first sentence
  bool taken = false;      // directly of another title of the sentence
  int32_t acting = -1;     // 0: the last one a sentence began with, 1: ...
  bool first = false;      // the first one of the text
  bool heading = false;    // names the section: alone on the line above it
  bool about = false;      // the text tells of itself: "About Y", "(c) Y"
  bool surname = false;    // its name has the person's
  int employs = 0;         // others with titles that are directly of it
  bool office = false;     // the minister's ministry, by its name
};

class RoleFeatures {
 public:
  // The scene must outlive it.
  explicit RoleFeatures(const RoleScene& scene) : scene_(scene) {}

  // Whether the person has the title: of one of `rivals`.
  void Pair(const TitleSpan& title, const std::vector<RolePair>& rivals,
            const RolePair& pair, const std::vector<TitleSpan>& titles,
            Features* out) const;
  // Whether the title is of the organization: one of `rivals`.
  void Organization(const TitleSpan& title, const RolePair& pair,
                    const std::vector<RoleOrganization>& rivals,
                    const RoleOrganization& candidate, Features* out) const;

 private:
  void Title(const TitleSpan& title, absl::string_view prefix,
             Features* out) const;
  void None(const TitleSpan& title, const RolePair& pair,
            const std::vector<RoleOrganization>& rivals, Features* out) const;
  void InSentence(const TitleSpan& title, const RolePair& pair,
                  const RoleOrganization& candidate, Features* out) const;
  // How the sentences around this one speak of it.
  void Around(const Entity& organization, absl::string_view where,
              Features* out) const;
  // "the bank's director": whether it may be what the noun stands for.
  void Reference(const TitleSpan& title, absl::string_view kind,
                 Features* out) const;
  // Words between two tokens: one feature if they are few, else one each.
  void Gap(absl::string_view prefix, int first, int last, int most,
           Features* out) const;
  absl::string_view Shape(int t) const;
  // How many words the title's text and the organization's name share.
  int Overlap(const TitleSpan& title, const std::string& name) const;
  // Whether a word beside the title is one of the name: "Guild vice-president",
  // "partner at the fund".
  bool NamedBeside(const TitleSpan& title, const std::string& name) const;
  // Whether the line has nothing but the person and the title: "X - Director",
  // as whose page it is lists its people.
  bool IsAlone(const TitleSpan& title, const RolePair& pair) const;
  // Whether it is but the agency of the date line: "LIMA (ANB) -".
  bool InDateline(const Entity& organization) const;

  const RoleScene& scene_;
};

}  // namespace impactwire::extract
