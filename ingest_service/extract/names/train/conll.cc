#include "ingest_service/extract/names/train/conll.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest_service/extract/names/tagger.h"
#include "ingest_service/text/tokenizer.h"

namespace impactwire::extract {
namespace {

struct Tagged {
  std::string word;
  int type = -1;  // -1: O
  bool begins = false;
};

int TypeOf(absl::string_view tag) {
  if (tag == "PER" || tag == "PERSON") return 0;
  if (tag == "ORG" || tag == "CORPORATION") return 1;
  if (tag == "LOC" || tag == "GPE" || tag == "LOCATION") return 2;
  return -1;
}

// Whether a space stands between two tokens of running text.
bool SpaceBetween(absl::string_view left, absl::string_view right) {
  static constexpr absl::string_view kCloses[] = {
      ",",      ".",   ";",   ":",       "!",   "?", ")",
      "]",      "%",   "'s",  "\u2019s", "n't", "'", "\u2019",
      "\u201d", "'re", "'ve", "'ll",     "'m",  "'d"};
  static constexpr absl::string_view kOpens[] = {
      "(", "[", "$", "\u201c", "\u00a3", "\u20ac", "#"};
  return std::find(std::begin(kCloses), std::end(kCloses), right) ==
             std::end(kCloses) &&
         std::find(std::begin(kOpens), std::end(kOpens), left) ==
             std::end(kOpens);
}

// Writes the words as running text and cuts them as the service does.
void AppendSentence(const std::vector<Tagged>& words, AnnotatedDocument* out) {
  static const text::Tokenizer* const tokenizer = new text::Tokenizer();
  if (words.empty()) return;
  text::Document& d = out->document;
  if (!d.text.empty()) d.text += "\n\n";
  text::Sentence sentence;
  sentence.paragraph = static_cast<int32_t>(d.sentences.size());
  sentence.first_token = static_cast<int32_t>(d.tokens.size());
  sentence.span.begin = static_cast<int32_t>(d.text.size());
  std::vector<int32_t> word_begin;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && SpaceBetween(words[i - 1].word, words[i].word)) d.text += ' ';
    word_begin.push_back(static_cast<int32_t>(d.text.size()));
    d.text += words[i].word;
  }
  sentence.span.end = static_cast<int32_t>(d.text.size());
  tokenizer->Append(d.text, sentence.span,
                    static_cast<int32_t>(d.sentences.size()), &d.tokens);
  sentence.last_token = static_cast<int32_t>(d.tokens.size());

  // Each token has the tag of the word it begins in; "'s" is outside unless
  // the name goes on.
  const int n = sentence.last_token - sentence.first_token;
  std::vector<int> type(n, -1);
  std::vector<bool> begins(n, false);
  size_t w = 0;
  for (int i = 0; i < n; ++i) {
    const text::Token& token = d.tokens[sentence.first_token + i];
    const size_t before = w;
    while (w + 1 < words.size() && word_begin[w + 1] <= token.span.begin) ++w;
    const bool same_word = i > 0 && w == before;
    type[i] = words[w].type;
    begins[i] = words[w].begins && !same_word;
    const absl::string_view surface = d.Surface(token);
    if ((surface == "'s" || surface == "\u2019s") &&
        !(w + 1 < words.size() && words[w + 1].type == type[i] &&
          !words[w + 1].begins)) {
      type[i] = -1;
    }
  }
  for (int i = 0; i < n; ++i) {
    int label = kOutside;
    if (type[i] >= 0) {
      const bool first = begins[i] || i == 0 || type[i - 1] != type[i];
      const bool last = i + 1 == n || type[i + 1] != type[i] || begins[i + 1];
      label = Label(type[i],
                    first ? (last ? LabelPart::kUnit : LabelPart::kBegin)
                          : (last ? LabelPart::kLast : LabelPart::kInside));
    }
    out->labels.push_back(static_cast<uint8_t>(label));
  }
  d.sentences.push_back(sentence);
  text::Paragraph paragraph;
  paragraph.span = sentence.span;
  paragraph.first_sentence = static_cast<int32_t>(d.sentences.size()) - 1;
  paragraph.last_sentence = paragraph.first_sentence + 1;
  d.paragraphs.push_back(paragraph);
}

}  // namespace

std::vector<AnnotatedDocument> ParseConll(absl::string_view content) {
  std::vector<AnnotatedDocument> documents;
  std::vector<Tagged> sentence;
  const auto flush = [&] {
    if (documents.empty()) documents.emplace_back();
    AppendSentence(sentence, &documents.back());
    sentence.clear();
  };
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    if (absl::EndsWith(line, "\r")) line.remove_suffix(1);
    const std::vector<absl::string_view> field = absl::StrSplit(line, '\t');
    if (field.size() < 2 || field[0].empty()) {
      flush();
      continue;
    }
    if (field[0] == "-DOCSTART-") {
      flush();
      if (!documents.back().labels.empty()) documents.emplace_back();
      continue;
    }
    Tagged t;
    t.word = std::string(field[0]);
    const absl::string_view tag = field[1];
    if (tag.size() > 2) {
      t.type = TypeOf(tag.substr(2));
      t.begins = t.type >= 0 && tag[0] == 'B';
    }
    sentence.push_back(std::move(t));
  }
  flush();
  return documents;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

}  // namespace impactwire::extract
