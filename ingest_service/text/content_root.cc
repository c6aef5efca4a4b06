#include "ingest_service/text/content_root.h"

#include <algorithm>

#include "absl/strings/string_view.h"

namespace impactwire::text {
namespace {

constexpr int kMinParagraphBytes = 25;
constexpr int kProseBytes = 80;
constexpr int kMaxLevels = 5;
constexpr int kTeaserHeadings = 4;
constexpr int kArticleBytes = 500;
constexpr int kMaxClimb = 6;
constexpr int kClimbShare = 5;
constexpr int kMaxCandidates = 5;

int CountCommas(absl::string_view text) {
  int commas = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = text[i];
    if (c == ',') ++commas;
    // U+FF0C, U+3001, U+060C.
    if (c == 0xEF && text.substr(i, 3) == "\uFF0C") ++commas;
    if (c == 0xE3 && text.substr(i, 3) == "\u3001") ++commas;
    if (c == 0xD8 && text.substr(i, 2) == "\u060C") ++commas;
  }
  return commas;
}

// Long enough for a sentence or two, and mostly no link.
bool IsProse(const HtmlBlock& block) {
  return block.span.size() >= kProseBytes &&
         block.link_bytes * 3 < block.span.size();
}

// A heading that leads to another page.
bool IsLinkedHeading(const HtmlPage& page, const HtmlBlock& block) {
  if (block.link_bytes * 10 < block.span.size() * 7) return false;
  int32_t at = block.element;
  for (int level = 0; level < 3 && at > 0; ++level) {
    if (IsHeading(page.elements[at].tag)) return true;
    at = page.elements[at].parent;
  }
  return false;
}

// Excludes lists of other articles, whatever they are called: at least four
// linked headings, and never three blocks of prose between two of them.
void ExcludeTeaserLists(const HtmlPage& page, ContentRoot* root) {
  const int32_t blocks = static_cast<int32_t>(page.blocks.size());
  // heads[b]: linked headings before b. third[b]: the smallest end of three
  // blocks of prose, no linked heading between them, that begin at b or later.
  std::vector<int32_t> heads(blocks + 1, 0);
  std::vector<int32_t> third(blocks + 1, blocks);
  for (int32_t b = 0; b < blocks; ++b) {
    heads[b + 1] = heads[b] + IsLinkedHeading(page, page.blocks[b]);
  }
  int32_t one = blocks;  // the next block of prose, and the one after it
  int32_t two = blocks;
  for (int32_t b = blocks; b-- > 0;) {
    third[b] = third[b + 1];
    if (heads[b + 1] > heads[b]) {
      one = two = blocks;
    } else if (IsProse(page.blocks[b])) {
      third[b] = std::min(third[b], two);
      two = one;
      one = b;
    }
  }
  for (size_t e = 1; e < page.elements.size(); ++e) {
    const HtmlElement& element = page.elements[e];
    if (root->excluded[element.parent]) {
      root->excluded[e] = true;
      continue;
    }
    const bool list =
        heads[element.last_block] - heads[element.first_block] >=
            kTeaserHeadings &&
        third[element.first_block] >= element.last_block &&
        root->sums[0].long_bytes - root->sums[e].long_bytes >= kArticleBytes;
    if (list) root->excluded[e] = true;
  }
}

int BaseScore(Tag tag) {
  switch (tag) {
    case Tag::kDiv:
    case Tag::kArticle:
    case Tag::kMain:
      return 5;
    case Tag::kPre:
    case Tag::kTd:
    case Tag::kBlockquote:
      return 3;
    case Tag::kAddress:
    case Tag::kOl:
    case Tag::kUl:
    case Tag::kDl:
    case Tag::kDd:
    case Tag::kDt:
    case Tag::kLi:
    case Tag::kForm:
      return -3;
    case Tag::kH1:
    case Tag::kH2:
    case Tag::kH3:
    case Tag::kH4:
    case Tag::kH5:
    case Tag::kH6:
    case Tag::kTh:
      return -5;
    default:
      return 0;
  }
}

bool IsLeaf(const HtmlPage& page, int32_t element) {
  return page.elements[element].next == element + 1;
}

// Whether the element itself is no part of an article.
bool IsTool(const HtmlElement& element, bool lenient) {
  switch (element.tag) {
    case Tag::kNav:
    case Tag::kMenu:
    case Tag::kFooter:
    case Tag::kAside:
    case Tag::kHead:
    case Tag::kDialog:
    case Tag::kFieldset:
      return true;
    case Tag::kHtml:
    case Tag::kBody:
    case Tag::kArticle:
    case Tag::kMain:
    case Tag::kUnknown:
      return false;
    default:
      break;
  }
  if (lenient) return false;
  if ((element.hints & kHintDrop) != 0) return true;
  return (element.hints & kHintUnlikely) != 0 &&
         (element.hints & kHintMaybe) == 0;
}

}  // namespace

