#include "ingest_service/text/document_reader.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "ingest_service/text/chars.h"
#include "ingest_service/text/charset.h"
#include "ingest_service/text/class_hints.h"
#include "ingest_service/text/date_reader.h"
#include "ingest_service/text/document_builder.h"
#include "ingest_service/text/headline.h"
#include "ingest_service/text/html_page.h"
#include "ingest_service/text/language.h"
#include "ingest_service/text/line_rules.h"
#include "ingest_service/text/main_text.h"
#include "ingest_service/text/plain_text_reader.h"

namespace impactwire::text {
namespace {

// Paragraphs that may begin with a dateline.
constexpr int kDatelines = 3;
// A page with less text than this may keep its article elsewhere.
constexpr size_t kEnoughBytes = 300;

// The rules and word lists, built once per process.
struct Stages {
  const LineRules line_rules;
  const ClassHints class_hints;
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

// The date of the dateline, where nothing surer says one.
void ReadDatelines(const std::vector<TextBlock>& blocks, Document* document) {
  int bodies = 0;
  for (const TextBlock& block : blocks) {
    if (block.kind != ParagraphKind::kBody) continue;
    if (document->publish_date.size() == 10 || ++bodies > kDatelines) return;
    document->publish_date =
        FullerDate(document->publish_date, DateOfDateline(block.text));
  }
}

void FinishDocument(const std::vector<TextBlock>& blocks,
                    const DocumentReader::Options& options,
                    Document* document) {
  const Stages& stages = TheStages();
  DocumentBuilder builder(stages.splitter, stages.tokenizer,
                          options.max_text_bytes, document);
  for (const TextBlock& block : blocks) builder.Add(block);
  builder.Finish();
  document->language = stages.language.Guess(document->text);
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
  Document document;
  const std::string title = CollapseSpace(hints.title);
  PlainText plain = TheStages().plain_text.Read(text, title);
  document.title = std::move(plain.title);
  document.byline = std::move(plain.byline);
  document.publish_date = std::move(plain.publish_date);
  ReadDatelines(plain.blocks, &document);
  Settle(hints, &document);
  FinishDocument(plain.blocks, options_, &document);
  return document;
}

Document DocumentReader::ReadHtml(absl::string_view html,
                                  const DocumentHints& hints) const {
  const Stages& stages = TheStages();
  Document document;
  HtmlLimits limits;
  limits.max_depth = options_.max_html_depth;
  const HtmlPage page = ReadHtmlPage(html, stages.class_hints, limits);
  PageMetadata metadata = page.metadata.Resolve(hints.uri);
  document.title = CollapseSpace(hints.title);
  if (document.title.empty()) document.title = std::move(metadata.title);
  document.byline = std::move(metadata.byline);
  document.publisher = std::move(metadata.publisher);
  document.publish_date = std::move(metadata.publish_date);
  MainText main = SelectMainText(page, document.title, stages.line_rules);
  if (document.byline.empty()) document.byline = std::move(main.byline);
  // A time stamp may be of another day than the page's own calendar.
  document.publish_date =
      IsNextDay(document.publish_date, main.publish_date)
          ? main.publish_date
          : FullerDate(document.publish_date, main.publish_date);

  std::vector<TextBlock> blocks;
  size_t bytes = 0;
  for (const MainBlock& block : main.blocks) {
    blocks.push_back({page.Text(page.blocks[block.block]), block.kind});
    bytes += blocks.back().text.size();
  }
  // Pages drawn by scripts may hold the article as data only.
  const std::string title = document.title;
  if (bytes < kEnoughBytes && metadata.body.size() > 2 * bytes + kEnoughBytes) {
    blocks = stages.plain_text.Read(metadata.body, title).blocks;
  } else if (!blocks.empty()) {
    blocks.insert(blocks.begin(), {title, ParagraphKind::kTitle});
  }
  ReadDatelines(blocks, &document);
  Settle(hints, &document);
  if (page.flattened) {
    document.warnings.push_back(
        {WarningKind::kMarkup,
         "elements beyond the bounds of depth and number were read as flat "
         "text"});
  }
  FinishDocument(blocks, options_, &document);
  return document;
}

absl::StatusOr<Document> DocumentReader::ReadRawHtml(
    absl::string_view bytes, const DocumentHints& hints) const {
  ASSIGN_OR_RETURN(const DecodedPage page, DecodePage(bytes, hints.charset));
  Document document = ReadHtml(page.text, hints);
  if (page.replaced > 0) {
    document.warnings.push_back(
        {WarningKind::kCharset,
         absl::StrCat(page.replaced, " characters could not be read as ",
                      page.charset, " and became U+FFFD")});
  }
  return document;
}

}  // namespace impactwire::text
