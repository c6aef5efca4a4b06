#include "ingest_service/text/html_page.h"

#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/text/html_entities.h"
#include "ingest_service/text/html_tokenizer.h"

namespace impactwire::text {
namespace {

// Longer class names are not looked at.
constexpr size_t kMaxNameBytes = 512;
// Cells of a table longer than this are no data.
constexpr size_t kMaxCellBytes = 300;
constexpr size_t kTags = static_cast<size_t>(Tag::kCount);

constexpr size_t Index(Tag tag) { return static_cast<size_t>(tag); }

bool IsCell(Tag tag) { return tag == Tag::kTd || tag == Tag::kTh; }

bool IsBold(Tag tag) { return tag == Tag::kB || tag == Tag::kStrong; }

// Whether a start tag ends an open <p>.
bool ClosesParagraph(Tag tag) {
  return tag != Tag::kTr && !IsCell(tag) && tag != Tag::kCaption;
}

bool HasDisplayNone(absl::string_view style) {
  const size_t at = style.find("display");
  if (at == absl::string_view::npos) return false;
  size_t i = at + 7;
  while (i < style.size() && (style[i] == ' ' || style[i] == ':')) ++i;
  return absl::StartsWith(style.substr(i), "none");
}

// Whether a link's attributes lead to a place in the same page.
bool LeadsInside(absl::string_view attributes) {
  const size_t at = attributes.find("href=");
  if (at == absl::string_view::npos) return false;
  absl::string_view target = attributes.substr(at + 5);
  if (!target.empty() && (target[0] == '"' || target[0] == '\'')) {
    target.remove_prefix(1);
  }
  return absl::StartsWith(target, "#");
}

bool IsHtmlSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

class PageReader {
 public:
  PageReader(absl::string_view html, const ClassHints& hints,
             const HtmlLimits& limits)
      : tokenizer_(html), hints_(hints), limits_(limits) {
    page_.text.reserve(html.size() / 4 + 64);
    page_.elements.emplace_back();
    stack_.push_back({0, Tag::kUnknown, -1});
    last_open_.fill(-1);
  }

  HtmlPage Read() {
    HtmlToken token;
    while (tokenizer_.Next(&token)) {
      if (skip_ != Tag::kUnknown) {
        Skip(token);
        continue;
      }
      switch (token.kind) {
        case HtmlToken::kText:
          if (token.tag == Tag::kTitle) {
            page_.metadata.AddTitle(token.text);
          } else if (token.tag == Tag::kUnknown) {
            AddText(token.text, true);
          }
          break;
        case HtmlToken::kRawText:
          if (token.tag == Tag::kScript && json_ld_) {
            page_.metadata.AddJsonLd(token.text);
          } else if (token.tag == Tag::kUnknown) {
            AddText(token.text, false);
          }
          break;
        case HtmlToken::kStart:
          Start(token);
          break;
        case HtmlToken::kEnd:
          End(token.tag);
          break;
      }
    }
    Flush();
    while (stack_.size() > 1) Pop();
    page_.elements[0].last_block = static_cast<int32_t>(page_.blocks.size());
    page_.elements[0].next = static_cast<int32_t>(page_.elements.size());
    return std::move(page_);
  }

 private:
  struct Open {
    int32_t element;
    Tag tag;
    int32_t previous;  // index in stack_ of the next outer one of this tag
  };

  void Skip(const HtmlToken& token) {
    if (token.tag == skip_) {
      if (token.kind == HtmlToken::kStart) ++skip_depth_;
      if (token.kind == HtmlToken::kEnd && --skip_depth_ == 0) {
        skip_ = Tag::kUnknown;
      }
      return;
    }
    // Never closed: the end of what it stands in ends it, too.
    const bool outer = token.tag == Tag::kArticle || token.tag == Tag::kMain ||
                       token.tag == Tag::kBody || token.tag == Tag::kForm;
    if (!outer) return;
    if (token.kind == HtmlToken::kStart) {
      ++skip_outer_;
    } else if (token.kind == HtmlToken::kEnd && --skip_outer_ < 0) {
      skip_ = Tag::kUnknown;
      End(token.tag);
    }
  }

