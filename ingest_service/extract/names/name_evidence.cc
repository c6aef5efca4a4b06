#include "ingest_service/extract/names/name_evidence.h"

#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "ingest_service/extract/names/name_boundaries.h"
#include "ingest_service/extract/numbers/hash_filter.h"

namespace impactwire::extract {
namespace {

using text::TokenKind;

constexpr int kMaxRepeat = 8;  // longest name looked for elsewhere, in tokens
constexpr EntityKind kOrganization = EntityKind::kOrganization;

// Whether [first, last) is written as `name` is, or stands in quotes.
bool SameWriting(const NameTable& table, const NamedSpan& name, int first,
                 int last) {
  if (table.Fact(first).capital ||
      table.document().tokens[first].kind == TokenKind::kNumber) {
    bool same = true;
    for (int i = first; i < last; ++i) {
      same &= table.Fact(i).capital ==
              table.Fact(name.first_token + i - first).capital;
    }
    // A common word at the beginning of a sentence says nothing.
    if (same) {
      return last - first > 1 || !table.Fact(first).sentence_start ||
             !(table.Fact(first).gazetteer & kGazLowerWord);
    }
  }
  return first > 0 && last < static_cast<int>(table.document().tokens.size()) &&
         table.IsQuote(first - 1) && table.IsQuote(last);
}

}  // namespace

void ExtendPersons(NameTable* table) {
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan span = table->spans()[s];
    if (span.kind != EntityKind::kPerson ||
        span.first_token >= span.last_token) {
      continue;
    }
    int first = span.first_token;
    const int floor = table->SentenceOf(first).first_token;
    while (first > floor && table->IsFree(first - 1)) {
      const absl::string_view word = table->Word(first - 1);
      const bool initial =
          (word.size() == 2 && word[1] == '.' && word[0] >= 'A' &&
           word[0] <= 'Z') ||
          (word.size() <= 3 && !word.empty() &&
           std::all_of(word.begin(), word.end(),
                       [](char c) { return c >= 'A' && c <= 'Z'; }) &&
           !(table->Fact(first - 1).classes &
             (kNeverName | kTitleWord | kHonorific | kDeterminer |
              kLegalSuffix)) &&
           table->Fact(first - 1).part == GazetteerPart::kNone);
      if (!initial) break;
      --first;
    }
    if (first < span.first_token) {
      table->Resize(static_cast<int32_t>(s), first, span.last_token);
    }
  }
}

void ExtendJoined(NameTable* table) {
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan span = table->spans()[s];
    if (span.first_token >= span.last_token || span.kind != kOrganization) {
      continue;
    }
    const int end = table->SentenceOf(span.first_token).last_token;
    const int join = span.last_token;
    if (join + 1 >= end) continue;
    const bool mark = table->Word(join) == "&";
    if (!mark && !table->Is(join, "and")) continue;
    int last = join + 1;
    bool common = true;
    const int32_t owner = table->OwnerOf(last);
    if (owner >= 0) {
      if (table->spans()[owner].kind != kOrganization) continue;
      last = table->spans()[owner].last_token;
    } else {
      while (last < end && table->IsFree(last) && table->Fact(last).capital) {
        ++last;
      }
    }
    for (int k = join + 1; k < last && common; ++k) {
      common = (table->Fact(k).gazetteer & kGazLowerWord) != 0;
    }
    if (last == join + 1 + 0 || last - join > 5) continue;
    bool of = false;  // "Center for Relief" + "and Humanitarian Aid"
    for (int k = span.first_token + 1; k < join; ++k) {
      of |= table->Is(k, "for") || table->Is(k, "of");
    }
    const TokenFact& left = table->Fact(join - 1);
    const uint32_t head = table->Fact(last - 1).classes;
    // "Shanghai Commercial" + "and Savings Bank"
    const bool open_left =
        !(left.classes & (kOrganizationHead | kLegalSuffix)) &&
        (left.gazetteer & kGazLowerWord) &&
        !table->IsKnown(span.first_token, join) && (head & kOrganizationHead);
    const bool company = (head & (kCompanyHead | kLegalSuffix)) != 0;
    if ((mark && common) || (common && of && !company) ||
        (common && open_left)) {
      if (owner >= 0) table->Remove(owner);
      table->Resize(static_cast<int32_t>(s), span.first_token, last);
    }
  }
}

