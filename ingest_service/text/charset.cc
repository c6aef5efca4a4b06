#include "ingest_service/text/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/utf8.h"
#include "common/status/errors.h"
#include "ingest_service/text/html_tokenizer.h"
#include "ingest_service/text/word_table.h"
#include "ingest_text_data.h"

namespace impactwire::text {
namespace {

constexpr size_t kDeclarationBytes = 4096;
constexpr absl::string_view kUtf8 = "utf-8";
constexpr absl::string_view kReplacement = "\uFFFD";

// The converter's name for a label; empty if there is none.
absl::string_view ConverterFor(absl::string_view label) {
  static const WordTable& labels = *new WordTable(data::CharsetLabels());
  const absl::string_view* found =
      labels.FindFolded(absl::StripAsciiWhitespace(label));
  return found == nullptr ? absl::string_view() : *found;
}

// "text/html; charset=gb2312" -> "gb2312".
absl::string_view CharsetOfContentType(absl::string_view content) {
  for (size_t at = 0; at + 8 <= content.size(); ++at) {
    if (!absl::StartsWithIgnoreCase(content.substr(at), "charset")) continue;
    absl::string_view rest =
        absl::StripLeadingAsciiWhitespace(content.substr(at + 7));
    if (!absl::ConsumePrefix(&rest, "=")) continue;
    rest = absl::StripLeadingAsciiWhitespace(rest);
    if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) {
      rest.remove_prefix(1);
    }
    return rest.substr(0, rest.find_first_of("\"'; \t\r\n"));
  }
  return {};
}

size_t CountReplaced(absl::string_view text) {
  size_t count = 0;
  for (size_t at = 0;
       (at = text.find(kReplacement, at)) != absl::string_view::npos;
       at += kReplacement.size()) {
    ++count;
  }
  return count;
}

std::string RepairUtf8(absl::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (true) {
    const size_t bad = FindInvalidUtf8(bytes);
    if (bad == absl::string_view::npos) break;
    absl::StrAppend(&text, bytes.substr(0, bad), kReplacement);
    bytes.remove_prefix(bad + 1);
  }
  absl::StrAppend(&text, bytes);
  return text;
}

// False if the converter cannot be opened.
bool Convert(absl::string_view bytes, absl::string_view converter,
             std::string* text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> open(
      ucnv_open(std::string(converter).c_str(), &error), &ucnv_close);
  if (U_FAILURE(error)) return false;
  std::vector<UChar> wide(bytes.size() + 16);
  int32_t size =
      ucnv_toUChars(open.get(), wide.data(), static_cast<int32_t>(wide.size()),
                    bytes.data(), static_cast<int32_t>(bytes.size()), &error);
  if (error == U_BUFFER_OVERFLOW_ERROR) {
    error = U_ZERO_ERROR;
    wide.resize(size + 1);
    size = ucnv_toUChars(open.get(), wide.data(),
                         static_cast<int32_t>(wide.size()), bytes.data(),
                         static_cast<int32_t>(bytes.size()), &error);
  }
  if (U_FAILURE(error)) return false;
  // Three bytes hold any unit of UTF-16.
  text->resize(static_cast<size_t>(size) * 3);
  int32_t written = 0;
  error = U_ZERO_ERROR;
  u_strToUTF8WithSub(text->data(), static_cast<int32_t>(text->size()), &written,
                     wide.data(), size, 0xFFFD, nullptr, &error);
  text->resize(U_FAILURE(error) ? 0 : written);
  return U_SUCCESS(error);
}

bool HasHighBytes(absl::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80;
  });
}

}  // namespace

absl::string_view DeclaredCharset(absl::string_view bytes) {
  HtmlTokenizer tokenizer(bytes.substr(0, kDeclarationBytes));
  HtmlToken token;
  while (tokenizer.Next(&token)) {
    if (token.kind != HtmlToken::kStart || token.tag != Tag::kMeta) continue;
    HtmlAttributes attributes(token.text);
    absl::string_view name;
    absl::string_view value;
    absl::string_view content;
    bool content_type = false;
    while (attributes.Next(&name, &value)) {
      if (absl::EqualsIgnoreCase(name, "charset")) return value;
      if (absl::EqualsIgnoreCase(name, "content")) content = value;
      content_type |= absl::EqualsIgnoreCase(name, "http-equiv") &&
                      absl::EqualsIgnoreCase(value, "content-type");
    }
    if (content_type) {
      const absl::string_view charset = CharsetOfContentType(content);
      if (!charset.empty()) return charset;
    }
  }
  return {};
}

absl::StatusOr<DecodedPage> DecodePage(absl::string_view bytes,
                                       absl::string_view hint) {
  absl::string_view converter;
  if (!hint.empty()) {
    converter = ConverterFor(hint);
    if (converter.empty()) {
      return InvalidField("article.charset", "names no known charset");
    }
  }
  if (absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF")) {
    converter = kUtf8;
  } else if (absl::ConsumePrefix(&bytes, "\xFE\xFF")) {
    converter = "utf-16be";
  } else if (absl::ConsumePrefix(&bytes, "\xFF\xFE")) {
    converter = "utf-16le";
  }
  const bool valid = IsValidUtf8(bytes);
  if (converter.empty()) {
    converter = ConverterFor(DeclaredCharset(bytes));
    // A page that can be read for its declaration is not UTF-16.
    if (absl::StartsWith(converter, "utf-16")) converter = kUtf8;
    if (converter.empty() || (valid && HasHighBytes(bytes))) {
      converter = valid ? kUtf8 : "windows-1252";
    }
  }
  DecodedPage page;
  page.charset = std::string(converter);
  if (converter == kUtf8) {
    page.text = valid ? std::string(bytes) : RepairUtf8(bytes);
  } else if (!Convert(bytes, converter, &page.text)) {
    return absl::InternalError(
        absl::StrCat("no converter for charset ", converter));
  }
  page.replaced = CountReplaced(page.text);
  return page;
}

}  // namespace impactwire::text