  void Start(const HtmlToken& token) {
    const Tag tag = token.tag;
    switch (tag) {
      case Tag::kMeta:
        page_.metadata.AddMeta(token.text);
        return;
      case Tag::kScript: {
        json_ld_ = absl::StrContains(token.text.substr(0, 512), "ld+json");
        return;
      }
      case Tag::kBr:
        LineBreak();
        return;
      case Tag::kA:
        link_depth_ = stack_.size();
        link_inside_ = LeadsInside(token.text);
        ++links_;
        return;
      case Tag::kAbbr:
      case Tag::kTime:
        AddTime(token.text);
        return;
      default:
        break;
    }
    if (IsBold(tag)) {
      ++bold_;
      return;
    }
    if (IsSkipped(tag)) {
      if (IsRawText(tag)) return;  // its content is one token
      skip_ = tag;
      skip_depth_ = 1;
      skip_outer_ = 0;
      return;
    }
    if (!IsBlock(tag)) return;
    if (tag == Tag::kHr) {
      Flush();
      return;
    }
    if (tag == Tag::kHtml || tag == Tag::kBody || tag == Tag::kHead) {
      // Taken once; their attributes tell little.
      if (last_open_[Index(tag)] >= 0) return;
    }
    ImpliedEnds(tag);
    const bool cell = IsCell(tag) && last_open_[Index(Tag::kTr)] >= 0;
    if (cell && Pending() > 0 && Pending() <= kMaxCellBytes) {
      tab_ = true;
    } else if (!cell || Pending() > kMaxCellBytes) {
      Flush();
    }
    Push(tag, token.text);
  }

  // What a start tag ends without saying so.
  void ImpliedEnds(Tag tag) {
    if (ClosesParagraph(tag)) CloseInside(Tag::kP, Tag::kTable);
    switch (tag) {
      case Tag::kLi:
        CloseInside(Tag::kLi, Tag::kUl, Tag::kOl);
        break;
      case Tag::kDt:
      case Tag::kDd:
        CloseInside(Tag::kDt, Tag::kDl);
        CloseInside(Tag::kDd, Tag::kDl);
        break;
      case Tag::kTr:
        CloseInside(Tag::kTr, Tag::kTable);
        break;
      case Tag::kTd:
      case Tag::kTh:
        CloseInside(Tag::kTd, Tag::kTr);
        CloseInside(Tag::kTh, Tag::kTr);
        break;
      case Tag::kTbody:
      case Tag::kThead:
      case Tag::kTfoot:
        CloseInside(Tag::kTr, Tag::kTable);
        break;
      default:
        break;
    }
  }

  // Closes the innermost open `tag` unless a border stands inside it.
  void CloseInside(Tag tag, Tag border, Tag other_border = Tag::kUnknown) {
    const int32_t at = last_open_[Index(tag)];
    if (at < 0 || at < last_open_[Index(border)] ||
        (other_border != Tag::kUnknown &&
         at < last_open_[Index(other_border)])) {
      return;
    }
    if (!IsCell(tag)) Flush();
    while (static_cast<int32_t>(stack_.size()) > at) Pop();
  }

  void Push(Tag tag, absl::string_view attributes) {
    if (static_cast<int>(stack_.size()) > limits_.max_depth ||
        page_.elements.size() >= limits_.max_elements) {
      page_.flattened = true;
      ++unopened_[Index(tag)];
      return;
    }
    HtmlElement element;
    element.tag = tag;
    element.parent = stack_.back().element;
    element.depth = static_cast<uint16_t>(stack_.size());
    element.hidden = page_.elements[element.parent].hidden;
    element.noscript =
        tag == Tag::kNoscript || page_.elements[element.parent].noscript;
    element.first_block = static_cast<int32_t>(page_.blocks.size());
    ReadAttributes(attributes, &element);
    stack_.push_back({static_cast<int32_t>(page_.elements.size()), tag,
                      last_open_[Index(tag)]});
    last_open_[Index(tag)] = static_cast<int32_t>(stack_.size()) - 1;
    page_.elements.push_back(element);
  }

