#include "ingest_service/extract/roles/role_linker.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "ingest_service/extract/roles/portfolio.h"
#include "ingest_service/extract/roles/role_features.h"
#include "ingest_service/extract/roles/role_pair.h"
#include "ingest_service/extract/roles/role_scene.h"
#include "ingest_service/extract/roles/role_status.h"
#include "ingest_service/extract/roles/succession.h"
#include "ingest_service/extract/roles/title_finder.h"
#include "ingest_service/extract/roles/verb_roles.h"

namespace impactwire::extract {
namespace {

using text::ParagraphKind;

constexpr double kVerbConfidence = 0.8;
constexpr size_t kMostHere = 10;  // organizations of a sentence looked at
constexpr size_t kNoExample = static_cast<size_t>(-1);
constexpr int kSuccession = 3;     // sentences a successor is named after
constexpr size_t kMostRecent = 8;  // organizations of the text before
constexpr size_t kMostTopics = 3;
constexpr size_t kMostAbout = 2;
constexpr size_t kMostPrior = 8;  // organizations of a person's other titles
constexpr int kMostTogether =
    200;  // mentions compared of person and organization

// A title a person has, before it is known of which organization it is.
struct Holder {
  TitleSpan title;
  RolePair pair;
  std::vector<RoleOrganization> organizations;
  int sentence = 0;
  double chance = 0;
  bool accepted = false;
  // Fixed by the wording ("X, who heads Y"); else -1.
  int32_t organization = -1;
  std::string title_text;
  size_t example = kNoExample;
  // Whose role it was or will be: the holder it is told of; -1 if none.
  int source = -1;
};

// Where an organization was named or referred to last.
struct Recent {
  int32_t organization = -1;
  int sentence = 0;
};

class Linker {
 public:
  Linker(const TitleLexicon& lexicon, const RoleModels& models,
         const text::Document& document, const Entities& entities,
         std::vector<RoleExample>* examples)
      : lexicon_(lexicon),
        models_(models),
        document_(document),
        entities_(entities),
        examples_(examples),
        scene_(document, entities),
        pairs_(scene_),
        features_(scene_),
        row_(examples != nullptr) {
    FindTopics();
  }

  std::vector<Role> Link() {
    for (size_t s = 0; s < document_.sentences.size(); ++s) {
      const ParagraphKind kind =
          document_.paragraphs[document_.sentences[s].paragraph].kind;
      if (kind == ParagraphKind::kByline || kind == ParagraphKind::kFurniture) {
        continue;
      }
      scene_.Enter(static_cast<int>(s));
      const int32_t alone = scene_.OnlyOrganization(static_cast<int>(s));
      if (alone >= 0) heading_ = alone;
      pairs_.Enter();
      if (pairs_.HasPerson()) FindHolders();
      NoteOrganizations();
      pairs_.Leave();
    }
    for (const Holder& holder : holders_) {
      // Only names: what a reference stands for is asked here.
      if (holder.accepted && holder.title.organization >= 0 &&
          entities_.mentions[holder.title.organization].kind ==
              MentionKind::kOrganization) {
        for (const v1::RoleFamily f : holder.title.families) {
          filled_[{entities_.mentions[holder.title.organization].entity, f}] =
              holder.pair.person;
        }
        std::vector<int32_t>& prior = prior_[holder.pair.person];
        const int32_t e = entities_.mentions[holder.title.organization].entity;
        std::vector<int32_t>& employs = employs_[e];
        if (employs.size() < kMostPrior &&
            std::find(employs.begin(), employs.end(), holder.pair.person) ==
                employs.end()) {
          employs.push_back(holder.pair.person);
        }
        if (prior.size() < kMostPrior &&
            std::find(prior.begin(), prior.end(), e) == prior.end()) {
          prior.push_back(e);
        }
      }
    }
    for (Holder& holder : holders_) Place(&holder);
    return Merged();
  }

