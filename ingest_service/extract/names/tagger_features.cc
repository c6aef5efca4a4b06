#include "ingest_service/extract/names/tagger_features.h"

#include <bit>

#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

// Affixes of the folded word would need the folded form; the surface in lower
// case does as well.
constexpr uint64_t kAffixSeed = 77;
uint64_t AffixByte(uint64_t h, unsigned char c) {
  return (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 0x100000001b3ull;
}
uint64_t Suffix(absl::string_view word, size_t size) {
  uint64_t h = kAffixSeed;
  for (size_t i = word.size() - size; i < word.size(); ++i) {
    h = AffixByte(h, word[i]);
  }
  return h;
}

// Of at most one feature of each of 49 kinds and 13 more of document flags.
class Writer {
 public:
  explicit Writer(uint32_t* out) : out_(out) {}
  void Add(uint32_t kind, uint64_t value) {
    out_[count_++] = static_cast<uint32_t>(
        Mix(value * 0x9e3779b97f4a7c15ull + kind * 0xbf58476d1ce4e5b9ull));
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

TaggerRun::TaggerRun(const TokenFacts& facts, const text::Sentence& s,
                     int run_begin, int run_end)
    : sentence(s),
      begin(run_begin),
      end(run_end),
      noun(Noun(facts, s, run_begin, run_end)) {
  for (int i = begin; i < end && i < begin + 8; ++i) {
    classes |= facts.tokens[i].classes;
  }
}

int TaggerFeatures(const TokenFacts& facts, const TaggerRun& run, int token,
                   uint32_t features[kMaxFeatures]) {
  static const TokenFact kNone;
  const int begin = run.sentence.first_token;
  const int end = run.sentence.last_token;
  const int run_begin = run.begin;
  const int run_end = run.end;
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
  if (size > 2) {
    uint64_t prefix = AffixByte(AffixByte(kAffixSeed, word[0]), word[1]);
    w.Add(13, prefix);
    w.Add(16, Suffix(word, 2));
    if (size > 3) {
      prefix = AffixByte(prefix, word[2]);
      w.Add(14, prefix);
      w.Add(17, Suffix(word, 3));
    }
    if (size > 4) {
      w.Add(15, AffixByte(prefix, word[3]));
      w.Add(18, Suffix(word, 4));
    }
  }

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
  w.Add(44, run.noun * 4 + place);
  w.Add(45, at(run_end + 1).key * 4 + place);
  w.Add(46, before.key * 31 + at(run_begin - 2).key);
  w.Add(47, (run.classes & (kOrganizationHead | kLegalSuffix | kConnector |
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
  for (uint32_t bits = t.document; bits != 0; bits &= bits - 1) {
    w.Add(39, std::countr_zero(bits) * 4 + place);
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
