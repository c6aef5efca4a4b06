// RoleScene: one sentence at a time, with who and what is named where.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/same_word.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

class RoleScene {
 public:
  // Both must outlive the scene.
  RoleScene(const text::Document& document, const Entities& entities);

  // Questions are about this sentence from now on.
  void Enter(int index) {
    index_ = index;
    sentence_ = &document_.sentences[index];
  }
  int index() const { return index_; }
  int first() const { return sentence_->first_token; }
  int last() const { return sentence_->last_token; }
  const text::Sentence& sentence() const { return *sentence_; }
  const text::Document& document() const { return document_; }
  const Entities& entities() const { return entities_; }
  const std::vector<int32_t>& owner() const { return owner_; }

  bool In(int t) const { return t >= first() && t < last(); }
  absl::string_view Word(int t) const {
    return document_.Surface(document_.tokens[t]);
  }
  bool Is(int t, absl::string_view w) const {
    return In(t) &&
           document_.tokens[t].span.size() == static_cast<int32_t>(w.size()) &&
           SameWord(Word(t), w);
  }
  bool IsWord(int t) const {
    return document_.tokens[t].kind == text::TokenKind::kWord;
  }
  // The mention that covers `t`; null outside of the sentence.
  const Mention* At(int t) const {
    return In(t) && owner_[t] >= 0 ? &entities_.mentions[owner_[t]] : nullptr;
  }
  bool IsPerson(int t) const {
    const Mention* m = At(t);
    return m != nullptr && m->kind == MentionKind::kPerson && m->entity >= 0;
  }
  // The entity of an organization named or referred to at `t`; -1 if none.
  int32_t OrganizationAt(int t) const;
  // The person right of `t`, over honorifics; null if none.
  const Mention* PersonAfter(int t) const;
  bool HasPerson() const;
  // The mention of the only person of a sentence that has nothing but a name
  // and marks; null if there is more in it.
  const Mention* OnlyPerson(int sentence) const;
  // The organization that a line has but for marks; -1 if there is more in it.
  int32_t OnlyOrganization(int sentence) const;
  // Two words or more: a single word is a person's name only beside others.
  bool IsFullName(int32_t person) const;

  // The text of the tokens, white space made single.
  std::string Text(int first, int last) const;

 private:
  const text::Document& document_;
  const Entities& entities_;
  std::vector<int32_t> owner_;  // per token: mention or -1
  const text::Sentence* sentence_ = nullptr;
  int index_ = -1;
};

}  // namespace impactwire::extract
