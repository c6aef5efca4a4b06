#include "ingest_service/extract/roles/role_linker.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "ingest_service/extract/roles/office_holders.h"
#include "ingest_service/extract/roles/organization_trail.h"
#include "ingest_service/extract/roles/role_features.h"
#include "ingest_service/extract/roles/role_list.h"
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
constexpr size_t kNoExample = static_cast<size_t>(-1);
constexpr int kSuccession = 3;  // sentences a successor is named after

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
        row_(examples != nullptr),
        trail_(scene_),
        known_(scene_, trail_) {}

  std::vector<Role> Link() {
    for (size_t s = 0; s < document_.sentences.size(); ++s) {
      const ParagraphKind kind =
          document_.paragraphs[document_.sentences[s].paragraph].kind;
      if (kind == ParagraphKind::kByline || kind == ParagraphKind::kFurniture) {
        continue;
      }
      scene_.Enter(static_cast<int>(s));
      trail_.Enter();
      pairs_.Enter();
      if (pairs_.HasPerson()) FindHolders();
      trail_.Leave();
      pairs_.Leave();
    }
    for (const Holder& holder : holders_) {
      // Only names: what a reference stands for is asked here.
      if (holder.accepted && holder.title.organization >= 0 &&
          entities_.mentions[holder.title.organization].kind ==
              MentionKind::kOrganization) {
        known_.NoteNamed(holder.title, holder.pair.person);
      }
    }
    for (Holder& holder : holders_) Place(&holder);
    return roles_.Take();
  }

 private:
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
      if (source < 0 || Passes(holder) > Passes(holders_[source])) source = h;
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
  // How much the role is one that passes from one to another: one that somebody
  // gets or gives up before others, one of long ago least.
  static int Passes(const Holder& holder) {
    if (holder.pair.link == PairLink::kAppointment ||
        holder.pair.status != v1::ROLE_STATUS_UNSPECIFIED ||
        holder.title.incoming) {
      return 2;
    }
    return holder.title.former ? 0 : 1;
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
    holder.organizations = trail_.Candidates(title, pair, titles);
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
    holder.pair.status = verb.status;
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
      holder.organizations = trail_.Candidates(holder.title, holder.pair, {});
    }
    holders_.push_back(std::move(holder));
  }

  // Decides of which organization the title is.
  void Place(Holder* holder) {
    scene_.Enter(holder->sentence);
    int32_t chosen = holder->organization;
    if (holder->source >= 0) {
      // Sources stand earlier and are placed.
      chosen = holder->organization = holders_[holder->source].organization;
    } else if (chosen < 0) {
      known_.Complete(holder->title, holder->pair.person,
                      &holder->organizations);
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
    known_.NotePlaced(holder->title, holder->pair.person, chosen);
    AddRole(*holder, chosen);
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
    roles_.Put(std::move(role));
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
  OrganizationTrail trail_;
  OfficeHolders known_;
  RoleList roles_;
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
