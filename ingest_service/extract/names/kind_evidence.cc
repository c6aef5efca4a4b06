#include "ingest_service/extract/names/kind_evidence.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "ingest_service/extract/names/context_words.h"

namespace impactwire::extract {
namespace {

// Points above which a name is taken for an organization.
constexpr float kEnough = 2.5f;
constexpr float kFew = 3;   // mentions whose points are simply added
constexpr float kSure = 5;  // outvotes the tagger

class Judge {
 public:
  explicit Judge(NameTable* table)
      : table_(*table), tokens_(table->document().tokens) {}

  void Run() {
    for (const NamedSpan& span : table_.spans()) {
      if (span.first_token >= span.last_token) continue;
      if (span.kind == EntityKind::kPerson &&
          span.last_token - span.first_token > 1) {
        surnames_.insert(table_.Fact(span.last_token - 1).key);
      }
      if (span.kind == EntityKind::kOrganization &&
          span.last_token - span.first_token > 1) {
        for (int t = span.first_token; t < span.last_token; ++t) {
          in_bodies_.insert(table_.Fact(t).key);
        }
      }
      if (span.kind == EntityKind::kPerson &&
          span.last_token - span.first_token > 1) {
        for (int t = span.first_token; t < span.last_token; ++t) {
          parts_.insert(table_.Fact(t).key);
        }
      }
      if (span.kind == EntityKind::kPerson &&
          span.last_token - span.first_token == 1) {
        alone_.insert(table_.Fact(span.first_token).key);
      }
    }
    absl::flat_hash_map<uint64_t, float> points;
    absl::flat_hash_map<uint64_t, int> times;
    for (const NamedSpan& span : table_.spans()) {
      if (span.first_token >= span.last_token) continue;
      const uint64_t key = table_.KeyOf(span.first_token, span.last_token);
      points[key] += PointsOf(span);
      ++times[key];
    }
    for (NamedSpan& span : table_.spans()) {
      if (span.first_token >= span.last_token) continue;
      if (span.kind == EntityKind::kOrganization) {
        if (IsCountry(span)) span.kind = EntityKind::kPlace;
        // "Obiora" after "Chukwuemeka Obiora".
        if (span.last_token - span.first_token == 1 &&
            IsSurname(table_.Fact(span.first_token))) {
          span.kind = EntityKind::kPerson;
          span.margin = kSure;
        }
        continue;
      }
      if (IsCountry(span)) continue;
      const uint64_t key = table_.KeyOf(span.first_token, span.last_token);
      float sum = points[key] + Prior(span);
      // A place that is often named does much, too.
      if (span.kind == EntityKind::kPlace) {
        sum /= std::max(1.0f, static_cast<float>(times[key]) / kFew);
      }
      if (sum >= kEnough) {
        // Places by their names are often said to do what their people do.
        span.stated = span.kind == EntityKind::kPerson;
        span.kind = EntityKind::kOrganization;
        span.margin = kSure;
      }
    }
  }

 private:
  // "U.S.", "Costa Rica": a place whatever is said of it.
  bool IsCountry(const NamedSpan& span) const {
    const uint16_t flags = table_.Fact(span.first_token).phrase_flags;
    return table_.IsKnown(span.first_token, span.last_token) &&
           (flags & kGazCountry) && !(flags & kGazOrganization);
  }
  // Whether the word is a person's last name here and no part of a body's.
  bool IsSurname(const TokenFact& fact) const {
    return surnames_.contains(fact.key) && !in_bodies_.contains(fact.key) &&
           !(fact.phrase_flags & kGazFamous);
  }
  bool In(int token, const NamedSpan& span) const {
    const text::Sentence& s = table_.SentenceOf(span.first_token);
    return token >= s.first_token && token < s.last_token;
  }
  bool Is(int token, const NamedSpan& span, absl::string_view word) const {
    return In(token, span) && table_.Is(token, word);
  }
  bool IsTitle(int token, const NamedSpan& span) const {
    return In(token, span) && (table_.Fact(token).classes & kTitleWord);
  }
  // "company", "maker", "plant", in lower case.
  bool IsBodyNoun(int token, const NamedSpan& span) const {
    if (!In(token, span) || table_.Fact(token).capital) return false;
    if (table_.Fact(token).classes & kNominalOrg) return true;
    return IsContextWord(table_.Word(token), kNounWord);
  }
  // Whether a noun before `token` stands by itself: "a maker of", not "a bank
  // clerk".
  bool EndsNoun(int token, const NamedSpan& span) const {
    return !In(token, span) ||
           tokens_[token].kind == text::TokenKind::kPunctuation ||
           (table_.Fact(token).classes & (kConnector | kLocative | kOpener)) ||
           Is(token, span, "that") || Is(token, span, "which") ||
           Is(token, span, "whose");
  }
  bool IsPerson(int token, const NamedSpan& span) const {
    if (!In(token, span)) return false;
    const int32_t owner = table_.OwnerOf(token);
    return owner >= 0 && table_.spans()[owner].kind == EntityKind::kPerson;
  }

