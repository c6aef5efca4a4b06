#include "ingest_service/extract/names/token_facts.h"

#include <array>

#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

using text::Token;
using text::TokenKind;

constexpr int kMaxPhrase = 10;

// A word's letters as kinds: 'X' upper case, 'x' other letters, 'd' digits;
// marks stand for themselves.
constexpr std::array<char, 256> kCharKind = [] {
  std::array<char, 256> kinds{};
  for (int c = 0; c < 256; ++c) {
    kinds[c] = c >= 'A' && c <= 'Z'                  ? 'X'
               : (c >= 'a' && c <= 'z') || c >= 0x80 ? 'x'
               : c >= '0' && c <= '9'                ? 'd'
                                                     : static_cast<char>(c);
  }
  return kinds;
}();

struct WordForm {
  // Of the word with runs of one kind made one: "McDonald's" -> XxXx'x.
  uint16_t shape = 0;
  bool has_letter = false;
  bool inner_capital = false;
};

WordForm FormOf(absl::string_view word) {
  WordForm form;
  uint32_t h = 17;
  char last = 0;
  int run = 0;
  size_t at = 0;
  // Most words are small letters, perhaps behind a capital.
  if (!word.empty() && kCharKind[static_cast<unsigned char>(word[0])] == 'X') {
    h = h * 131 + 'X';
    last = 'X';
    run = 1;
    at = 1;
    form.has_letter = true;
  }
  const size_t small = at;
  while (at < word.size() &&
         kCharKind[static_cast<unsigned char>(word[at])] == 'x') {
    ++at;
  }
  if (at > small) {
    form.has_letter = true;
    last = 'x';
    run = static_cast<int>(at - small);
    for (int i = 0; i < run && i < 2; ++i) h = h * 131 + 'x';
  }
  for (; at < word.size(); ++at) {
    const char k = kCharKind[static_cast<unsigned char>(word[at])];
    form.has_letter |= k == 'X' || k == 'x';
    form.inner_capital |= k == 'X' && last != 0;
    run = k == last ? run + 1 : 1;
    last = k;
    // One letter and two letters differ from more.
    if (run <= 2) h = h * 131 + static_cast<unsigned char>(k);
  }
  form.shape = static_cast<uint16_t>(h ^ (h >> 16));
  return form;
}

// A table from word key to DocumentFlags, made for one document. It holds the
// words of names only, so that it stays in the nearer caches.
class WordTable {
 public:
  explicit WordTable(const std::vector<TokenFact>& facts) {
    size_t words = 0;
    for (const TokenFact& fact : facts) words += fact.candidate;
    size_t size = 64;
    while (size < words * 2) size *= 2;
    slots_.resize(size);
    mask_ = size - 1;
    for (const TokenFact& fact : facts) {
      if (fact.candidate) slots_[SlotOf(fact.key)].key = fact.key;
    }
  }
  // Of a word that the table does not hold, nothing is noted.
  void Note(uint64_t key, uint16_t flags) {
    Slot& slot = slots_[SlotOf(key)];
    if (slot.key == key) slot.flags |= flags;
  }
  uint16_t Of(uint64_t key) const { return slots_[SlotOf(key)].flags; }

 private:
  struct Slot {
    uint64_t key = 0;
    uint16_t flags = 0;
  };
  // The slot of a key, or the free one where it would stand.
  size_t SlotOf(uint64_t key) const {
    uint64_t i = key & mask_;
    while (slots_[i].key != 0 && slots_[i].key != key) i = (i + 1) & mask_;
    return i;
  }

  std::vector<Slot> slots_;
  uint64_t mask_;
};

