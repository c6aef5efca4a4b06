// RoleScene: one sentence at a time, with who and what is named where.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "ingest_service/extract/names/mention.h"
#include "ingest_service/text/document.h"

namespace impactwire::extract {

class RoleScene {
 protected:
  // Both must outlive the scene.
  RoleScene(const text::Document& document, const Entities& entities)
      : document_(document), entities_(entities) {
    owner_.assign(document_.tokens.size(), -1);
    for (size_t m = 0; m < entities_.mentions.size(); ++m) {
      const Mention& mention = entities_.mentions[m];
      if (mention.kind == MentionKind::kTitle) continue;
      for (int t = mention.first_token; t < mention.last_token; ++t) {
        owner_[t] = static_cast<int32_t>(m);
      }
    }
  }

  absl::string_view Word(int t) const {
    return document_.Surface(document_.tokens[t]);
  }
  bool In(int t) const {
    return t >= sentence_->first_token && t < sentence_->last_token;
  }
  bool Is(int t, absl::string_view w) const {
    return In(t) && absl::EqualsIgnoreCase(Word(t), w);
  }
  const Mention* At(int t) const {
    return In(t) && owner_[t] >= 0 ? &entities_.mentions[owner_[t]] : nullptr;
  }
  bool IsPerson(int t) const {
    const Mention* m = At(t);
    return m != nullptr && m->kind == MentionKind::kPerson;
  }
  // The person right of `t`, over honorifics; -1 if none.
  int32_t PersonAt(int t, int* end) const {
    for (int k = t; k < t + 4 && In(k); ++k) {
      if (IsPerson(k)) {
        *end = At(k)->last_token;
        return At(k)->entity;
      }
      if (owner_[k] >= 0) return -1;
      if (document_.tokens[k].kind != text::TokenKind::kWord ||
          !document_.tokens[k].capitalized) {
        return -1;
      }
    }
    return -1;
  }

  std::string TitleText(int first, int last) const {
    const absl::string_view raw =
        document_.Surface(text::Span{document_.tokens[first].span.begin,
                                     document_.tokens[last - 1].span.end});
    std::string out;
    for (const char c : raw) {
      const bool space = c == '\n' || c == '\t' || c == ' ' || c == '\r';
      if (space && (out.empty() || out.back() == ' ')) continue;
      out += space ? ' ' : c;
    }
    return out;
  }

  const text::Document& document_;
  const Entities& entities_;
  std::vector<int32_t> owner_;                // per token: mention or -1
  const text::Sentence* sentence_ = nullptr;  // set before any question
};

}  // namespace impactwire::extract
