// HtmlTokenizer: an HTML page as a flat run of tags and texts. No tree, no
// copy: tokens are views into the page.
//
// After the tokenization of the HTML standard, simplified where that changes no
// text: comments, doctypes and processing instructions are passed over; an
// attribute value or comment that is never closed ends at the next ">". Every
// byte is looked at a bounded number of times: a search for an end that is not
// there is made once and remembered.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "ingest_service/text/html_tag.h"

namespace impactwire::text {

struct HtmlToken {
  enum Kind : uint8_t {
    kText,     // with character references
    kRawText,  // without: the content of script, style, CDATA
    kStart,
    kEnd,
  } kind = kText;
  Tag tag = Tag::kUnknown;  // of kStart, kEnd; of kRawText: whose content it is
  // kText, kRawText: the characters. kStart: what stands between name and ">".
  absl::string_view text;
};

// One per page; not thread-safe. The page must outlive tokenizer and tokens.
class HtmlTokenizer {
 public:
  explicit HtmlTokenizer(absl::string_view html) : html_(html) {}

  // False at the end. The content of title and textarea is kText.
  bool Next(HtmlToken* token);

  // Bytes looked at so far, repetitions counted: tests bound it.
  size_t work() const { return work_; }

 private:
  bool ReadTag(HtmlToken* token);
  // Reads what follows "<!" or "<?"; true if it is a CDATA section.
  bool ReadDeclaration(HtmlToken* token);
  bool ReadRawText(HtmlToken* token);
  size_t Find(char mark, size_t from);
  size_t Find(absl::string_view mark, size_t from);

  const absl::string_view html_;
  size_t at_ = 0;
  size_t work_ = 0;
  Tag raw_ = Tag::kUnknown;  // of the element whose content comes next
  // From here on, the mark is known to be absent.
  size_t no_quote_[2] = {absl::string_view::npos, absl::string_view::npos};
  size_t no_comment_end_ = absl::string_view::npos;
  size_t no_cdata_end_ = absl::string_view::npos;
  size_t no_raw_end_[static_cast<size_t>(Tag::kCount)] = {};
};

// The attributes of a start tag, in order; at most 64.
class HtmlAttributes {
 public:
  explicit HtmlAttributes(absl::string_view text) : text_(text) {}

  // False after the last. `name` as written; `value` with its character
  // references, without its quotes.
  bool Next(absl::string_view* name, absl::string_view* value);

 private:
  const absl::string_view text_;
  size_t at_ = 0;
  int count_ = 0;
};

}  // namespace impactwire::text
