#include "ingest_service/text/main_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "ingest_service/text/chars.h"
#include "ingest_service/text/date_reader.h"
#include "ingest_service/text/headline.h"

namespace impactwire::text {
namespace {

// Less text than this asks for the lenient way.
constexpr size_t kEnoughBytes = 400;
constexpr int kProseWords = 12;
// Some pages leave a heading open around the article.
constexpr int kMaxHeadingBytes = 400;
// Where date lines stand: blocks around headline and article, bytes of a line.
constexpr size_t kLinesAround = 12;
constexpr size_t kMaxDateLineBytes = 150;

class Selector {
 public:
  Selector(const HtmlPage& page, const Headline& title, const LineRules& rules,
           bool lenient)
      : page_(page),
        title_(title),
        rules_(rules),
        root_(FindContentRoot(page, lenient)),
        dropped_(page.elements.size(), false),
        lenient_(lenient) {}

  MainText Select() {
    for (const int32_t e : root_.elements) CleanElement(e);
    for (const int32_t e : root_.elements) AddBlocks(e);
    DropTeasers();
    DropLooseHeadings();
    MainText result;
    result.byline = std::move(byline_);
    for (const Candidate& candidate : candidates_) {
      if (!candidate.dropped) {
        result.blocks.push_back({candidate.block, candidate.kind});
      }
    }
    return result;
  }

 private:
  struct Candidate {
    int32_t block;
    ParagraphKind kind;
    LineKind line;
    bool prose;
    bool dropped = false;
  };

  // Marks what inside the root is no part of the article.
  void CleanElement(int32_t top) {
    for (int32_t e = top; e < page_.elements[top].next;) {
      if (e != top && (root_.excluded[e] || IsChaff(e))) {
        std::fill(dropped_.begin() + e,
                  dropped_.begin() + page_.elements[e].next, true);
        e = page_.elements[e].next;
      } else {
        ++e;
      }
    }
  }

  bool IsChaff(int32_t e) const {
    const HtmlElement& element = page_.elements[e];
    const ElementSums& sums = root_.sums[e];
    const int weight = lenient_ ? 0 : ClassWeight(element.hints);
    const double density = sums.LinkDensity();
    const bool list = element.tag == Tag::kUl || element.tag == Tag::kOl;
    switch (element.tag) {
      case Tag::kForm:
        return sums.long_bytes * 2 < root_.sums[0].long_bytes;
      case Tag::kDiv:
      case Tag::kSection:
      case Tag::kTable:
      case Tag::kUl:
      case Tag::kOl:
      case Tag::kDl:
      case Tag::kHeader:
        break;
      default:
        return false;
    }
    if (sums.text_bytes == 0) return false;
    if (weight < 0) return true;
    if (sums.commas >= 10) return false;
    if (list) return density > 0.5 || (density > 0.3 && sums.long_bytes == 0);
    if (sums.items > sums.paragraphs + 2 && density > 0.3) return true;
    if (weight < 25 && density > 0.3) return true;
    return density > 0.5;
  }

  void AddBlocks(int32_t top) {
    const HtmlElement& element = page_.elements[top];
    for (int32_t b = element.first_block; b < element.last_block; ++b) {
      const HtmlBlock& block = page_.blocks[b];
      if (dropped_[block.element]) continue;
      const absl::string_view text = TrimSpace(page_.Text(block));
      if (text.empty()) continue;
      Candidate candidate;
      candidate.block = b;
      const bool row = page_.elements[block.element].tag == Tag::kTr;
      candidate.line = row ? LineKind::kText : rules_.Classify(text);
      candidate.prose = LineRules::IsSentenceLike(text, kProseWords);
      candidate.kind = KindOf(block, text, candidate);
      if (!title_.empty() && title_.IsSameAs(text)) {
        continue;
      }
      if (candidate.line == LineKind::kFurniture) continue;
      const double density =
          static_cast<double>(block.link_bytes) / block.span.size();
      if (!candidate.prose && density > 0.8 && block.span.size() < 200 &&
          candidate.kind != ParagraphKind::kTableRow &&
          !IsHeading(page_.elements[block.element].tag) &&
          page_.elements[block.element].tag != Tag::kLi) {
        continue;
      }
      if (candidate.kind == ParagraphKind::kByline) {
        NoteByline(text);
        continue;
      }
      candidates_.push_back(candidate);
    }
  }

  void NoteByline(absl::string_view text) {
    if (byline_.empty() && absl::StartsWithIgnoreCase(text, "by ")) {
      byline_ = std::string(TrimSpace(text.substr(3)));
    }
  }

