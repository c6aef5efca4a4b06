#include "ingest_service/text/html_tokenizer.h"

#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace impactwire::text {
namespace {

constexpr size_t kNone = absl::string_view::npos;
constexpr int kMaxAttributes = 64;

bool IsHtmlSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

absl::string_view RawTagName(Tag tag) {
  switch (tag) {
    case Tag::kScript:
      return "script";
    case Tag::kStyle:
      return "style";
    case Tag::kTitle:
      return "title";
    case Tag::kTextarea:
      return "textarea";
    default:
      return "iframe";
  }
}

}  // namespace

size_t HtmlTokenizer::Find(char mark, size_t from) {
  const void* found =
      from < html_.size()
          ? std::memchr(html_.data() + from, mark, html_.size() - from)
          : nullptr;
  const size_t at =
      found == nullptr ? kNone : static_cast<const char*>(found) - html_.data();
  work_ += (at == kNone ? html_.size() : at + 1) - from;
  return at;
}

size_t HtmlTokenizer::Find(absl::string_view mark, size_t from) {
  for (size_t at = from; (at = Find(mark[0], at)) != kNone; ++at) {
    if (absl::StartsWith(html_.substr(at), mark)) return at;
  }
  return kNone;
}

bool HtmlTokenizer::ReadRawText(HtmlToken* token) {
  const Tag tag = raw_;
  raw_ = Tag::kUnknown;
  const absl::string_view name = RawTagName(tag);
  size_t& absent = no_raw_end_[static_cast<size_t>(tag)];
  size_t end = kNone;
  if (absent == 0) {
    for (size_t at = at_; (at = Find('<', at)) != kNone; ++at) {
      if (at + 1 < html_.size() && html_[at + 1] == '/' &&
          absl::StartsWithIgnoreCase(html_.substr(at + 2), name) &&
          (at + 2 + name.size() >= html_.size() ||
           !absl::ascii_isalnum(html_[at + 2 + name.size()]))) {
        end = at;
        break;
      }
    }
    if (end == kNone) absent = 1;
  }
  if (end == kNone) {
    // Never closed: script and style hide the rest of the page; a title goes
    // to the next tag.
    if (tag == Tag::kScript || tag == Tag::kStyle) {
      end = html_.size();
    } else {
      end = Find('<', at_);
      if (end == kNone) end = html_.size();
    }
  }
  token->kind = tag == Tag::kTitle || tag == Tag::kTextarea
                    ? HtmlToken::kText
                    : HtmlToken::kRawText;
  token->tag = tag;
  token->text = html_.substr(at_, end - at_);
  at_ = end;
  return !token->text.empty();
}

bool HtmlTokenizer::ReadDeclaration(HtmlToken* token) {
  const absl::string_view rest = html_.substr(at_);
  if (absl::StartsWith(rest, "<!--")) {
    size_t end = kNone;
    if (absl::StartsWith(rest, "<!-->")) {
      at_ += 5;
      return false;
    }
    if (no_comment_end_ == kNone) {
      end = Find("-->", at_ + 4);
      if (end == kNone) no_comment_end_ = at_;
    }
    if (end != kNone) {
      at_ = end + 3;
      return false;
    }
  } else if (absl::StartsWith(rest, "<![CDATA[")) {
    size_t end = kNone;
    if (no_cdata_end_ == kNone) {
      end = Find("]]>", at_ + 9);
      if (end == kNone) no_cdata_end_ = at_;
    }
    if (end != kNone) {
      token->kind = HtmlToken::kRawText;
      token->tag = Tag::kUnknown;
      token->text = html_.substr(at_ + 9, end - at_ - 9);
      at_ = end + 3;
      return !token->text.empty();
    }
  }
  const size_t end = Find('>', at_);
  at_ = end == kNone ? html_.size() : end + 1;
  return false;
}

bool HtmlTokenizer::ReadTag(HtmlToken* token) {
  size_t at = at_ + 1;
  token->kind = HtmlToken::kStart;
  if (html_[at] == '/') {
    token->kind = HtmlToken::kEnd;
    ++at;
  }
  const size_t name = at;
  while (at < html_.size() && !IsHtmlSpace(html_[at]) && html_[at] != '>' &&
         html_[at] != '/') {
    ++at;
  }
  token->tag = TagOf(html_.substr(name, at - name));
  const size_t attributes = at;
  // To the ">" outside of quoted values.
  bool value = false;  // a value may start here
  while (at < html_.size() && html_[at] != '>') {
    const char c = html_[at];
    if (value && (c == '"' || c == '\'')) {
      size_t& absent = no_quote_[c == '"'];
      size_t close = kNone;
      if (absent == kNone) {
        close = Find(c, at + 1);
        if (close == kNone) absent = at;
      }
      if (close == kNone) {
        at = Find('>', at);
        if (at == kNone) at = html_.size();
        break;
      }
      at = close + 1;
      value = false;
      continue;
    }
    value = c == '=' || (value && IsHtmlSpace(c));
    ++at;
  }
  work_ += at - at_;
  token->text = html_.substr(attributes, at - attributes);
  at_ = at < html_.size() ? at + 1 : at;
  if (token->kind == HtmlToken::kStart && IsRawText(token->tag)) {
    raw_ = token->tag;
  }
  return true;
}

bool HtmlTokenizer::Next(HtmlToken* token) {
  if (raw_ != Tag::kUnknown && ReadRawText(token)) return true;
  while (at_ < html_.size()) {
    if (html_[at_] == '<' && at_ + 1 < html_.size()) {
      const char next = html_[at_ + 1];
      if (absl::ascii_isalpha(next)) return ReadTag(token);
      if (next == '/' && at_ + 2 < html_.size()) {
        if (absl::ascii_isalpha(html_[at_ + 2])) return ReadTag(token);
        const size_t end = Find('>', at_);
        at_ = end == kNone ? html_.size() : end + 1;
        continue;
      }
      if (next == '!' || next == '?') {
        if (ReadDeclaration(token)) return true;
        continue;
      }
    }
    size_t end = Find('<', at_ + 1);
    if (end == kNone) end = html_.size();
    token->kind = HtmlToken::kText;
    token->tag = Tag::kUnknown;
    token->text = html_.substr(at_, end - at_);
    at_ = end;
    return true;
  }
  return false;
}

bool HtmlAttributes::Next(absl::string_view* name, absl::string_view* value) {
  while (at_ < text_.size() && (IsHtmlSpace(text_[at_]) || text_[at_] == '/')) {
    ++at_;
  }
  if (at_ >= text_.size() || ++count_ > kMaxAttributes) return false;
  const size_t begin = at_;
  ++at_;  // "=" at the head is part of the name
  while (at_ < text_.size() && !IsHtmlSpace(text_[at_]) && text_[at_] != '=' &&
         text_[at_] != '/') {
    ++at_;
  }
  *name = text_.substr(begin, at_ - begin);
  *value = absl::string_view();
  while (at_ < text_.size() && IsHtmlSpace(text_[at_])) ++at_;
  if (at_ >= text_.size() || text_[at_] != '=') return true;
  ++at_;
  while (at_ < text_.size() && IsHtmlSpace(text_[at_])) ++at_;
  if (at_ >= text_.size()) return true;
  const char quote = text_[at_];
  if (quote == '"' || quote == '\'') {
    size_t end = text_.find(quote, at_ + 1);
    if (end == kNone) end = text_.size();
    *value = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
  } else {
    const size_t start = at_;
    while (at_ < text_.size() && !IsHtmlSpace(text_[at_])) ++at_;
    *value = text_.substr(start, at_ - start);
  }
  return true;
}

}  // namespace impactwire::text
