// EntityTable: the organizations (or the executives) of all articles.
//
// Each id has a number. A merge redirects one entity to another; the one at the
// end of the redirects is the root, which stands for the whole group in every
// answer. For each root the writer keeps how its articles name it and leaves a
// version whenever that changes, so that a reader finds any entity as of its
// position by walking back from the newest version.
//
// One thread writes, any number read without waiting. References to the article
// and override rows' positions are as in rows.h.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "query_service/index/names/name_index.h"
#include "query_service/index/tables/posting_list.h"
#include "query_service/index/tables/rows.h"
#include "query_service/index/tables/stable_vector.h"
#include "query_service/index/tables/string_pool.h"

namespace impactwire::query {

struct ImageAt;
class ImageReader;
class ImageWriter;

using ArticleRows = StableVector<ArticleRow, 8>;

// The 16 hex digits of a stable id; nothing if `id` is not of that kind.
std::optional<uint64_t> IdNumber(absl::string_view kind, absl::string_view id);
std::string IdText(absl::string_view kind, uint64_t number);

class EntityTable {
 public:
  // A form of a name that some article uses for an entity.
  struct Form {
    uint32_t entity = 0;
    uint32_t text = 0;    // Number in the string pool.
    uint32_t folded = 0;  // Number in the string pool.
    // The first and the last appearance that uses it; kNoRow for none yet.
    std::atomic<uint32_t> first_appearance{kNoRow};
    std::atomic<uint32_t> last_appearance{kNoRow};
  };

  // `kind`: of the ids. `strings` and `articles` must outlive the table.
  // `of`: what the names are of.
  EntityTable(absl::string_view kind, StringPool* strings,
              const ArticleRows* articles, NamesOf of);

  absl::string_view kind() const { return kind_; }
  uint32_t size() const { return static_cast<uint32_t>(entities_.size()); }
  std::optional<uint32_t> Find(uint64_t id) const;
  uint64_t id(uint32_t entity) const { return entities_[entity].id; }
  std::string IdText(uint32_t entity) const {
    return query::IdText(kind_, id(entity));
  }

  // The root of `entity`'s redirects. Of a circle: the smallest id of those
  // that only an automatic join leads on from, or else of all.
  uint32_t Root(uint32_t entity, uint64_t position) const;

  // Where the entity is redirected to, if anywhere. The newest override that
  // holds decides; only where there is none does an automatic join, unless it
  // leads to an entity that is split off.
  const RedirectRow* Redirect(uint32_t entity, uint64_t position) const;
  // The analyst's override that holds, and the automatic join whether or not it
  // is overruled; null for none.
  const RedirectRow* OverrideOf(uint32_t entity, uint64_t position) const;
  const RedirectRow* JoinOf(uint32_t entity, uint64_t position) const;
  // Rows that redirect to the entity, whether or not they hold.
  const PostingList& redirects_to(uint32_t entity) const {
    return entities_[entity].redirects_in;
  }
  // False: there never was an override of the entity, nor a redirect from or to
  // it.
  bool MayRedirect(uint32_t entity) const {
    const Entity& row = entities_[entity];
    return row.newest_override.load(std::memory_order_acquire) != kNoRow ||
           row.newest_join.load(std::memory_order_acquire) != kNoRow ||
           row.redirects_in.size() != 0;
  }

  // Every entity whose root is `root`, itself included; ascending.
  std::vector<uint32_t> Members(uint32_t root, uint64_t position) const;

  // False: no redirect was ever made.
  bool has_redirects() const { return redirects_.size() != 0; }

  // A reader will ask for VersionAt of the form's entity soon: step by step.
  static constexpr int kFormSteps = 3;
  void PrefetchVersion(uint32_t form, int step) const;

  // Sequence of the last applied change of what its summary shows: its name,
  // its articles, figures and roles, or any redirect.
  uint64_t ChangedAt(uint32_t root) const {
    return std::max(entities_[root].changed.load(std::memory_order_acquire),
                    redirects_changed_.load(std::memory_order_acquire));
  }

  // Sequence of the last applied change that ended an article or role of the
  // entity, or changed any redirect: since then things were only added.
  uint64_t EndedAt(uint32_t entity) const {
    return std::max(entities_[entity].ended.load(std::memory_order_acquire),
                    redirects_changed_.load(std::memory_order_acquire));
  }

