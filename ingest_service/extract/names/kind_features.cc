#include "ingest_service/extract/names/kind_features.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "common/base/same_word.h"
#include "ingest_service/extract/names/context_words.h"
#include "ingest_service/extract/names/word_hash.h"
#include "ingest_service/extract/numbers/hash_filter.h"

namespace impactwire::extract {
namespace {

constexpr int kMaxMentions = 24;
constexpr int kWordsBefore = 3;
constexpr int kWordsAfter = 7;
constexpr int kWordsAround = 12;
constexpr int kSentencesBack = 2;
constexpr int kWordsBetween = 3;  // ", and the"
// Different words of sport in a document that is more and more about it.
constexpr int kSportLevels[] = {7, 11, 16};

absl::string_view WordAt(const TokenFacts& facts, int token) {
  return facts.document->Surface(facts.document->tokens[token]);
}

bool IsPossessive(absl::string_view word) {
  return word == "'s" || word == "\u2019s" || word == "'" || word == "\u2019";
}

// The token that says what the name is: before "of" or "for" ("Bank of X"),
// else the last one, before a legal form.
int HeadOf(const TokenFacts& facts, const NamedSpan& span) {
  for (int i = span.first_token + 1; i < span.last_token - 1; ++i) {
    const absl::string_view word = WordAt(facts, i);
    if (word == "of" || word == "for" || word == "de" || word == "du" ||
        word == "des" || word == "do" || word == "da") {
      return i - 1;
    }
  }
  int head = span.last_token - 1;
  while (head > span.first_token &&
         ((facts.tokens[head].classes & kLegalSuffix) ||
          facts.document->tokens[head].kind == text::TokenKind::kPunctuation)) {
    --head;
  }
  return head;
}

// The last `size` bytes in lower case.
uint64_t Suffix(absl::string_view word, size_t size) {
  uint64_t h = size;
  for (size_t i = word.size() - size; i < word.size(); ++i) {
    const unsigned char c = word[i];
    h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 0x100000001b3ull;
  }
  return h;
}

// Headings and captions do not: their last token is a word.
bool EndsAsSentence(const TokenFacts& facts, const text::Sentence& sentence) {
  return facts.document->tokens[sentence.last_token - 1].kind ==
         text::TokenKind::kPunctuation;
}

// Whether the names are neighbours in a list: "A, the B and C".
bool IsListed(const TokenFacts& facts, const NamedSpan& a, const NamedSpan& b) {
  const text::Document& document = *facts.document;
  if (b.first_token <= a.last_token ||
      b.first_token - a.last_token > kWordsBetween ||
      document.tokens[a.first_token].sentence !=
          document.tokens[b.first_token].sentence) {
    return false;
  }
  for (int i = a.last_token; i < b.first_token; ++i) {
    const absl::string_view word = WordAt(facts, i);
    if (word != "," && word != ";" && word != "&" && word != "and" &&
        word != "or" && word != "the") {
      return false;
    }
  }
  return true;
}

void AddLists(const TokenFacts& facts,
              const std::vector<NamedOrganization>& mentions,
              std::vector<KindFeatures>* features) {
  for (size_t i = 1; i < mentions.size(); ++i) {
    const NamedOrganization& a = mentions[i - 1];
    const NamedOrganization& b = mentions[i];
    if (a.entity == b.entity || !IsListed(facts, a.span, b.span)) continue;
    (*features)[a.entity].AddListed(facts, b.span);
    (*features)[b.entity].AddListed(facts, a.span);
  }
}

// By how many different words of sport the document has, at most 128 told
// apart.
int SportLevel(const TokenFacts& facts) {
  static const auto* const words = [] {
    auto* map = new absl::flat_hash_map<uint64_t, int>();
    for (const std::string& word : ContextWordsOf(kSportWord)) {
      map->emplace(WordKey(word), static_cast<int>(map->size() % 128));
    }
    return map;
  }();
  static const auto* const filter = [] {
    auto* bits = new HashFilter();
    for (const auto& [key, unused] : *words) bits->Add(key);
    return bits;
  }();
  uint64_t seen[2] = {};
  for (const TokenFact& fact : facts.tokens) {
    if (!filter->MayHold(fact.key)) continue;
    const auto it = words->find(fact.key);
    if (it == words->end()) continue;
    seen[it->second / 64] |= uint64_t{1} << it->second % 64;
  }
  const int different = std::popcount(seen[0]) + std::popcount(seen[1]);
  return static_cast<int>(
      std::count_if(std::begin(kSportLevels), std::end(kSportLevels),
                    [&](int least) { return different >= least; }));
}

}  // namespace

void KindFeatures::Add(uint32_t kind, uint64_t value) {
  features_.push_back(static_cast<uint32_t>(
      Mix(value * 0x9e3779b97f4a7c15ull + kind * 0xbf58476d1ce4e5b9ull)));
}

void KindFeatures::AddName(const TokenFacts& facts, const NamedSpan& span) {
  const int first = span.first_token;
  const int last = span.last_token;
  const int size = last - first;
  const auto& t = facts.tokens;
  const int head = HeadOf(facts, span);
  uint64_t phrase = kEmptyPhrase;
  uint32_t classes = 0;
  bool of = false;
  bool and_mark = false;
  bool digit = false;
  for (int i = first; i < last; ++i) {
    phrase = ExtendPhrase(phrase, t[i].key);
    classes |= t[i].classes;
    const absl::string_view word = WordAt(facts, i);
    of |= word == "of" || word == "for";
    and_mark |= word == "&";
    digit |= facts.document->tokens[i].has_digit;
    Add(1, t[i].key);
    for (const size_t n : {3, 4}) {
      if (word.size() > n + 1) Add(2, Suffix(word, n));
    }
    if (i > first) Add(3, t[i - 1].key * 31 + t[i].key);
  }
  Add(0, 1);
  Add(4, phrase);
  Add(5, t[head].key);
  Add(6, t[first].key);
  Add(7, t[last - 1].key);
  const absl::string_view head_word = WordAt(facts, head);
  for (const size_t n : {3, 4, 5}) {
    if (head_word.size() > n) Add(8, Suffix(head_word, n));
  }
  Add(9, t[head].classes & kOrganizationHead);
  for (int bit = 0; bit < 30; ++bit) {
    if (t[head].classes >> bit & 1) Add(10, bit);
    if (classes >> bit & 1) Add(11, bit);
  }
  Add(12, std::min(size, 6));
  Add(13, (size == 1) * 8 + of * 4 + and_mark * 2 + digit);
  Add(14, facts.document->tokens[first].all_caps * 2 + (size == 1));
  Add(15, t[first].shape * 2 + (size == 1));
  const bool begins = t[first].part == GazetteerPart::kUnit ||
                      t[first].part == GazetteerPart::kBegin;
  const bool ends = t[last - 1].part == GazetteerPart::kUnit ||
                    t[last - 1].part == GazetteerPart::kLast;
  if (begins && ends) {
    const uint16_t flags = t[first].phrase_flags;
    for (int bit = 0; bit < 16; ++bit) {
      if (flags >> bit & 1) Add(16, bit * 2 + ((flags & kGazFamous) != 0));
    }
  }
  // What the words are by themselves, and elsewhere in the document.
  bool common = true;
  bool lower = false;
  uint16_t document = 0xffff;
  for (int i = first; i < last; ++i) {
    if (t[i].classes & kConnector) continue;
    common &= (t[i].gazetteer & kGazLowerWord) != 0;
    lower |= (t[i].document & kDocLower) != 0;
    document &= t[i].document;
  }
  const int headed = (classes & (kOrganizationHead | kLegalSuffix)) != 0;
  Add(20, ((common * 2 + lower) * 2 + headed) * 2 + (size == 1));
  for (int bit = 0; bit < 14; ++bit) {
    if (document >> bit & 1) Add(21, bit * 2 + (size == 1));
  }
  constexpr uint16_t kWords =
      kGazFirstName | kGazSurname | kGazLowerWord | kGazPlace | kGazCompanyWord;
  Add(22, (static_cast<uint64_t>(t[first].gazetteer & kWords) << 16 |
           (t[last - 1].gazetteer & kWords)) *
                  2 +
              (size == 1));
  // A place inside: "Kenya Forest Service", "Bangladesh Cricket Board".
  uint16_t place = 0;
  for (int i = first; i < last; ++i) {
    if (i != head) place |= t[i].phrase_flags & kGazPlace;
  }
  Add(17, place);
  Add(18, t[head].key * 8 + (place >> 2));
  const absl::string_view end = WordAt(facts, last - 1);
  const size_t dot = end.rfind('.');
  if (dot != absl::string_view::npos && dot + 1 < end.size()) {
    Add(19, WordKey(end.substr(dot)));
  }
}

void KindFeatures::AddContext(const TokenFacts& facts, const NamedSpan& span) {
  const text::Document& document = *facts.document;
  const auto& t = facts.tokens;
  const text::Sentence& sentence =
      document.sentences[document.tokens[span.first_token].sentence];
  const auto usable = [&](int i) {
    return !t[i].capital && document.tokens[i].kind == text::TokenKind::kWord;
  };
  // "the charity X", "chairman of X"
  for (int i = span.first_token - 1;
       i >= std::max(sentence.first_token, span.first_token - kWordsBefore);
       --i) {
    if (i == span.first_token - 1) {
      Add(30, t[i].key);
      Add(36, t[i].classes & (kDeterminer | kLocative | kConnector |
                              kHonorific | kTitleWord));
    }
    if (i == span.first_token - 2) {
      Add(31, t[i].key * 31 + t[i + 1].key);
    }
    if (usable(i)) Add(32, t[i].key);
    if (t[i].classes & kTitleWord) Add(33, t[i].key);
    if (t[i].classes & kNominalOrg) Add(34, t[i].key);
  }
  // What the sentence speaks of: "donations", "shareholders".
  for (int i = std::max(sentence.first_token, span.first_token - kWordsAround);
       i < std::min(sentence.last_token, span.last_token + kWordsAround); ++i) {
    if (usable(i) && WordAt(facts, i).size() > 3) Add(43, t[i].key);
  }
  // "X said", "X, a lender that"
  int at = span.last_token;
  if (at >= sentence.last_token) return;
  const bool possessive = IsPossessive(WordAt(facts, at));
  const bool comma = WordAt(facts, at) == ",";
  Add(35, t[at].key);
  if (possessive || comma) ++at;
  bool apposition =
      comma && at < sentence.last_token && (t[at].classes & kDeterminer);
  const int end = std::min(sentence.last_token, at + kWordsAfter);
  for (int i = at; i < end; ++i) {
    if (i > at && document.tokens[i].kind == text::TokenKind::kPunctuation) {
      break;
    }
    if (apposition) Add(37, t[i].key);
    if (t[i].classes & kNominalOrg) Add(39, t[i].key);
    if (t[i].classes & kTitleWord) Add(40, t[i].key);
  }
}

void KindFeatures::AddNominal(uint64_t noun, bool near) {
  Add(41, noun * 2 + near);
}

void KindFeatures::AddMention(const TokenFacts& facts, const NamedSpan& span) {
  if (mentions_ >= kMaxMentions) return;
  ++mentions_;
  margin_ = std::max(margin_, span.margin);
  const text::Token& first = facts.document->tokens[span.first_token];
  in_text_ |= !facts.title_case[first.sentence];
  running_ |= EndsAsSentence(facts, facts.document->sentences[first.sentence]);
  inside_ |= !facts.tokens[span.first_token].sentence_start;
  caps_ = first.all_caps && span.last_token - span.first_token == 1;
  for (int i = span.first_token; i < span.last_token; ++i) {
    head_ |= facts.tokens[i].classes & (kOrganizationHead | kLegalSuffix);
  }
  uint64_t phrase = kEmptyPhrase;
  for (int i = span.first_token; i < span.last_token; ++i) {
    phrase = ExtendPhrase(phrase, facts.tokens[i].key);
  }
  if (std::find(names_.begin(), names_.end(), phrase) == names_.end()) {
    names_.push_back(phrase);
    AddName(facts, span);
  }
  AddContext(facts, span);
  VoteOnKind(facts, span, &votes_);
}

void KindFeatures::AddListed(const TokenFacts& facts, const NamedSpan& other) {
  const TokenFact& head = facts.tokens[HeadOf(facts, other)];
  Add(70, head.classes & (kOrganizationHead | kLegalSuffix));
  Add(71, head.key);
  const uint16_t flags = facts.tokens[other.first_token].phrase_flags;
  for (int bit = 0; bit < 16; ++bit) {
    if (flags >> bit & 1) Add(72, bit);
  }
}

void KindFeatures::AddSport(int level) {
  for (int step = 1; step <= level; ++step) {
    Add(73, step);
    Add(74, step * 2 + (head_ != 0));
  }
}

const std::vector<uint32_t>& KindFeatures::Finish() {
  // How sure it is a name of an organization at all.
  const int sure =
      static_cast<int>(std::clamp(margin_, 0.0f, 4.5f) * 2 + 0.02f);
  const int often = std::min(mentions_, 4);
  const int where = in_text_ * 2 + inside_;
  Add(60, sure);
  for (int step = 1; step <= sure; ++step) Add(61, step);
  Add(62, (sure * 8 + often) * 4 + where);
  Add(63, (sure * 2 + (head_ != 0)) * 2 + caps_);
  Add(64, often * 4 + where);
  Add(65, (where * 2 + running_) * 2 + (head_ != 0));
  Add(50, votes_.Best());
  for (int k = 1; k < kKinds; ++k) {
    const float p = votes_.points[k];
    for (int step = 1; step <= 4 && p > 0.4f * (1 << step); ++step) {
      Add(51, k * 8 + step);
    }
  }
  std::sort(features_.begin(), features_.end());
  features_.erase(std::unique(features_.begin(), features_.end()),
                  features_.end());
  return features_;
}

std::vector<KindFeatures> GatherKindFeatures(
    const TokenFacts& facts, const std::vector<NamedOrganization>& mentions,
    int count) {
  std::vector<KindFeatures> features(count);
  std::vector<int> named(count);
  int32_t most = -1;
  for (const NamedOrganization& mention : mentions) {
    features[mention.entity].AddMention(facts, mention.span);
    const int n = ++named[mention.entity];
    if (most < 0 || n > named[most]) most = mention.entity;
  }
  if (most < 0) return features;
  AddLists(facts, mentions, &features);
  if (const int level = SportLevel(facts); level > 0) {
    for (KindFeatures& feature : features) feature.AddSport(level);
  }
  const text::Document& document = *facts.document;
  size_t next = 0;
  for (int i = 1; i < static_cast<int>(facts.tokens.size()); ++i) {
    while (next < mentions.size() && mentions[next].span.last_token <= i) {
      ++next;
    }
    const TokenFact& fact = facts.tokens[i];
    if (!(fact.classes & kNominalOrg) || fact.capital ||
        !(facts.tokens[i - 1].classes & kDeterminer) ||
        SameWord(WordAt(facts, i - 1), "a") ||
        SameWord(WordAt(facts, i - 1), "an")) {
      continue;
    }
    features[most].AddNominal(fact.key, false);
    if (next == 0) continue;
    const NamedOrganization& last = mentions[next - 1];
    const int32_t sentence = document.tokens[last.span.first_token].sentence;
    if (document.tokens[i].sentence - sentence <= kSentencesBack) {
      features[last.entity].AddNominal(fact.key, true);
    }
  }
  return features;
}

}  // namespace impactwire::extract
