#include "ingest_service/extract/numbers/phrase_table.h"

#include <algorithm>

#include "absl/strings/str_split.h"

namespace impactwire::extract {

void PhraseTable::Add(absl::string_view form, int32_t value, bool as_written) {
  const std::vector<Lexeme> lexemes = LexPhrase(form);
  if (lexemes.empty()) return;
  Form entry;
  for (size_t i = 1; i < lexemes.size(); ++i) {
    entry.rest.push_back(lexemes[i].hash);
  }
  if (as_written) entry.exact = std::string(form);
  entry.value = value;
  firsts_.Add(lexemes[0].hash);
  std::vector<Form>& list = forms_[lexemes[0].hash];
  for (const Form& other : list) {
    if (other.rest == entry.rest && other.exact == entry.exact) return;
  }
  list.push_back(std::move(entry));
  std::stable_sort(list.begin(), list.end(), [](const Form& a, const Form& b) {
    return a.rest.size() > b.rest.size();
  });
}

PhraseTable::Match PhraseTable::Find(const LexedText& lexed, int32_t at,
                                     int32_t end) const {
  if (at >= end || lexed.lexemes[at].hash == 0 ||
      !firsts_.MayHold(lexed.lexemes[at].hash)) {
    return {};
  }
  const auto it = forms_.find(lexed.lexemes[at].hash);
  if (it == forms_.end()) return {};
  for (const Form& form : it->second) {
    const int32_t length = 1 + static_cast<int32_t>(form.rest.size());
    if (at + length > end) continue;
    bool equal = true;
    for (int32_t i = 1; i < length && equal; ++i) {
      equal = lexed.lexemes[at + i].hash == form.rest[i - 1];
    }
    if (!equal) continue;
    if (!form.exact.empty()) {
      const text::Span span = {lexed.lexemes[at].span.begin,
                               lexed.lexemes[at + length - 1].span.end};
      if (lexed.document->Surface(span) != form.exact) continue;
    }
    return {form.value, length};
  }
  return {};
}

std::vector<std::vector<absl::string_view>> ReadTsv(absl::string_view tsv) {
  std::vector<std::vector<absl::string_view>> rows;
  for (const absl::string_view line : absl::StrSplit(tsv, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    rows.push_back(absl::StrSplit(line, '\t'));
  }
  return rows;
}

}  // namespace impactwire::extract
