#include "ingest_service/extract/figures/attributor.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace impactwire::extract {
namespace {

// How far back an organization is looked for.
constexpr int32_t kSentencesBack = 6;

const uint64_t kAnd = HashWord("and");
const uint64_t kWith = HashWord("with");
const uint64_t kS = HashWord("s");

}  // namespace

Attributor::Attributor(const FigureContext& context)
    : ContextReader(context),
      relations_(input_.entities.mentions.size()),
      related_(input_.entities.mentions.size(), 0) {
  const Entities& entities = input_.entities;
  const LexedText& lexed = input_.lexed;
  places_.resize(entities.mentions.size());
  speaks_for_.assign(entities.mentions.size(), -1);
  std::vector<int32_t> employer(entities.entities.size(), -1);
  for (const Role& role : input_.roles) {
    if (role.person >= 0 && employer[role.person] < 0) {
      employer[role.person] = role.organization;
    }
  }
  const int32_t sentences = input_.document.sentences.size();
  first_mention_.assign(sentences + 1, entities.mentions.size());
  std::vector<int32_t> count(entities.entities.size(), 0);
  in_title_.assign(entities.entities.size(), 0);
  int32_t lexeme = 0;
  for (size_t m = 0; m < entities.mentions.size(); ++m) {
    const Mention& mention = entities.mentions[m];
    first_mention_[mention.sentence] =
        std::min<int32_t>(first_mention_[mention.sentence], m);
    // Mentions may nest; a step back is bounded by the mention's own sentence.
    lexeme = std::max(lexeme, lexed.First(mention.sentence));
    while (lexeme > lexed.First(mention.sentence) &&
           lexed.lexemes[lexeme - 1].span.end > mention.span.begin) {
      --lexeme;
    }
    const int32_t end = lexed.End(mention.sentence);
    while (lexeme < end &&
           lexed.lexemes[lexeme].span.end <= mention.span.begin) {
      ++lexeme;
    }
    int32_t last = lexeme;
    while (last < end && lexed.lexemes[last].span.begin < mention.span.end) {
      ++last;
    }
    places_[m] = {lexeme, last};
    if (mention.entity < 0) continue;
    const Entity& entity = entities.entities[mention.entity];
    if (entity.kind == EntityKind::kOrganization) {
      speaks_for_[m] = mention.entity;
      count[mention.entity] += mention.kind == MentionKind::kPronoun ? 1 : 2;
      const int32_t paragraph =
          input_.document.sentences[mention.sentence].paragraph;
      if (input_.document.paragraphs[paragraph].kind ==
          text::ParagraphKind::kTitle) {
        in_title_[mention.entity] = 1;
      }
    } else if (entity.kind == EntityKind::kPerson) {
      speaks_for_[m] = employer[mention.entity];
    }
  }
  for (int32_t s = sentences; s-- > 0;) {
    first_mention_[s] = std::min(first_mention_[s], first_mention_[s + 1]);
  }
  std::vector<int32_t> order(entities.entities.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int32_t a, int32_t b) { return count[a] > count[b]; });
  rank_.assign(entities.entities.size(), 0);
  for (size_t i = 0; i < order.size(); ++i) rank_[order[i]] = i + 1;
  if (!order.empty() && count[order[0]] > 0) topic_ = order[0];
  const int32_t all = std::accumulate(count.begin(), count.end(), 0);
  share_.assign(count.size(), 0);
  for (size_t i = 0; i < count.size() && all > 0; ++i) {
    share_[i] = 100 * count[i] / all;
  }
}

const MentionRelation& Attributor::RelationOf(int32_t mention) const {
  if (!related_[mention]) {
    related_[mention] = 1;
    const int32_t sentence = input_.entities.mentions[mention].sentence;
    relations_[mention] =
        ReadRelation(lexicon_, words_, senses_, input_.lexed,
                     input_.lexed.First(sentence), input_.lexed.End(sentence),
                     places_[mention].first, places_[mention].last);
  }
  return relations_[mention];
}

int32_t Attributor::OrganizationOf(int32_t mention) const {
  return speaks_for_[mention];
}

absl::string_view Attributor::WordBefore(int32_t mention) const {
  int32_t at = places_[mention].first - 1;
  const int32_t begin =
      input_.lexed.First(input_.entities.mentions[mention].sentence);
  if (at >= begin && input_.lexed.Surface(input_.lexed.lexemes[at]) == "the") {
    --at;
  }
  return at < begin ? "<s>" : input_.lexed.Surface(input_.lexed.lexemes[at]);
}

