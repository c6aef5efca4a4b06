#include "ingest_service/extract/names/employers.h"

namespace impactwire::extract {
namespace {

constexpr int kFarthest = 12;  // tokens between a person and an organization

}  // namespace

Employers::Employers(const TokenFacts& facts,
                     const std::vector<Mention>& mentions)
    : facts_(facts), person_at_(facts.tokens.size(), -1) {
  for (size_t m = 0; m < mentions.size(); ++m) {
    const Mention& mention = mentions[m];
    if (mention.kind != MentionKind::kPerson) continue;
    person_at_[mention.first_token] = mention.entity;
    if (mention.entity < 0) continue;
    int32_t organization = -1;
    if (m + 1 < mentions.size() && TitleBetween(mention, mentions[m + 1])) {
      organization = mentions[m + 1].entity;
    } else if (m > 0 && TitleBetween(mentions[m - 1], mention)) {
      organization = mentions[m - 1].entity;
    }
    if (organization >= 0) of_person_.try_emplace(mention.entity, organization);
  }
}

// Whether one of the two is an organization and a title stands between.
bool Employers::TitleBetween(const Mention& left, const Mention& right) const {
  const bool kinds = (left.kind == MentionKind::kOrganization) !=
                     (right.kind == MentionKind::kOrganization);
  if (!kinds || left.sentence != right.sentence ||
      right.first_token - left.last_token > kFarthest) {
    return false;
  }
  for (int t = left.last_token; t < right.first_token; ++t) {
    if (facts_.tokens[t].classes & kTitleWord) return true;
  }
  return false;
}

int32_t Employers::Last(const text::Sentence& sentence) {
  for (int t = sentence.first_token; t < sentence.last_token; ++t) {
    if (person_at_[t] < 0) continue;
    const int32_t employer = Of(person_at_[t]);
    if (employer < 0) continue;
    last_ = employer;
    last_paragraph_ = sentence.paragraph;
    return employer;
  }
  return last_paragraph_ >= sentence.paragraph - 1 ? last_ : -1;
}

}  // namespace impactwire::extract