void FillWordFacts(const Lexicon& lexicon, const Gazetteer& gazetteer,
                   TokenFacts* facts) {
  const text::Document& document = *facts->document;
  // The tables are larger than the nearer caches: their lines are asked for
  // some tokens ahead of their use.
  constexpr size_t kAhead = 16;
  const size_t size = document.tokens.size();
  const auto fetch = [&](size_t i) {
    if (i >= size) return;
    TokenFact& fact = facts->tokens[i];
    fact.key = WordKey(document.Surface(document.tokens[i]));
    lexicon.Prefetch(fact.key);
    gazetteer.Prefetch(ExtendPhrase(kEmptyPhrase, fact.key));
  };
  for (size_t i = 0; i < kAhead; ++i) fetch(i);
  for (size_t i = 0; i < size; ++i) {
    fetch(i + kAhead);
    const Token& token = document.tokens[i];
    TokenFact& fact = facts->tokens[i];
    const absl::string_view word = document.Surface(token);
    fact.classes = lexicon.Find(fact.key);
    const WordForm form = FormOf(word);
    fact.shape = form.shape;
    if (token.kind == TokenKind::kPunctuation ||
        token.kind == TokenKind::kSymbol) {
      continue;
    }
    const bool letters = form.has_letter;
    fact.capital = token.capitalized || (token.has_digit && letters) ||
                   (letters && form.inner_capital);
    if (letters) {
      const GazetteerEntry entry =
          gazetteer.Find(ExtendPhrase(kEmptyPhrase, fact.key));
      fact.gazetteer = entry.flags;
      if (fact.capital && entry.flags != 0) {
        fact.phrase_flags = entry.flags;
        fact.country = entry.country;
        if (entry.flags & (kGazPlace | kGazOrganization)) {
          fact.part = GazetteerPart::kUnit;
        }
      }
    }
  }
}

// Marks the longest known phrases of two words and more.
void FillPhrases(const Gazetteer& gazetteer, const text::Sentence& sentence,
                 TokenFacts* facts) {
  for (int i = sentence.first_token; i < sentence.last_token; ++i) {
    TokenFact* fact = &facts->tokens[i];
    if (!fact->capital || !(fact->gazetteer & kGazPrefix)) continue;
    uint64_t phrase = ExtendPhrase(kEmptyPhrase, fact->key);
    int last = i;
    GazetteerEntry best;
    for (int k = i + 1; k < sentence.last_token && k < i + kMaxPhrase; ++k) {
      phrase = ExtendPhrase(phrase, facts->tokens[k].key);
      const GazetteerEntry entry = gazetteer.Find(phrase);
      if ((entry.flags & (kGazPlace | kGazOrganization)) &&
          facts->tokens[k].capital) {
        best = entry;
        last = k;
      }
      if (!(entry.flags & kGazPrefix)) break;
    }
    if (last == i) continue;
    for (int k = i; k <= last; ++k) {
      TokenFact& part = facts->tokens[k];
      part.phrase_flags = best.flags;
      part.country = best.country;
      part.part = k == i      ? GazetteerPart::kBegin
                  : k == last ? GazetteerPart::kLast
                              : GazetteerPart::kInside;
    }
    i = last;
  }
}

// Marks that may stand inside a name: "AT & T", "People's Daily".
bool JoinsNames(absl::string_view word) {
  return word == "&" || word == "-" || word == "/" || word == "'s" ||
         word == "\u2019s" || word == "'" || word == "\u2019" || word == "+";
}

void FillCandidates(const text::Sentence& sentence, TokenFacts* facts) {
  const std::vector<Token>& tokens = facts->document->tokens;
  for (int i = sentence.first_token; i < sentence.last_token; ++i) {
    TokenFact& fact = facts->tokens[i];
    if (fact.capital) {
      fact.candidate = true;
      continue;
    }
    if (i == sentence.first_token) continue;
    const TokenFact& before = facts->tokens[i - 1];
    if (!before.candidate) continue;
    const bool word = tokens[i].kind == TokenKind::kWord;
    // "of", "for the", "&", "-" between capitals.
    const bool joins = (fact.classes & kConnector) ||
                       JoinsNames(facts->document->Surface(tokens[i])) ||
                       tokens[i].kind == TokenKind::kNumber;
    if (joins) {
      for (int k = i + 1; k < sentence.last_token && k <= i + 3; ++k) {
        if (facts->tokens[k].capital) {
          fact.candidate = true;
          break;
        }
        if (!(facts->tokens[k].classes & kConnector)) break;
      }
      if (tokens[i].kind == TokenKind::kNumber) fact.candidate = true;
    } else if (word && before.capital &&
               (fact.classes & (kOrganizationHead | kPlaceHead))) {
      fact.candidate = true;  // "Tata group"
    }
  }
  // Numbers that begin a name: "58 Home".
  for (int i = sentence.first_token; i + 1 < sentence.last_token; ++i) {
    if (tokens[i].kind == TokenKind::kNumber && facts->tokens[i + 1].capital) {
      facts->tokens[i].candidate = true;
    }
  }
}

