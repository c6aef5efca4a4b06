#include "ingest_service/extract/names/tagger_features.h"

#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

// Prefixes of 2-4 and suffixes of 1-4 bytes of the folded word would need the
// folded form; the surface in lower case does as well.
uint64_t Affix(absl::string_view word, size_t begin, size_t end) {
  uint64_t h = 77;
  for (size_t i = begin; i < end; ++i) {
    const unsigned char c = word[i];
    h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 0x100000001b3ull;
  }
  return h;
}

class Writer {
 public:
  explicit Writer(uint32_t* out) : out_(out) {}
  void Add(uint32_t kind, uint64_t value) {
    if (count_ < kMaxFeatures) {
      out_[count_++] = static_cast<uint32_t>(
          Mix(value * 0x9e3779b97f4a7c15ull + kind * 0xbf58476d1ce4e5b9ull));
    }
  }
  int count() const { return count_; }

 private:
  uint32_t* out_;
  int count_ = 0;
};

// The key of the first noun for organizations, leading persons or ordinary
// people beside the run: up to three words before it, or after it behind a
// comma or "is"; 0 if none. Its lowest bit tells the side.
uint64_t Noun(const TokenFacts& facts, const text::Sentence& sentence,
              int run_begin, int run_end) {
  constexpr uint32_t kNouns = kNominalOrg | kTitleWord | kPersonNoun;
  for (int i = run_begin - 1; i >= sentence.first_token && i >= run_begin - 3;
       --i) {
    const TokenFact& fact = facts.tokens[i];
    if (facts.document->tokens[i].kind == text::TokenKind::kPunctuation) break;
    if ((fact.classes & kNouns) && !fact.capital) return fact.key | 1;
  }
  for (int i = run_end; i < sentence.last_token && i < run_end + 6; ++i) {
    const TokenFact& fact = facts.tokens[i];
    if (i > run_end &&
        facts.document->tokens[i].kind == text::TokenKind::kPunctuation) {
      break;
    }
    if ((fact.classes & kNouns) && !fact.capital) return fact.key & ~1ull;
  }
  return 0;
}

}  // namespace