  void Pop() {
    const Open open = stack_.back();
    HtmlElement& element = page_.elements[open.element];
    element.last_block = static_cast<int32_t>(page_.blocks.size());
    element.next = static_cast<int32_t>(page_.elements.size());
    if (open.tag == Tag::kH1 && element.last_block > element.first_block &&
        !element.hidden) {
      const HtmlBlock& block = page_.blocks[element.first_block];
      page_.metadata.AddHeading(page_.Text(block));
    }
    last_open_[Index(open.tag)] = open.previous;
    stack_.pop_back();
    if (link_depth_ > stack_.size()) link_depth_ = 0;
    if (stack_.size() <= 2) bold_ = 0;
  }

  void End(Tag tag) {
    if (tag == Tag::kA) {
      link_depth_ = 0;
      return;
    }
    if (IsBold(tag)) {
      bold_ = std::max(0, bold_ - 1);
      return;
    }
    if (tag == Tag::kBr) {
      LineBreak();
      return;
    }
    if (!IsBlock(tag) || IsVoid(tag)) return;
    // The page goes on behind an early </body>.
    if (tag == Tag::kBody || tag == Tag::kHtml) return;
    if (unopened_[Index(tag)] > 0) {
      --unopened_[Index(tag)];
      Flush();
      return;
    }
    const int32_t at = last_open_[Index(tag)];
    if (at < 0) {
      if (tag == Tag::kP) Flush();
      return;
    }
    // A cell keeps stray end tags inside.
    const int32_t cell =
        std::max(last_open_[Index(Tag::kTd)], last_open_[Index(Tag::kTh)]);
    if (at < cell && tag != Tag::kTable && tag != Tag::kTr &&
        tag != Tag::kTbody && tag != Tag::kThead && tag != Tag::kTfoot) {
      return;
    }
    if (!IsCell(tag) || last_open_[Index(Tag::kTr)] < 0) Flush();
    while (static_cast<int32_t>(stack_.size()) > at) Pop();
  }

  void ReadAttributes(absl::string_view text, HtmlElement* element) {
    HtmlAttributes attributes(text);
    absl::string_view name;
    absl::string_view value;
    while (attributes.Next(&name, &value)) {
      if (name == "class" || name == "id" || name == "role" ||
          name == "itemprop" || name == "data-component") {
        element->hints |= HintsOf(value);
        if (name == "role" && value == "dialog") {
          element->hints |= kHintDrop;
        }
      } else if (name == "hidden") {
        element->hidden = true;
      } else if (name == "aria-hidden") {
        if (value == "true") element->hidden = true;
      } else if (name == "style") {
        if (HasDisplayNone(value)) element->hidden = true;
      }
    }
  }

  uint32_t HintsOf(absl::string_view value) {
    if (value.empty() || value.size() > kMaxNameBytes) return 0;
    const auto [found, added] = hint_cache_.try_emplace(value, 0);
    if (added) found->second = hints_.Of(value);
    return found->second;
  }

  void AddTime(absl::string_view text) {
    HtmlAttributes attributes(text);
    absl::string_view name;
    absl::string_view value;
    absl::string_view datetime;
    bool published = false;
    bool other = false;
    while (attributes.Next(&name, &value)) {
      if (name == "datetime" || name == "title") {
        datetime = value;
      } else if (name == "itemprop" || name == "class" || name == "pubdate") {
        const std::string lower =
            absl::AsciiStrToLower(value.substr(0, kMaxNameBytes));
        published |= name == "pubdate" || absl::StrContains(lower, "publish");
        other |= absl::StrContains(lower, "modified") ||
                 absl::StrContains(lower, "updated");
      }
    }
    if (!datetime.empty() && !(other && !published)) {
      page_.metadata.AddTime(datetime, published);
    }
  }

  size_t Pending() const { return page_.text.size() - block_.span.begin; }

  // The first break is a line's end, the second a block's.
  void LineBreak() {
    if (Pending() == 0) return;
    if (breaks_ > 0) {
      Flush();
      return;
    }
    ++breaks_;
  }

