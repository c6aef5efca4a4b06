#include "ingest_service/extract/names/name_forms.h"

#include <algorithm>
#include <cstring>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "ingest_service/extract/names/name_boundaries.h"

namespace impactwire::extract {
namespace {

constexpr EntityKind kOrganization = EntityKind::kOrganization;

// "FullPlate", "EcoCash"; not "McDonald", "DeShawn", "NGOs".
bool HasInnerCapital(absl::string_view w) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (w.size() < 5 || !upper(w[0]) || !lower(w[1])) return false;
  size_t k = 2;
  while (k + 1 < w.size() && !upper(w[k])) ++k;
  if (k + 1 >= w.size() || !lower(w[k - 1]) || !lower(w[k + 1])) return false;
  for (const absl::string_view prefix : {"Mc", "Mac", "De", "Di", "Du", "La",
                                         "Le", "Van", "Vander", "Fitz", "El"}) {
    if (absl::StartsWith(w, prefix) && w.size() > prefix.size() &&
        upper(w[prefix.size()])) {
      return false;
    }
  }
  return true;
}

bool IsLegalForm(const NameTable& table, int token) {
  const absl::string_view w = table.Word(token);
  return (table.Fact(token).classes & kLegalSuffix) || w == "AS" ||
         w == "A/S" || w == "ASA";
}

// Whether the last token of a run makes it an organization.
bool IsStrongHead(uint32_t classes) {
  return (classes &
          (kNonprofitHead | kGovernmentHead | kEducationHead | kLegalSuffix)) &&
         !(classes & (kEventHead | kWorkHead | kPlaceHead));
}

}  // namespace

void AddHeadedRuns(NameTable* table) {
  const text::Document& document = table->document();
  for (size_t s = 0; s < document.sentences.size(); ++s) {
    const text::Sentence& sentence = document.sentences[s];
    if (sentence.first_token >= sentence.last_token ||
        !table->Readable(sentence.first_token) ||
        table->facts().title_case[s]) {
      continue;
    }
    for (int i = sentence.first_token; i < sentence.last_token; ++i) {
      const int32_t owner = table->OwnerOf(i);
      if (owner >= 0) {
        // "Tata group"; "Nairobi County" + "Government".
        const NamedSpan span = table->spans()[owner];
        int last = span.last_token;
        i = last - 1;
        if (span.kind == kOrganization && last < sentence.last_token &&
            table->IsFree(last) && table->Is(last, "group") &&
            !table->Fact(last).capital && last - span.first_token <= 2 &&
            !(last + 1 < sentence.last_token && table->Is(last + 1, "of"))) {
          table->Resize(owner, span.first_token, last + 1);
          i = last;
        } else if (span.kind != kOrganization && last < sentence.last_token &&
                   table->IsFree(last) && table->Fact(last).capital &&
                   table->Word(last).size() >= 2 && IsLegalForm(*table, last)) {
          // "Peder Lund A/S"
          table->Resize(owner, span.first_token, last + 1);
          table->spans()[owner].kind = kOrganization;
          i = last;
        } else if (span.kind == EntityKind::kPlace) {
          while (last < sentence.last_token && table->IsFree(last) &&
                 table->Fact(last).capital) {
            ++last;
          }
          if (last > span.last_token &&
              IsStrongHead(table->Fact(last - 1).classes)) {
            table->Resize(owner, span.first_token, last);
            table->spans()[owner].kind = kOrganization;
            i = last - 1;
          }
        }
        continue;
      }
      if (!table->Fact(i).capital) continue;
      int last = i + 1;
      while (last < sentence.last_token && table->IsFree(last) &&
             (table->Fact(last).capital || table->Fact(last).candidate)) {
        ++last;
      }
      while (last > i && !table->Fact(last - 1).capital) --last;
      NamedSpan span{kOrganization, i, last, 1};
      if (last - i >= 2 && IsStrongHead(table->Fact(last - 1).classes) &&
          CorrectSpan(*table, &span) &&
          span.last_token - span.first_token >= 2) {
        table->Add(span);
      }
      i = std::max(last, span.last_token) - 1;
    }
  }
}

