#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/names/name_evidence.h"

namespace impactwire::extract {
namespace {

constexpr EntityKind kOrganization = EntityKind::kOrganization;
constexpr size_t kLongestAcronym = 12;  // bytes

std::string InitialsOf(const NameTable& table, int first, int last) {
  std::string initials;
  for (int i = first; i < last; ++i) {
    const absl::string_view word = table.Word(i);
    // "non-performing" gives two.
    bool start = true;
    for (const char c : word) {
      if (start && absl::ascii_isalpha(static_cast<unsigned char>(c)) &&
          !(table.Fact(i).classes & kConnector)) {
        initials += absl::ascii_toupper(static_cast<unsigned char>(c));
      }
      start = c == '-';
    }
  }
  return initials;
}

bool IsSubsequence(absl::string_view small, absl::string_view large) {
  size_t at = 0;
  for (const char c : large) {
    if (at < small.size() && absl::ascii_toupper(small[at]) == c) ++at;
  }
  return at == small.size();
}

// "PFF" elsewhere in an article that names the "Philippine Football
// Federation": three letters and more, the initials of one organization only.
void AddInitials(const absl::flat_hash_set<uint64_t>& terms, NameTable* table) {
  absl::flat_hash_map<std::string, int32_t> known;  // -1: of two names
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan& span = table->spans()[s];
    if (span.kind != kOrganization || span.last_token - span.first_token < 3) {
      continue;
    }
    const std::string initials =
        InitialsOf(*table, span.first_token, span.last_token);
    if (initials.size() < 3 || initials.size() > 6) continue;
    const auto [it, fresh] =
        known.try_emplace(initials, static_cast<int32_t>(s));
    if (fresh || it->second < 0) continue;
    const NamedSpan& other = table->spans()[it->second];
    if (table->KeyOf(span.first_token, span.last_token) !=
        table->KeyOf(other.first_token, other.last_token)) {
      it->second = -1;
    }
  }
  if (known.empty()) return;
  const int n = static_cast<int>(table->document().tokens.size());
  for (int i = 0; i < n; ++i) {
    if (!table->document().tokens[i].all_caps || !table->IsFree(i) ||
        !table->Readable(i) || terms.contains(table->Fact(i).key) ||
        (table->Fact(i).classes & kNeverName)) {
      continue;
    }
    const auto it = known.find(std::string(table->Word(i)));
    if (it == known.end() || it->second < 0) continue;
    table->Add({kOrganization, i, i + 1, 3, it->second});
  }
}

// The token where capitals begin whose first letters, to `end`, are those of
// the acronym: "Federation of Rail and Tram Staff", "Aklat, Gabay, Aruga tungo
// sa Pag-angat"; -1 if there is none.
int BeginByLetters(const NameTable& table, absl::string_view acronym, int end) {
  const int floor = std::max(table.SentenceOf(end).first_token,
                             end - 3 * static_cast<int>(acronym.size()));
  bool gap = false;  // over words that are no part of English names
  std::string letters;
  for (int k = end - 1; k >= floor; --k) {
    const TokenFact& fact = table.Fact(k);
    if (!fact.capital) {
      gap |= !(fact.classes & kConnector);
      continue;
    }
    letters.insert(letters.begin(), absl::ascii_toupper(table.Word(k)[0]));
    if (letters.size() > acronym.size()) return -1;
    if (absl::EqualsIgnoreCase(letters, acronym) ||
        (!gap && InitialsOf(table, k, end) == acronym)) {
      return gap && acronym.size() < 4 ? -1 : k;
    }
  }
  return -1;
}

// "Federation of Rail and Tram Staff (FRTS)": the letters say where the name
// begins and that it is one; "(FRTS) Foundation" belongs to it.
void TakeExtentFromLetters(int open, NameTable* table) {
  const absl::string_view acronym = table->Word(open + 1);
  if (acronym.size() < 3 || acronym.size() > kLongestAcronym ||
      !table->Fact(open + 1).capital || !table->Fact(open - 1).capital) {
    return;
  }
  const int first = BeginByLetters(*table, acronym, open);
  if (first < 0) return;
  int end = open;
  const int after = open + 3;
  if (after < table->SentenceOf(open).last_token &&
      table->Fact(after).capital &&
      (table->Fact(after).classes & (kNonprofitHead | kLegalSuffix))) {
    end = after + 1;
  } else if (!table->document().tokens[open + 1].all_caps) {
    return;
  }
  int organizations = 0;
  for (int k = first; k < end; ++k) {
    const int32_t owner = table->OwnerOf(k);
    if (owner < 0) continue;
    const NamedSpan& span = table->spans()[owner];
    if (span.first_token <= first && span.last_token >= end) return;
    if (span.first_token < first || span.last_token > end ||
        (span.kind == EntityKind::kPerson && end == open)) {
      return;
    }
    organizations += span.kind == kOrganization;
  }
  if (organizations == 0 && end == open) return;
  for (int k = first; k < end; ++k) {
    if (!table->IsFree(k)) table->Remove(table->OwnerOf(k));
  }
  table->Add({kOrganization, first, end, 3});
}

// Whether the letters of `small` stand in order in the words of [first, last),
// from the first letter on: "DepEd", "KSrelief".
bool IsMadeOf(const NameTable& table, absl::string_view small, int first,
              int last) {
  std::string letters;
  for (int i = first; i < last; ++i) {
    absl::StrAppend(&letters, absl::AsciiStrToUpper(table.Word(i)));
  }
  return !letters.empty() && small.size() >= 3 &&
         absl::ascii_toupper(small[0]) == letters[0] &&
         IsSubsequence(small, letters);
}

// "DepEd (Department of Education)": the brackets give the full name. "X, which
// used to be called Y" has two names.
void LinkFullNames(NameTable* table) {
  const int n = static_cast<int>(table->document().tokens.size());
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan span = table->spans()[s];
    if (span.first_token >= span.last_token || span.kind != kOrganization) {
      continue;
    }
    const int open = span.last_token;
    if (span.last_token - span.first_token == 1 && open + 1 < n &&
        table->Word(open) == "(") {
      const int32_t full = table->OwnerOf(open + 1);
      if (full >= 0 && table->spans()[full].kind == kOrganization &&
          table->spans()[full].last_token < n &&
          table->Word(table->spans()[full].last_token) == ")" &&
          table->spans()[full].last_token - open > 2 &&
          IsMadeOf(*table, table->Word(span.first_token), open + 1,
                   table->spans()[full].last_token)) {
        table->spans()[s].expansion = full;
      }
    }
    // ", formerly known as Y"
    int k = open;
    const int end = table->SentenceOf(open - 1).last_token;
    if (k + 2 >= end || (table->Word(k) != "," && table->Word(k) != "(")) {
      continue;
    }
    ++k;
    bool former = false;
    for (int step = 0;
         step < 6 && k < end && table->IsFree(k) && !table->Fact(k).capital;
         ++step, ++k) {
      former |= table->Is(k, "formerly") || table->Is(k, "previously") ||
                (table->Is(k, "used") && table->Is(k + 1, "to"));
    }
    const int32_t other = k < end ? table->OwnerOf(k) : -1;
    if (former && other >= 0 && table->spans()[other].first_token == k &&
        table->spans()[other].kind == kOrganization &&
        table->spans()[other].expansion < 0) {
      table->spans()[other].expansion = static_cast<int32_t>(s);
    }
  }
}

}  // namespace

