// Short forms of organizations' names: "Alibaba" of "Alibaba Group", "Raízes do
// Sul" of "Cooperativa Raízes do Sul", "Gates Foundation" of "Bill and Melinda
// Gates Foundation".
#pragma once

#include "absl/strings/string_view.h"
#include "ingest_service/extract/names/name_finder.h"
#include "ingest_service/extract/names/token_facts.h"

namespace impactwire::extract {

// Of one document, whose facts must outlive it.
class ShortForms {
 public:
  explicit ShortForms(const TokenFacts& facts)
      : facts_(facts), document_(*facts.document) {}

  // Whether `n`, which begins as `full` does or drops its first head, stands
  // for it: what is missing says only "company", or the text leaves no doubt.
  bool IsShortFor(const NamedSpan& n, const NamedSpan& full) const;

  // Whether the words of `n` stand together in `full` and no other body's name
  // is likely to be meant: what is missing does not matter. `after`: the text
  // has given the full name before.
  bool IsPartOf(const NamedSpan& n, const NamedSpan& full, bool after) const;

  // Whether `full` is a body that others found and name after themselves: "X
  // Foundation", "Fundación X". The bare name is then rather the founder's.
  bool IsNamedAfterAnother(const NamedSpan& full) const;

  // "the Stiftung", a head in another language by itself; "the Forum", the last
  // word of `full` named before.
  bool IsBareHead(const NamedSpan& n, const NamedSpan& full) const;

  // Whether the name is more than a head and ends in one: "Gates Foundation".
  bool EndsInHead(const NamedSpan& n) const;
  // Whether the words of `n` stand in order in `full`, which ends in the same
  // head.
  bool HasSameHead(const NamedSpan& n, const NamedSpan& full) const;

  // The first token but "the".
  int FirstWord(const NamedSpan& n) const;

 private:
  absl::string_view Word(int token) const {
    return document_.Surface(document_.tokens[token]);
  }
  bool DropsFirstHead(const NamedSpan& n, const NamedSpan& full) const;
  bool IsDistinct(const NamedSpan& n) const;
  bool AreCommon(int first, int last) const;
  bool NamesSisterBody(const NamedSpan& n, const NamedSpan& full) const;
  bool DropsLittle(const NamedSpan& n, const NamedSpan& full, int rest) const;

  const TokenFacts& facts_;
  const text::Document& document_;
};

}  // namespace impactwire::extract