// Lower-case words of four letters and more are few in a headline.
bool IsTitleCase(const text::Sentence& sentence, const TokenFacts& facts) {
  int capital = 0;
  int lower = 0;
  for (int i = sentence.first_token; i < sentence.last_token; ++i) {
    const Token& token = facts.document->tokens[i];
    if (token.kind != TokenKind::kWord || token.span.size() < 4) continue;
    (facts.tokens[i].capital ? capital : lower) += 1;
  }
  return capital >= 4 && capital >= 4 * lower;
}

// One pass of evidence over a sentence.
void CollectEvidence(const text::Sentence& sentence, const TokenFacts& facts,
                     bool headline, WordTable* table) {
  const auto& t = facts.tokens;
  const auto word = [&](int i) {
    return facts.document->Surface(facts.document->tokens[i]);
  };
  const int begin = sentence.first_token;
  const int end = sentence.last_token;
  for (int i = begin; i < end;) {
    if (!t[i].capital) {
      if (facts.document->tokens[i].kind == TokenKind::kWord) {
        table->Note(t[i].key, kDocLower);
      }
      ++i;
      continue;
    }
    int last = i;
    while (last + 1 < end && t[last + 1].capital) ++last;
    uint32_t run_classes = 0;
    for (int k = i; k <= last; ++k) run_classes |= t[k].classes;
    const uint32_t head = t[last].classes;
    for (int k = i; k <= last && !headline; ++k) {
      uint16_t flags = last > i ? kDocInRun : kDocAlone;
      if (k > begin) {
        flags |= kDocMidCap;
        if (t[k - 1].classes & (kHonorific | kTitleWord)) {
          flags |= kDocHonorific;
        }
        if (t[k - 1].capital && (t[k - 1].gazetteer & kGazFirstName)) {
          flags |= kDocAfterFirst;
        }
        if (t[k - 1].classes & kLocative) flags |= kDocLocative;
        if (k == i && (t[k - 1].classes & kDeterminer)) flags |= kDocThe;
        if (i == last && k + 1 < end && word(k - 1) == "(" &&
            word(k + 1) == ")") {
          flags |= kDocBracket;
        }
        if (k == last && i > begin && (t[i - 1].classes & kSayVerb)) {
          flags |= kDocSays;
        }
      }
      if (k == last && k + 1 < end) {
        if (t[k + 1].classes & kSayVerb) flags |= kDocSays;
        const absl::string_view next = word(k + 1);
        if (next == "'s" || next == "\u2019s") flags |= kDocPossessive;
      }
      if (k < last && (t[k + 1].classes & kLegalSuffix)) flags |= kDocLegal;
      if (k < last && (head & kOrganizationHead)) flags |= kDocOrgRun;
      if (run_classes & (kCompanyHead | kNonprofitHead | kLegalSuffix)) {
        flags |= kDocOrgVerb;
      }
      table->Note(t[k].key, flags);
    }
    i = last + 1;
  }
}

}  // namespace

TokenFacts FindTokenFacts(const text::Document& document,
                          const Lexicon& lexicon, const Gazetteer& gazetteer) {
  TokenFacts facts;
  facts.document = &document;
  facts.tokens.resize(document.tokens.size());
  facts.title_case.resize(document.sentences.size());
  FillWordFacts(lexicon, gazetteer, &facts);
  for (size_t s = 0; s < document.sentences.size(); ++s) {
    const text::Sentence& sentence = document.sentences[s];
    if (sentence.first_token < sentence.last_token) {
      facts.tokens[sentence.first_token].sentence_start = true;
    }
    FillPhrases(gazetteer, sentence, &facts);
    FillCandidates(sentence, &facts);
    facts.title_case[s] = IsTitleCase(sentence, facts);
  }
  WordTable table(facts.tokens);
  for (size_t s = 0; s < document.sentences.size(); ++s) {
    CollectEvidence(document.sentences[s], facts, facts.title_case[s], &table);
  }
  for (TokenFact& fact : facts.tokens) {
    if (fact.candidate) fact.document = table.Of(fact.key);
  }
  return facts;
}

}  // namespace impactwire::extract