 private:
  // The organizations the article speaks of most, weighted to the beginning,
  // the first one it names, and those whose page it is.
  void FindTopics() {
    std::vector<std::pair<double, int32_t>> scores;
    int32_t first_token = 0;
    for (size_t e = 0; e < entities_.entities.size(); ++e) {
      const Entity& entity = entities_.entities[e];
      if (entity.kind != EntityKind::kOrganization || entity.mentions.empty()) {
        continue;
      }
      const Mention& mention = entities_.mentions[entity.mentions[0]];
      const int32_t first = mention.sentence;
      if (first == 0) headline_.insert(static_cast<int32_t>(e));
      if (entity.organization_kind == v1::ORGANIZATION_KIND_MEDIA) continue;
      if (first_ < 0 || mention.first_token < first_token) {
        first_ = static_cast<int32_t>(e);
        first_token = mention.first_token;
      }
      if (IsAbout(entity)) about_.push_back(static_cast<int32_t>(e));
      const double score =
          static_cast<double>(entity.mentions.size()) + (first <= 2 ? 1.5 : 0);
      scores.push_back({-score, static_cast<int32_t>(e)});
    }
    if (about_.size() > kMostAbout) about_.clear();
    const size_t count = std::min(scores.size(), kMostTopics);
    std::partial_sort(scores.begin(), scores.begin() + count, scores.end());
    for (size_t i = 0; i < count; ++i) topics_.push_back(scores[i].second);
    if (count > 0) topic_ = topics_[0];
  }

  // "About Y", "(c) 2013 Y (Pty) Ltd".
  bool IsAbout(const Entity& entity) const {
    for (const int32_t m : entity.mentions) {
      const Mention& mention = entities_.mentions[m];
      const int first = document_.sentences[mention.sentence].first_token;
      if (mention.first_token == first || mention.first_token > first + 3) {
        continue;
      }
      const absl::string_view word = document_.Surface(document_.tokens[first]);
      if (word == "\u00a9" || absl::EqualsIgnoreCase(word, "copyright")) {
        return true;
      }
      if (absl::EqualsIgnoreCase(word, "about") &&
          mention.last_token >=
              document_.sentences[mention.sentence].last_token - 1) {
        return true;
      }
    }
    return false;
  }

  // "Noguera" of the "Fundacion Noguera".
  bool SharesName(int32_t person, int32_t organization) const {
    const std::string& name = entities_.entities[person].name;
    const size_t space = name.rfind(' ');
    if (space == std::string::npos || name.size() - space < 5) return false;
    return absl::StrContains(
        absl::StrCat(" ", entities_.entities[organization].name, " "),
        absl::StrCat(name.substr(space), " "));
  }

  void NoteOrganizations() {
    here_.clear();
    // Who acts begins the sentence.
    for (int t = scene_.first(); t < scene_.first() + 2 && scene_.In(t); ++t) {
      const int32_t e = scene_.OrganizationAt(t);
      if (e < 0) continue;
      const auto known = std::find(acting_.begin(), acting_.end(), e);
      if (known != acting_.end()) acting_.erase(known);
      if (acting_.size() >= kMostRecent) acting_.pop_back();
      acting_.insert(acting_.begin(), e);
      break;
    }
    for (int t = scene_.first(); t < scene_.last(); ++t) {
      const int32_t e = scene_.OrganizationAt(t);
      if (e < 0) continue;
      if (std::find(here_.begin(), here_.end(), e) == here_.end()) {
        here_.push_back(e);
      }
      const auto known =
          std::find_if(recent_.begin(), recent_.end(),
                       [e](const Recent& r) { return r.organization == e; });
      if (known != recent_.end()) recent_.erase(known);
      if (recent_.size() >= kMostRecent) recent_.pop_back();
      recent_.insert(recent_.begin(), {e, scene_.index()});
      t = scene_.At(t)->last_token - 1;
    }
  }

  void FindHolders() {
    std::vector<TitleSpan> titles = FindTitles(
        lexicon_,
        {&document_, &entities_, &scene_.sentence(), &scene_.owner()});
    for (const TitleSpan& title : titles) {
      const std::vector<RolePair> rivals = pairs_.Find(title);
      std::vector<double> scores;
      size_t best = 0;
      for (const RolePair& pair : rivals) {
        row_.Clear();
        features_.Pair(title, rivals, pair, titles, &row_);
        double score = 0;
        models_.pair->Score(row_, &score);
        scores.push_back(score);
        if (score > scores[best]) best = scores.size() - 1;
        if (examples_ != nullptr) rows_.push_back(row_.names());
      }
      std::vector<RolePair> accepted;
      for (size_t i = 0; i < rivals.size(); ++i) {
        // A title is of one person, unless it is worded as of several.
        const bool has =
            scores[i] > 0 &&
            (i == best || title.plural || rivals[i].link == PairLink::kAlso ||
             rivals[i].link == PairLink::kPredecessor ||
             rivals[best].link == PairLink::kPredecessor);
        if (has) accepted.push_back(rivals[i]);
        if (has || examples_ != nullptr) {
          AddHolder(title, rivals[i], titles, scores[i], has);
        }
      }
      rows_.clear();
      rows_used_ = 0;
      if (!accepted.empty()) pairs_.Accept(title, accepted);
    }
    for (const VerbRole& verb : FindVerbRoles(scene_, pairs_.last_person())) {
      AddVerb(verb);
    }
    for (const Succession& s : FindSuccessions(scene_, pairs_.last_person())) {
      AddSuccession(s);
    }
  }