void LinkAcronyms(NameTable* table) {
  const int n = static_cast<int>(table->document().tokens.size());
  std::vector<int> brackets;  // around one token
  for (int open = 1; open + 2 < n; ++open) {
    if (!table->Fact(open).plain && table->Word(open) == "(" &&
        table->Word(open + 2) == ")" && table->Readable(open)) {
      brackets.push_back(open);
    }
  }
  for (const int open : brackets) TakeExtentFromLetters(open, table);
  LinkFullNames(table);
  absl::flat_hash_set<uint64_t> terms;  // acronyms of what is no name
  // "Oversea-Chinese Banking Corporation (OCBC Bank)"
  for (size_t s = 0; s < table->spans().size(); ++s) {
    NamedSpan& span = table->spans()[s];
    const int first = span.first_token;
    if (first < 2 || span.last_token - first < 2 || span.last_token >= n ||
        span.kind != kOrganization || table->Word(first - 1) != "(" ||
        table->Word(span.last_token) != ")" ||
        !table->document().tokens[first].all_caps) {
      continue;
    }
    const int32_t owner = table->OwnerOf(first - 2);
    if (owner < 0 || table->spans()[owner].kind != kOrganization) continue;
    const NamedSpan& full = table->spans()[owner];
    if (IsSubsequence(table->Word(first),
                      InitialsOf(*table, full.first_token, full.last_token))) {
      span.expansion = owner;
    }
  }
  for (const int open : brackets) {
    const int inside = open + 1;
    const absl::string_view acronym = table->Word(inside);
    if (acronym.size() < 2 || acronym.size() > kLongestAcronym ||
        !table->Fact(inside).capital) {
      continue;
    }
    int before = open - 1;
    if (table->IsPossessive(before) && before > 0) --before;
    const int32_t owner = table->OwnerOf(before);
    const bool caps = table->document().tokens[inside].all_caps;
    if (owner >= 0 && table->spans()[owner].kind == kOrganization) {
      const NamedSpan span = table->spans()[owner];
      const bool fits =
          IsSubsequence(
              acronym, InitialsOf(*table, span.first_token, span.last_token)) ||
          caps;
      // "African Banking Corporation (BancABC)", tagged as a name itself
      const bool tagged =
          !table->IsFree(inside) &&
          table->spans()[table->OwnerOf(inside)].kind == kOrganization &&
          !(table->Fact(inside).phrase_flags & kGazMedia);
      if (!fits && !tagged) continue;
      if (table->IsFree(inside)) {
        table->Add({kOrganization, inside, inside + 1, 3, owner});
      } else {
        NamedSpan& other = table->spans()[table->OwnerOf(inside)];
        if (other.last_token - other.first_token != 1) continue;
        other.kind = kOrganization;
        other.expansion = owner;
      }
      continue;
    }
    // "Federal Capital Territory (FCT)", "People's Housing Project (PPR)"
    if (caps && table->Fact(before).capital) {
      const bool place =
          owner >= 0 && table->spans()[owner].kind == EntityKind::kPlace &&
          IsSubsequence(acronym,
                        InitialsOf(*table, table->spans()[owner].first_token,
                                   before + 1));
      const bool work = owner < 0 &&
                        !(table->Fact(inside).phrase_flags & kGazFamous) &&
                        (table->Fact(before).classes & kWorkHead) &&
                        !(table->Fact(before).classes & kOrganizationHead);
      if (place || work) {
        terms.insert(table->Fact(inside).key);
        continue;
      }
    }
    // "non-performing loans (NPL)": the words before give the letters.
    if (!caps || owner >= 0) continue;
    const int size = static_cast<int>(acronym.size());
    const int floor =
        std::max(table->SentenceOf(open).first_token, open - size - 2);
    bool lower = false;
    for (int k = before; k >= floor && !lower; --k) {
      lower = (!table->Fact(k).capital || table->Fact(k).sentence_start) &&
              !table->Fact(before).capital &&
              IsSubsequence(acronym, InitialsOf(*table, k, before + 1));
    }
    if (lower) terms.insert(table->Fact(inside).key);
  }
  AddInitials(terms, table);
  if (terms.empty()) return;
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan& span = table->spans()[s];
    if (span.last_token - span.first_token == 1 && span.expansion < 0 &&
        terms.contains(table->Fact(span.first_token).key)) {
      table->Remove(static_cast<int32_t>(s));
    }
  }
}

}  // namespace impactwire::extract
