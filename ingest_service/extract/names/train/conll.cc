#include "ingest_service/extract/names/train/conll.h"

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest_service/extract/names/tagger.h"

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

void AppendToken(absl::string_view word, AnnotatedDocument* out) {
  text::Document& d = out->document;
  const bool open = !d.sentences.empty() && d.sentences.back().last_token < 0;
  if (open &&
      d.sentences.back().first_token < static_cast<int>(d.tokens.size())) {
    d.text += ' ';
  }
  text::Token token;
  token.span.begin = static_cast<int32_t>(d.text.size());
  d.text.append(word.data(), word.size());
  token.span.end = static_cast<int32_t>(d.text.size());
  token.sentence = static_cast<int32_t>(d.sentences.size()) - 1;
  token.space_before = true;
  const unsigned char first = word[0];
  bool letters = false;
  bool lower = false;
  int upper = 0;
  for (const unsigned char c : word) {
    if (c >= 'A' && c <= 'Z') ++upper;
    if ((c >= 'a' && c <= 'z') || c >= 0x80) lower = true;
    if (c >= '0' && c <= '9') token.has_digit = true;
  }
  letters = lower || upper > 0;
  token.capitalized =
      (first >= 'A' && first <= 'Z') || absl::StartsWith(word, "\u00c1") ||
      absl::StartsWith(word, "\u00c9") || absl::StartsWith(word, "\u00d6");
  token.all_caps = upper >= 2 && !lower;
  token.kind = first >= '0' && first <= '9' ? text::TokenKind::kNumber
               : letters                    ? text::TokenKind::kWord
                                            : text::TokenKind::kPunctuation;
  if (letters && token.kind == text::TokenKind::kNumber &&
      word.find('.') != absl::string_view::npos) {
    token.kind = text::TokenKind::kWord;  // "58.com"
  }
  d.tokens.push_back(token);
}

// Cuts "bank's" in two.
std::vector<Tagged> Retokenize(const std::vector<Tagged>& in) {
  std::vector<Tagged> out;
  for (size_t i = 0; i < in.size(); ++i) {
    const Tagged& t = in[i];
    size_t tail = 0;
    if (t.word.size() > 2 && absl::EndsWith(t.word, "'s")) tail = 2;
    if (t.word.size() > 4 && absl::EndsWith(t.word, "\u2019s")) tail = 4;
    if (tail == 0) {
      out.push_back(t);
      continue;
    }
    Tagged head = t;
    head.word.resize(t.word.size() - tail);
    out.push_back(head);
    Tagged suffix;
    suffix.word = t.word.substr(t.word.size() - tail);
    if (i + 1 < in.size() && in[i + 1].type == t.type && !in[i + 1].begins) {
      suffix.type = t.type;
    }
    out.push_back(suffix);
  }
  return out;
}

void AppendSentence(const std::vector<Tagged>& raw, AnnotatedDocument* out) {
  if (raw.empty()) return;
  const std::vector<Tagged> words = Retokenize(raw);
  text::Document& d = out->document;
  if (!d.text.empty()) d.text += "\n\n";
  text::Sentence sentence;
  sentence.paragraph = static_cast<int32_t>(d.sentences.size());
  sentence.first_token = static_cast<int32_t>(d.tokens.size());
  sentence.last_token = -1;  // still open
  sentence.span.begin = static_cast<int32_t>(d.text.size());
  d.sentences.push_back(sentence);
  for (size_t i = 0; i < words.size(); ++i) {
    AppendToken(words[i].word, out);
    const int type = words[i].type;
    int label = kOutside;
    if (type >= 0) {
      const bool first = words[i].begins || i == 0 || words[i - 1].type != type;
      const bool last = i + 1 == words.size() || words[i + 1].type != type ||
                        words[i + 1].begins;
      label =
          Label(type, first ? (last ? LabelPart::kUnit : LabelPart::kBegin)
                            : (last ? LabelPart::kLast : LabelPart::kInside));
    }
    out->labels.push_back(static_cast<uint8_t>(label));
  }
  d.sentences.back().last_token = static_cast<int32_t>(d.tokens.size());
  d.sentences.back().span.end = static_cast<int32_t>(d.text.size());
  text::Paragraph paragraph;
  paragraph.span = d.sentences.back().span;
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