  void AddSuccession(const Succession& succession) {
    int source = -1;
    for (int h = static_cast<int>(holders_.size()) - 1;
         h >= 0 && holders_[h].sentence >= scene_.index() - kSuccession; --h) {
      const Holder& holder = holders_[h];
      if (!holder.accepted) continue;
      // "succeeds X as chair": told already.
      if (holder.sentence == scene_.index() &&
          holder.pair.person == succession.other) {
        return;
      }
      if (holder.pair.person != succession.known) continue;
      if (source < 0 || Changes(holder) > Changes(holders_[source])) source = h;
    }
    if (source < 0) return;
    Holder holder = holders_[source];
    holder.source = source;
    holder.pair = RolePair{succession.other};
    holder.pair.link = PairLink::kPredecessor;
    holder.pair.status = succession.status;
    holder.sentence = scene_.index();
    holder.title.former = holder.title.incoming = false;
    holder.example = kNoExample;
    holders_.push_back(std::move(holder));
  }
  // Whether the role is one that somebody gets or gives up.
  static bool Changes(const Holder& holder) {
    return holder.pair.link == PairLink::kAppointment ||
           holder.pair.status != v1::ROLE_STATUS_UNSPECIFIED ||
           holder.title.incoming;
  }

  void AddHolder(const TitleSpan& title, const RolePair& pair,
                 const std::vector<TitleSpan>& titles, double score,
                 bool accepted) {
    Holder holder;
    holder.title = title;
    holder.pair = pair;
    holder.sentence = scene_.index();
    holder.chance = 1 / (1 + std::exp(-score));
    holder.accepted = accepted;
    holder.title_text = TitleText(title);
    holder.organizations = Organizations(title, pair, titles);
    if (examples_ != nullptr) {
      holder.example = examples_->size();
      examples_->push_back({pair.person, holder.title_text, holder.sentence,
                            std::move(rows_[rows_used_++])});
    }
    holders_.push_back(std::move(holder));
  }

  // As worded, but of one person: "A and B, co-founders".
  std::string TitleText(const TitleSpan& title) const {
    std::string text = scene_.Text(title.first_token, title.head_token + 1);
    if (title.plural && absl::EndsWith(text, "s")) text.pop_back();
    if (title.last_token > title.head_token + 1) {
      if (scene_.document().tokens[title.head_token + 1].space_before) {
        text += ' ';
      }
      text += scene_.Text(title.head_token + 1, title.last_token);
    }
    if (title.unit_last > title.unit_first) {
      absl::StrAppend(&text, " of ",
                      scene_.Text(title.unit_first, title.unit_last));
    }
    return text;
  }

  void AddVerb(const VerbRole& verb) {
    Holder holder;
    holder.pair.person = verb.person;
    holder.pair.link = PairLink::kVerb;
    holder.title.families.push_back(verb.family);
    holder.sentence = scene_.index();
    holder.chance = kVerbConfidence;
    holder.accepted = true;
    holder.organization = verb.organization;
    holder.title_text = verb.title;
    holder.title.first_token = holder.title.outer_first =
        holder.title.head_token = verb.token;
    holder.title.last_token = holder.title.outer_last = verb.token + 1;
    if (verb.organization < 0) {
      holder.organizations = Organizations(holder.title, holder.pair, {});
    }
    holders_.push_back(std::move(holder));
  }

