#include "ingest_service/extract/names/name_finder.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

using text::ParagraphKind;
using text::TokenKind;

constexpr float kSure = 4;
constexpr int kMaxRepeat = 8;  // longest name looked for elsewhere, in tokens

class Finder {
 public:
  Finder(const TokenFacts& facts, const Tagger& tagger)
      : facts_(facts), document_(*facts.document), tagger_(tagger) {}

  std::vector<NamedSpan> Find() {
    owner_.assign(document_.tokens.size(), -1);
    for (const TaggedName& name : tagger_.Tag(facts_)) {
      if (!Readable(name.first_token)) continue;
      NamedSpan span{name.kind, name.first_token, name.last_token, name.margin};
      if (Correct(&span)) Add(span);
    }
    AddHeadedRuns();
    AddDomains();
    VoteOnKinds();
    AddRepeats();
    LinkAcronyms();
    std::vector<NamedSpan> out;
    std::vector<int32_t> moved(spans_.size(), -1);
    std::vector<int32_t> order;
    for (size_t i = 0; i < spans_.size(); ++i) {
      if (spans_[i].first_token < spans_[i].last_token) {
        order.push_back(static_cast<int32_t>(i));
      }
    }
    std::sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
      return spans_[a].first_token < spans_[b].first_token;
    });
    for (const int32_t i : order) {
      moved[i] = static_cast<int32_t>(out.size());
      out.push_back(spans_[i]);
    }
    for (NamedSpan& span : out) {
      if (span.expansion >= 0) span.expansion = moved[span.expansion];
    }
    return out;
  }

 private:
  const TokenFact& Fact(int i) const { return facts_.tokens[i]; }
  absl::string_view Word(int i) const {
    return document_.Surface(document_.tokens[i]);
  }
  const text::Sentence& SentenceOf(int token) const {
    return document_.sentences[document_.tokens[token].sentence];
  }
  bool Readable(int token) const {
    const ParagraphKind kind =
        document_.paragraphs[SentenceOf(token).paragraph].kind;
    return kind != ParagraphKind::kByline && kind != ParagraphKind::kFurniture;
  }

  void Add(const NamedSpan& span) {
    for (int i = span.first_token; i < span.last_token; ++i) {
      owner_[i] = static_cast<int32_t>(spans_.size());
    }
    spans_.push_back(span);
  }
  bool Free(int first, int last) const {
    for (int i = first; i < last; ++i) {
      if (owner_[i] >= 0) return false;
    }
    return true;
  }
  void Remove(int span) {
    for (int i = spans_[span].first_token; i < spans_[span].last_token; ++i) {
      owner_[i] = -1;
    }
    spans_[span].last_token = spans_[span].first_token;
  }

  uint64_t KeyOf(int first, int last) const {
    uint64_t phrase = kEmptyPhrase;
    for (int i = first; i < last; ++i) {
      phrase = ExtendPhrase(phrase, Fact(i).key);
    }
    return phrase;
  }

  static bool IsPossessive(absl::string_view word) {
    return word == "'s" || word == "\u2019s" || word == "'" || word == "\u2019";
  }

  // Trims and extends a tagged span; false if it is no name.
  bool Correct(NamedSpan* span) const {
    int& first = span->first_token;
    int& last = span->last_token;
    while (first < last && !Fact(first).capital &&
           document_.tokens[first].kind != TokenKind::kNumber) {
      ++first;
    }
    while (first < last &&
           (IsPossessive(Word(last - 1)) ||
            document_.tokens[last - 1].kind == TokenKind::kPunctuation)) {
      // A stop that ends an abbreviation ("Co.") is part of the word.
      --last;
    }
    if (first >= last) return false;
    const uint32_t head = Fact(last - 1).classes;
    if (span->kind == EntityKind::kPerson) {
      while (first < last &&
             (Fact(first).classes & (kHonorific | kTitleWord)) &&
             last - first > 1 && !(Fact(first).gazetteer & kGazFirstName)) {
        ++first;
      }
      if (last - first == 1 &&
          (Fact(first).classes &
           (kHonorific | kTitleWord | kCalendar | kNationality | kNeverName))) {
        return false;
      }
      return true;
    }
    if (span->kind == EntityKind::kPlace) {
      return !(last - first == 1 &&
               (Fact(first).classes & (kCalendar | kNationality)));
    }
    if (last - first > 1 && (Fact(first).classes & kDeterminer) &&
        absl::EqualsIgnoreCase(Word(first), "the")) {
      // "The" stays in names such as "The New Times": the clusterer drops it.
      if (document_.tokens[first].kind == TokenKind::kWord &&
          !Fact(first).capital) {
        ++first;
      }
    }
    ExtendLegal(span);
    if (last - first == 1) {
      if (Fact(first).classes & (kCalendar | kNationality | kNeverName |
                                 kDeterminer | kPronounWord | kHonorific)) {
        return false;
      }
      // "Foundation" alone is a short form that coreference resolves.
      if (Fact(first).classes & (kNominalOrg | kTitleWord)) return false;
    }
    if ((head & (kEventHead | kWorkHead)) && !(head & kOrganizationHead) &&
        span->margin < kSure) {
      return false;
    }
    return true;
  }

  // "Canadian Tire Corporation" + ", Limited".
  void ExtendLegal(NamedSpan* span) const {
    const int end = SentenceOf(span->first_token).last_token;
    for (;;) {
      int next = span->last_token;
      if (next < end && Word(next) == ",") ++next;
      if (next >= end || !Fact(next).capital ||
          !(Fact(next).classes & kLegalSuffix) ||
          (next > span->last_token && Word(next).size() < 2)) {
        return;
      }
      span->last_token = next + 1;
    }
  }

  // Runs of capitals that end in "Foundation" or begin with "Ministry of".
  void AddHeadedRuns() {
    for (const text::Sentence& sentence : document_.sentences) {
      if (sentence.first_token >= sentence.last_token ||
          !Readable(sentence.first_token) ||
          facts_.title_case[document_.tokens[sentence.first_token].sentence]) {
        continue;
      }
      for (int i = sentence.first_token; i < sentence.last_token; ++i) {
        if (!Fact(i).capital || owner_[i] >= 0) continue;
        int last = i + 1;
        while (last < sentence.last_token && owner_[last] < 0 &&
               (Fact(last).capital ||
                (Fact(last).candidate && last + 1 < sentence.last_token))) {
          ++last;
        }
        while (last > i && !Fact(last - 1).capital) --last;
        const uint32_t head = Fact(last - 1).classes;
        int begin = i;
        while (begin < last &&
               (Fact(begin).classes & (kDeterminer | kHonorific | kCalendar))) {
          ++begin;
        }
        const bool strong = (head & (kNonprofitHead | kGovernmentHead |
                                     kEducationHead | kLegalSuffix)) &&
                            !(head & (kEventHead | kWorkHead | kPlaceHead)) &&
                            last - begin >= 2;
        if (strong) {
          NamedSpan span{EntityKind::kOrganization, begin, last, 1};
          ExtendLegal(&span);
          Add(span);
        }
        i = last;
      }
    }
  }

  // "58.com" and "JD.com" in running text are companies.
  void AddDomains() {
    static constexpr absl::string_view kEndings[] = {
        ".com", ".org", ".net", ".cn", ".io", ".co", ".in", ".ai", ".tv"};
    for (size_t t = 0; t < document_.tokens.size(); ++t) {
      const int i = static_cast<int>(t);
      if (document_.tokens[i].kind == TokenKind::kPunctuation ||
          owner_[i] >= 0) {
        continue;
      }
      const absl::string_view word = Word(i);
      if (word.size() < 5 || word.find('.') == absl::string_view::npos) {
        continue;
      }
      bool domain = false;
      for (const absl::string_view ending : kEndings) {
        domain |= word.size() > ending.size() &&
                  word.substr(word.size() - ending.size()) == ending;
      }
      if (!domain || !Readable(i)) continue;
      if (absl::StartsWithIgnoreCase(word, "www.") ||
          word.find('@') != absl::string_view::npos ||
          word.find('/') != absl::string_view::npos) {
        continue;
      }
      Add({EntityKind::kOrganization, i, i + 1, 2});
    }
  }

  // One name has one kind in a document: that with the larger sum of margins.
  void VoteOnKinds() {
    absl::flat_hash_map<uint64_t, std::array<float, 3>> votes;
    for (const NamedSpan& span : spans_) {
      votes[KeyOf(span.first_token, span.last_token)]
           [static_cast<int>(span.kind)] += std::max(span.margin, 0.1f);
    }
    for (NamedSpan& span : spans_) {
      if (span.first_token >= span.last_token) continue;
      const auto& vote = votes[KeyOf(span.first_token, span.last_token)];
      const int best = static_cast<int>(
          std::max_element(vote.begin(), vote.end()) - vote.begin());
      span.kind = static_cast<EntityKind>(best);
    }
  }

  // The same name elsewhere, untagged there; in quotes also in lower case.
  void AddRepeats() {
    absl::flat_hash_map<uint64_t, int32_t> known;  // phrase -> span
    absl::flat_hash_map<uint64_t, bool> begins;    // first word
    for (size_t s = 0; s < spans_.size(); ++s) {
      const NamedSpan& span = spans_[s];
      const int size = span.last_token - span.first_token;
      if (size <= 0 || size > kMaxRepeat || span.margin < 0.5f) continue;
      if (size == 1 && span.kind != EntityKind::kOrganization &&
          span.margin < 1.5f) {
        continue;
      }
      known.try_emplace(KeyOf(span.first_token, span.last_token),
                        static_cast<int32_t>(s));
      begins.try_emplace(Fact(span.first_token).key, true);
    }
    if (known.empty()) return;
    for (const text::Sentence& sentence : document_.sentences) {
      if (sentence.first_token >= sentence.last_token ||
          !Readable(sentence.first_token)) {
        continue;
      }
      for (int i = sentence.first_token; i < sentence.last_token; ++i) {
        if (owner_[i] >= 0 || !begins.contains(Fact(i).key)) continue;
        uint64_t phrase = kEmptyPhrase;
        int last = -1;
        int32_t source = -1;
        for (int k = i;
             k < sentence.last_token && k < i + kMaxRepeat && owner_[k] < 0;
             ++k) {
          phrase = ExtendPhrase(phrase, Fact(k).key);
          const auto it = known.find(phrase);
          if (it != known.end() && SameWriting(spans_[it->second], i, k + 1)) {
            last = k + 1;
            source = it->second;
          }
        }
        if (last < 0) continue;
        Add({spans_[source].kind, i, last, spans_[source].margin * 0.8f});
        i = last - 1;
      }
    }
  }

  // Whether [first, last) is written as the name is, or in quotes.
  bool SameWriting(const NamedSpan& name, int first, int last) const {
    if (Fact(first).capital ||
        document_.tokens[first].kind == TokenKind::kNumber) {
      bool same = true;
      for (int i = first; i < last; ++i) {
        same &= Fact(i).capital == Fact(name.first_token + i - first).capital;
      }
      // A common word at the beginning of a sentence says nothing.
      if (same) {
        return last - first > 1 || !Fact(first).sentence_start ||
               !(Fact(first).gazetteer & kGazLowerWord);
      }
    }
    const bool quoted = first > 0 &&
                        last < static_cast<int>(document_.tokens.size()) &&
                        IsQuote(Word(first - 1)) && IsQuote(Word(last));
    return quoted;
  }
  static bool IsQuote(absl::string_view w) {
    return w == "\"" || w == "'" || w == "\u201c" || w == "\u201d" ||
           w == "\u2018" || w == "\u2019";
  }

  // "Name of a Body (NAB)" and "NAB (Name of a Body)".
  void LinkAcronyms() {
    const int n = static_cast<int>(document_.tokens.size());
    const int count = static_cast<int>(spans_.size());
    for (int s = 0; s < count; ++s) {
      NamedSpan span = spans_[s];
      if (span.first_token >= span.last_token ||
          span.kind != EntityKind::kOrganization) {
        continue;
      }
      int open = span.last_token;
      if (open < n && IsPossessive(Word(open))) ++open;
      if (open + 2 >= n || Word(open) != "(") continue;
      int inside = open + 1;
      if (absl::EqualsIgnoreCase(Word(inside), "the")) ++inside;
      int close = inside;
      while (close < n && close < inside + 6 && Word(close) != ")") ++close;
      if (close >= n || Word(close) != ")" || close == inside) continue;
      const bool one = close == inside + 1;
      if (owner_[inside] < 0) {
        if (!one || !document_.tokens[inside].all_caps ||
            Fact(inside).classes & kNeverName) {
          if (!one || !LooksLikeAcronym(span, Word(inside))) continue;
        }
        Add({EntityKind::kOrganization, inside, close, 3, s});
      } else {
        const int other = owner_[inside];
        if (other == s || spans_[other].last_token != close) continue;
        if (one && document_.tokens[inside].all_caps) {
          spans_[other].kind = EntityKind::kOrganization;
        }
        if (spans_[other].kind != EntityKind::kOrganization) continue;
        if (one && document_.tokens[inside].all_caps) {
          spans_[other].expansion = s;
        }
      }
    }
  }

  bool LooksLikeAcronym(const NamedSpan& span, absl::string_view word) const {
    if (word.size() < 2) return false;
    std::string initials;
    for (int i = span.first_token; i < span.last_token; ++i) {
      if (Fact(i).capital) initials += absl::ascii_toupper(Word(i)[0]);
    }
    size_t at = 0;
    for (const char c : word) {
      if (at < initials.size() && absl::ascii_toupper(c) == initials[at]) ++at;
    }
    return at == initials.size() && initials.size() >= 2;
  }

  const TokenFacts& facts_;
  const text::Document& document_;
  const Tagger& tagger_;
  std::vector<NamedSpan> spans_;
  std::vector<int32_t> owner_;  // per token: index in spans_ or -1
};

}  // namespace

std::vector<NamedSpan> FindNames(const TokenFacts& facts,
                                 const Tagger& tagger) {
  return Finder(facts, tagger).Find();
}

}  // namespace impactwire::extract