  // How the root stands; null if no article ever named it before `position`.
  const EntityVersion* VersionAt(uint32_t root, uint64_t position) const;

  const StableVector<AppearanceRow>& appearances() const {
    return appearances_;
  }
  const Form& form(uint32_t form) const { return forms_[form]; }
  const PostingList& appearances_of(uint32_t entity) const {
    return entities_[entity].appearances;
  }
  const PostingList& forms_of(uint32_t entity) const {
    return entities_[entity].forms;
  }
  // Figures (organizations only) and roles; rows of their own tables.
  const PostingList& figures_of(uint32_t entity) const {
    return entities_[entity].figures;
  }
  const PostingList& roles_of(uint32_t entity) const {
    return entities_[entity].roles;
  }
  // Rows of the whole group that stands for `entity`, whether or not they hold.
  // `postings`: one of the accessors above.
  template <typename Postings>
  size_t RowsOfGroup(uint32_t entity, uint64_t position,
                     const Postings& postings) const {
    size_t rows = 0;
    for (const uint32_t member : Members(Root(entity, position), position)) {
      rows += (this->*postings)(member).size();
    }
    return rows;
  }
  // Whether an appearance calls its entity so.
  bool Uses(const AppearanceRow& appearance, uint32_t form) const;
  // Whether an article that holds at `position` uses the form. Mostly the first
  // one tells; where it ended, all of the entity's are looked at.
  bool FormHoldsAt(uint32_t form, uint64_t position) const;
  const NameIndex& names() const { return names_; }

  // -- The writer's -----------------------------------------------------------

  uint32_t Intern(uint64_t id);
  // `id` will be interned soon.
  void PrefetchId(uint64_t id) const { numbers_.Prefetch(id); }
  // In this order, some time between them: fetches what interning the id and
  // adding an appearance look at.
  void PrefetchEntity(uint64_t id) const;
  void PrefetchLists(uint64_t id) const;
  void PrefetchForms(uint64_t id) const;
  void AddAppearance(uint32_t article_row, uint32_t entity,
                     absl::string_view display_name, uint8_t kind,
                     double confidence, uint16_t country,
                     const std::vector<absl::string_view>& aliases,
                     Arena* arena);
  // A figure will be added to the entity soon: fetches in so many steps what is
  // looked at, each so many rows after the one before.
  static constexpr uint32_t kListSteps = 3;
  static constexpr uint32_t kRowsAStep = 8;
  void PrefetchFigures(uint32_t entity, uint32_t step) const;
  void AddFigure(uint32_t entity, uint32_t figure, Arena* arena) {
    entities_.at(entity).figures.Append(figure, arena);
  }
  void AddRole(uint32_t entity, uint32_t role, Arena* arena) {
    entities_.at(entity).roles.Append(role, arena);
  }

  // The article version will be counted soon.
  void PrefetchCount(RowRange appearances) const;
  // Counts an article version in (+1) or out (-1). Changed roots are added to
  // `touched`.
  void Count(RowRange appearances, int sign, uint64_t sequence,
             std::vector<uint32_t>* touched);
  // The same for one of its figures, which names `entities`.
  void CountFigure(absl::Span<const uint32_t> entities, int sign,
                   uint64_t sequence, std::vector<uint32_t>* touched);

  // An article that names the entity, or a role at it, ends.
  void NoteEnd(uint32_t entity, uint64_t sequence) {
    entities_.at(entity).ended.store(sequence, std::memory_order_release);
  }

  // An override changed, in this table or in one that summaries show.
  void NoteRedirect(uint64_t sequence) {
    redirects_changed_.store(sequence, std::memory_order_release);
  }

  // Leaves a version of each of the `touched` roots whose standing changed.
  // Adds to `live_change` how many came to be (or ceased, if negative). Returns
  // how many versions were left. `touched` is put in order. A version from
  // after `kept_until` is written over, as nobody will read at its position.
  uint32_t LeaveVersions(std::vector<uint32_t>* touched, uint64_t sequence,
                         uint64_t kept_until, int64_t* live_change);

