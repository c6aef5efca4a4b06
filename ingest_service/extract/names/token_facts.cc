#include "ingest_service/extract/names/token_facts.h"

#include <algorithm>
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
  uint64_t key = 0;
  // Of the word with runs of one kind made one: "McDonald's" -> XxXx'x.
  uint16_t shape = 0;
  bool has_letter = false;
  bool inner_capital = false;
  bool plain = false;
};

constexpr uint32_t kShapeSeed = 17;
constexpr uint32_t ShapeStep(uint32_t h, char kind) {
  return h * 131 + static_cast<unsigned char>(kind);
}
constexpr uint16_t ShapeOf(uint32_t h) {
  return static_cast<uint16_t>(h ^ (h >> 16));
}

WordForm OtherFormOf(absl::string_view word) {
  WordForm form;
  form.key = WordKey(word);
  uint32_t h = kShapeSeed;
  char last = 0;
  int run = 0;
  for (const unsigned char byte : word) {
    const char k = kCharKind[byte];
    form.has_letter |= k == 'X' || k == 'x';
    form.inner_capital |= k == 'X' && last != 0;
    run = k == last ? run + 1 : 1;
    last = k;
    // One letter and two letters differ from more.
    if (run <= 2) h = ShapeStep(h, k);
  }
  form.shape = ShapeOf(h);
  return form;
}

WordForm FormOf(absl::string_view word) {
  // Most words are small letters of ASCII, perhaps behind a capital.
  uint64_t key = kWordKeySeed;
  uint32_t shape = kShapeSeed;
  size_t at = 0;
  if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z') {
    key = WordKeyStep(key, word[0] | 0x20);
    shape = ShapeStep(shape, 'X');
    at = 1;
  }
  const size_t small = at;
  for (; at < word.size() && word[at] >= 'a' && word[at] <= 'z'; ++at) {
    key = WordKeyStep(key, word[at]);
  }
  if (at < word.size() || word.empty()) return OtherFormOf(word);
  for (size_t i = small; i < at && i < small + 2; ++i) {
    shape = ShapeStep(shape, 'x');
  }
  return {Mix(key), ShapeOf(shape), true, false, true};
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
  std::array<uint64_t, kAhead> phrases;  // of one word each; 0: it is none
  const size_t size = document.tokens.size();
  const auto fetch = [&](size_t i) {
    const Token& token = document.tokens[i];
    TokenFact& fact = facts->tokens[i];
    const WordForm form = FormOf(document.Surface(token));
    fact.key = form.key;
    fact.shape = form.shape;
    fact.plain = form.plain;
    lexicon.Prefetch(fact.key);
    phrases[i % kAhead] = 0;
    if (token.kind == TokenKind::kPunctuation ||
        token.kind == TokenKind::kSymbol) {
      return;
    }
    fact.capital = token.capitalized || (token.has_digit && form.has_letter) ||
                   form.inner_capital;
    if (!form.has_letter) return;
    const uint64_t phrase = ExtendPhrase(kEmptyPhrase, fact.key);
    phrases[i % kAhead] = phrase;
    gazetteer.Prefetch(phrase);
  };
  for (size_t i = 0; i < std::min(size, kAhead); ++i) fetch(i);
  for (size_t i = 0; i < size; ++i) {
    TokenFact& fact = facts->tokens[i];
    fact.classes = lexicon.Find(fact.key);
    const uint64_t phrase = phrases[i % kAhead];
    if (i + kAhead < size) fetch(i + kAhead);
    if (phrase == 0) continue;
    const GazetteerEntry entry = gazetteer.Find(phrase);
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
  if (word.size() > 4) return false;
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
