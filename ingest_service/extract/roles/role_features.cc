#include "ingest_service/extract/roles/role_features.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "ingest_service/extract/roles/feature_words.h"

namespace impactwire::extract {

absl::string_view RoleFeatures::Shape(int t) const {
  const Mention* m = scene_.At(t);
  if (m != nullptr) {
    switch (m->kind) {
      case MentionKind::kPerson:
        return "<per>";
      case MentionKind::kOrganization:
        return "<org>";
      case MentionKind::kPlace:
        return "<place>";
      case MentionKind::kNominal:
        return m->entity >= 0 ? "<ref>" : "<noun>";
      case MentionKind::kPronoun:
        return m->entity >= 0 ? "<its>" : "<it>";
      default:
        break;
    }
  }
  if (!scene_.In(t)) return "<end>";
  if (scene_.document().tokens[t].kind == text::TokenKind::kNumber)
    return "<num>";
  return scene_.Word(t);
}

void RoleFeatures::Gap(absl::string_view prefix, int first, int last, int most,
                       Features* out) const {
  std::string words;
  int count = 0;
  for (int t = first; t < last && count <= most; ++count) {
    const Mention* m = scene_.At(t);
    absl::StrAppend(&words, count > 0 ? "_" : "", Shape(t));
    t = m != nullptr ? std::max(m->last_token, t + 1) : t + 1;
  }
  if (count <= most) {
    out->Add(prefix, words);
    return;
  }
  out->Add(prefix, "<", Bucket(last - first), ">");
}

void RoleFeatures::Title(const TitleSpan& title, absl::string_view prefix,
                         Features* out) const {
  out->Add(prefix, "h=", scene_.Word(title.head_token));
  for (const v1::RoleFamily family : title.families) {
    out->Add(prefix, "fam=", v1::RoleFamily_Name(family));
  }
  if (title.is_public) out->Add(prefix, "public");
}

void RoleFeatures::Pair(const TitleSpan& title,
                        const std::vector<RolePair>& rivals,
                        const RolePair& pair,
                        const std::vector<TitleSpan>& titles,
                        Features* out) const {
  const absl::string_view link = LinkName(pair.link);
  const std::string by = absl::StrCat(link, ".");
  out->Add("bias");
  out->Add("link=", link);
  Title(title, "", out);
  const absl::string_view head = scene_.Word(title.head_token);
  out->Add(by, "h=", head);
  if (title.weak) out->Add(by, "weak");
  if (title.head_token > title.first_token) {
    out->Add("m=", scene_.Word(title.head_token - 1));
  } else {
    out->Add("m=none");
  }
  if (title.last_token > title.head_token + 1) out->Add("tail");
  const absl::string_view of = title.organization >= 0 ? "org"
                               : title.place_only      ? "place"
                                                       : "none";
  out->Add("of=", of);
  out->Add(by, "of=", of);
  out->Add("capital=",
           scene_.document().tokens[title.head_token].capitalized ? "y" : "n");
  out->Add("det=", title.outer_first < title.first_token
                       ? Shape(title.outer_first)
                       : absl::string_view("none"));
  if (title.former) out->Add("former");
  const int edge = std::max(title.outer_last, title.last_token);
  out->Add("next=", Shape(edge));
  out->Add("prev=", Shape(title.outer_first - 1));
  out->Add(by, "next=", Shape(edge));
  out->Add(by, "prev=", Shape(title.outer_first - 1));
  if (!scene_.IsFullName(pair.person)) out->Add("single");
  // Others who may have it.
  bool sure = false;
  for (const RolePair& rival : rivals) {
    if (rival.person != pair.person && rival.link != PairLink::kNear) {
      sure = true;
    }
  }
  out->Add(by, sure ? "rival" : "alone");
  if (rivals.front().person == pair.person) {
    out->Add("first");
  } else {
    out->Add("then.", LinkName(rivals.front().link));
    out->Add(by, "then.", LinkName(rivals.front().link));
  }
  if (pair.first_token < 0) {
    out->Add(by, title.outer_first == scene_.first() ? "begins" : "inner");
    // "where she was the director": from the pronoun on.
    int at = title.outer_first - 1;
    while (scene_.In(at) && !scene_.Is(at, "he") && !scene_.Is(at, "she")) --at;
    if (pair.link == PairLink::kPronoun && scene_.In(at)) {
      Gap("gap.pronoun=", at + 1, title.outer_first, 4, out);
      bool other = false;
      for (int t = at + 1; t < title.outer_first; ++t) {
        other |= scene_.IsPerson(t);
      }
      if (other) out->Add("pronoun.persons");
    }
    return;
  }
  // What stands between.
  const bool ahead = pair.last_token <= title.outer_first;
  const bool behind = pair.first_token >= title.last_token;
  if (!ahead && !behind) {
    out->Add("inside");
    return;
  }
  const int from = ahead ? pair.last_token : title.last_token;
  const int to = ahead ? title.outer_first : pair.first_token;
  Gap(ahead ? "gap<" : "gap>", from, to, 4, out);
  int persons = 0, organizations = 0, verbs = 0;
  for (int t = from; t < to; ++t) {
    const Mention* m = scene_.At(t);
    if (m == nullptr) {
      const absl::string_view w = scene_.Word(t);
      if (to - from <= 12 && (IsJoint(w) || w == "," || w == "." || w == "\"" ||
                              w == ")" || w == "(" || w == ":")) {
        out->Add(ahead ? "in<" : "in>", w);
      }
      verbs += w == "said" || w == "says" || w == "told" || w == ";";
      continue;
    }
    persons += m->kind == MentionKind::kPerson;
    organizations += m->kind == MentionKind::kOrganization;
    t = m->last_token - 1;
  }
  out->Add(ahead ? "persons<" : "persons>", Count(persons));
  out->Add(ahead ? "orgs<" : "orgs>", Count(organizations));
  if (verbs > 0) out->Add(ahead ? "saying<" : "saying>");
  int between = 0;
  bool other = false;  // has a title of its own beside it
  for (const TitleSpan& t : titles) {
    if (t.first_token == title.first_token) continue;
    between += t.first_token >= from && t.last_token <= to;
    other |= t.last_token <= pair.first_token &&
             t.last_token + 1 >= pair.first_token;
    other |= t.outer_first >= pair.last_token &&
             t.outer_first <= pair.last_token + 1;
  }
  out->Add(ahead ? "titles<" : "titles>", Count(between));
  if (other) out->Add(by, "other");
  out->Add(ahead ? "side<" : "side>",
           Shape(ahead ? pair.first_token - 1 : pair.last_token));
}

}  // namespace impactwire::extract