  // Those named in the sentence behind: "Our director, X, writes: ..."
  template <typename Entry>
  void NextOrganizations(const Entry& entry) const {
    const size_t next = static_cast<size_t>(scene_.index()) + 1;
    if (next >= document_.sentences.size()) return;
    const text::Sentence& sentence = document_.sentences[next];
    int found = 0;
    for (int t = sentence.first_token; t < sentence.last_token && found < 3;
         ++t) {
      if (scene_.owner()[t] < 0) continue;
      const Mention& m = entities_.mentions[scene_.owner()[t]];
      t = m.last_token - 1;
      if (m.kind != MentionKind::kOrganization || m.entity < 0) continue;
      entry(m.entity);
      ++found;
    }
  }

  std::vector<RoleOrganization> Organizations(
      const TitleSpan& title, const RolePair& pair,
      const std::vector<TitleSpan>& titles) const {
    std::vector<RoleOrganization> out(1);  // none
    const auto entry = [&](int32_t e) -> RoleOrganization& {
      for (RoleOrganization& known : out) {
        if (known.entity == e) return known;
      }
      out.emplace_back();
      out.back().entity = e;
      return out.back();
    };
    for (int t = title.first_token - 1; scene_.In(t) && out.size() <= kMostHere;
         --t) {
      const int32_t e = scene_.OrganizationAt(t);
      if (e < 0) continue;
      RoleOrganization& o = entry(e);
      if (o.before < 0) o.before = scene_.owner()[t];
      t = scene_.At(t)->first_token;
    }
    for (int t = title.first_token; scene_.In(t) && out.size() <= 2 * kMostHere;
         ++t) {
      const int32_t e = scene_.OrganizationAt(t);
      if (e < 0) continue;
      RoleOrganization& o = entry(e);
      if (o.after < 0) o.after = scene_.owner()[t];
      t = scene_.At(t)->last_token - 1;
    }
    for (size_t r = 0; r < recent_.size(); ++r) {
      RoleOrganization& o = entry(recent_[r].organization);
      o.rank = static_cast<int32_t>(r);
      o.age = scene_.index() - recent_[r].sentence;
      o.paragraph = document_.sentences[recent_[r].sentence].paragraph ==
                    scene_.sentence().paragraph;
    }
    for (size_t i = 0; i < here_.size() && i < kMostHere; ++i) {
      entry(here_[i]).place = static_cast<int32_t>(i);
    }
    for (size_t i = 0; i < acting_.size(); ++i) {
      entry(acting_[i]).acting = static_cast<int32_t>(i);
    }
    if (heading_ >= 0) entry(heading_).heading = true;
    if (first_ >= 0) entry(first_);
    for (const int32_t e : topics_) entry(e);
    for (const int32_t e : about_) entry(e);
    NextOrganizations(entry);
    if (title.organization >= 0) {
      entry(entities_.mentions[title.organization].entity).direct = true;
    }
    if (pair.organization >= 0) entry(pair.organization).appoints = true;
    for (const TitleSpan& other : titles) {
      if (other.first_token == title.first_token || other.organization < 0) {
        continue;
      }
      const int32_t e = entities_.mentions[other.organization].entity;
      for (RoleOrganization& o : out) o.taken |= o.entity == e;
    }
    return out;
  }

  // Decides of which organization the title is.
  void Place(Holder* holder) {
    scene_.Enter(holder->sentence);
    int32_t chosen = holder->organization;
    if (holder->source >= 0) {
      chosen = holders_[holder->source].organization;
    } else if (chosen < 0) {
      Complete(holder);
      std::vector<double> scores;
      for (const RoleOrganization& candidate : holder->organizations) {
        row_.Clear();
        features_.Organization(holder->title, holder->pair,
                               holder->organizations, candidate, &row_);
        double score = 0;
        models_.organization->Score(row_, &score);
        scores.push_back(score);
        if (holder->example != kNoExample) {
          (*examples_)[holder->example].organizations.push_back(
              {candidate.entity, row_.names()});
        }
      }
      const size_t best =
          std::max_element(scores.begin(), scores.end()) - scores.begin();
      LinearModel::Normalize(scores.data(), static_cast<int>(scores.size()));
      chosen = holder->organizations[best].entity;
      holder->organization = chosen;
      holder->chance *= scores[best];
    }
    if (!holder->accepted || !scene_.IsFullName(holder->pair.person)) return;
    last_role_ = chosen;
    if (chosen >= 0) {
      for (const v1::RoleFamily f : holder->title.families) {
        filled_.try_emplace({chosen, static_cast<int>(f)}, holder->pair.person);
      }
    }
    AddRole(*holder, chosen);
  }