  // Looks a few levels up for the element a block is an item or caption of.
  ParagraphKind KindOf(const HtmlBlock& block, absl::string_view text,
                       const Candidate& candidate) const {
    int32_t at = block.element;
    for (int level = 0; level < 4 && at > 0; ++level) {
      const HtmlElement& element = page_.elements[at];
      if (IsHeading(element.tag) &&
          root_.sums[at].text_bytes <= kMaxHeadingBytes) {
        return ParagraphKind::kHeading;
      }
      if (element.tag == Tag::kFigcaption ||
          ((element.hints & kHintCaption) != 0 && level < 2)) {
        return ParagraphKind::kCaption;
      }
      if (element.tag == Tag::kLi && level < 2) return ParagraphKind::kListItem;
      if (element.tag == Tag::kTr && level == 0) {
        return candidate.prose && text.find('\t') == absl::string_view::npos
                   ? ParagraphKind::kBody
                   : ParagraphKind::kTableRow;
      }
      if ((element.hints & kHintByline) != 0 && level < 3 && !candidate.prose &&
          text.size() < 100 &&
          (element.hints & (kHintMaybe | kHintGood)) == 0) {
        return ParagraphKind::kByline;
      }
      at = element.parent;
    }
    if (candidate.line == LineKind::kByline) return ParagraphKind::kByline;
    if (candidate.line == LineKind::kCaption) return ParagraphKind::kCaption;
    return ParagraphKind::kBody;
  }

  // "Most read" and the linked headlines behind it.
  void DropTeasers() {
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (candidates_[i].line != LineKind::kTeaserHead) continue;
      candidates_[i].dropped = true;
      size_t k = i + 1;
      for (; k < candidates_.size(); ++k) {
        const HtmlBlock& block = page_.blocks[candidates_[k].block];
        if (block.link_bytes * 2 < block.span.size()) break;
        candidates_[k].dropped = true;
      }
      i = k - 1;  // a head in between would end at the same block
    }
  }

  // Headings with nothing below them.
  void DropLooseHeadings() {
    for (size_t i = candidates_.size(); i-- > 0;) {
      if (candidates_[i].dropped) continue;
      if (candidates_[i].kind != ParagraphKind::kHeading) break;
      candidates_[i].dropped = true;
    }
  }

  const HtmlPage& page_;
  const Headline& title_;
  const LineRules& rules_;
  const ContentRoot root_;
  std::vector<bool> dropped_;
  const bool lenient_;
  std::vector<Candidate> candidates_;
  std::string byline_;
};

size_t TextBytes(const HtmlPage& page, const MainText& text) {
  size_t bytes = 0;
  for (const MainBlock& block : text.blocks) {
    bytes += page.blocks[block.block].span.size();
  }
  return bytes;
}

// "Published on May 10", "Posted: May 10".
bool SaysPublished(absl::string_view line) {
  const std::string lower = absl::AsciiStrToLower(line);
  return absl::StrContains(lower, "published") ||
         absl::StrContains(lower, "posted");
}

// The first date line behind the headline, wherever it stands; one close behind
// it that says it is the publication's goes before (today's date heads a page).
std::string FindDateLine(const HtmlPage& page, const Headline& title,
                         const LineRules& rules, const MainText& text) {
  size_t first = 0;
  for (size_t b = 0; b < page.blocks.size() && !title.empty(); ++b) {
    const absl::string_view line = page.Text(page.blocks[b]);
    if (title.IsSameAs(line)) {
      first = b;
      break;
    }
  }
  // Beside the headline, and no further than a little behind the article.
  first -= std::min(first, kLinesAround);
  size_t last = page.blocks.size();
  if (!text.blocks.empty()) {
    last = std::min(last, text.blocks.back().block + kLinesAround);
  }
  std::string best;
  for (size_t b = first; b < last; ++b) {
    const absl::string_view line = page.Text(page.blocks[b]);
    if (line.size() > kMaxDateLineBytes) continue;
    if (best.size() == 10 && !SaysPublished(line)) continue;
    const uint32_t hints = page.elements[page.blocks[b].element].hints;
    if ((hints & kHintByline) == 0 &&
        rules.Classify(line) != LineKind::kByline) {
      continue;
    }
    std::string date = FindDate(line).date;
    const bool full = date.size() == 10;
    if (date.size() <= best.size() && !full) continue;
    best = std::move(date);
    if (!full) continue;
    if (SaysPublished(line)) break;
    last = std::min(last, b + kLinesAround);
  }
  return best;
}

}  // namespace

MainText SelectMainText(const HtmlPage& page, absl::string_view title,
                        const LineRules& rules) {
  const Headline headline(title);
  MainText text = Selector(page, headline, rules, false).Select();
  const size_t bytes = TextBytes(page, text);
  if (bytes < kEnoughBytes) {
    MainText lenient = Selector(page, headline, rules, true).Select();
    if (TextBytes(page, lenient) > 2 * bytes) text = std::move(lenient);
  }
  text.publish_date = FindDateLine(page, headline, rules, text);
  return text;
}

}  // namespace impactwire::text