  // What the words of the name say.
  float Prior(const NamedSpan& span) const {
    const TokenFact& first = table_.Fact(span.first_token);
    const TokenFact& last = table_.Fact(span.last_token - 1);
    const int size = span.last_token - span.first_token;
    // "Yayasan Teratai", but "Charity Marsh"
    if (size > 1 && !(first.gazetteer & kGazFirstName) &&
        IsContextWord(absl::AsciiStrToLower(table_.Word(span.first_token)),
                      kNonprofitNameWord)) {
      return 2 * kEnough;
    }
    if (span.kind == EntityKind::kPlace) {
      if (EndsInCompoundHead(table_.Word(span.last_token - 1)) &&
          first.part == GazetteerPart::kNone) {
        return 3;
      }
      // "Jamsu Bridge, which"
      if (size > 1 && (last.classes & kPlaceHead) &&
          !(last.classes & kOrganizationHead)) {
        return -6;
      }
      // "Amazon": well known as a body, too.
      if (table_.IsKnown(span.first_token, span.last_token) &&
          (first.phrase_flags & kGazFamous) &&
          (first.phrase_flags & kGazOrganization)) {
        return 0;
      }
      return first.phrase_flags & (kGazCountry | kGazRegion) ? -6
             : first.phrase_flags & kGazCity                 ? -3
                                                             : 0;
    }
    float points = EndsInCompoundHead(table_.Word(span.last_token - 1)) ? 3 : 0;
    if (size > 1 && (first.gazetteer & kGazFirstName)) points -= 1.5f;
    if (size > 1 && (last.gazetteer & kGazSurname)) points -= 0.5f;
    // A surname by itself elsewhere.
    if (size > 1 && alone_.contains(last.key)) points -= 4;
    if (size == 1 && parts_.contains(first.key)) points -= 6;
    if (size > 1 && (last.gazetteer & kGazLowerWord) &&
        !(last.gazetteer & (kGazSurname | kGazFirstName))) {
      points += 1;
    }
    return points;
  }