  // What only the whole document tells of the candidates.
  void Complete(Holder* holder) {
    std::vector<RoleOrganization>& list = holder->organizations;
    const auto prior = prior_.find(holder->pair.person);
    const auto ensure = [&](int32_t e) {
      for (const RoleOrganization& o : list) {
        if (o.entity == e) return;
      }
      list.emplace_back();
      list.back().entity = e;
    };
    if (prior != prior_.end()) {
      for (const int32_t e : prior->second) ensure(e);
    }
    const std::optional<int32_t> office =
        OfficeOf(document_, entities_, holder->title);
    if (office && *office >= 0) ensure(*office);
    if (holder->title.is_public || holder->title.place_only) {
      list.erase(std::remove_if(list.begin(), list.end(),
                                [&](const RoleOrganization& o) {
                                  return o.entity >= 0 && !o.direct &&
                                         !o.appoints && !Governs(o.entity);
                                }),
                 list.end());
    }
    for (RoleOrganization& o : list) {
      if (o.entity < 0) continue;
      o.prior = prior != prior_.end() &&
                std::find(prior->second.begin(), prior->second.end(),
                          o.entity) != prior->second.end();
      o.last = o.entity == last_role_;
      o.first = o.entity == first_;
      o.about =
          std::find(about_.begin(), about_.end(), o.entity) != about_.end();
      o.surname = SharesName(holder->pair.person, o.entity);
      const auto employs = employs_.find(o.entity);
      if (employs != employs_.end()) {
        for (const int32_t person : employs->second) {
          o.employs += person != holder->pair.person;
        }
      }
      o.topic = o.entity == topic_;
      o.headline = headline_.contains(o.entity);
      for (const v1::RoleFamily f : holder->title.families) {
        const auto of = filled_.find({o.entity, static_cast<int>(f)});
        o.filled |= of != filled_.end() && of->second != holder->pair.person;
      }
      o.together = Together(holder->pair.person, o.entity);
      Weigh(&o);
    }
  }

  // Whether it may have a minister, mayor or governor whose title does not name
  // it: no company, charity, school or paper has.
  bool Governs(int32_t organization) const {
    switch (entities_.entities[organization].organization_kind) {
      case v1::ORGANIZATION_KIND_COMPANY:
      case v1::ORGANIZATION_KIND_NONPROFIT:
      case v1::ORGANIZATION_KIND_EDUCATION:
      case v1::ORGANIZATION_KIND_MEDIA:
        return false;
      default:
        return true;
    }
  }

  // Mentions count less the farther away they are, and more where they begin a
  // sentence.
  void Weigh(RoleOrganization* o) const {
    constexpr int kBefore = 12, kBehind = 4;
    constexpr double kFade = 0.75;
    const std::vector<int32_t>& list = entities_.entities[o->entity].mentions;
    auto m = std::partition_point(list.begin(), list.end(), [&](int32_t i) {
      return entities_.mentions[i].sentence < scene_.index() - kBefore;
    });
    for (; m != list.end(); ++m) {
      const Mention& mention = entities_.mentions[*m];
      const int distance = scene_.index() - mention.sentence;
      if (distance < -kBehind) break;
      if (distance == 0) continue;
      const bool begins = mention.first_token <=
                          document_.sentences[mention.sentence].first_token + 1;
      double& sum = distance > 0 ? o->salience : o->sequel;
      sum += (begins ? 1.5 : 1.0) * std::pow(kFade, std::abs(distance));
    }
  }

  // Sentences beside this one that name both.
  int Together(int32_t person, int32_t organization) const {
    const std::vector<int32_t>& a = entities_.entities[person].mentions;
    const std::vector<int32_t>& b = entities_.entities[organization].mentions;
    int count = 0, steps = 0;
    for (size_t i = 0, j = 0;
         i < a.size() && j < b.size() && count < 3 && steps < kMostTogether;
         ++steps) {
      const int32_t s = entities_.mentions[a[i]].sentence;
      const int32_t t = entities_.mentions[b[j]].sentence;
      if (s == t && s != scene_.index()) ++count;
      if (s <= t) {
        ++i;
      } else {
        ++j;
      }
    }
    return count;
  }

