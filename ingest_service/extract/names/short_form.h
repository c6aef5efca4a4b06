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

  // Whether the words of `n` stand side by side in `full` and the text names no
  // body of that name beside it: "Nidhi" of "Ekal Mahila Nidhi", "Evergold" of
  // "Evergold Footwear Vietnam". Weaker than IsShortFor: in annotated articles
  // 9 of 10 such names are short forms if only one longer name has them.
  bool IsPartOf(const NamedSpan& n, const NamedSpan& full) const;

  // Whether the name ends as those of bodies do that bear another's name:
  // "Foundation".
  bool IsNamedAsSister(const NamedSpan& full) const;

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
