#include "ingest_service/extract/names/short_form.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "ingest_service/extract/names/context_words.h"

namespace impactwire::extract {

int ShortForms::FirstWord(const NamedSpan& n) const {
  return n.last_token - n.first_token > 1 &&
                 (facts_.tokens[n.first_token].classes & kDeterminer)
             ? n.first_token + 1
             : n.first_token;
}

bool ShortForms::IsShortFor(const NamedSpan& n, const NamedSpan& full) const {
  const int first = FirstWord(n);
  const int begin = FirstWord(full);
  const int size = n.last_token - first;
  if (full.last_token - begin <= size) return false;
  if (DropsFirstHead(n, full)) return true;
  for (int k = 0; k < size; ++k) {
    if (facts_.tokens[begin + k].key != facts_.tokens[first + k].key) {
      return false;
    }
  }
  // "Lotus Foundation" of "Lotus Foundation for Rural Health"
  const int rest = begin + size;
  bool of = false;
  for (int t = first; t < n.last_token; ++t) {
    of |= (facts_.tokens[t].classes & kOrganizationHead) != 0;
  }
  of = of && size > 1 &&
       (absl::EqualsIgnoreCase(Word(rest), "of") ||
        absl::EqualsIgnoreCase(Word(rest), "for"));
  bool generic = true;
  for (int t = rest; t < full.last_token && generic && !of; ++t) {
    const uint32_t c = facts_.tokens[t].classes;
    generic = (c & (kLegalSuffix | kCompanyHead | kConnector)) &&
              !(c & (kNonprofitHead | kEducationHead | kGovernmentHead));
    if (document_.tokens[t].kind == text::TokenKind::kPunctuation) {
      generic = true;
    }
  }
  return generic || DropsLittle(n, full, rest);
}

// "Raízes do Sul" of "Cooperativa Raízes do Sul"; foundations are bodies of
// their own here too.
bool ShortForms::DropsFirstHead(const NamedSpan& n,
                                const NamedSpan& full) const {
  const int size = n.last_token - n.first_token;
  if (size < 2 || full.last_token - full.first_token != size + 1) return false;
  const uint32_t head = facts_.tokens[full.first_token].classes;
  if (!(head & (kOrganizationHead | kCompanyHead | kLegalSuffix)) ||
      (head & kNonprofitHead)) {
    return false;
  }
  for (int k = 0; k < size; ++k) {
    if (facts_.tokens[full.first_token + 1 + k].key !=
        facts_.tokens[n.first_token + k].key) {
      return false;
    }
  }
  return true;
}

// Whether a name is more than common words, places and surnames.
bool ShortForms::IsDistinct(const NamedSpan& n) const {
  const int first = FirstWord(n);
  if (facts_.tokens[n.last_token - 1].classes & kOrganizationHead) {
    return false;
  }
  if (n.last_token - first > 1) return true;
  const TokenFact& word = facts_.tokens[first];
  return !(word.gazetteer & (kGazLowerWord | kGazFirstName)) &&
         !(word.phrase_flags & kGazPlace) && Word(first).size() > 2;
}

bool ShortForms::AreCommon(int first, int last) const {
  for (int t = first; t < last; ++t) {
    const TokenFact& fact = facts_.tokens[t];
    if (!(fact.gazetteer & kGazLowerWord) &&
        !(fact.classes &
          (kOrganizationHead | kLegalSuffix | kConnector | kNationality)) &&
        document_.tokens[t].kind == text::TokenKind::kWord) {
      return false;
    }
  }
  return true;
}

// "Engro Foundation" is another body than "Engro", which gave it the name and
// is known or named before it. A name that comes only after "Kopi7
// Foundation", by itself, is short for it.
bool ShortForms::NamesSisterBody(const NamedSpan& n,
                                 const NamedSpan& full) const {
  static constexpr absl::string_view kSisters[] = {
      "Foundation", "Fund",    "School", "Union",
      "Institute",  "Academy", "College"};
  if (!absl::c_linear_search(kSisters, Word(full.last_token - 1))) {
    return false;
  }
  if (n.first_token < full.first_token) return true;
  for (int t = FirstWord(n); t < n.last_token; ++t) {
    const TokenFact& fact = facts_.tokens[t];
    if ((fact.classes & (kOrganizationHead | kLegalSuffix)) ||
        (fact.phrase_flags & kGazFamous) || document_.tokens[t].all_caps) {
      return true;
    }
  }
  return false;
}

// Short forms that drop more than "Group": [rest, end) of `full` is missing
// from `n`.
bool ShortForms::DropsLittle(const NamedSpan& n, const NamedSpan& full,
                             int rest) const {
  const TokenFact& last = facts_.tokens[full.last_token - 1];
  const bool after = n.first_token > full.first_token;
  // "Akhuwat" after "Akhuwat Pakistan"
  if (after && full.last_token - rest <= 2 &&
      (facts_.tokens[rest].phrase_flags & kGazCountry) &&
      last.part != GazetteerPart::kNone) {
    return true;
  }
  const bool known = facts_.tokens[n.first_token].phrase_flags & kGazFamous;
  // "Hong Chi" of "Hong Chi Association", not "Essar" of "Essar Foundation".
  if (full.last_token - rest == 1 && !known &&
      (last.classes & kOrganizationHead)) {
    return !NamesSisterBody(n, full);
  }
  // "Dali Shidai" of "Dali Shidai Agricultural Science and Technology",
  // "Yarndi" of "Yarndi Aboriginal Corporation": a word of its own, then only
  // common ones.
  if (!known && IsDistinct(n) && AreCommon(rest, full.last_token) &&
      !NamesSisterBody(n, full)) {
    return true;
  }
  // "Hon Hai" of "Hon Hai Precision Industry"
  return n.last_token - n.first_token >= 2 && full.last_token - rest <= 3 &&
         (last.classes & (kLegalSuffix | kCompanyHead)) &&
         !(facts_.tokens[n.last_token - 1].classes & kOrganizationHead);
}

bool ShortForms::IsPartOf(const NamedSpan& n, const NamedSpan& full,
                          bool after) const {
  const int first = FirstWord(n);
  const int size = n.last_token - first;
  const int begin = FirstWord(full);
  if (full.last_token - begin <= size) return false;
  int at = begin;
  const auto matches = [&] {
    for (int k = 0; k < size; ++k) {
      if (facts_.tokens[at + k].key != facts_.tokens[first + k].key) {
        return false;
      }
    }
    return true;
  };
  while (at + size <= full.last_token && !matches()) ++at;
  if (at + size > full.last_token) return false;
  const TokenFact& word = facts_.tokens[first];
  // "Google" in "Grow with Google", "Ministry of Health" in a longer one.
  if ((at > begin && (facts_.tokens[at - 1].classes & kConnector)) ||
      ((word.classes & kGovernmentFirst) && (word.gazetteer & kGazLowerWord))) {
    return false;
  }
  // "Samsung" before "Samsung Display" is the whole of it; capitals are mostly
  // so known that "SSE" is not short for "SSE Renewables".
  const bool company = at == begin + 1 && full.last_token == at + size &&
                       (facts_.tokens[begin].classes & kCompanyHead);
  if ((word.phrase_flags & kGazFamous) &&
      !(after && (at == begin || company) && !IsNamedAfterAnother(full))) {
    return false;
  }
  if (size == 1 && document_.tokens[first].all_caps) return false;
  if (size == 1) {
    if (IsDistinct(n)) return true;
    return after && at == begin && !(word.phrase_flags & kGazCountry) &&
           !(word.classes & (kOrganizationHead | kNationality)) &&
           Word(first).size() > 2;
  }
  // "ABC Gas" of "ABC Gas Philippines"
  if (facts_.tokens[n.last_token - 1].classes & kOrganizationHead) {
    const TokenFact& rest = facts_.tokens[at + size];
    return at == begin && full.last_token == at + size + 1 &&
           (rest.phrase_flags & kGazCountry);
  }
  bool own = false;  // a word that is no common one and no place's
  bool place = true;
  for (int k = first; k < n.last_token; ++k) {
    const TokenFact& fact = facts_.tokens[k];
    own |= fact.capital && !(fact.gazetteer & kGazLowerWord) &&
           !(fact.phrase_flags & kGazPlace) &&
           !(fact.classes & (kOrganizationHead | kNationality));
    place = place && (fact.phrase_flags & kGazPlace);
  }
  // "Tierra Viva" of "Fundación Tierra Viva"
  const bool headed = at == begin + 1 && full.last_token == at + size &&
                      (facts_.tokens[begin].classes & kOrganizationHead);
  return own || ((at == begin || headed) && !place);
}

bool ShortForms::IsBareHead(const NamedSpan& n, const NamedSpan& full) const {
  const int first = FirstWord(n);
  const TokenFact& fact = facts_.tokens[first];
  if (n.last_token - first != 1) return false;
  if ((fact.classes & (kNonprofitHead | kOtherHead | kEducationHead)) &&
      !(fact.gazetteer & kGazLowerWord)) {
    return true;
  }
  // "The Forum" after "X Energy Forum"
  const bool the = first > 0 && absl::EqualsIgnoreCase(Word(first - 1), "the");
  return the && n.first_token > full.first_token &&
         (fact.classes & (kOrganizationHead | kNominalOrg)) &&
         facts_.tokens[full.last_token - 1].key == fact.key;
}

bool ShortForms::IsNamedAfterAnother(const NamedSpan& full) const {
  for (int t = full.first_token; t < full.last_token; ++t) {
    if (IsContextWord(Word(t), kNamedAfterWord)) return true;
  }
  return false;
}

bool ShortForms::EndsInHead(const NamedSpan& n) const {
  return n.last_token - FirstWord(n) >= 2 &&
         (facts_.tokens[n.last_token - 1].classes & kOrganizationHead) != 0;
}

bool ShortForms::HasSameHead(const NamedSpan& n, const NamedSpan& full) const {
  if (facts_.tokens[full.last_token - 1].key !=
      facts_.tokens[n.last_token - 1].key) {
    return false;
  }
  int k = FirstWord(n);
  for (int t = full.first_token; t < full.last_token && k < n.last_token; ++t) {
    if (facts_.tokens[t].key == facts_.tokens[k].key) ++k;
  }
  return k == n.last_token;
}

}  // namespace impactwire::extract
