#include "ingest_service/text/document_reader.h"

#include "absl/strings/str_cat.h"
#include "ingest_service/text/date_reader.h"
#include "ingest_service/text/document_builder.h"
#include "ingest_service/text/language.h"
#include "ingest_service/text/line_rules.h"
#include "ingest_service/text/plain_text_reader.h"

namespace impactwire::text {
namespace {

// The rules and word lists, built once per process.
struct Stages {
  const LineRules line_rules;
  const PlainTextReader plain_text{line_rules};
  const SentenceSplitter splitter;
  const Tokenizer tokenizer;
  const LanguageGuesser language;
};

const Stages& TheStages() {
  static const Stages& stages = *new Stages;
  return stages;
}

// What the caller knows goes before what the page says; of dates, the fuller.
void Settle(const DocumentHints& hints, Document* document) {
  if (!hints.publisher.empty()) {
    document->publisher = std::string(hints.publisher);
  }
  if (!hints.publish_date.empty()) {
    document->publish_date = std::string(hints.publish_date);
  } else if (document->publish_date.size() < 10) {
    const std::string date = DateInUri(hints.uri);
    if (date.size() > document->publish_date.size()) {
      document->publish_date = date;
    }
  }
}

void FinishDocument(DocumentBuilder* builder, Document* document) {
  builder->Finish();
  document->language = TheStages().language.Guess(document->text);
  if (document->language != "en" && !document->tokens.empty()) {
    document->warnings.push_back(
        {WarningKind::kLanguage,
         absl::StrCat("the text is not certainly English (", document->language,
                      ")")});
  }
}

}  // namespace

Document DocumentReader::ReadText(absl::string_view text,
                                  const DocumentHints& hints) const {
  const Stages& stages = TheStages();
  Document document;
  PlainText plain = stages.plain_text.Read(text, hints.title);
  document.title = std::move(plain.title);
  document.byline = std::move(plain.byline);
  document.publish_date = std::move(plain.publish_date);
  Settle(hints, &document);
  DocumentBuilder builder(stages.splitter, stages.tokenizer,
                          options_.max_text_bytes, &document);
  for (const TextBlock& block : plain.blocks) builder.Add(block);
  FinishDocument(&builder, &document);
  return document;
}

Document DocumentReader::ReadHtml(absl::string_view html,
                                  const DocumentHints& hints) const {
  return ReadText(html, hints);
}

absl::StatusOr<Document> DocumentReader::ReadRawHtml(
    absl::string_view bytes, const DocumentHints& hints) const {
  return ReadHtml(bytes, hints);
}

}  // namespace impactwire::text
