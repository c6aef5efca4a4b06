// RoleFeatures: what is seen of an organization.
#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/roles/feature_words.h"
#include "ingest_service/extract/roles/role_features.h"

namespace impactwire::extract {
using text::TokenKind;

int RoleFeatures::Overlap(const TitleSpan& title,
                          const std::string& name) const {
  int shared = 0;
  for (int t = title.first_token; t < title.last_token; ++t) {
    const absl::string_view word = scene_.Word(t);
    if (word.size() < 5 || t == title.head_token) continue;
    shared += absl::StrContains(name, absl::AsciiStrToLower(word));
  }
  return shared;
}

bool RoleFeatures::NamedBeside(const TitleSpan& title,
                               const std::string& name) const {
  const auto matches = [&](int t) {
    if (!scene_.In(t) || !scene_.IsWord(t)) return false;
    const Mention* m = scene_.At(t);
    if (m != nullptr && m->kind != MentionKind::kNominal) return false;
    const absl::string_view word = scene_.Word(t);
    if (word.size() < 4 || IsJoint(word)) return false;
    const size_t at = name.find(absl::AsciiStrToLower(word));
    return at != std::string::npos && (at == 0 || name[at - 1] == ' ');
  };
  for (int t = title.first_token; t < title.head_token; ++t) {
    if (matches(t)) return true;
  }
  for (int t = title.first_token - 1; t >= title.first_token - 3; --t) {
    if (matches(t)) return true;
    if (scene_.In(t) && scene_.Is(t, ",")) break;
  }
  for (int t = title.head_token + 1; t < title.last_token + 4; ++t) {
    if (matches(t)) return true;
    if (scene_.In(t) && (scene_.Is(t, ",") || scene_.IsPerson(t))) break;
  }
  return false;
}

bool RoleFeatures::IsAlone(const TitleSpan& title, const RolePair& pair) const {
  if (pair.first_token < 0 || scene_.last() - scene_.first() > 16) return false;
  for (int t = scene_.first(); t < scene_.last(); ++t) {
    if (t == pair.first_token) t = pair.last_token;
    if (t == title.first_token) t = title.last_token;
    if (scene_.In(t) && scene_.IsWord(t)) return false;
  }
  return true;
}

bool RoleFeatures::InDateline(const Entity& organization) const {
  if (organization.mentions.size() > 2) return false;
  const Mention& m = scene_.entities().mentions[organization.mentions.front()];
  if (m.sentence > 4 || m.first_token == 0) return false;
  const text::Document& document = scene_.document();
  const size_t end = m.last_token;
  return document.Surface(document.tokens[m.first_token - 1]) == "(" &&
         end + 1 < document.tokens.size() &&
         document.Surface(document.tokens[end]) == ")" &&
         document.tokens[end + 1].kind == TokenKind::kPunctuation;
}

void RoleFeatures::None(const TitleSpan& title, const RolePair& pair,
                        const std::vector<RoleOrganization>& rivals,
                        Features* out) const {
  out->Add("none");
  Title(title, "none.", out);
  out->Add("none.of=", title.organization >= 0 ? "org"
                       : title.place_only      ? "place"
                                               : "none");
  out->Add("none.link=", LinkName(pair.link));
  const int edge = std::max(title.outer_last, title.last_token);
  // "head of the local bakery": of one without a name.
  out->Add("none.next=", Shape(edge));
  Gap("none.after=", edge, std::min(edge + 2, scene_.last()), 3, out);
  out->Add("none.det=", title.outer_first < title.first_token
                            ? Shape(title.outer_first)
                            : absl::string_view("none"));
  out->Add("none.prev=", Shape(title.outer_first - 1));
  if (title.last_token > title.head_token + 1) out->Add("none.tail");
  if (title.head_token > title.first_token) {
    out->Add("none.m=", scene_.Word(title.head_token - 1));
  }
  bool direct = false, prior = false, here = false, office = false;
  for (const RoleOrganization& rival : rivals) {
    office |= rival.office;
    direct |= rival.direct;
    prior |= rival.prior;
    here |= rival.before >= 0 || rival.after >= 0;
  }
  if (prior) out->Add("none.prior");
  if (office) out->Add("none.ministry");
  if (IsAlone(title, pair)) out->Add("none.alone");
  if (!here) out->Add("none.nothere");
  out->Add("none.n=", Count(static_cast<int>(rivals.size()) - 1));
  if (title.is_public && !direct) out->Add("none.office");
}

void RoleFeatures::Around(const Entity& organization, absl::string_view where,
                          Features* out) const {
  const text::Document& document = scene_.document();
  const std::vector<Mention>& mentions = scene_.entities().mentions;
  const auto after = std::partition_point(
      organization.mentions.begin(), organization.mentions.end(),
      [&](int32_t m) { return mentions[m].sentence < scene_.index(); });
  if (after != organization.mentions.begin()) {
    // Who acts begins the sentence; who is dealt with stands behind "to",
    // "from", "including".
    const Mention& last = mentions[*(after - 1)];
    const text::Sentence& sentence = document.sentences[last.sentence];
    const auto word = [&](int t) {
      return t >= sentence.first_token && t < sentence.last_token
                 ? document.Surface(document.tokens[t])
                 : absl::string_view("<end>");
    };
    const auto shape = [&](int t) {
      const absl::string_view w = word(t);
      return IsJoint(w) || !absl::ascii_isalpha(w[0]) || w == "including" ||
                     w == "into" || w == "through" || w == "like"
                 ? w
                 : absl::string_view("<word>");
    };
    out->Add("last.prev=", where, shape(last.first_token - 1));
    out->Add("last.next=", where, shape(last.last_token));
    const bool begins = last.first_token <= sentence.first_token + 1;
    out->Add("last.", where, begins ? "begins." : "inner.",
             last.kind == MentionKind::kOrganization ? "name."
             : last.kind == MentionKind::kNominal    ? "noun."
                                                     : "pronoun.",
             Bucket(scene_.index() - last.sentence));
  } else {
    out->Add("last.none.", where);
  }
  int recent = 0;
  for (auto m = after; m != organization.mentions.begin() && recent < 5;
       ++recent) {
    --m;
    if (mentions[*m].sentence < scene_.index() - 6) break;
  }
  out->Add("recent.", where, Bucket(recent));
  auto next = after;
  while (next != organization.mentions.end() &&
         mentions[*next].sentence == scene_.index()) {
    ++next;
  }
  const int ahead = next == organization.mentions.end()
                        ? 99
                        : mentions[*next].sentence - scene_.index();
  out->Add("ahead.", where, Bucket(ahead));
}

void RoleFeatures::Reference(const TitleSpan& title, absl::string_view kind,
                             Features* out) const {
  const Mention* reference = nullptr;
  const int edge = std::max(title.outer_last, title.last_token + 3);
  for (int t = title.outer_first; t < edge && reference == nullptr; ++t) {
    const Mention* m = scene_.At(t);
    if (m != nullptr && (m->kind == MentionKind::kNominal ||
                         m->kind == MentionKind::kPronoun)) {
      reference = m;
    }
  }
  if (reference == nullptr) return;
  const std::string noun =
      absl::AsciiStrToLower(scene_.Word(reference->last_token - 1));
  out->Add("noun.kind=", noun, ".", kind);
}

void RoleFeatures::InSentence(const TitleSpan& title, const RolePair& pair,
                              const RoleOrganization& candidate,
                              Features* out) const {
  const std::vector<Mention>& mentions = scene_.entities().mentions;
  const auto kind = [&](const Mention& m) -> absl::string_view {
    return m.kind == MentionKind::kOrganization ? "name."
           : m.kind == MentionKind::kNominal    ? "noun."
                                                : "pronoun.";
  };
  const auto between = [&](int from, int to, absl::string_view prefix) {
    int persons = 0, organizations = 0, marks = 0;
    bool saying = false, quote = false, joined = false;
    for (int t = from; t < to; ++t) {
      const Mention* m = scene_.At(t);
      if (m == nullptr) {
        const absl::string_view w = scene_.Word(t);
        marks += w == "," || w == ";";
        saying |= IsSaying(w);
        quote |= w == "\"" || w == "\u201c" || w == "\u201d";
        joined |= w == "who" || w == "which" || w == "where" || w == "that";
        continue;
      }
      persons += m->kind == MentionKind::kPerson;
      organizations += scene_.OrganizationAt(t) >= 0;
      t = m->last_token - 1;
    }
    out->Add(prefix, "persons=", Count(persons));
    out->Add(prefix, "orgs=", Count(organizations));
    out->Add(prefix, "marks=", Count(marks));
    // What somebody says is seldom of whom they speak for.
    if (saying) out->Add(prefix, "saying");
    if (quote) out->Add(prefix, "quote");
    if (joined) out->Add(prefix, "joined");
    if (organizations + persons == 0) {
      out->Add(prefix, "words=", Bucket(to - from));
    }
  };
  if (candidate.before >= 0) {
    const Mention& m = mentions[candidate.before];
    const std::string prefix = absl::StrCat("b.", kind(m));
    out->Add(prefix);
    Gap(absl::StrCat(prefix, "gap="), m.last_token, title.first_token, 3, out);
    between(m.last_token, title.first_token, "b.");
    if (m.first_token <= scene_.first() + 1) out->Add("b.begin");
    out->Add("b.prev=", Shape(m.first_token - 1));
    out->Add("b.next=", Shape(m.last_token));
    // "X of Y, the director": before the title but behind the person.
    if (pair.first_token >= 0 && m.first_token >= pair.last_token) {
      Gap("b.person=", pair.last_token, m.first_token, 3, out);
    } else if (pair.first_token >= 0 && m.last_token <= pair.first_token) {
      Gap("b.toperson=", m.last_token, pair.first_token, 2, out);
    }
  }
  if (candidate.after >= 0) {
    const Mention& m = mentions[candidate.after];
    const std::string prefix = absl::StrCat("a.", kind(m));
    out->Add(prefix);
    Gap(absl::StrCat(prefix, "gap="), title.last_token, m.first_token, 4, out);
    // The first word alone: "of", "at".
    if (m.first_token > title.last_token) {
      out->Add("a.first=", Shape(title.last_token));
      out->Add("a.last=", Shape(m.first_token - 1));
    }
    between(title.last_token, m.first_token, "a.");
    out->Add("a.next=", Shape(m.last_token));
    if (pair.first_token >= 0 && m.first_token >= pair.last_token &&
        pair.first_token >= title.last_token) {
      Gap("a.person=", pair.last_token, m.first_token, 3, out);
    }
  }
}

void RoleFeatures::Organization(const TitleSpan& title, const RolePair& pair,
                                const std::vector<RoleOrganization>& rivals,
                                const RoleOrganization& candidate,
                                Features* out) const {
  if (candidate.entity < 0) {
    None(title, pair, rivals, out);
    return;
  }
  const Entity& entity = scene_.entities().entities[candidate.entity];
  const absl::string_view kind = KindName(entity.organization_kind);
  const bool here = candidate.before >= 0 || candidate.after >= 0;
  // "Y's CEO" is surer than "its CEO" and "the bank's CEO".
  const bool named = title.organization >= 0 &&
                     scene_.entities().mentions[title.organization].kind ==
                         MentionKind::kOrganization;
  const absl::string_view where = candidate.direct && named ? "direct."
                                  : candidate.direct        ? "reference."
                                  : here                    ? "here."
                                                            : "far.";
  out->Add(where);
  out->Add("kind=", kind);
  out->Add(where, "kind=", kind);
  for (const v1::RoleFamily family : title.families) {
    out->Add("kind=", kind, ".", v1::RoleFamily_Name(family));
  }
  if (title.is_public) out->Add("public.", kind);
  if (title.place_only) out->Add("place.", where);
  if (candidate.appoints) out->Add("appoints");
  if (candidate.prior) out->Add("prior");
  if (candidate.office) out->Add("office");
  if (IsAlone(title, pair)) {
    out->Add("alone.", where);
    if (candidate.topic) out->Add("alone.topic");
    if (candidate.first) out->Add("alone.first");
    if (candidate.about) out->Add("alone.about");
    if (candidate.heading) out->Add("alone.heading");
  }
  if (candidate.last) out->Add("last.", where);
  if (candidate.topic) out->Add("topic.", where);
  if (candidate.headline) out->Add("headline.", where);
  if (candidate.taken) out->Add("taken.", where);
  out->Add("n=", Bucket(static_cast<int>(entity.mentions.size())));
  size_t most = 0;
  for (const RoleOrganization& rival : rivals) {
    if (rival.entity < 0 || rival.entity == candidate.entity) continue;
    most = std::max(most,
                    scene_.entities().entities[rival.entity].mentions.size());
  }
  const size_t mine = entity.mentions.size();
  const absl::string_view share = mine >= 2 * most   ? "double"
                                  : mine >= most     ? "most"
                                  : 2 * mine >= most ? "half"
                                  : 5 * mine >= most ? "some"
                                                     : "little";
  out->Add("share.", where, share);
  // "Chief executive X said", without a word of whose.
  const bool bare = title.outer_first == title.first_token &&
                    title.outer_last == title.last_token;
  if (bare) {
    out->Add("bare.", where);
    out->Add("bare.share.", where, share);
  }
  out->Add("kind=", kind, ".h=", scene_.Word(title.head_token));
  if (title.head_token > title.first_token) {
    out->Add("kind=", kind, ".m=", scene_.Word(title.head_token - 1));
  }
  if (!here) {
    out->Add("age=", Bucket(candidate.age));
    out->Add("rank=", candidate.rank < 0 ? "none" : Count(candidate.rank));
    if (title.definite) out->Add("definite.rank=", Count(candidate.rank));
  }
  out->Add("focus=", where, candidate.rank < 0 ? "-" : Count(candidate.rank),
           ".", candidate.place < 0 ? "-" : Count(candidate.place), ".",
           candidate.paragraph ? "same." : "other.",
           candidate.topic ? "topic" : "");
  if (candidate.place >= 0) {
    out->Add("place=", here ? "here." : "far.", Count(candidate.place));
  }
  if (candidate.filled) out->Add("filled.", where);
  if (title.organization < 0) {
    out->Add(absl::StrCat("acting=", where),
             candidate.acting < 0 ? "none" : Count(candidate.acting));
    if (candidate.first) out->Add("first.", where);
    if (candidate.heading) out->Add("heading.", where);
    if (candidate.about) out->Add("about.", where);
    if (candidate.surname) out->Add("surname.", where);
    out->Add(absl::StrCat("employs=", where), Count(candidate.employs));
  }
  if (candidate.age > 0) {
    out->Add("paragraph=", candidate.paragraph ? "y." : "n.", where);
  }
  out->Add("together.", where, Count(candidate.together));
  const std::string name = absl::AsciiStrToLower(entity.name);
  const int overlap = Overlap(title, name);
  // "Health Minister": of no health trust.
  const bool office = title.is_public && entity.organization_kind !=
                                             v1::ORGANIZATION_KIND_GOVERNMENT;
  if (overlap > 0 && !office) {
    out->Add(entity.organization_kind == v1::ORGANIZATION_KIND_GOVERNMENT
                 ? "overlap="
                 : "overlap.other=",
             Count(overlap));
    if (title.is_public) out->Add("overlap.public=", kind);
  }
  int above = 0, below = 0;
  double most_before = 0, most_behind = 0;
  for (const RoleOrganization& rival : rivals) {
    if (rival.entity < 0) continue;
    above += rival.salience > candidate.salience;
    below += rival.sequel > candidate.sequel;
    if (rival.entity == candidate.entity) continue;
    most_before = std::max(most_before, rival.salience);
    most_behind = std::max(most_behind, rival.sequel);
  }
  const auto ratio = [](double mine, double other) -> absl::string_view {
    return mine == 0              ? "none"
           : mine > 2.5 * other   ? "far_above"
           : mine > 1.3 * other   ? "above"
           : mine >= 0.75 * other ? "near"
           : mine >= 0.4 * other  ? "below"
                                  : "far_below";
  };
  out->Add("salience.", where, Count(above));
  out->Add("salience.ratio.", where, ratio(candidate.salience, most_before));
  if (candidate.sequel > 0) {
    out->Add("sequel.", where, Count(below));
  }
  out->Add("sequel.ratio.", where, ratio(candidate.sequel, most_behind));
  if (bare) {
    out->Add("bare.salience.ratio.", where,
             ratio(candidate.salience, most_before));
  }
  if (!office && NamedBeside(title, name)) out->Add("beside.", where);
  if (InDateline(entity)) out->Add("dateline");
  // "principal": of a school.
  const size_t space = name.rfind(' ');
  const absl::string_view noun = absl::string_view(name).substr(
      space == std::string::npos ? 0 : space + 1);
  out->Add("noun=", noun, ".", scene_.Word(title.head_token));
  InSentence(title, pair, candidate, out);
  Around(entity, where, out);
  Reference(title, kind, out);
}

}  // namespace impactwire::extract