int ClassWeight(uint32_t hints) {
  return ((hints & kHintGood) != 0 ? 25 : 0) -
         ((hints & kHintBad) != 0 ? 25 : 0);
}

ContentRoot FindContentRoot(const HtmlPage& page, bool lenient) {
  const size_t n = page.elements.size();
  ContentRoot root;
  root.sums.resize(n);
  root.excluded.assign(n, false);
  std::vector<ElementSums>& sums = root.sums;

  std::vector<int32_t> commas(page.blocks.size());
  for (size_t b = 0; b < page.blocks.size(); ++b) {
    const HtmlBlock& block = page.blocks[b];
    const HtmlElement& element = page.elements[block.element];
    commas[b] = CountCommas(page.Text(block));
    if (element.hidden || (element.noscript && !lenient)) continue;
    ElementSums& own = sums[block.element];
    own.text_bytes += block.span.size();
    own.link_bytes += std::min(block.link_bytes, block.span.size());
    own.commas += commas[b];
    own.paragraphs += element.tag == Tag::kP;
    own.items += element.tag == Tag::kLi;
    if (IsProse(block)) {
      own.long_bytes += block.span.size();
    }
  }
  for (size_t e = n; e-- > 1;) {
    ElementSums& parent = sums[page.elements[e].parent];
    parent.text_bytes += sums[e].text_bytes;
    parent.link_bytes += sums[e].link_bytes;
    parent.commas += sums[e].commas;
    parent.paragraphs += sums[e].paragraphs;
    parent.items += sums[e].items;
    parent.long_bytes += sums[e].long_bytes;
  }
  for (size_t e = 1; e < n; ++e) {
    const HtmlElement& element = page.elements[e];
    if (element.hidden || (element.noscript && !lenient) ||
        root.excluded[element.parent]) {
      root.excluded[e] = true;
      continue;
    }
    // What holds most of the page's prose is no tool, however it is called.
    root.excluded[e] = IsTool(element, lenient) &&
                       sums[e].long_bytes * 5 < sums[0].long_bytes * 3;
  }

  if (!lenient) ExcludeTeaserLists(page, &root);

  // Points from paragraphs to what stands around them.
  std::vector<double> score(n, 0);
  std::vector<bool> scored(n, false);
  for (size_t b = 0; b < page.blocks.size(); ++b) {
    const HtmlBlock& block = page.blocks[b];
    if (root.excluded[block.element] ||
        block.span.size() < kMinParagraphBytes) {
      continue;
    }
    const HtmlElement& element = page.elements[block.element];
    if (element.tag == Tag::kLi || IsHeading(element.tag)) continue;
    const double points = 1 + commas[b] + std::min(block.span.size() / 100, 3);
    // Text set directly into a container is a paragraph inside it.
    int32_t at = element.tag == Tag::kP || element.tag == Tag::kPre ||
                         IsLeaf(page, block.element)
                     ? element.parent
                     : block.element;
    // A page may be a bare run of paragraphs.
    at = std::max(at, 0);
    for (int level = 0; level < kMaxLevels && at >= 0; ++level) {
      if (!scored[at]) {
        scored[at] = true;
        score[at] = BaseScore(page.elements[at].tag) +
                    (lenient ? 0 : ClassWeight(page.elements[at].hints));
      }
      score[at] += level == 0   ? points
                   : level == 1 ? points / 2
                                : points / (level * 3);
      at = page.elements[at].parent;
    }
  }
  int32_t top = -1;
  std::vector<int32_t> best;
  for (size_t e = 0; e < n; ++e) {
    if (!scored[e]) continue;
    score[e] *= 1 - sums[e].LinkDensity();
    best.push_back(static_cast<int32_t>(e));
    if (top < 0 || score[e] > score[top]) top = static_cast<int32_t>(e);
  }
  if (top < 0) return root;

  // Where several candidates nearly as good stand apart, what holds them all.
  std::partial_sort(
      best.begin(),
      best.begin() + std::min<size_t>(kMaxCandidates, best.size()), best.end(),
      [&](int32_t a, int32_t b) { return score[a] > score[b]; });
  best.resize(std::min<size_t>(kMaxCandidates, best.size()));
  const auto holds = [&](int32_t outer, int32_t inner) {
    return outer <= inner && inner < page.elements[outer].next;
  };
  int alternatives = 0;
  for (const int32_t e : best) {
    alternatives += e != top && score[e] >= 0.75 * score[top];
  }
  if (alternatives >= 3) {
    for (int32_t at = page.elements[top].parent; at > 0;
         at = page.elements[at].parent) {
      int held = 0;
      for (const int32_t e : best) {
        held += e != top && score[e] >= 0.75 * score[top] && holds(at, e);
      }
      if (held >= 3) {
        top = at;
        break;
      }
    }
  }
  // An ancestor that scores higher holds more of the article.
  double last = score[top];
  const double floor = last / 3;
  for (int32_t at = page.elements[top].parent; at > 0;
       at = page.elements[at].parent) {
    if (page.elements[at].tag == Tag::kBody) break;
    if (!scored[at]) continue;
    if (score[at] < floor) break;
    if (score[at] > last) {
      top = at;
      break;
    }
    last = score[at];
  }
  // The only child of its parent: the parent may have siblings to join.
  while (top > 0 && page.elements[top].parent > 0 &&
         page.elements[page.elements[top].parent].tag != Tag::kBody &&
         page.elements[page.elements[top].parent].next ==
             page.elements[top].next &&
         page.elements[top].parent + 1 == top) {
    top = page.elements[top].parent;
  }

  // Prose that stands apart inside the same article: parts between
  // advertisements, a lead set above.
  std::vector<int32_t> prose(n, 0);
  for (size_t b = 0; b < page.blocks.size(); ++b) {
    const HtmlBlock& block = page.blocks[b];
    if (!root.excluded[block.element] && IsProse(block)) {
      prose[block.element] += block.span.size();
    }
  }
  for (size_t e = n; e-- > 1;) prose[page.elements[e].parent] += prose[e];
  for (int32_t at = page.elements[top].parent, levels = 0;
       at > 0 && levels < kMaxClimb; at = page.elements[at].parent, ++levels) {
    const HtmlElement& element = page.elements[at];
    if (element.tag == Tag::kBody || element.tag == Tag::kHtml) break;
    const int32_t more = prose[at] - prose[top];
    if (more * kClimbShare > prose[top] && sums[at].LinkDensity() < 0.4) {
      top = at;
    }
  }

  // Siblings.
  if (top == 0) {
    root.elements.push_back(0);
    return root;
  }
  const int32_t parent = page.elements[top].parent;
  const double threshold = std::max(10.0, score[top] * 0.2);
  for (int32_t e = parent + 1; e < page.elements[parent].next;
       e = page.elements[e].next) {
    if (e == top) {
      root.elements.push_back(e);
      continue;
    }
    if (root.excluded[e]) continue;
    const bool alike = page.elements[e].hints == page.elements[top].hints &&
                       page.elements[e].hints != 0 &&
                       page.elements[e].tag == page.elements[top].tag;
    const double bonus = alike ? score[top] * 0.2 : 0;
    bool join = scored[e] && score[e] + bonus >= threshold;
    if (page.elements[e].tag == Tag::kP) {
      const double density = sums[e].LinkDensity();
      join |= sums[e].text_bytes > 80 && density < 0.25;
    }
    if (join) root.elements.push_back(e);
  }
  return root;
}

}  // namespace impactwire::text
