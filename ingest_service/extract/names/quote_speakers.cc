#include "ingest_service/extract/names/quote_speakers.h"

#include <algorithm>

#include "common/base/same_word.h"

namespace impactwire::extract {
namespace {

// Behind "said": who it was comes within so many tokens.
constexpr int32_t kNear = 12;

bool IsOpening(absl::string_view w) { return w == "\u201c"; }
bool IsClosing(absl::string_view w) { return w == "\u201d"; }
bool IsEither(absl::string_view w) { return w == "\""; }
bool IsHeOrShe(absl::string_view w) {
  return SameWord(w, "he") || SameWord(w, "she");
}

}  // namespace

QuoteSpeakers::QuoteSpeakers(const TokenFacts& facts,
                             const std::vector<Mention>& mentions)
    : facts_(facts), mentions_(mentions) {
  FindQuotes();
  if (quotes_.empty()) return;
  mention_at_.assign(facts.tokens.size(), -1);
  for (size_t m = 0; m < mentions.size(); ++m) {
    for (int t = mentions[m].first_token; t < mentions[m].last_token; ++t) {
      mention_at_[t] = static_cast<int32_t>(m);
    }
  }
  FindSpeakers();
}

absl::string_view QuoteSpeakers::Word(int32_t token) const {
  return facts_.document->Surface(facts_.document->tokens[token]);
}

void QuoteSpeakers::FindQuotes() {
  const text::Document& document = *facts_.document;
  for (size_t p = 0; p < document.paragraphs.size(); ++p) {
    const text::Paragraph& paragraph = document.paragraphs[p];
    if (paragraph.first_sentence >= paragraph.last_sentence) continue;
    const int32_t begin =
        document.sentences[paragraph.first_sentence].first_token;
    const int32_t end =
        document.sentences[paragraph.last_sentence - 1].last_token;
    int32_t from = -1;
    for (int32_t t = begin; t < end; ++t) {
      if (document.tokens[t].kind != text::TokenKind::kPunctuation) continue;
      const absl::string_view w = Word(t);
      if (from < 0 && (IsOpening(w) || IsEither(w))) {
        from = t + 1;
      } else if (from >= 0 && (IsClosing(w) || IsEither(w))) {
        quotes_.push_back({from, t, static_cast<int32_t>(p), false, kUnknown});
        from = -1;
      }
    }
    if (from >= 0) {
      quotes_.push_back({from, end, static_cast<int32_t>(p), true, kUnknown});
    }
  }
}

int32_t QuoteSpeakers::SpeakerIn(int32_t begin, int32_t end, bool after) {
  int32_t verb = -1;
  for (int32_t t = begin; t < end && verb < 0; ++t) {
    if ((facts_.tokens[t].classes & kSayVerb) && mention_at_[t] < 0) verb = t;
  }
  // A name and a colon do as well.
  const bool colon =
      !after && end > begin && end - begin <= 2 * kNear &&
      (Word(end - 1) == ":" || (end - begin > 1 && Word(end - 2) == ":"));
  if (verb < 0 && !colon) return kUnknown;
  if (verb < 0) verb = end;
  // Named persons first, then organizations, then "she".
  const auto find = [&](MentionKind kind) {
    for (int32_t t = verb; t < std::min(end, verb + kNear); ++t) {
      if (!after && t > verb + 1) break;  // behind it the quotation begins
      if (mention_at_[t] >= 0 && mentions_[mention_at_[t]].kind == kind) {
        return mentions_[mention_at_[t]].entity;
      }
    }
    // What stands first before the verb is its subject.
    for (int32_t t = begin; t < verb; ++t) {
      if (mention_at_[t] >= 0 && mentions_[mention_at_[t]].kind == kind) {
        return mentions_[mention_at_[t]].entity;
      }
    }
    return kUnknown;
  };
  const int32_t person = find(MentionKind::kPerson);
  if (person >= 0) return person;
  for (int32_t t = std::max(begin, verb - 3); t < std::min(end, verb + 3);
       ++t) {
    if (IsHeOrShe(Word(t))) return last_person_;
  }
  const int32_t organization = find(MentionKind::kOrganization);
  if (organization >= 0) return organization;
  return kNameless;
}

void QuoteSpeakers::FindSpeakers() {
  const text::Document& document = *facts_.document;
  size_t next_mention = 0;
  for (size_t q = 0; q < quotes_.size(); ++q) {
    Quote& quote = quotes_[q];
    for (; next_mention < mentions_.size() &&
           mentions_[next_mention].first_token < quote.begin;
         ++next_mention) {
      const Mention& mention = mentions_[next_mention];
      if (mention.kind == MentionKind::kPerson && mention.entity >= 0) {
        last_person_ = mention.entity;
      }
    }
    const bool same_before =
        q > 0 && quotes_[q - 1].paragraph == quote.paragraph;
    // Behind it, up to the end of the sentence or the next quotation.
    const int32_t paragraph_end =
        document
            .sentences[document.paragraphs[quote.paragraph].last_sentence - 1]
            .last_token;
    if (!quote.open && quote.end + 1 < paragraph_end) {
      const int32_t begin = quote.end + 1;
      int32_t end =
          document.sentences[document.tokens[begin].sentence].last_token;
      if (q + 1 < quotes_.size()) end = std::min(end, quotes_[q + 1].begin - 1);
      if (begin < end) quote.speaker = SpeakerIn(begin, end, true);
    }
    if (quote.speaker == kUnknown && quote.begin >= 2) {
      const int32_t end = quote.begin - 1;
      int32_t begin =
          document.sentences[document.tokens[end].sentence].first_token;
      if (same_before) begin = std::max(begin, quotes_[q - 1].end + 1);
      if (begin < end) quote.speaker = SpeakerIn(begin, end, false);
    }
    if (quote.speaker == kUnknown && same_before) {
      quote.speaker = quotes_[q - 1].speaker;
    }
  }
  // Backwards within a paragraph, forwards over paragraphs that go on.
  for (size_t q = quotes_.size(); q-- > 1;) {
    if (quotes_[q - 1].speaker == kUnknown &&
        quotes_[q - 1].paragraph == quotes_[q].paragraph) {
      quotes_[q - 1].speaker = quotes_[q].speaker;
    }
  }
  for (size_t q = 1; q < quotes_.size(); ++q) {
    if (quotes_[q].speaker == kUnknown &&
        quotes_[q].paragraph <= quotes_[q - 1].paragraph + 1) {
      quotes_[q].speaker = quotes_[q - 1].speaker;
    }
  }
}

int32_t QuoteSpeakers::Of(int token) const {
  const auto it = std::partition_point(
      quotes_.begin(), quotes_.end(),
      [&](const Quote& quote) { return quote.end <= token; });
  return it != quotes_.end() && it->begin <= token ? it->speaker : kUnknown;
}

}  // namespace impactwire::extract
