#include "ingest_service/extract/roles/role_linker.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "ingest_service/extract/roles/appointment.h"
#include "ingest_service/extract/roles/portfolio.h"
#include "ingest_service/extract/roles/role_scene.h"
#include "ingest_service/extract/roles/title_finder.h"

namespace impactwire::extract {
namespace {

using text::ParagraphKind;
using text::TokenKind;

// How near an organization without a word that binds it is to a title, in
// mentions it weighs.
constexpr double kSameParagraph = 4;
constexpr double kNextParagraph = 2;
constexpr double kBeforeTitle = 8;
constexpr double kAfterTitle = 4;
constexpr double kMostMentions = 5;

class Linker : private RoleScene {
 public:
  Linker(const TitleLexicon& lexicon, const text::Document& document,
         const Entities& entities)
      : RoleScene(document, entities), lexicon_(lexicon) {
    topic_ = Topic();
  }

  std::vector<Role> Link() {
    for (size_t s = 0; s < document_.sentences.size(); ++s) {
      const text::Sentence& sentence = document_.sentences[s];
      const ParagraphKind kind = document_.paragraphs[sentence.paragraph].kind;
      if (kind == ParagraphKind::kByline || kind == ParagraphKind::kFurniture) {
        continue;
      }
      sentence_ = &sentence;
      sentence_index_ = static_cast<int>(s);
      if (!HasPerson() && !HasPronoun()) {
        NoteOrganizations();
        continue;
      }
      const std::vector<TitleSpan> titles =
          FindTitles(lexicon_, {&document_, &entities_, &sentence, &owner_});
      previous_person_.clear();
      previous_last_ = -1;
      for (const TitleSpan& title : titles) LinkTitle(title);
      LinkVerbs();
      NoteOrganizations();
      NotePersons();
    }
    return std::move(roles_);
  }

 private:
  bool HasPerson() const {
    for (int t = sentence_->first_token; t < sentence_->last_token; ++t) {
      if (IsPerson(t)) return true;
    }
    return false;
  }

  bool HasPronoun() const {
    for (int t = sentence_->first_token; t < sentence_->last_token; ++t) {
      if (Is(t, "he") || Is(t, "she")) return last_person_ >= 0;
    }
    return false;
  }

  // The organization the article speaks of most, weighted to the beginning.
  int32_t Topic() const {
    int32_t best = -1;
    double top = 0;
    for (size_t e = 0; e < entities_.entities.size(); ++e) {
      const Entity& entity = entities_.entities[e];
      if (entity.kind != EntityKind::kOrganization || entity.mentions.empty() ||
          entity.organization_kind == v1::ORGANIZATION_KIND_MEDIA) {
        continue;
      }
      const double score =
          static_cast<double>(entity.mentions.size()) +
          (entities_.mentions[entity.mentions[0]].sentence <= 2 ? 1.5 : 0);
      if (score > top) {
        top = score;
        best = static_cast<int32_t>(e);
      }
    }
    return best;
  }

  // The person a sentence is about, for "he" and "she" in the next.
  void NotePersons() {
    for (int t = sentence_->first_token; t < sentence_->last_token; ++t) {
      if (IsPerson(t)) {
        last_person_ = At(t)->entity;
        return;
      }
    }
  }

  void NoteOrganizations() {
    for (int t = sentence_->first_token; t < sentence_->last_token; ++t) {
      const Mention* m = At(t);
      if (m != nullptr && m->entity >= 0 &&
          entities_.entities[m->entity].kind == EntityKind::kOrganization) {
        last_organization_ = m->entity;
        last_paragraph_ = sentence_->paragraph;
        t = m->last_token - 1;
      }
    }
  }

