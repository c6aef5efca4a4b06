// TitleHeads: the word that makes a title, whether it leads, and what sort of
// role it is.
#pragma once

#include "absl/strings/string_view.h"
#include "ingest_service/extract/roles/sentence_reader.h"
#include "ingest_service/extract/roles/title_finder.h"
#include "ingest_service/extract/roles/title_lexicon.h"

namespace impactwire::extract {

// To be derived from. Lexicon and view must outlive it.
class TitleHeads : protected SentenceReader {
 protected:
  TitleHeads(const TitleLexicon& lexicon, const SentenceView& view)
      : SentenceReader(view), lexicon_(lexicon) {}

  TitleEntry Entry(int t) const;
  // Whether the word at `t` may make a title, alone or with others.
  bool IsHead(int t) const;
  // Whether the words [first, head] do: "manager", "officer", "member" lead
  // only with the right words.
  bool IsLeading(int first, int head) const;
  // Whether a person follows `head` directly: then it is that one's title.
  bool IsNamedAfter(int head) const;
  // Adds what the words [first, head] say of the sort of role.
  void AddFamily(int first, int head, TitleSpan* title) const;

  const TitleLexicon& lexicon_;

 private:
  // "the executive board", "the Standing Committee" from `t` on.
  bool HasBoard(int t) const;
  // "the Tribal Health Board", "Gresham Falls City Council": a name at `t` of a
  // body whose members decide.
  bool IsBody(int t) const;
  bool HasWord(int first, int last, absl::string_view word) const;
};

}  // namespace impactwire::extract