void AddListed(NameTable* table) {
  const int n = static_cast<int>(table->document().tokens.size());
  // Items of "A, B, C and D": runs of capitals between commas.
  struct Item {
    int first;
    int last;
    int32_t owner;
  };
  std::vector<Item> items;
  const auto is_organization = [&](const Item& item) {
    return item.owner >= 0 && table->spans()[item.owner].kind == kOrganization;
  };
  const auto flush = [&] {
    int organizations = 0;
    for (const Item& item : items) organizations += is_organization(item);
    if (items.size() >= 3 &&
        organizations * 2 >= static_cast<int>(items.size())) {
      for (const Item& item : items) {
        if (is_organization(item)) continue;
        if (item.owner >= 0) {
          NamedSpan& span = table->spans()[item.owner];
          const bool certain = span.kind == EntityKind::kPerson &&
                               span.last_token - span.first_token > 1;
          const bool country =
              table->IsKnown(span.first_token, span.last_token) &&
              (table->Fact(span.first_token).phrase_flags & kGazCountry);
          if (!certain && !country && span.margin < 3) {
            span.kind = kOrganization;
          }
        } else if (item.last - item.first <= 4) {
          NamedSpan span{kOrganization, item.first, item.last, 1};
          if (CorrectSpan(*table, &span) && span.first_token == item.first) {
            table->Add(span);
          }
        }
      }
    }
    items.clear();
  };
  int at = 0;
  while (at < n) {
    // One item: capitals, one span or none.
    int last = at;
    const int32_t owner = table->OwnerOf(at);
    if (owner < 0 && !table->Fact(at).capital) {
      if (!items.empty()) flush();
      ++at;
      continue;
    }
    if (owner >= 0) {
      last = table->spans()[owner].last_token;
    } else {
      while (last < n && table->IsFree(last) && table->Fact(last).capital &&
             table->document().tokens[last].sentence ==
                 table->document().tokens[at].sentence) {
        ++last;
      }
    }
    if (last == at || !table->Readable(at)) {
      flush();
      ++at;
      continue;
    }
    items.push_back({at, last, owner});
    int next = last;
    while (next < n && next < last + 2 &&
           (table->Word(next) == "," || table->Is(next, "and")) &&
           table->document().tokens[next].sentence ==
               table->document().tokens[at].sentence) {
      ++next;
    }
    if (next == last) flush();
    at = next;
  }
  flush();
}

void VoteOnKinds(NameTable* table) {
  absl::flat_hash_map<uint64_t, std::array<float, 3>> votes;
  for (const NamedSpan& span : table->spans()) {
    if (span.first_token >= span.last_token) continue;
    votes[table->KeyOf(span.first_token, span.last_token)]
         [static_cast<int>(span.kind)] += std::max(span.margin, 0.1f);
  }
  for (NamedSpan& span : table->spans()) {
    if (span.first_token >= span.last_token) continue;
    const auto& vote = votes[table->KeyOf(span.first_token, span.last_token)];
    span.kind = static_cast<EntityKind>(
        std::max_element(vote.begin(), vote.end()) - vote.begin());
  }
}

void AddRepeats(NameTable* table) {
  absl::flat_hash_map<uint64_t, int32_t> known;  // phrase -> span
  HashFilter begins;                             // first words
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan& span = table->spans()[s];
    const int size = span.last_token - span.first_token;
    if (size <= 0 || size > kMaxRepeat || span.margin < 0.5f) continue;
    if (size == 1 && span.kind != kOrganization && span.margin < 1.5f) {
      continue;
    }
    known.try_emplace(table->KeyOf(span.first_token, span.last_token),
                      static_cast<int32_t>(s));
    begins.Add(table->Fact(span.first_token).key);
  }
  if (known.empty()) return;
  for (const text::Sentence& sentence : table->document().sentences) {
    if (sentence.first_token >= sentence.last_token ||
        !table->Readable(sentence.first_token)) {
      continue;
    }
    for (int i = sentence.first_token; i < sentence.last_token; ++i) {
      if (!table->IsFree(i) || !begins.MayHold(table->Fact(i).key)) continue;
      uint64_t phrase = kEmptyPhrase;
      int last = -1;
      int32_t source = -1;
      for (int k = i;
           k < sentence.last_token && k < i + kMaxRepeat && table->IsFree(k);
           ++k) {
        phrase = ExtendPhrase(phrase, table->Fact(k).key);
        const auto it = known.find(phrase);
        if (it != known.end() &&
            SameWriting(*table, table->spans()[it->second], i, k + 1)) {
          last = k + 1;
          source = it->second;
        }
      }
      if (last < 0) continue;
      const NamedSpan found = table->spans()[source];
      table->Add({found.kind, i, last, found.margin * 0.8f});
      i = last - 1;
    }
  }
}

}  // namespace impactwire::extract