  // The person whose mention ends before `t`, over brackets ("(left)") and
  // joining words; -1 if none. `joined` tells by what.
  int32_t PersonBefore(int t, bool* verb_is) const {
    *verb_is = false;
    int k = t - 1;
    bool mark = false;
    for (int steps = 0; steps < 6 && In(k); ++steps) {
      if (IsPerson(k)) {
        return mark || *verb_is ? At(k)->entity : -1;
      }
      if (Word(k) == ")") {
        // "X (left), CEO"
        int open = k;
        while (In(open) && Word(open) != "(" && k - open < 8) --open;
        if (!In(open) || Word(open) != "(") return -1;
        k = open - 1;
        mark = true;
        continue;
      }
      if (owner_[k] >= 0) return -1;
      const absl::string_view w = Word(k);
      if (document_.tokens[k].kind == TokenKind::kNumber || w == "aged") {
        --k;  // an age
        continue;
      }
      if ((w == "He" || w == "She" || w == "he" || w == "she") && *verb_is) {
        return last_person_;
      }
      if (w == "," || w == "(" || w == "\u2013" || w == "\u2014" || w == "-" ||
          w == ":" || w == "|") {
        mark = true;
      } else if (w == "is" || w == "was" || w == "as" || w == "becomes" ||
                 w == "became" || w == "remains" || w == "been" || w == "be" ||
                 w == "become" || w == "serves" || w == "appointed" ||
                 w == "named" || w == "elected" || w == "made" ||
                 w == "served") {
        *verb_is = true;
      } else if (w != "who" && w != "the" && w != "a" && w != "an" &&
                 w != "its" && w != "then" && w != "now" && w != "has" &&
                 w != "also" && w != "had" && w != "will" && w != "to" &&
                 w != "currently" && w != "both" && w != "then-" &&
                 w != "once" && w != "'s" && w != "well" && w != "our" &&
                 w != "another" && w != "formerly" && w != "previously" &&
                 w != "take" && w != "takes" && w != "took" &&
                 w != "recently" && w != "today" && w != "newly" &&
                 w != "later" && w != "used") {
        return -1;
      }
      --k;
    }
    return -1;
  }

  // "Y appointed X as its chair": true if the title is part of such a clause.
  bool LinkAppointment(const TitleSpan& title) {
    int end = 0;
    if (PersonAt(title.last_token, &end) >= 0) return false;
    const Appointment found =
        ReadAppointment({&document_, &entities_, sentence_, &owner_}, title);
    if (found.person < 0) return false;
    Role role = MakeRole(title, found.person);
    if (title.organization < 0 && found.organization >= 0 &&
        !title.place_only) {
      role.organization = found.organization;
    }
    role.status = title.former ? v1::ROLE_STATUS_FORMER : found.status;
    if (IsFullName(found.person)) Put(role);
    int32_t before = found.predecessor;
    v1::RoleStatus before_status = found.predecessor_status;
    for (int t = title.outer_last;
         before < 0 && In(t) && t < title.outer_last + 8; ++t) {
      if (Is(t, "replacing") || Is(t, "succeeding")) {
        before = PersonAt(t + 1, &end);
        before_status = v1::ROLE_STATUS_FORMER;
      }
    }
    if (before >= 0 && before != found.person && IsFullName(before)) {
      role.person = before;
      role.status = before_status;
      Put(role);
    }
    previous_person_ = {found.person};
    previous_last_ = std::max(title.outer_last, title.last_token);
    return true;
  }

