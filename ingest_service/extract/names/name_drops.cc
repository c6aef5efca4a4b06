#include "ingest_service/extract/names/name_drops.h"

#include <algorithm>

namespace impactwire::extract {
namespace {

constexpr int kLongestDateline = 12;  // tokens before the dash

bool IsDash(absl::string_view word) {
  return word == "-" || word == "--" || word == "\u2013" || word == "\u2014";
}

}  // namespace

void MarkDatelines(NameTable* table) {
  const text::Document& document = table->document();
  for (const text::Paragraph& paragraph : document.paragraphs) {
    if (paragraph.first_sentence >= paragraph.last_sentence) continue;
    const text::Sentence& first = document.sentences[paragraph.first_sentence];
    const text::Sentence& last =
        document.sentences[std::min(paragraph.first_sentence + 2,
                                    paragraph.last_sentence) -
                           1];
    const int begin = first.first_token;
    const int end = last.last_token;
    int caps = begin;
    while (caps < end && document.tokens[caps].all_caps) ++caps;
    if (caps == begin || caps - begin > 4) continue;
    bool dash = false;
    for (int i = caps; i < std::min(end, caps + kLongestDateline); ++i) {
      if (IsDash(table->Word(i))) {
        dash = true;
        break;
      }
      if (!table->Fact(i).capital &&
          document.tokens[i].kind == text::TokenKind::kWord) {
        break;
      }
    }
    // A heading in capitals is no date line: words must follow.
    if (!dash || end - caps < 8) continue;
    for (int i = begin; i < caps; ++i) {
      const int32_t owner = table->OwnerOf(i);
      if (owner >= 0) table->Remove(owner);
    }
    table->Add({EntityKind::kPlace, begin, caps, 3});
  }
}

void DropTickers(NameTable* table) {
  const int n = static_cast<int>(table->document().tokens.size());
  for (int open = 0; open + 4 < n; ++open) {
    if (table->Word(open) != "(" || !table->Fact(open + 1).capital) continue;
    int close = open + 1;
    bool colon = false;
    while (close < n && close < open + 10 && table->Word(close) != ")") {
      colon |= table->Word(close) == ":";
      ++close;
    }
    if (!colon || close >= n || table->Word(close) != ")") continue;
    bool symbol = false;
    for (int i = open + 1; i < close; ++i) {
      if (table->Word(i) == ":" && i + 1 < close) {
        symbol |= table->document().tokens[i + 1].all_caps ||
                  table->document().tokens[i + 1].has_digit;
      }
    }
    if (!symbol) continue;
    for (int i = open + 1; i < close; ++i) {
      const int32_t owner = table->OwnerOf(i);
      if (owner >= 0) table->Remove(owner);
    }
  }
}

}  // namespace impactwire::extract