  // A merge (or a split, into == kNoRow) from `sequence` on. `note`: its
  // number. Returns its row.
  uint32_t AddOverride(uint32_t entity, uint32_t into, uint64_t sequence,
                       uint32_t note, Arena* arena);
  void CloseOverride(uint32_t row, uint64_t sequence);
  // An automatic join, or its end (into == kNoRow). Returns whether it ends
  // another one.
  bool AddJoin(uint32_t entity, uint32_t into, RedirectReason reason,
               uint64_t sequence, Arena* arena);
  const RedirectRow& redirect_row(uint32_t row) const {
    return redirects_[row];
  }

  // Counts the entities anew after redirects changed. `holds`: whether a figure
  // row holds now.
  void Recount(const std::vector<uint32_t>& entities, uint64_t sequence,
               const std::function<bool(uint32_t)>& figure_holds,
               std::vector<uint32_t>* touched);

  // How many rows of the table an image holds.
  struct ImageRows {
    uint32_t entities = 0;
    uint32_t forms = 0;
    uint32_t appearances = 0;
  };
  // Sets entities and forms: all that are there now.
  void CountForImage(ImageRows* rows) const {
    rows->forms = static_cast<uint32_t>(forms_.size());
    rows->entities = size();
  }
  // See table_image.h.
  void Save(const ImageAt& at, const ImageRows& rows, ImageWriter* out) const;
  void Load(const ImageAt& at, Arena* arena, ImageReader* in);

  size_t versions() const { return versions_.size(); }
  size_t redirects() const { return redirects_.size(); }
  size_t bytes() const;

 private:
  struct Entity {
    uint64_t id = 0;
    PostingList appearances;
    PostingList forms;
    PostingList figures;
    PostingList roles;
    // Of those that redirect to it.
    PostingList redirects_in;
    std::atomic<uint64_t> changed{0};
    std::atomic<uint64_t> ended{0};
    std::atomic<uint32_t> newest_version{kNoRow};
    std::atomic<uint32_t> newest_override{kNoRow};
    std::atomic<uint32_t> newest_join{kNoRow};
    // The most that was ever told of it or of a group it is in. The writer's.
    uint8_t fame_level = 0;
  };
  // A root's articles, as they stand now. The writer's only.
  struct Standing {
    int32_t articles = 0;
    int32_t figures = 0;
    // Display texts, and kinds (kKind + kind), with the number of appearances:
    // most have one of each.
    static constexpr uint32_t kKind = uint32_t{1} << 31;
    absl::InlinedVector<std::pair<uint32_t, int32_t>, 2> uses;
  };

  uint32_t RootOfCircle(uint32_t in, uint64_t position) const;
  uint32_t AddRedirect(const RedirectRow& row, std::atomic<uint32_t>* newest,
                       Arena* arena);
  // Looks at the first few forms of the entity.
  std::optional<uint32_t> FindFirstForm(uint32_t entity,
                                        absl::string_view text) const;
  uint32_t InternForm(uint32_t entity, absl::string_view text, Arena* arena);
  // A form that is not there yet; its text and folded text as numbers.
  uint32_t AddForm(uint32_t entity, uint32_t text, uint32_t folded,
                   Arena* arena);
  // Adds the appearance to the lists of its entity and forms.
  void ListAppearance(uint32_t appearance, Arena* arena);
  // It will be soon, in kListSteps steps.
  void PrefetchLists(const AppearanceRow& row, uint32_t step) const;
  EntityVersion Version(uint32_t root, uint64_t sequence) const;
  // Tells the names of the root's group how much is told of it.
  void RaiseNames(const EntityVersion& version, uint64_t sequence);

  const std::string kind_;
  StringPool* const strings_;
  const ArticleRows* const articles_;
  StableVector<Entity, 8> entities_;
  HashIndex numbers_;
  StableVector<Form, 8> forms_;
  HashIndex form_numbers_;
  StableVector<AppearanceRow> appearances_;
  StableVector<EntityVersion> versions_;
  StableVector<RedirectRow, 6> redirects_;
  NameIndex names_;
  std::atomic<uint64_t> redirects_changed_{0};
  absl::flat_hash_map<uint32_t, Standing> standings_;
};

}  // namespace impactwire::query