  void LinkTitle(const TitleSpan& title) {
    if (LinkAppointment(title)) return;
    std::vector<int32_t> persons;
    bool after = false;
    int end = 0;
    // "Y CEO X"
    int32_t person = PersonAt(title.last_token, &end);
    if (person >= 0) {
      persons.push_back(person);
      after = true;
    }
    bool verb_is = false;
    if (persons.empty()) {
      person = PersonBefore(title.outer_first, &verb_is);
      if (person < 0 && verb_is) person = OnlyPersonBefore(title.outer_first);
      if (person >= 0) persons.push_back(person);
      // "A and B, co-founders of"
      if (person >= 0 && title.plural) {
        for (int k = title.outer_first - 1; In(k); --k) {
          if (!IsPerson(k)) continue;
          const int first = At(k)->first_token;
          if (Is(first - 1, "and") && IsPerson(first - 2)) {
            persons.push_back(At(first - 2)->entity);
          }
          break;
        }
      }
    }
    // "The general manager of Y is X"
    if (persons.empty() && title.definite &&
        (Is(title.outer_last, "is") || Is(title.outer_last, "was"))) {
      person = PersonAt(title.outer_last + 1, &end);
      if (person >= 0) {
        persons.push_back(person);
        after = true;
      }
    }
    // "the group's President, X"; "its chairman, X,"
    if (persons.empty()) {
      const int edge = title.outer_last;
      if (Is(edge, ",") || Is(edge, ":")) {
        person = PersonAt(edge + 1, &end);
        if (person >= 0 && (title.definite || title.organization >= 0 ||
                            (Is(edge, ",") && Is(end, ",")))) {
          persons.push_back(person);
          after = true;
        }
      } else {
        person = PersonAt(edge, &end);
        if (person >= 0) {
          persons.push_back(person);
          after = true;
        }
      }
    }
    // "A, CEO of B and director-general of C"
    if (persons.empty() && previous_last_ >= 0 && !previous_person_.empty()) {
      int k = previous_last_;
      if (Is(k, "(")) {
        while (In(k) && !Is(k, ")") && k < previous_last_ + 6) ++k;
        if (Is(k, ")")) ++k;
      }
      const int begin = k;
      bool joins = true;
      while (k < title.outer_first && joins) {
        static constexpr absl::string_view kJoins[] = {
            "and",    "as",    "well", "&",         "also",    ",",
            "is",     "was",   "will", "be",        "to",      "the",
            "become", "a",     "take", "over",      "act",     "then",
            "now",    "has",   "been", "who",       "becomes", "later",
            "serves", "an",    "once", "appointed", "named",   "elected",
            "made",   "became"};
        joins = false;
        for (const absl::string_view w : kJoins) joins |= Is(k, w);
        ++k;
      }
      if (joins && k - begin <= 6) persons = previous_person_;
    }
    // "X, who is head of B and chairman of C": the person of the clause.
    if (persons.empty() && Is(title.outer_first - 1, "and") &&
        title.organization >= 0) {
      for (int k = title.outer_first - 2; In(k) && k >= title.outer_first - 16;
           --k) {
        if (IsPerson(k)) {
          persons.push_back(At(k)->entity);
          break;
        }
        if (Is(k, "said") || Is(k, ";") || Is(k, "by")) break;
      }
    }
    if (persons.empty()) return;
    // "secretary to the prime minister" is not the minister.
    if (Is(title.outer_first - 1, "to") && !after &&
        !Is(title.outer_first - 2, "is") && !Is(title.outer_first - 2, "was")) {
      return;
    }
    if (after && title.plural) {
      // "co-founders A and B"
      int k = end;
      if (Is(k, "and") || Is(k, ",")) {
        const int32_t second = PersonAt(k + 1, &end);
        if (second >= 0) persons.push_back(second);
      }
    }
    for (const int32_t p : persons) {
      if (IsFullName(p)) AddRole(title, p, after);
    }
    previous_person_ = persons;
    previous_last_ =
        std::max({title.outer_last, title.last_token, after ? end : 0});
  }

  // The person a sentence begins with, if it names no other before `last`.
  int32_t OnlyPersonBefore(int last) const {
    int32_t person = -1;
    for (int t = sentence_->first_token; t < last; ++t) {
      if (!IsPerson(t)) continue;
      if (person >= 0 && At(t)->entity != person) return -1;
      if (person < 0 && t > sentence_->first_token + 3) return -1;
      person = At(t)->entity;
    }
    return person;
  }

  // A single word is a person's name only beside an honorific.
  bool IsFullName(int32_t person) const {
    const Entity& entity = entities_.entities[person];
    if (entity.name.find(' ') != std::string::npos) return true;
    for (const std::string& alias : entity.aliases) {
      if (alias.find(' ') != std::string::npos) return true;
    }
    return false;
  }

  void AddRole(const TitleSpan& title, int32_t person, bool after) {
    Role role = MakeRole(title, person);
    if (title.former || IsLate(person)) {
      role.status = v1::ROLE_STATUS_FORMER;
    } else if (title.incoming || WillBecome(title)) {
      role.status = v1::ROLE_STATUS_INCOMING;
    } else if (WasOnce(title)) {
      role.status = v1::ROLE_STATUS_FORMER;
    }
    Put(std::move(role));
  }

  // "the late X" in this sentence.
  bool IsLate(int32_t person) const {
    for (int t = sentence_->first_token + 1; t < sentence_->last_token; ++t) {
      if (IsPerson(t) && At(t)->entity == person && Is(t - 1, "late")) {
        return true;
      }
    }
    return false;
  }

