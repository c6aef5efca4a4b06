// NameTable: the names found so far in one document, by token. The rules of
// name_boundaries.h and name_evidence.h work on it.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "common/base/same_word.h"
#include "ingest_service/extract/names/name_finder.h"
#include "ingest_service/extract/names/token_facts.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {

class NameTable {
 public:
  explicit NameTable(const TokenFacts& facts)
      : facts_(facts), owner_(facts.tokens.size(), -1) {}

  const text::Document& document() const { return *facts_.document; }
  const TokenFacts& facts() const { return facts_; }
  const TokenFact& Fact(int token) const { return facts_.tokens[token]; }
  absl::string_view Word(int token) const {
    return document().Surface(document().tokens[token]);
  }
  bool Is(int token, absl::string_view word) const {
    return document().tokens[token].span.size() ==
               static_cast<int32_t>(word.size()) &&
           SameWord(Word(token), word);
  }
  bool IsPossessive(int token) const {
    const absl::string_view w = Word(token);
    return w == "'s" || w == "\u2019s" || w == "'" || w == "\u2019";
  }
  bool IsQuote(int token) const {
    const absl::string_view w = Word(token);
    return w == "\"" || w == "'" || w == "\u201c" || w == "\u201d" ||
           w == "\u2018" || w == "\u2019";
  }
  const text::Sentence& SentenceOf(int token) const {
    return document().sentences[document().tokens[token].sentence];
  }
  // Not in a byline or furniture.
  bool Readable(int token) const {
    const text::ParagraphKind kind =
        document().paragraphs[SentenceOf(token).paragraph].kind;
    return kind != text::ParagraphKind::kByline &&
           kind != text::ParagraphKind::kFurniture;
  }

  // Calls `visit(sentence)` for each sentence whose capitals tell names: not in
  // a byline or furniture, nor in title case.
  template <typename Visit>
  void ForEachTelling(const Visit& visit) const {
    const std::vector<text::Sentence>& sentences = document().sentences;
    for (size_t s = 0; s < sentences.size(); ++s) {
      if (sentences[s].first_token < sentences[s].last_token &&
          !facts_.title_case[s] && Readable(sentences[s].first_token)) {
        visit(sentences[s]);
      }
    }
  }

  // Names stay where they are; a removed one is empty.
  std::vector<NamedSpan>& spans() { return spans_; }
  const std::vector<NamedSpan>& spans() const { return spans_; }
  int32_t OwnerOf(int token) const { return owner_[token]; }
  bool IsFree(int token) const { return owner_[token] < 0; }

  bool AreFree(int first, int last) const {
    for (int i = first; i < last; ++i) {
      if (owner_[i] >= 0) return false;
    }
    return true;
  }

  void Add(const NamedSpan& span) {
    Mark(span, static_cast<int32_t>(spans_.size()));
    spans_.push_back(span);
  }
  void Remove(int32_t index) { Resize(index, 0, 0); }
  void Resize(int32_t index, int first, int last) {
    Mark(spans_[index], -1);
    spans_[index].first_token = first;
    spans_[index].last_token = last;
    Mark(spans_[index], index);
  }

  // Key of the words of [first, last).
  uint64_t KeyOf(int first, int last) const {
    uint64_t phrase = kEmptyPhrase;
    for (int i = first; i < last; ++i) {
      phrase = ExtendPhrase(phrase, Fact(i).key);
    }
    return phrase;
  }
  // Whether [first, last) is exactly one gazetteer entry.
  bool IsKnown(int first, int last) const {
    const GazetteerPart a = Fact(first).part;
    const GazetteerPart b = Fact(last - 1).part;
    return last - first == 1
               ? a == GazetteerPart::kUnit
               : a == GazetteerPart::kBegin && b == GazetteerPart::kLast;
  }

 private:
  void Mark(const NamedSpan& span, int32_t index) {
    for (int i = span.first_token; i < span.last_token; ++i) {
      owner_[i] = index;
    }
  }

  const TokenFacts& facts_;
  std::vector<NamedSpan> spans_;
  std::vector<int32_t> owner_;  // per token: index in spans_ or -1
};

}  // namespace impactwire::extract
