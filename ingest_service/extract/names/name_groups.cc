#include "ingest_service/extract/names/name_groups.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/names/canonical_name.h"
#include "ingest_service/extract/names/short_form.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

// Bounds the comparisons of one short name with the longer ones that share a
// word with it.
constexpr size_t kMaxCandidates = 32;

class Grouper {
 public:
  Grouper(const TokenFacts& facts, const std::vector<NamedSpan>& names,
          const KnownNames& known)
      : facts_(facts),
        document_(*facts.document),
        names_(names),
        known_(known),
        short_forms_(facts) {}

  NameGroups Run() {
    group_.assign(names_.size(), -1);
    FindInBody();
    std::vector<int32_t> order(names_.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    // Longer names first, so that a short form finds what it is short for.
    std::stable_sort(order.begin(), order.end(),
                     [&](int32_t a, int32_t b) { return Size(a) > Size(b); });
    for (const int32_t i : order) {
      if (names_[i].expansion < 0) group_[i] = Join(i);
    }
    for (const int32_t i : order) {
      if (names_[i].expansion >= 0) JoinExpansion(i);
    }
    for (int32_t& g : group_) g = Root(g);
    NameGroups groups;
    for (const Group& group : groups_) groups.kinds.push_back(group.kind);
    groups.of_name = std::move(group_);
    return groups;
  }

 private:
  struct Group {
    EntityKind kind;
    std::vector<int32_t> longest;  // the names that founded it
    int32_t merged_into = -1;
  };

  int Size(int32_t i) const {
    return names_[i].last_token - names_[i].first_token;
  }
  absl::string_view Word(int token) const {
    return document_.Surface(document_.tokens[token]);
  }
  absl::string_view Surface(const NamedSpan& n) const {
    return document_.Surface(BytesOf(document_, n));
  }

  std::string KeyOf(int32_t i) const {
    const NamedSpan& n = names_[i];
    std::string key = n.kind == EntityKind::kPerson
                          ? CanonicalPerson(Surface(n))
                      : n.kind == EntityKind::kOrganization
                          ? known_.Canonical(CanonicalOrganization(Surface(n)))
                          : FoldWord(Surface(n));
    key.push_back(static_cast<char>('0' + static_cast<int>(n.kind)));
    return key;
  }

  int32_t NewGroup(int32_t i) {
    const int32_t g = static_cast<int32_t>(groups_.size());
    groups_.push_back({names_[i].kind, {i}, -1});
    Index(i, g);
    return g;
  }

  void Index(int32_t i, int32_t g) {
    const NamedSpan& n = names_[i];
    for (int t = n.first_token; t < n.last_token; ++t) {
      auto& list =
          by_word_[facts_.tokens[t].key * 4 + static_cast<int>(n.kind)];
      if (list.size() < kMaxCandidates && (list.empty() || list.back() != g)) {
        list.push_back(g);
      }
    }
    if (n.kind == EntityKind::kOrganization) {
      // "BDO Foundation Inc." is known as BDOF and BDOFI, too.
      for (const bool whole : {false, true}) {
        for (const bool legal : {false, true}) {
          const std::string initials = Initials(n, whole, legal);
          if (initials.size() >= (legal ? 3 : 2)) {
            by_initials_.try_emplace(initials, g);
          }
        }
      }
      // "Aklat, Gabay (AGA) Foundation"
      for (int t = n.first_token + 1; t + 2 < n.last_token; ++t) {
        if (Word(t) == "(" && Word(t + 2) == ")") {
          by_initials_.try_emplace(absl::AsciiStrToUpper(Word(t + 1)), g);
        }
      }
    }
  }

  // The group of name `i`: of the same canonical form, one it is short for, or
  // a new one.
  int32_t Join(int32_t i) {
    const std::string key = KeyOf(i);
    const auto known = by_key_.find(key);
    if (known != by_key_.end()) return known->second;
    int32_t g = -1;
    const NamedSpan& n = names_[i];
    if (n.kind == EntityKind::kPerson) {
      g = FindPerson(i);
    } else if (n.kind == EntityKind::kOrganization) {
      g = FindOrganization(i);
    }
    if (g < 0) g = NewGroup(i);
    by_key_.emplace(key, g);
    return g;
  }

  // "Chen" after "Chen Xiaohua", "Duque" after "Ivan Duque Marquez": all words
  // in order in one longer name; the last such person named before.
  int32_t FindPerson(int32_t i) const {
    const NamedSpan& n = names_[i];
    const auto it = by_word_.find(facts_.tokens[n.last_token - 1].key * 4 +
                                  static_cast<int>(n.kind));
    if (it == by_word_.end()) return -1;
    int32_t best = -1;
    int best_score = -1;
    for (const int32_t g : it->second) {
      const NamedSpan& full = names_[groups_[g].longest[0]];
      if (full.last_token - full.first_token <= Size(i)) continue;
      int t = full.first_token;
      int matched = 0;
      int at = -1;
      for (int k = n.first_token; k < n.last_token; ++k) {
        while (t < full.last_token &&
               facts_.tokens[t].key != facts_.tokens[k].key) {
          ++t;
        }
        if (t == full.last_token) break;
        at = t;
        ++t;
        ++matched;
      }
      if (matched != Size(i)) continue;
      // A surname stands last, in the East first; then the nearer one.
      int score = at == full.last_token - 1 ? 4 : 2;
      if (full.first_token < n.first_token) score += 1;
      if (score >= best_score) {
        best = g;
        best_score = score;
      }
    }
    return best;
  }

  // `whole`: of words in capitals all letters; `legal`: that of Inc., too.
  std::string Initials(const NamedSpan& n, bool whole, bool legal) const {
    std::string initials;
    for (int t = n.first_token; t < n.last_token; ++t) {
      const TokenFact& fact = facts_.tokens[t];
      if (!fact.capital || (!legal && (fact.classes & kLegalSuffix))) continue;
      if ((fact.classes & kDeterminer) && t == n.first_token) continue;
      if (whole && document_.tokens[t].all_caps) {
        absl::StrAppend(&initials, Word(t));
        continue;
      }
      bool start = true;
      for (const char c : Word(t)) {
        if (start && absl::ascii_isalpha(static_cast<unsigned char>(c))) {
          initials += absl::ascii_toupper(static_cast<unsigned char>(c));
        }
        start = c == '-';
      }
    }
    return n.last_token - n.first_token >= 2 ? initials : std::string();
  }

  // The longer name that this one is short for, in one body only; an acronym is
  // made of the initials.
  int32_t FindOrganization(int32_t i) const {
    const NamedSpan& n = names_[i];
    const int first = short_forms_.FirstWord(n);
    if (Size(i) == 1 && document_.tokens[n.first_token].all_caps) {
      const auto it = by_initials_.find(std::string(Surface(n)));
      if (it != by_initials_.end()) return it->second;
    }
    const int32_t same_head = FindSameHead(i);
    if (same_head >= 0) return same_head;
    const auto it =
        by_word_.find(facts_.tokens[first].key * 4 + static_cast<int>(n.kind));
    if (it == by_word_.end()) return -1;
    // A body named after another one is meant only where there is no other.
    int32_t plain = -1;
    int32_t part = -1;
    int32_t founded = -1;
    int plains = 0;
    int parts = 0;
    int foundeds = 0;
    for (const int32_t g : it->second) {
      const NamedSpan& full = names_[groups_[g].longest[0]];
      const NamedSpan& in_body = names_[in_body_.at(KeyOfWords(n))];
      const bool is_short = short_forms_.IsShortFor(in_body, full);
      const bool after =
          in_body.first_token > full.first_token || IsInHeadline(in_body);
      if (!is_short && !short_forms_.IsPartOf(n, full, after) &&
          !short_forms_.IsBareHead(n, full)) {
        continue;
      }
      if (short_forms_.IsNamedAfterAnother(full)) {
        if (!is_short && !after) continue;
        founded = g;
        ++foundeds;
        continue;
      }
      part = g;
      ++parts;
      if (!is_short) continue;
      plain = g;
      ++plains;
    }
    if (plains == 1) return plain;
    if (plains > 1) return -1;  // short for two: a body of its own
    if (parts > 0) return parts == 1 && foundeds < 2 ? part : -1;
    return foundeds == 1 ? founded : -1;
  }

  uint64_t KeyOfWords(const NamedSpan& n) const {
    uint64_t phrase = kEmptyPhrase;
    for (int t = n.first_token; t < n.last_token; ++t) {
      phrase = ExtendPhrase(phrase, facts_.tokens[t].key);
    }
    return phrase;
  }

  bool IsInHeadline(const NamedSpan& n) const {
    return document_.sentences[document_.tokens[n.first_token].sentence]
               .paragraph == 0;
  }

  // The first name of the same words below the headline, if there is one.
  void FindInBody() {
    for (size_t i = 0; i < names_.size(); ++i) {
      const NamedSpan& n = names_[i];
      const auto [it, fresh] =
          in_body_.try_emplace(KeyOfWords(n), static_cast<int32_t>(i));
      if (!fresh && !IsInHeadline(n) && IsInHeadline(names_[it->second])) {
        it->second = static_cast<int32_t>(i);
      }
    }
  }

  int32_t FindSameHead(int32_t i) const {
    const NamedSpan& n = names_[i];
    if (!short_forms_.EndsInHead(n)) return -1;
    const auto it = by_word_.find(facts_.tokens[n.last_token - 1].key * 4 +
                                  static_cast<int>(n.kind));
    if (it == by_word_.end()) return -1;
    int32_t found = -1;
    for (const int32_t g : it->second) {
      if (!short_forms_.HasSameHead(n, names_[groups_[g].longest[0]])) continue;
      if (found >= 0) return -1;
      found = g;
    }
    return found;
  }

  // An acronym in brackets names what stands before them, everywhere.
  void JoinExpansion(int32_t i) {
    int32_t g = group_[names_[i].expansion];
    if (g < 0) {
      group_[i] = Join(i);
      return;
    }
    g = Root(g);
    const std::string key = KeyOf(i);
    const auto known = by_key_.find(key);
    if (known != by_key_.end()) {
      const int32_t old = Root(known->second);
      if (old != g) groups_[old].merged_into = g;
    }
    by_key_[key] = g;
    group_[i] = g;
  }

  // The group that a group, and those it was merged into, was merged into at
  // last; paths are halved on the way, so that many merges stay linear.
  int32_t Root(int32_t g) {
    while (groups_[g].merged_into >= 0) {
      const int32_t next = groups_[groups_[g].merged_into].merged_into;
      if (next < 0) return groups_[g].merged_into;
      groups_[g].merged_into = next;
      g = next;
    }
    return g;
  }

  const TokenFacts& facts_;
  const text::Document& document_;
  const std::vector<NamedSpan>& names_;
  const KnownNames& known_;
  const ShortForms short_forms_;
  std::vector<int32_t> group_;  // per name
  std::vector<Group> groups_;
  absl::flat_hash_map<std::string, int32_t> by_key_;
  absl::flat_hash_map<std::string, int32_t> by_initials_;
  absl::flat_hash_map<uint64_t, std::vector<int32_t>> by_word_;
  absl::flat_hash_map<uint64_t, int32_t> in_body_;  // by words: a name
};

}  // namespace

NameGroups GroupNames(const TokenFacts& facts,
                      const std::vector<NamedSpan>& names,
                      const KnownNames& known) {
  return Grouper(facts, names, known).Run();
}

}  // namespace impactwire::extract