  // What the words around one mention say.
  float PointsOf(const NamedSpan& span) const {
    const int before = span.first_token - 1;
    const int after = span.last_token;
    float points = 0;
    if (In(before, span)) {
      const TokenFact& fact = table_.Fact(before);
      if (fact.classes & kHonorific) points -= 6;
      if ((fact.classes & kTitleWord) && !Is(before, span, "group")) {
        points -= 4;  // "chairman X"
      }
      if ((fact.classes & kSayVerb)) points -= 2;
      // "the lender X"; a place also in "the Nairobi company".
      if (IsBodyNoun(before, span)) points += 3;
      // "the regional utility, X, will", "78 per cent of X"
      if (Is(before, span, ",") && IsBodyNoun(before - 1, span) &&
          !Is(before - 1, span, "team")) {
        points += 3;
      }
      if (Is(before, span, "of") &&
          (Is(before - 1, span, "cent") || Is(before - 1, span, "percent") ||
           Is(before - 1, span, "shares") || Is(before - 1, span, "stake") ||
           (In(before - 1, span) &&
            IsContextWord(absl::AsciiStrToLower(table_.Word(before - 1)),
                          kBelongingWord)) ||
           Is(before - 1, span, "subsidiary"))) {
        points += span.kind == EntityKind::kPerson ? 3 : 0;
      }
      if (Is(before, span, "at") && span.kind == EntityKind::kPerson) {
        points += 2;
      }
      if ((Is(before, span, "by") || Is(before, span, "from")) &&
          span.kind == EntityKind::kPerson) {
        points += 0.5f;
      }
      if (Is(before, span, "heads") || Is(before, span, "chairs") ||
          Is(before, span, "runs") || Is(before, span, "founded") ||
          Is(before, span, "co-founded") || Is(before, span, "joined")) {
        points += 3;
      }
      if (fact.classes & kLocative && span.kind == EntityKind::kPlace &&
          !Is(before, span, "from")) {
        points -= 2;
      }
      // "chief executive of X", "head of programmes at X"
      if (Is(before, span, "of") || Is(before, span, "at")) {
        for (int t = before - 1; t >= before - 4; --t) {
          if (IsTitle(t, span)) {
            // "director at X": no place, though "at" may say so.
            if (Is(before, span, "at") && span.kind == EntityKind::kPlace) {
              points += 2;
            }
            const bool state =
                table_.Is(t, "governor") || table_.Is(t, "mayor") ||
                table_.Is(t, "president") || table_.Is(t, "minister");
            points += state && span.kind == EntityKind::kPlace ? 0 : 4;
            break;
          }
          if (!In(t, span) || IsPerson(t, span) || table_.Word(t) == ",") {
            break;
          }
        }
      }
    }
    if (!In(after, span)) return points;
    const TokenFact& next = table_.Fact(after);
    if (Is(after, span, "who")) points -= 5;
    if (next.classes & kSayVerb) points -= 1;
    if (table_.IsPossessive(after)) {
      for (int t = after + 1; t <= after + 4 && In(t, span); ++t) {
        if (IsTitle(t, span)) {
          points += span.kind == EntityKind::kPlace ? 1 : 4;
          break;
        }
        if (table_.OwnerOf(t) >= 0) break;
      }
    } else if (IsTitle(after, span)) {
      // "X chief executive Ann Marsh"
      for (int t = after + 1; t <= after + 4 && In(t, span); ++t) {
        if (IsPerson(t, span)) {
          points += 4;
          break;
        }
      }
    } else if (Is(after, span, "chief") || Is(after, span, "managing") ||
               Is(after, span, "executive")) {
      points += 2;
    } else if (Is(after, span, ",")) {
      points += Apposition(span, after + 1);
    }
    if (IsContextWord(table_.Word(after), kVerbWord)) points += 0.7f;
    // "the Selmer shops"
    if (IsContextWord(table_.Word(after), kBelongingWord) &&
        (span.kind == EntityKind::kPerson ||
         !(table_.Fact(span.first_token).phrase_flags & kGazPlace))) {
      points += span.kind == EntityKind::kPerson ? 3 : 2;
    }
    return points;
  }

  // ", 54, a nurse", ", chair of": a person; ", a maker of tiles": a body.
  float Apposition(const NamedSpan& span, int token) const {
    if (In(token, span) && tokens_[token].kind == text::TokenKind::kNumber) {
      return -5;
    }
    if (Is(token, span, "who")) return -5;
    const bool article =
        Is(token, span, "a") || Is(token, span, "an") || Is(token, span, "the");
    for (int t = token; t < token + 6 && In(t, span); ++t) {
      // ", whose chief executive is"
      if (Is(token, span, "whose") &&
          (IsTitle(t, span) || Is(t, span, "chief"))) {
        return 4;
      }
      if (IsTitle(t, span)) return -4;
      const TokenFact& fact = table_.Fact(t);
      if (fact.classes & kPersonNoun) return -4;
      if (IsBodyNoun(t, span)) {
        // "X, the bank's chairman" is a person.
        if (In(t + 1, span) && table_.IsPossessive(t + 1)) return -3;
        const bool nominal = (fact.classes & kNominalOrg) != 0;
        if (article && EndsNoun(t + 1, span) &&
            (nominal || span.kind == EntityKind::kPerson)) {
          return 4.5f;
        }
        if (nominal) return 2;
      }
      if (table_.OwnerOf(t) >= 0 || table_.Word(t) == ",") break;
    }
    return Is(token, span, "which") ? 4 : 0;
  }

  NameTable& table_;
  const std::vector<text::Token>& tokens_;
  absl::flat_hash_set<uint64_t> parts_;      // words of persons' full names
  absl::flat_hash_set<uint64_t> surnames_;   // their last ones
  absl::flat_hash_set<uint64_t> in_bodies_;  // words of organizations' names
  absl::flat_hash_set<uint64_t> alone_;      // persons named by one word
};

}  // namespace

void ReconsiderKinds(NameTable* table) { Judge(table).Run(); }

}  // namespace impactwire::extract
