#include "ingest_service/extract/names/train/headlines.h"

#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

constexpr int kEvery = 3;
constexpr int kMost = 4;  // of one article
constexpr int kShortest = 4;
constexpr int kLongest = 18;  // tokens

// Headlines leave the short words between small.
bool StaysSmall(absl::string_view word, uint32_t classes) {
  return word.size() < 3 || (classes & (kConnector | kDeterminer | kLocative));
}

}  // namespace

AnnotatedDocument AsHeadlines(const AnnotatedDocument& annotated,
                              const Lexicon& lexicon,
                              std::vector<bool>* chosen) {
  AnnotatedDocument out = annotated;
  text::Document& document = out.document;
  chosen->assign(document.sentences.size(), false);
  int fitting = 0;
  for (size_t s = 0; s < document.sentences.size(); ++s) {
    const text::Sentence& sentence = document.sentences[s];
    const int size = sentence.last_token - sentence.first_token;
    if (size < kShortest || size > kLongest || fitting++ % kEvery != 0) {
      continue;
    }
    if (fitting > kEvery * kMost) break;
    (*chosen)[s] = true;
    for (int i = sentence.first_token; i < sentence.last_token; ++i) {
      text::Token& token = document.tokens[i];
      const absl::string_view word = document.Surface(token);
      if (token.kind != text::TokenKind::kWord || word[0] < 'a' ||
          word[0] > 'z' || StaysSmall(word, lexicon.Find(WordKey(word)))) {
        continue;
      }
      document.text[token.span.begin] = static_cast<char>(word[0] - 'a' + 'A');
      token.capitalized = true;
    }
  }
  return out;
}

}  // namespace impactwire::extract