  void AddRole(const Holder& holder, int32_t organization) {
    const TitleSpan& title = holder.title;
    Role role;
    role.person = holder.pair.person;
    role.organization = organization;
    role.title = holder.title_text;
    role.families = title.families;
    role.acting = title.acting;
    role.deputy = title.deputy;
    role.sentence = holder.sentence;
    role.confidence = holder.chance;
    role.status = StatusOf(scene_, title, holder.pair);
    Put(std::move(role));
  }

  static bool Has(const Role& role, v1::RoleFamily family) {
    return std::find(role.families.begin(), role.families.end(), family) !=
           role.families.end();
  }

  // Joins what is said twice.
  void Put(Role role) {
    const auto [it, fresh] =
        index_.try_emplace(std::make_tuple(role.person, role.organization,
                                           static_cast<int>(role.status)),
                           roles_.size());
    if (fresh) {
      roles_.push_back(std::move(role));
      return;
    }
    Role& known = roles_[it->second];
    bool news = false;
    for (const v1::RoleFamily f : role.families) news |= !Has(known, f);
    bool covers = true;
    for (const v1::RoleFamily f : known.families) covers &= Has(role, f);
    if (news && covers) {
      known.title = role.title;
      known.families = role.families;
    } else if (news) {
      known.title += " and " + role.title;
      known.families.insert(known.families.end(), role.families.begin(),
                            role.families.end());
    }
    known.confidence = std::max(known.confidence, role.confidence);
  }

  // Without those that another sentence tells better: the same title of a named
  // organization.
  std::vector<Role> Merged() {
    absl::flat_hash_set<std::pair<int32_t, int>> placed;
    for (const Role& role : roles_) {
      if (role.organization < 0) continue;
      for (const v1::RoleFamily f : role.families) {
        placed.insert({role.person, f});
      }
    }
    std::vector<Role> out;
    for (Role& role : roles_) {
      bool known = role.organization < 0 && !role.families.empty();
      for (const v1::RoleFamily f : role.families) {
        known &= placed.contains({role.person, static_cast<int>(f)});
      }
      if (!known) out.push_back(std::move(role));
    }
    return out;
  }

  const TitleLexicon& lexicon_;
  const RoleModels& models_;
  const text::Document& document_;
  const Entities& entities_;
  std::vector<RoleExample>* const examples_;
  RoleScene scene_;
  PairFinder pairs_;
  RoleFeatures features_;
  Features row_;
  std::vector<std::vector<std::string>> rows_;  // of a title, for examples
  size_t rows_used_ = 0;
  std::vector<Holder> holders_;
  std::vector<Recent> recent_;  // the last one first
  std::vector<int32_t> here_;   // organizations of the sentence before
  // Per person the organizations titles of theirs are directly of.
  absl::flat_hash_map<int32_t, std::vector<int32_t>> prior_;
  // Who has a title of the family that is directly of the organization.
  absl::flat_hash_map<std::pair<int32_t, int>, int32_t> filled_;
  absl::flat_hash_set<int32_t> headline_;
  int32_t topic_ = -1;
  std::vector<int32_t> topics_;  // the first of them is topic_
  std::vector<int32_t> about_;
  std::vector<int32_t>
      acting_;  // sentences began with them, the last one first
  // Per organization the persons with titles that are directly of it.
  absl::flat_hash_map<int32_t, std::vector<int32_t>> employs_;
  int32_t first_ = -1;
  int32_t heading_ = -1;  // the last line that is an organization's name
  int32_t last_role_ = -2;
  std::vector<Role> roles_;
  absl::flat_hash_map<std::tuple<int32_t, int32_t, int>, size_t> index_;
};

}  // namespace

absl::StatusOr<RoleModels> RoleModels::Parse(absl::string_view tsv) {
  RoleModels models;
  ASSIGN_OR_RETURN(models.pair, LinearModel::Create(tsv, "pair", 1));
  ASSIGN_OR_RETURN(models.organization,
                   LinearModel::Create(tsv, "organization", 1));
  return models;
}

std::vector<Role> LinkRoles(const TitleLexicon& lexicon,
                            const RoleModels& models,
                            const text::Document& document,
                            const Entities& entities,
                            std::vector<RoleExample>* examples) {
  return Linker(lexicon, models, document, entities, examples).Link();
}

}  // namespace impactwire::extract