absl::string_view Attributor::WordAfter(int32_t mention) const {
  const int32_t at = places_[mention].last;
  const int32_t end =
      input_.lexed.End(input_.entities.mentions[mention].sentence);
  if (at >= end) return "</s>";
  if (at + 1 < end && input_.lexed.lexemes[at].kind == LexemeKind::kMark &&
      input_.lexed.lexemes[at + 1].hash == kS &&
      !input_.lexed.lexemes[at + 1].space_before) {
    return "'s";
  }
  return input_.lexed.Surface(input_.lexed.lexemes[at]);
}

bool Attributor::FirstOf(int32_t mention, int32_t sentence) const {
  for (int32_t m = first_mention_[sentence]; m < mention; ++m) {
    if (speaks_for_[m] >= 0 && speaks_for_[m] != speaks_for_[mention]) {
      return false;
    }
  }
  return true;
}

std::vector<Candidate> Attributor::Candidates(size_t index,
                                              absl::string_view category,
                                              int32_t previous,
                                              int32_t previous_sentence,
                                              bool keep_names) const {
  const FigureFrame& frame = frames_[index];
  const Number& number = numbers_[frame.number];
  const absl::string_view unit_class = UnitClass(frame, number);
  const Entities& entities = input_.entities;
  std::vector<Candidate> out;

  // The nearest mention of each organization, the sentence's own first: those
  // before the number, then those after it, then those of sentences before.
  const int32_t begin = first_mention_[frame.sentence];
  const int32_t end =
      std::min(first_mention_[frame.sentence + 1], begin + kMentionsBack);
  std::vector<int32_t> order;
  int32_t in_sentence = 0;
  for (int32_t m = end; m-- > begin;) {
    if (places_[m].first < frame.first) order.push_back(m);
  }
  for (int32_t m = begin; m < end; ++m) {
    if (places_[m].first >= frame.first) order.push_back(m);
  }
  in_sentence = order.size();
  const int32_t oldest =
      first_mention_[std::max(0, frame.sentence - kSentencesBack)];
  for (int32_t m = begin; m-- > std::max(oldest, begin - kMentionsBack);) {
    order.push_back(m);
  }
  Candidate none;
  none.features = Features(keep_names);
  out.push_back(std::move(none));
  const WordSenses::Set doing = context_.Doing(frame);
  bool any_same = false, any_named = false;
  bool subject_seen = false;
  int far = 0;  // organizations of other sentences so far
  const int32_t paragraph = input_.document.sentences[frame.sentence].paragraph;
  int32_t leader = -1;  // the first organization of the paragraph
  for (int32_t m = std::max(
           first_mention_[input_.document.paragraphs[paragraph].first_sentence],
           end - kMentionsBack);
       m < end && leader < 0; ++m) {
    leader = speaks_for_[m];
  }
  const auto add = [&](int32_t organization, int32_t mention) {
    for (const Candidate& other : out) {
      if (other.organization == organization) return;
    }
    if (out.size() > kMaxCandidates) return;
    Candidate candidate;
    candidate.organization = organization;
    candidate.mention = mention;
    candidate.features = Features(keep_names);
    Features& features = candidate.features;
    const Entity& entity = entities.entities[organization];
    if (mention >= 0) {
      Describe(index, mention, unit_class, category, &features);
      Relate(frame, organization, mention, unit_class, doing, &features);
      const MentionKind kind = entities.mentions[mention].kind;
      const bool same = entities.mentions[mention].sentence == frame.sentence;
      candidate.attribution =
          kind == MentionKind::kPerson    ? v1::ATTRIBUTION_SPEAKER
          : kind == MentionKind::kPronoun ? v1::ATTRIBUTION_PRONOUN
          : kind == MentionKind::kNominal ? v1::ATTRIBUTION_NOMINAL
          : !same                         ? v1::ATTRIBUTION_TOPIC
          : WordAfter(mention) == "'s"    ? v1::ATTRIBUTION_POSSESSIVE
                                          : v1::ATTRIBUTION_SUBJECT;
    } else {
      features.Add("at=nowhere");
      candidate.attribution = v1::ATTRIBUTION_TOPIC;
    }
    const int32_t rank = rank_[organization];
    const absl::string_view place =
        mention < 0                                             ? "no"
        : entities.mentions[mention].sentence == frame.sentence ? "same"
                                                                : "far";
    if (mention >= 0 && IsSource(mention)) features.Add("source.", place);
    // Another has been the subject since: "the same" means less.
    const bool stale = place == "far" && subject_seen;
    if (place == "far" && !subject_seen && mention >= 0 &&
        FirstOf(mention, entities.mentions[mention].sentence)) {
      subject_seen = true;
      features.Add("lastsubject");
    }
    candidate.where = std::string(place);
    if (place == "far") {
      ++far;
      absl::StrAppend(&candidate.where, std::min(far, 3), stale ? "x" : "");
      features.Add("recent=", std::min(far, 4));
      features.Add("recents=", std::min(far, 3), any_same ? ".some" : ".none");
    }
    if (organization == leader) {
      features.Add("leader");
      features.Add("leader.", place);
    }
    candidate.rank = rank;
    features.Add("rank=", std::min(rank, 4));
    features.Add("rankp=", std::min(rank, 3), ".", place);
    if (in_title_[organization]) {
      features.Add("title");
      features.Add("title.", place);
    }
    const int32_t share = share_[organization];
    const absl::string_view part = share >= 60   ? "most"
                                   : share >= 35 ? "much"
                                   : share >= 15 ? "some"
                                                 : "little";
    features.Add("share=", part);
    features.Add("sharep=", part, ".", place);
    features.Add("kind=", entity.organization_kind);
    features.Add("kindc=", entity.organization_kind, ".", category);
    features.Add("conf=", entity.confidence < 0.5   ? "low"
                          : entity.confidence < 0.8 ? "mid"
                                                    : "high");
    if (previous == organization) {
      features.Add("same");
      features.Add("same.",
                   previous_sentence == frame.sentence ? "sentence" : "before");
      features.Add("samep.", candidate.where);
    }
    out.push_back(std::move(candidate));
  };
  for (size_t k = 0; k < order.size(); ++k) {
    const int32_t organization = OrganizationOf(order[k]);
    if (organization < 0) continue;
    // "told the Herald", "according to a Herald report".
    if (entities.entities[organization].organization_kind ==
            v1::ORGANIZATION_KIND_MEDIA &&
        IsSource(order[k])) {
      continue;
    }
    if (static_cast<int32_t>(k) < in_sentence) {
      any_same = true;
      any_named |=
          entities.mentions[order[k]].kind == MentionKind::kOrganization;
    }
    add(organization, order[k]);
  }
  if (topic_ >= 0 &&
      entities.entities[topic_].kind == EntityKind::kOrganization) {
    add(topic_, -1);
  }
  Features& features = out[0].features;
  features.Add("none");
  features.Add("none.", any_named ? "named" : any_same ? "same" : "far");
  features.Add("none.u.", unit_class);
  features.Add("none.c.", category);
  if (out.size() == 1) features.Add("none.alone");
  Actors(frame, &features);
  if (previous == -1) features.Add("none.same");
  if (previous >= 0) features.Add("none.other");
  return out;
}

std::vector<int32_t> Attributor::Joined(int32_t mention) const {
  std::vector<int32_t> out;
  const Entities& entities = input_.entities;
  const int32_t sentence = entities.mentions[mention].sentence;
  const int32_t end = std::min(first_mention_[sentence + 1], mention + 4);
  int32_t last = places_[mention].last;
  for (int32_t m = mention + 1; m < end; ++m) {
    if (speaks_for_[m] < 0 ||
        entities.mentions[m].kind != MentionKind::kOrganization) {
      break;
    }
    bool joined = places_[m].first > last && places_[m].first - last <= 5;
    bool has_and = false;
    for (int32_t i = last; i < places_[m].first && joined; ++i) {
      const Lexeme& lexeme = input_.lexed.lexemes[i];
      const absl::string_view word = input_.lexed.Surface(lexeme);
      has_and |= lexeme.hash == kAnd || lexeme.hash == kWith;
      joined = lexeme.hash == kAnd || lexeme.hash == kWith || word == "," ||
               word == "the" || word == "together" || word == "along";
    }
    if (!joined) break;
    out.push_back(speaks_for_[m]);
    last = places_[m].last;
    if (has_and) break;
  }
  return out;
}

}  // namespace impactwire::extract