int TaggerFeatures(const TokenFacts& facts, const text::Sentence& sentence,
                   int token, int run_begin, int run_end,
                   uint32_t features[kMaxFeatures]) {
  static const TokenFact kNone;
  const int begin = sentence.first_token;
  const int end = sentence.last_token;
  const auto at = [&](int i) -> const TokenFact& {
    return i < begin || i >= end ? kNone : facts.tokens[i];
  };
  const TokenFact& t = facts.tokens[token];
  const TokenFact& p = at(token - 1);
  const TokenFact& n = at(token + 1);
  const TokenFact& pp = at(token - 2);
  const TokenFact& nn = at(token + 2);
  const absl::string_view word =
      facts.document->Surface(facts.document->tokens[token]);

  Writer w(features);
  w.Add(0, 1);
  w.Add(1, t.key);
  w.Add(2, t.key ^ t.shape);
  w.Add(3, p.key);
  w.Add(4, n.key);
  w.Add(5, pp.key);
  w.Add(6, nn.key);
  w.Add(7, p.key * 31 + t.key);
  w.Add(8, t.key * 31 + n.key);
  w.Add(9, t.shape);
  w.Add(10, p.shape * 65537ull + t.shape);
  w.Add(11, t.shape * 65537ull + n.shape);
  w.Add(12, (p.shape * 65537ull + t.shape) * 65537ull + n.shape);
  const size_t size = word.size();
  if (size > 2) w.Add(13, Affix(word, 0, 2));
  if (size > 3) w.Add(14, Affix(word, 0, 3));
  if (size > 4) w.Add(15, Affix(word, 0, 4));
  if (size > 2) w.Add(16, Affix(word, size - 2, size));
  if (size > 3) w.Add(17, Affix(word, size - 3, size));
  if (size > 4) w.Add(18, Affix(word, size - 4, size));

  const uint64_t gaz = t.gazetteer & ~kGazPrefix;
  const uint64_t gaz_p = p.capital ? p.gazetteer & ~kGazPrefix : 0;
  const uint64_t gaz_n = n.capital ? n.gazetteer & ~kGazPrefix : 0;
  w.Add(19, gaz);
  w.Add(20, gaz_p << 16 | gaz);
  w.Add(21, gaz << 16 | gaz_n);
  w.Add(22, gaz_p << 16 | gaz_n);
  if (t.part != GazetteerPart::kNone) {
    w.Add(23,
          static_cast<uint64_t>(t.part) << 16 |
              (t.phrase_flags & (kGazPlace | kGazOrganization | kGazFamous)));
  }
  w.Add(24, t.classes);
  w.Add(25, p.classes);
  w.Add(26, n.classes);
  w.Add(27, static_cast<uint64_t>(p.classes) << 32 | t.classes);
  w.Add(28, static_cast<uint64_t>(t.classes) << 32 | n.classes);

  // The run of names it stands in, and the words around it.
  const TokenFact& before = at(run_begin - 1);
  const TokenFact& after = at(run_end);
  const TokenFact& first = facts.tokens[run_begin];
  const TokenFact& last = facts.tokens[run_end - 1];
  const int length = run_end - run_begin;
  const uint64_t place = length == 1            ? 0
                         : token == run_begin   ? 1
                         : token == run_end - 1 ? 2
                                                : 3;
  w.Add(29, before.key * 4 + place);
  w.Add(30, after.key * 4 + place);
  w.Add(31, first.key * 4 + place);
  w.Add(32, last.key * 4 + place);
  w.Add(33, static_cast<uint64_t>(last.classes) * 4 + place);
  w.Add(34, static_cast<uint64_t>(first.classes) * 4 + place);
  w.Add(35, (length < 6 ? length : 6) * 4 + place);
  w.Add(36, static_cast<uint64_t>(before.classes) * 4 + place);
  w.Add(37, static_cast<uint64_t>(after.classes) * 4 + place);
  w.Add(38, (static_cast<uint64_t>(before.classes) << 32 | after.classes) * 4 +
                place);

  // A noun that says what the run is: "X, a charity", "the lender X".
  w.Add(44, Noun(facts, sentence, run_begin, run_end) * 4 + place);
  w.Add(45, at(run_end + 1).key * 4 + place);
  w.Add(46, before.key * 31 + at(run_begin - 2).key);
  uint32_t classes = 0;
  for (int i = run_begin; i < run_end && i < run_begin + 8; ++i) {
    classes |= facts.tokens[i].classes;
  }
  w.Add(47, (classes & (kOrganizationHead | kLegalSuffix | kConnector |
                        kEventHead | kWorkHead | kPlaceHead)) *
                    4ull +
                place);
  constexpr uint16_t kNames =
      kGazFirstName | kGazSurname | kGazLowerWord | kGazPlace | kGazCompanyWord;
  w.Add(48, (static_cast<uint64_t>(first.gazetteer & kNames) << 32 |
             static_cast<uint64_t>(last.gazetteer & kNames) << 16 |
             (length < 6 ? length : 6)) *
                    4 +
                place);

  // The rest of the document.
  const uint64_t start = t.sentence_start;
  for (int bit = 0; bit < 14; ++bit) {
    if (t.document >> bit & 1) w.Add(39, bit * 4 + place);
  }
  w.Add(40, static_cast<uint64_t>(t.document) << 1 | start);
  w.Add(41, (static_cast<uint64_t>(t.document) << 16 | gaz) << 1 | start);
  w.Add(42, start << 16 | t.shape);
  w.Add(43, (static_cast<uint64_t>(
                 facts.title_case[facts.document->tokens[token].sentence])
             << 20) |
                gaz);
  // In a headline, capitals say nothing; the rest of the document may.
  if (facts.title_case[facts.document->tokens[token].sentence]) {
    const auto common = [](const TokenFact& fact) -> uint64_t {
      return (fact.gazetteer & kGazLowerWord) != 0;
    };
    w.Add(49, static_cast<uint64_t>(t.document) << 3 | common(p) << 2 |
                  common(t) << 1 | common(n));
    w.Add(50, (t.document & (kDocLower | kDocMidCap)) << 2 | place);
  }
  return w.count();
}

}  // namespace impactwire::extract