  void Gap() {
    if (Pending() == 0) {
      block_.element = BlockElement();
    } else if (tab_) {
      page_.text.push_back('\t');
    } else if (breaks_ > 0) {
      page_.text.push_back('\n');
    } else if (space_) {
      page_.text.push_back(' ');
    }
    tab_ = false;
    space_ = false;
    breaks_ = 0;
  }

  // The element text belongs to: of the cells of a row, the row.
  int32_t BlockElement() const {
    const Open& top = stack_.back();
    if (IsCell(top.tag) && stack_.size() >= 2 &&
        stack_[stack_.size() - 2].tag == Tag::kTr) {
      return stack_[stack_.size() - 2].element;
    }
    return top.element;
  }

  void AddText(absl::string_view raw, bool references) {
    const bool pre = last_open_[Index(Tag::kPre)] >= 0;
    size_t added = 0;
    size_t i = 0;
    while (i < raw.size()) {
      const char c = raw[i];
      if (IsHtmlSpace(c)) {
        if (pre && c == '\n' && Pending() > 0) {
          breaks_ = std::max(breaks_, 1);
        } else {
          space_ = true;
        }
        ++i;
        continue;
      }
      if (references && c == '&') {
        scratch_.clear();
        const size_t read = DecodeEntity(raw, i, &scratch_);
        i += std::max<size_t>(read, 1);
        // A line end written as a reference is a space like any other.
        if (read > 0 && IsHtmlSpace(scratch_[0])) {
          space_ = true;
          continue;
        }
        Gap();
        absl::StrAppend(&page_.text, read > 0 ? scratch_ : "&");
        added += read > 0 ? scratch_.size() : 1;
        continue;
      }
      Gap();
      // To the next space or reference.
      size_t end = i;
      while (end < raw.size() && !IsHtmlSpace(raw[end]) &&
             !(references && raw[end] == '&')) {
        ++end;
      }
      const size_t before = page_.text.size();
      page_.text.append(raw.data() + i, end - i);
      i = end;
      added += page_.text.size() - before;
    }
    if (link_depth_ > 0) {
      // A place in the same page is a link for a third.
      block_.link_bytes +=
          static_cast<int32_t>(link_inside_ ? added / 3 : added);
    }
    if (bold_ > 0) block_.bold_bytes += static_cast<int32_t>(added);
  }

  void Flush() {
    breaks_ = 0;
    tab_ = false;
    space_ = false;
    if (Pending() == 0) {
      links_ = 0;
      block_.link_bytes = 0;
      block_.bold_bytes = 0;
      return;
    }
    block_.span.end = static_cast<int32_t>(page_.text.size());
    block_.links = links_;
    page_.blocks.push_back(block_);
    page_.text.push_back('\n');
    block_ = HtmlBlock();
    block_.span.begin = static_cast<int32_t>(page_.text.size());
    links_ = 0;
  }

  HtmlTokenizer tokenizer_;
  const ClassHints& hints_;
  const HtmlLimits limits_;
  HtmlPage page_;
  std::vector<Open> stack_;
  std::array<int32_t, kTags> last_open_;
  std::array<int32_t, kTags> unopened_ = {};
  absl::flat_hash_map<absl::string_view, uint32_t> hint_cache_;
  std::string scratch_;  // a decoded reference
  HtmlBlock block_;      // the one being read
  int32_t links_ = 0;
  int bold_ = 0;
  bool link_inside_ = false;
  size_t link_depth_ = 0;  // size of the stack where a link is open; 0: none
  bool space_ = false;
  bool tab_ = false;
  int breaks_ = 0;
  bool json_ld_ = false;
  Tag skip_ = Tag::kUnknown;  // the element whose content is passed over
  int skip_depth_ = 0;
  int skip_outer_ = 0;
};

}  // namespace

HtmlPage ReadHtmlPage(absl::string_view html, const ClassHints& hints,
                      const HtmlLimits& limits) {
  return PageReader(html, hints, limits).Read();
}

}  // namespace impactwire::text