  Role MakeRole(const TitleSpan& title, int32_t person) const {
    Role role;
    role.person = person;
    role.title = TitleText(title.first_token, title.last_token);
    role.families = title.families;
    role.acting = title.acting;
    role.deputy = title.deputy;
    role.sentence = sentence_index_;
    role.organization = -1;
    role.confidence = 0.9;
    if (title.organization >= 0) {
      role.organization = entities_.mentions[title.organization].entity;
    } else if (!title.place_only && !title.is_public) {
      const std::optional<int32_t> office =
          OfficeOf(document_, entities_, title);
      role.organization = office ? *office : FromContext(title);
      role.confidence = 0.6;
    }
    return role;
  }

  // "will be", "is to become", "was appointed": within the clause before.
  bool WillBecome(const TitleSpan& title) const {
    for (int k = title.outer_first - 1;
         k >= sentence_->first_token && k >= title.outer_first - 7; --k) {
      if (Is(k, "become") || Is(k, "becomes") || Is(k, "appointed") ||
          Is(k, "succeed") || Is(k, "succeeds") || Is(k, "will") ||
          Is(k, "named") || Is(k, "appoints") || Is(k, "names")) {
        return true;
      }
      if (Is(k, "to") && k > sentence_->first_token &&
          (Is(k - 1, "is") || Is(k - 1, "was") || Is(k - 1, "set") ||
           Is(k - 1, "due"))) {
        return true;
      }
      if (Is(k, ",") || Is(k, ";") || IsPerson(k)) return false;
    }
    return false;
  }
  bool WasOnce(const TitleSpan& title) const {
    for (int k = title.outer_first - 1;
         k >= sentence_->first_token && k >= title.outer_first - 3; --k) {
      if (Is(k, "used") || Is(k, "was") || Is(k, "once") || Is(k, "formerly") ||
          Is(k, "previously")) {
        return true;
      }
    }
    return false;
  }

  // A title without an organization belongs to the one spoken of: named often,
  // near, and of a kind that has such titles.
  int32_t FromContext(const TitleSpan& title) const {
    bool corporate = false;
    for (const v1::RoleFamily f : title.families) {
      corporate |= f == v1::ROLE_FAMILY_CEO || f == v1::ROLE_FAMILY_CFO ||
                   f == v1::ROLE_FAMILY_MANAGING_DIRECTOR ||
                   f == v1::ROLE_FAMILY_VICE_PRESIDENT ||
                   f == v1::ROLE_FAMILY_FOUNDER;
    }
    int32_t best = -1;
    double top = 0;
    const auto consider = [&](int32_t e, double near) {
      const Entity& entity = entities_.entities[e];
      if (entity.kind != EntityKind::kOrganization) return;
      double score =
          std::min<double>(static_cast<double>(entity.mentions.size()),
                           kMostMentions) +
          near;
      const v1::OrganizationKind kind = entity.organization_kind;
      if (kind == v1::ORGANIZATION_KIND_MEDIA) score -= 6;
      if (corporate && (kind == v1::ORGANIZATION_KIND_GOVERNMENT ||
                        kind == v1::ORGANIZATION_KIND_INTERGOVERNMENTAL)) {
        score -= 4;
      }
      if (score > top) {
        top = score;
        best = e;
      }
    };
    if (topic_ >= 0) consider(topic_, 0.5);
    if (last_organization_ >= 0) {
      consider(last_organization_,
               last_paragraph_ == sentence_->paragraph       ? kSameParagraph
               : last_paragraph_ >= sentence_->paragraph - 1 ? kNextParagraph
                                                             : 0);
    }
    for (int t = sentence_->first_token; t < sentence_->last_token; ++t) {
      const Mention* m = At(t);
      if (m != nullptr && m->entity >= 0) {
        consider(m->entity, t < title.outer_first ? kBeforeTitle : kAfterTitle);
        t = m->last_token - 1;
      }
    }
    return best;
  }