void AddGovernments(NameTable* table) {
  static constexpr absl::string_view kLevels[] = {
      "provincial", "state",     "federal", "county", "regional",
      "national",   "municipal", "city",    "local",  "central"};
  const int n = static_cast<int>(table->document().tokens.size());
  for (int i = 1; i < n; ++i) {
    if (!table->IsFree(i) || table->Fact(i).capital ||
        !table->Is(i, "government") || !table->Readable(i)) {
      continue;
    }
    int k = i - 1;
    for (const absl::string_view level : kLevels) {
      if (table->Is(k, level) && k > 0 && !table->Fact(k).capital) {
        --k;
        break;
      }
    }
    if (table->document().tokens[k].sentence !=
        table->document().tokens[i].sentence) {
      continue;
    }
    const int32_t owner = table->OwnerOf(k);
    if (owner >= 0 && table->spans()[owner].kind == EntityKind::kPlace) {
      table->Resize(owner, table->spans()[owner].first_token, i + 1);
      table->spans()[owner].kind = kOrganization;
    } else if (owner < 0 && table->Fact(k).capital &&
               (table->Fact(k).classes & kNationality)) {
      table->Add({kOrganization, k, i + 1, 1});
    }
  }
}

void AddInternetNames(NameTable* table) {
  static constexpr absl::string_view kEndings[] = {
      ".com", ".org", ".net", ".cn", ".io", ".co", ".in",  ".ai",
      ".tv",  ".id",  ".ng",  ".ke", ".ph", ".my", ".app", ".shop"};
  const int n = static_cast<int>(table->document().tokens.size());
  for (int i = 0; i < n; ++i) {
    if (table->Fact(i).plain) continue;
    const absl::string_view word = table->Word(i);
    if (word.size() < 5 || word.size() > 64 || !table->IsFree(i) ||
        std::memchr(word.data(), '.', word.size()) == nullptr ||
        word.find('@') != absl::string_view::npos ||
        word.find('/') != absl::string_view::npos ||
        absl::StartsWithIgnoreCase(word, "www.") || !table->Readable(i)) {
      continue;
    }
    for (const absl::string_view ending : kEndings) {
      if (absl::EndsWithIgnoreCase(word, ending) &&
          word.size() > ending.size()) {
        table->Add({kOrganization, i, i + 1, 2});
        break;
      }
    }
  }
}

void AddInnerCapitals(NameTable* table) {
  const int n = static_cast<int>(table->document().tokens.size());
  absl::flat_hash_map<uint64_t, int> count;
  for (int i = 0; i < n; ++i) {
    if (table->Fact(i).capital && !table->Fact(i).plain &&
        HasInnerCapital(table->Word(i))) {
      ++count[table->Fact(i).key];
    }
  }
  if (count.empty()) return;
  for (int i = 0; i < n; ++i) {
    const auto it = count.find(table->Fact(i).key);
    if (it == count.end() || it->second < 2 ||
        !HasInnerCapital(table->Word(i)) || !table->Readable(i) ||
        table->Fact(i).part != GazetteerPart::kNone) {
      continue;
    }
    if (const int32_t owner = table->OwnerOf(i); owner >= 0) {
      // "FullPlate North" is no place.
      NamedSpan& span = table->spans()[owner];
      if (span.kind == EntityKind::kPlace && span.first_token == i) {
        span.kind = kOrganization;
        span.margin = std::max(span.margin, 1.5f);
      }
      continue;
    }
    const int32_t before = i > 0 ? table->OwnerOf(i - 1) : -1;
    if (before >= 0 && table->spans()[before].last_token == i &&
        table->spans()[before].kind == EntityKind::kPerson) {
      continue;
    }
    int last = i + 1;
    while (last < n && table->IsFree(last) && table->Fact(last).capital &&
           table->document().tokens[last].sentence ==
               table->document().tokens[i].sentence &&
           !(table->Fact(last).classes &
             (kTitleWord | kCalendar | kNeverName | kWorkHead))) {
      ++last;
    }
    table->Add({kOrganization, i, last, 1.5f});
    i = last - 1;
  }
}

}  // namespace impactwire::extract
