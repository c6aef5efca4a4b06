#include "ingest_service/extract/roles/organization_trail.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace impactwire::extract {
namespace {

constexpr size_t kMostHere = 10;   // organizations of a sentence looked at
constexpr size_t kMostRecent = 8;  // organizations of the text before
constexpr size_t kMostTopics = 3;
constexpr size_t kMostAbout = 2;

}  // namespace

OrganizationTrail::OrganizationTrail(const RoleScene& scene)
    : scene_(scene), document_(scene.document()), entities_(scene.entities()) {
  FindTopics();
}

void OrganizationTrail::FindTopics() {
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
}

// "About Y", "(c) 2013 Y (Pty) Ltd".
bool OrganizationTrail::IsAbout(const Entity& entity) const {
  for (const int32_t m : entity.mentions) {
    const Mention& mention = entities_.mentions[m];
    const int first = document_.sentences[mention.sentence].first_token;
    if (mention.first_token == first || mention.first_token > first + 3) {
      continue;
    }
    const absl::string_view word = document_.Surface(document_.tokens[first]);
    if (word == "\u00a9" || SameWord(word, "copyright")) {
      return true;
    }
    if (SameWord(word, "about") &&
        mention.last_token >=
            document_.sentences[mention.sentence].last_token - 1) {
      return true;
    }
  }
  return false;
}

void OrganizationTrail::Enter() {
  const int32_t alone = scene_.OnlyOrganization(scene_.index());
  if (alone >= 0) heading_ = alone;
}

void OrganizationTrail::Leave() {
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
    if (here_.size() < kMostHere &&
        std::find(here_.begin(), here_.end(), e) == here_.end()) {
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

void OrganizationTrail::Describe(RoleOrganization* candidate) const {
  const int32_t e = candidate->entity;
  candidate->topic = !topics_.empty() && e == topics_[0];
  candidate->headline = headline_.contains(e);
  candidate->first = e == first_;
  candidate->about = std::find(about_.begin(), about_.end(), e) != about_.end();
}

// Those named in the sentence behind: "Our director, X, writes: ..."
template <typename Entry>
void OrganizationTrail::NextOrganizations(const Entry& entry) const {
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

std::vector<RoleOrganization> OrganizationTrail::Candidates(
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

}  // namespace impactwire::extract