  // "X, who heads Y", "X founded Y", "Y, founded by X".
  void LinkVerbs() {
    for (int t = sentence_->first_token; t < sentence_->last_token; ++t) {
      const bool set_up = (Is(t, "set") && Is(t + 1, "up")) ||
                          Is(t, "started") || Is(t, "created") ||
                          Is(t, "established");
      // Over "in 2012": the word "by".
      int by = -1;
      for (int k = t + 1; In(k) && k <= t + 5; ++k) {
        if (Is(k, "by")) by = k;
        if (owner_[k] >= 0 || Is(k, ",")) break;
      }
      const bool founded = Is(t, "founded") || Is(t, "co-founded") ||
                           Is(t, "cofounded") || (set_up && by >= 0) ||
                           (Is(t, "set") && Is(t + 1, "up"));
      const bool heads = Is(t, "heads") || Is(t, "chairs") || Is(t, "leads") ||
                         Is(t, "runs") || Is(t, "headed") || Is(t, "chaired") ||
                         Is(t, "led") || Is(t, "run");
      const bool passive = heads && Is(t + 1, "by");
      // "is run", "to run" without "by" say nothing of persons.
      if (Is(t, "run") && !passive) continue;
      if (!founded && !heads) continue;
      int32_t person = -1;
      int32_t organization = -1;
      int32_t second = -1;
      if ((founded && by >= 0) || passive) {
        if (passive) by = t + 1;
        int end = 0;
        // Over "the country singer".
        int k = by + 1;
        while (In(k) && k < by + 6 && owner_[k] < 0 && !Is(k, ",") &&
               !document_.tokens[k].capitalized) {
          ++k;
        }
        person = PersonAt(k, &end);
        if (person >= 0 && Is(end, "and")) second = PersonAt(end + 1, &end);
        for (int k = t - 1; In(k) && k >= t - 6; --k) {
          const Mention* m = At(k);
          if (m != nullptr && m->entity >= 0 &&
              entities_.entities[m->entity].kind == EntityKind::kOrganization) {
            organization = m->entity;
            break;
          }
        }
      } else {
        for (int k = t - 1; In(k) && k >= t - 4; --k) {
          if (IsPerson(k)) {
            person = At(k)->entity;
            break;
          }
          if (!Is(k, "who") && !Is(k, ",") && !Is(k, "also") && !Is(k, "has") &&
              !Is(k, "had")) {
            break;
          }
        }
        for (int k = t + 1; In(k) && k <= t + 4; ++k) {
          const Mention* m = At(k);
          if (m != nullptr) {
            if (m->entity >= 0 && entities_.entities[m->entity].kind ==
                                      EntityKind::kOrganization) {
              organization = m->entity;
            }
            break;
          }
        }
      }
      if (person < 0 || organization < 0) continue;
      Role role;
      role.person = person;
      role.organization = organization;
      role.sentence = sentence_index_;
      const bool chairs = Is(t, "chairs") || Is(t, "chaired");
      role.title = founded ? "founder" : chairs ? "chair" : "head";
      role.families.push_back(founded  ? v1::ROLE_FAMILY_FOUNDER
                              : chairs ? v1::ROLE_FAMILY_CHAIR
                                       : v1::ROLE_FAMILY_HEAD);
      role.confidence = 0.7;
      if (second >= 0) {
        Role other = role;
        other.person = second;
        Put(std::move(other));
      }
      Put(std::move(role));
    }
  }

  // Joins what is said twice.
  void Put(Role role) {
    const auto [it, fresh] =
        index_.try_emplace(std::make_tuple(role.person, role.organization,
                                           static_cast<int>(role.status)),
                           roles_.size());
    if (!fresh) {
      Role& known = roles_[it->second];
      bool news = false;
      for (const v1::RoleFamily f : role.families) {
        if (std::find(known.families.begin(), known.families.end(), f) ==
            known.families.end()) {
          news = true;
        }
      }
      bool covers = true;
      for (const v1::RoleFamily f : known.families) {
        covers &= std::find(role.families.begin(), role.families.end(), f) !=
                  role.families.end();
      }
      if (news && covers) {
        known.title = role.title;
        known.families = role.families;
      } else if (news) {
        known.title += " and " + role.title;
        known.families.insert(known.families.end(), role.families.begin(),
                              role.families.end());
      }
      known.confidence = std::max(known.confidence, role.confidence);
      return;
    }
    roles_.push_back(std::move(role));
  }

  const TitleLexicon& lexicon_;
  std::vector<Role> roles_;
  absl::flat_hash_map<std::tuple<int32_t, int32_t, int>, size_t> index_;
  int sentence_index_ = 0;
  int32_t topic_ = -1;
  int32_t last_person_ = -1;
  int32_t last_organization_ = -1;
  int32_t last_paragraph_ = -2;
  std::vector<int32_t> previous_person_;
  int previous_last_ = -1;
};

}  // namespace

std::vector<Role> LinkRoles(const TitleLexicon& lexicon,
                            const text::Document& document,
                            const Entities& entities) {
  return Linker(lexicon, document, entities).Link();
}

}  // namespace impactwire::extract
