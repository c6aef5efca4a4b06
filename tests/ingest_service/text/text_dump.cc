// text_dump [--html|--text] [--tokens] < ARTICLES
//
// Reads JSON lines {"articleId", "title", "publisher", "publishDate", "uri",
// "text" | "html"} and writes, per line, what the text stage makes of it as
// JSON: articleId, title, byline, publisher, publishDate, language, text,
// kinds, sentences; with --tokens also tokens. For measuring by hand; no test
// runs it.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <string>

#include "ingest_service/text/document_reader.h"

namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;

std::string Get(const Struct& row, const std::string& name) {
  const auto found = row.fields().find(name);
  return found == row.fields().end() ? "" : found->second.string_value();
}

const char* KindName(impactwire::text::ParagraphKind kind) {
  constexpr const char* kNames[] = {"title",    "heading",  "body",
                                    "listitem", "caption",  "tablerow",
                                    "byline",   "furniture"};
  return kNames[static_cast<int>(kind)];
}

}  // namespace

int main(int argc, char** argv) {
  const bool tokens = argc > 1 && std::string(argv[argc - 1]) == "--tokens";
  const impactwire::text::DocumentReader reader;
  std::string line;
  while (std::getline(std::cin, line)) {
    Struct row;
    if (!google::protobuf::util::JsonStringToMessage(line, &row).ok()) {
      std::cerr << "not JSON\n";
      return 1;
    }
    const std::string title = Get(row, "title");
    const std::string publisher = Get(row, "publisher");
    const std::string date = Get(row, "publishDate");
    const std::string uri = Get(row, "uri");
    const std::string html = Get(row, "html");
    const std::string text = Get(row, "text");
    impactwire::text::DocumentHints hints;
    hints.title = title;
    hints.publisher = publisher;
    hints.publish_date = date;
    hints.uri = uri;
    const impactwire::text::Document document =
        html.empty() ? reader.ReadText(text, hints)
                     : reader.ReadHtml(html, hints);
    Struct out;
    auto& fields = *out.mutable_fields();
    fields["articleId"].set_string_value(Get(row, "articleId"));
    fields["title"].set_string_value(document.title);
    fields["byline"].set_string_value(document.byline);
    fields["publisher"].set_string_value(document.publisher);
    fields["publishDate"].set_string_value(document.publish_date);
    fields["language"].set_string_value(document.language);
    fields["text"].set_string_value(document.text);
    ListValue* kinds = fields["kinds"].mutable_list_value();
    for (const auto& paragraph : document.paragraphs) {
      kinds->add_values()->set_string_value(KindName(paragraph.kind));
    }
    ListValue* sentences = fields["sentences"].mutable_list_value();
    for (const auto& sentence : document.sentences) {
      sentences->add_values()->set_string_value(
          std::string(document.Surface(sentence.span)));
    }
    if (tokens) {
      ListValue* list = fields["tokens"].mutable_list_value();
      for (const auto& token : document.tokens) {
        list->add_values()->set_string_value(
            std::string(document.Surface(token)));
      }
    }
    ListValue* warnings = fields["warnings"].mutable_list_value();
    for (const auto& warning : document.warnings) {
      warnings->add_values()->set_string_value(warning.message);
    }
    std::string json;
    if (!google::protobuf::util::MessageToJsonString(out, &json).ok()) {
      std::cerr << "not UTF-8\n";
      return 1;
    }
    std::cout << json << "\n";
  }
  return 0;
}
