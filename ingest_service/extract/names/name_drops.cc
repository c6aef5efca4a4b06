#include "ingest_service/extract/names/name_drops.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "ingest_service/extract/names/context_words.h"
#include "ingest_service/extract/names/name_boundaries.h"

namespace impactwire::extract {
namespace {

constexpr EntityKind kOrganization = EntityKind::kOrganization;
constexpr float kSure = 4;  // the tagger's margin of names it has seen
constexpr int kLongestDateline = 16;  // tokens before the dash

bool IsDash(absl::string_view word) {
  return word == "-" || word == "--" || word == "\u2013" || word == "\u2014";
}

}  // namespace

void MarkDatelines(NameTable* table) {
  const text::Document& document = table->document();
  for (const text::Paragraph& paragraph : document.paragraphs) {
    if (paragraph.first_sentence >= paragraph.last_sentence) continue;
    const text::Sentence& first = document.sentences[paragraph.first_sentence];
    const text::Sentence& last =
        document.sentences[std::min(paragraph.first_sentence + 2,
                                    paragraph.last_sentence) -
                           1];
    const int begin = first.first_token;
    const int end = last.last_token;
    int caps = begin;
    while (caps < end && document.tokens[caps].all_caps) ++caps;
    if (caps == begin || caps - begin > 4) continue;
    bool dash = false;
    for (int i = caps; i < std::min(end, caps + kLongestDateline); ++i) {
      if (IsDash(table->Word(i))) {
        dash = true;
        break;
      }
      if (!table->Fact(i).capital &&
          document.tokens[i].kind == text::TokenKind::kWord) {
        break;
      }
    }
    // A heading in capitals is no date line: words must follow.
    if (!dash || end - caps < 8) continue;
    for (int i = begin; i < caps; ++i) {
      const int32_t owner = table->OwnerOf(i);
      if (owner >= 0) table->Remove(owner);
    }
    table->Add({EntityKind::kPlace, begin, caps, 3});
  }
}

namespace {

// Removes names and the acronyms that stand for them, wherever they are.
// Linear.
void RemoveWithAcronyms(const std::vector<int32_t>& dropped, NameTable* table) {
  if (dropped.empty()) return;
  const absl::flat_hash_set<int32_t> indices(dropped.begin(), dropped.end());
  absl::flat_hash_set<uint64_t> acronyms;
  for (const NamedSpan& span : table->spans()) {
    if (span.first_token < span.last_token &&
        indices.contains(span.expansion)) {
      acronyms.insert(table->KeyOf(span.first_token, span.last_token));
    }
  }
  for (const int32_t index : dropped) table->Remove(index);
  if (acronyms.empty()) return;
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan& span = table->spans()[s];
    if (span.first_token < span.last_token &&
        acronyms.contains(table->KeyOf(span.first_token, span.last_token))) {
      table->Remove(static_cast<int32_t>(s));
    }
  }
}

// "Costa Ricans", "PPPs": people or things of a sort.
bool IsPlural(absl::string_view word) {
  for (const absl::string_view ending : {"ians", "icans", "eans", "landers"}) {
    if (word.size() > ending.size() + 1 && absl::EndsWith(word, ending)) {
      return true;
    }
  }
  return word.size() >= 3 && word.back() == 's' &&
         std::all_of(word.begin(), word.end() - 1,
                     [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Whether a word of the name says what body it is: "Ministry of Defence".
bool HasHead(const NameTable& table, const NamedSpan& span) {
  for (int i = span.first_token; i < span.last_token; ++i) {
    if (table.Fact(i).classes & (kOrganizationHead | kLegalSuffix)) return true;
  }
  return false;
}

// "Enrolment", "Immunisation": nouns of that form name no body.
bool IsAbstract(absl::string_view word) {
  for (const absl::string_view ending :
       {"ment", "ation", "ition", "ness", "ism", "ship", "ance"}) {
    if (word.size() > ending.size() + 3 && absl::EndsWith(word, ending)) {
      return true;
    }
  }
  return false;
}

}  // namespace

void DropAgencies(NameTable* table) {
  const text::Document& document = table->document();
  for (const text::Paragraph& paragraph : document.paragraphs) {
    if (paragraph.first_sentence >= paragraph.last_sentence) continue;
    const int begin = document.sentences[paragraph.first_sentence].first_token;
    const int end =
        std::min(document.sentences[paragraph.last_sentence - 1].last_token,
                 begin + kLongestDateline);
    int open = begin;
    while (open < end && table->Word(open) != "(") ++open;
    int close = open;
    while (close < end && table->Word(close) != ")") ++close;
    if (close + 1 >= end || !IsDash(table->Word(close + 1))) continue;
    for (int i = open + 1; i < close; ++i) {
      const int32_t owner = table->OwnerOf(i);
      if (owner >= 0) table->Remove(owner);
    }
  }
}

void DropCurrencies(NameTable* table) {
  const auto& tokens = table->document().tokens;
  const int n = static_cast<int>(tokens.size());
  absl::flat_hash_map<uint64_t, bool> money;  // by word: always before numbers
  for (int i = 0; i < n; ++i) {
    if (!table->Fact(i).capital || table->Word(i).size() > 3) continue;
    const bool before = i + 1 < n &&
                        tokens[i + 1].kind == text::TokenKind::kNumber &&
                        tokens[i + 1].sentence == tokens[i].sentence;
    const auto [it, fresh] = money.try_emplace(table->Fact(i).key, before);
    it->second = it->second && before;
  }
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan& span = table->spans()[s];
    if (span.last_token - span.first_token != 1) continue;
    const auto it = money.find(table->Fact(span.first_token).key);
    if (it != money.end() && it->second) table->Remove(static_cast<int32_t>(s));
  }
}

void DropCommonWords(NameTable* table) {
  std::vector<int32_t> dropped;
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan span = table->spans()[s];
    const int size = span.last_token - span.first_token;
    if (size <= 0 || span.kind != kOrganization || span.expansion >= 0 ||
        span.stated || table->IsKnown(span.first_token, span.last_token)) {
      continue;
    }
    const absl::string_view end = table->Word(span.last_token - 1);
    if ((IsPlural(end) || IsContextWord(end, kPeoplesWord)) &&
        !HasHead(*table, span)) {
      dropped.push_back(static_cast<int32_t>(s));
      continue;
    }
    bool common = true;
    for (int i = span.first_token; i < span.last_token && common; ++i) {
      const TokenFact& fact = table->Fact(i);
      common = (fact.gazetteer & kGazLowerWord) || IsAbstract(table->Word(i)) ||
               (fact.classes & (kConnector | kOrganizationHead));
    }
    if (!common) continue;
    if (size > 1 && IsContextWord(end, kPluralBodyWord) &&
        !IsBodyOf(*table, span.first_token, span.last_token)) {
      dropped.push_back(static_cast<int32_t>(s));
      continue;
    }
    const TokenFact& head = table->Fact(span.last_token - 1);
    const bool headed = HasHead(*table, span);
    const text::Sentence& sentence = table->SentenceOf(span.first_token);
    const int before = span.first_token - 1;
    const bool inside = before >= sentence.first_token;
    bool drop = false;
    if (size == 1) {
      drop = (!(head.document & kDocMidCap) && span.margin < kSure) ||
             IsAbstract(table->Word(span.first_token));
    } else if (inside) {
      drop = (!headed && (table->Is(before, "a") || table->Is(before, "an"))) ||
             (table->Is(before, "of") && before > sentence.first_token &&
              (table->Is(before - 1, "student") ||
               table->Is(before - 1, "degree") ||
               table->Is(before - 1, "professor") ||
               table->Is(before - 1, "lecturer")));
    }
    // "Head of Wholesale Banking at X"
    if (!drop && size > 1 && inside && before > sentence.first_token &&
        table->Is(before, "of") &&
        (table->Fact(before - 1).classes & kTitleWord) &&
        span.last_token + 1 < sentence.last_token &&
        table->Is(span.last_token, "at") &&
        !table->IsFree(span.last_token + 1)) {
      drop = true;
    }
    if (drop) dropped.push_back(static_cast<int32_t>(s));
  }
  RemoveWithAcronyms(dropped, table);
}

void DropWorks(NameTable* table) {
  struct Uses {
    int all = 0;
    int works = 0;
    bool called = false;  // "the programme, X", "X, a campaign"
  };
  absl::flat_hash_map<uint64_t, Uses> uses;
  for (NamedSpan& span : table->spans()) {
    if (span.first_token >= span.last_token || span.kind != kOrganization ||
        span.expansion >= 0) {
      continue;
    }
    const text::Sentence& sentence = table->SentenceOf(span.first_token);
    const int end = sentence.last_token;
    const auto is_work = [&](int token) {
      return token >= sentence.first_token && token < end &&
             IsContextWord(table->Word(token), kWorkWord);
    };
    int next = span.last_token;
    // "X (XYZ) programme"
    if (next + 2 < end && table->Word(next) == "(" &&
        table->Word(next + 2) == ")") {
      next += 3;
    }
    // "(XYZ) programme", by itself
    const bool bracketed =
        span.first_token > sentence.first_token && next + 1 < end &&
        table->Word(span.first_token - 1) == "(" && table->Word(next) == ")";
    if (bracketed) ++next;
    // "X 3.0 programme"
    if (next + 1 < end &&
        table->document().tokens[next].kind == text::TokenKind::kNumber) {
      ++next;
    }
    Uses& use = uses[table->KeyOf(span.first_token, span.last_token)];
    ++use.all;
    use.works += is_work(next);
    use.called |= bracketed && is_work(next);
    const int before = span.first_token - 1;
    // ", Better Still," and not ", Better Still members"
    const bool closed = next >= end || table->document().tokens[next].kind ==
                                           text::TokenKind::kPunctuation;
    if (closed && before > sentence.first_token && table->Word(before) == "," &&
        is_work(before - 1)) {
      use.called = true;
    }
    if (next + 2 < end && table->Word(next) == "," &&
        (table->Is(next + 1, "a") || table->Is(next + 1, "its") ||
         table->Is(next + 1, "the")) &&
        is_work(next + 2)) {
      use.called = true;
    }
    // "Tillamore commune"
    const uint32_t head = table->Fact(span.last_token - 1).classes;
    if (next == span.last_token && next < end && !table->Fact(next).capital &&
        !(head & (kOrganizationHead | kLegalSuffix)) &&
        !(table->IsKnown(span.first_token, span.last_token) &&
          (table->Fact(span.first_token).phrase_flags & kGazFamous)) &&
        (IsContextWord(table->Word(next), kPlaceWord) ||
         (span.margin < kSure &&
          (table->Is(next, "district") || table->Is(next, "village") ||
           table->Is(next, "county"))))) {
      span.kind = EntityKind::kPlace;
    }
  }
  std::vector<int32_t> dropped;
  for (size_t s = 0; s < table->spans().size(); ++s) {
    const NamedSpan& span = table->spans()[s];
    if (span.first_token >= span.last_token || span.kind != kOrganization ||
        span.expansion >= 0) {
      continue;
    }
    if (HasHead(*table, span) ||
        table->IsKnown(span.first_token, span.last_token)) {
      continue;
    }
    const auto it = uses.find(table->KeyOf(span.first_token, span.last_token));
    if (it == uses.end()) continue;
    if (it->second.called || it->second.works == it->second.all) {
      dropped.push_back(static_cast<int32_t>(s));
    }
  }
  RemoveWithAcronyms(dropped, table);
}

void DropAuthors(NameTable* table) {
  constexpr int kLeast = 3;  // authors in one sentence
  for (const text::Sentence& sentence : table->document().sentences) {
    const auto is_author = [&](int i) {
      const text::Token& initials = table->document().tokens[i + 1];
      return table->Fact(i).capital && !table->document().tokens[i].all_caps &&
             initials.kind == text::TokenKind::kWord &&
             initials.span.size() <= 3 &&
             (initials.all_caps ||
              (initials.capitalized && initials.span.size() == 1)) &&
             (i + 2 >= sentence.last_token ||
              table->document().tokens[i + 2].kind ==
                  text::TokenKind::kPunctuation ||
              table->Is(i + 2, "and"));
    };
    int authors = 0;
    for (int i = sentence.first_token; i + 1 < sentence.last_token; ++i) {
      authors += is_author(i);
    }
    if (authors < kLeast) continue;
    for (int i = sentence.first_token; i + 1 < sentence.last_token; ++i) {
      if (!is_author(i)) continue;
      for (int k = i; k < i + 2; ++k) {
        const int32_t owner = table->OwnerOf(k);
        if (owner >= 0 && table->spans()[owner].kind == kOrganization) {
          table->Remove(owner);
        }
      }
    }
  }
}

void DropTickers(NameTable* table) {
  const int n = static_cast<int>(table->document().tokens.size());
  for (int open = 0; open + 4 < n; ++open) {
    if (table->Word(open) != "(" || !table->Fact(open + 1).capital) continue;
    int close = open + 1;
    bool colon = false;
    while (close < n && close < open + 10 && table->Word(close) != ")") {
      colon |= table->Word(close) == ":";
      ++close;
    }
    if (!colon || close >= n || table->Word(close) != ")") continue;
    bool symbol = false;
    for (int i = open + 1; i < close; ++i) {
      if (table->Word(i) == ":" && i + 1 < close) {
        symbol |= table->document().tokens[i + 1].all_caps ||
                  table->document().tokens[i + 1].has_digit;
      }
    }
    if (!symbol) continue;
    for (int i = open + 1; i < close; ++i) {
      const int32_t owner = table->OwnerOf(i);
      if (owner >= 0) table->Remove(owner);
    }
  }
}

}  // namespace impactwire::extract
