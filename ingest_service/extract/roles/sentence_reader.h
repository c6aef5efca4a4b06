// SentenceReader: the words of one sentence and the names they belong to, for
// what reads titles.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "common/base/same_word.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

// The mentions of one sentence, by token: index in Entities::mentions or -1.
struct SentenceView {
  const text::Document* document;
  const Entities* entities;
  const text::Sentence* sentence;
  const std::vector<int32_t>* owner;  // per token of the document
};

// To be derived from. What the view points to must outlive it.
class SentenceReader {
 protected:
  explicit SentenceReader(const SentenceView& view)
      : document_(*view.document),
        entities_(*view.entities),
        sentence_(*view.sentence),
        owner_(*view.owner) {}

  bool In(int t) const {
    return t >= sentence_.first_token && t < sentence_.last_token;
  }
  absl::string_view Word(int t) const {
    return document_.Surface(document_.tokens[t]);
  }
  // Without regard to case; false outside of the sentence.
  bool Is(int t, absl::string_view word) const {
    return In(t) &&
           document_.tokens[t].span.size() ==
               static_cast<int32_t>(word.size()) &&
           SameWord(Word(t), word);
  }
  // The named mention at `t`; nominals and pronouns do not hide a title.
  int32_t Named(int t) const {
    if (!In(t) || owner_[t] < 0) return -1;
    const MentionKind kind = entities_.mentions[owner_[t]].kind;
    return kind == MentionKind::kNominal || kind == MentionKind::kPronoun
               ? -1
               : owner_[t];
  }

  const text::Document& document_;
  const Entities& entities_;
  const text::Sentence& sentence_;
  const std::vector<int32_t>& owner_;
};

}  // namespace impactwire::extract
