#include "ingest_service/text/plain_text_reader.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "ingest_service/text/chars.h"
#include "ingest_service/text/date_reader.h"
#include "ingest_service/text/headline.h"

namespace impactwire::text {
namespace {

// Lines up to this length may be hard-wrapped parts of a paragraph.
constexpr size_t kMinWrappedBytes = 45;
constexpr size_t kMaxWrappedBytes = 100;
// A sentence this long is an article's, not a page tool's.
constexpr int kSentenceWords = 10;
constexpr size_t kMaxTeaserLines = 12;
// Where a title or a date line may stand.
constexpr size_t kHeadLines = 16;
constexpr size_t kMaxTitleBytes = 220;

struct Line {
  absl::string_view text;  // trimmed
  LineKind kind = LineKind::kText;
  bool after_blank = false;
  bool sentence = false;  // reads like one of an article
  bool dropped = false;
  bool joined = false;  // goes on from the line before
};

std::vector<Line> SplitLines(absl::string_view text) {
  std::vector<Line> lines;
  bool blank = true;
  size_t at = 0;
  while (at <= text.size()) {
    size_t end = text.find('\n', at);
    if (end == absl::string_view::npos) end = text.size();
    const absl::string_view line = TrimSpace(text.substr(at, end - at));
    at = end + 1;
    if (line.empty()) {
      blank = true;
      continue;
    }
    Line entry;
    entry.text = line;
    entry.after_blank = blank;
    lines.push_back(entry);
    blank = false;
  }
  return lines;
}

bool StartsListItem(absl::string_view line) {
  if (line.empty()) return false;
  const Char c = CharAt(line, 0);
  if (c.code_point == 0x2022 || c.code_point == 0xB7 || c.code_point == '*' ||
      c.code_point == 0x25CF || c.code_point == 0x25AA ||
      c.code_point == 0x2023 || c.code_point == 0x25E6) {
    return true;
  }
  if ((c.code_point == '-' || c.code_point == 0x2013) && line.size() > c.size &&
      IsSpaceAt(line, c.size)) {
    return true;
  }
  size_t digits = 0;
  while (digits < line.size() && digits < 3 &&
         absl::ascii_isdigit(line[digits]))
    ++digits;
  return digits > 0 && digits + 1 < line.size() &&
         (line[digits] == '.' || line[digits] == ')') &&
         IsSpaceAt(line, digits + 1);
}

size_t FirstWordBytes(absl::string_view line) {
  const size_t space = line.find(' ');
  return space == absl::string_view::npos ? line.size() : space;
}

bool EndsWithStop(absl::string_view line) {
  return LineRules::IsSentenceLike(line, 1);
}

// Nothing that goes on, nothing that is over.
bool IsHeadline(absl::string_view line) {
  return !EndsWithStop(line) && line.find_last_of(":;,") != line.size() - 1;
}

bool StartsLower(absl::string_view line) {
  return !line.empty() && CharAt(line, 0).kind == CharClass::kLower &&
         static_cast<unsigned char>(line[0]) < 0x80;
}

// Whether the text as a whole is set in lines of a fixed width: most lines that
// have a next one in their group are long, and no line is very long.
size_t WrapWidth(const std::vector<Line>& lines) {
  size_t width = 0;
  size_t full = 0;
  size_t pairs = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].text.size() > kMaxWrappedBytes) return 0;
    width = std::max(width, lines[i].text.size());
  }
  if (width < kMinWrappedBytes) return 0;
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i + 1].after_blank) continue;
    ++pairs;
    if (lines[i].text.size() + 1 + FirstWordBytes(lines[i + 1].text) >
            width - width / 8 &&
        !EndsWithStop(lines[i].text)) {
      ++full;
    }
  }
  return pairs >= 3 && full * 2 > pairs ? width : 0;
}

// Marks lines that go on from the one before.
void JoinWrapped(std::vector<Line>* lines) {
  const size_t width = WrapWidth(*lines);
  for (size_t i = 1; i < lines->size(); ++i) {
    Line& line = (*lines)[i];
    const Line& before = (*lines)[i - 1];
    if (line.after_blank || StartsListItem(line.text)) continue;
    if (before.text.size() > kMaxWrappedBytes) continue;
    if (before.text.size() >= kMinWrappedBytes && StartsLower(line.text) &&
        !EndsWithStop(before.text)) {
      line.joined = true;
      continue;
    }
    if (width == 0) continue;
    const size_t filled = before.text.size() + 1 + FirstWordBytes(line.text);
    line.joined = filled > width - width / 5;
  }
}

bool IsHeadlineLike(const Line& line) {
  return line.text.size() <= kMaxTitleBytes && !line.sentence &&
         LineRules::CountWords(line.text) <= 20;
}

// Drops the headlines behind a teaser head: those that stand in its group; or,
// if it stands alone, the next groups as long as they hold headlines only.
void DropTeasers(std::vector<Line>* lines) {
  for (size_t i = 0; i < lines->size(); ++i) {
    if ((*lines)[i].kind != LineKind::kTeaserHead) continue;
    (*lines)[i].dropped = true;
    size_t at = i + 1;
    const bool alone = at < lines->size() && (*lines)[at].after_blank;
    size_t dropped = 0;
    while (at < lines->size() && dropped < kMaxTeaserLines) {
      Line& line = (*lines)[at];
      if (line.kind == LineKind::kTeaserHead) break;
      if (!IsHeadlineLike(line)) break;
      if (line.after_blank && (!alone || dropped > 0)) {
        // A further group: only items set like the first.
        if (!alone || !StartsListItem(line.text)) break;
      }
      line.dropped = true;
      ++dropped;
      ++at;
    }
    i = at - 1;
  }
}

// How much a line above the first sentence looks like the headline. Names of
// sites and sections stand there, too: they have few words, all with capitals,
// or are set apart by marks, or stand right above a menu.
int HeadlinePoints(const std::vector<Line>& lines, size_t i) {
  const absl::string_view text = lines[i].text;
  int words = 0;
  int small = 0;
  bool inside = false;
  size_t begin = 0;
  for (size_t at = 0; at <= text.size();) {
    const bool end = at == text.size() || IsSpaceAt(text, at);
    if (!end && !inside) {
      inside = true;
      begin = at;
    } else if (end && inside) {
      inside = false;
      ++words;
      small += at - begin >= 4 && StartsLower(text.substr(begin));
    }
    if (at == text.size()) break;
    at += CharAt(text, at).size;
  }
  int points = std::min(small, 3) + (words >= 5 ? 1 : words < 3 ? -2 : 0);
  for (const absl::string_view mark :
       {"|", "\u00bb", "\u203a", "\u00b7", " > ", " / ", "  ", "%)"}) {
    if (text.find(mark) != absl::string_view::npos) {
      points -= 5;
      break;
    }
  }
  if (i + 1 < lines.size()) {
    const Line& next = lines[i + 1];
    if (!next.after_blank && next.dropped) points -= 2;
  }
  return points;
}

// "Priya Raghunathan": two to four words, all with capitals.
bool IsPersonLine(absl::string_view line) {
  int words = 0;
  size_t begin = 0;
  for (size_t at = 0; at <= line.size();) {
    const bool end = at == line.size() || IsSpaceAt(line, at);
    if (end) {
      if (at == begin || StartsLower(line.substr(begin)) ||
          CharAt(line, begin).kind != CharClass::kUpper) {
        return false;
      }
      ++words;
    }
    if (at == line.size()) break;
    const Char c = CharAt(line, at);
    if (c.kind == CharClass::kDigit) return false;
    at += c.size;
    if (end) begin = at;
  }
  return words >= 2 && words <= 4;
}

// A letter is signed below its last sentence: a person's name, and on the next
// line a function and, behind a comma, whose it is.
bool IsSignature(const std::vector<TextBlock>& blocks, size_t at) {
  if (at + 1 >= blocks.size() || !IsPersonLine(blocks[at].text) ||
      blocks[at].text.find(',') != absl::string_view::npos) {
    return false;
  }
  const absl::string_view function = blocks[at + 1].text;
  return blocks[at].kind == ParagraphKind::kHeading &&
         blocks[at + 1].kind == ParagraphKind::kHeading &&
         function.find(", ") != absl::string_view::npos;
}

// Headings with no text below them are what the page put behind the article.
void DemoteLooseHeadings(std::vector<TextBlock>* blocks) {
  size_t end = blocks->size();
  while (end > 0) {
    const ParagraphKind kind = (*blocks)[end - 1].kind;
    if (kind == ParagraphKind::kBody || kind == ParagraphKind::kListItem) break;
    --end;
  }
  if (end == 0) return;  // nothing but headings
  if (IsSignature(*blocks, end)) end += 2;
  for (size_t i = end; i < blocks->size(); ++i) {
    if ((*blocks)[i].kind == ParagraphKind::kHeading) {
      (*blocks)[i].kind = ParagraphKind::kFurniture;
    }
  }
}

}  // namespace

PlainText PlainTextReader::Read(absl::string_view text,
                                absl::string_view title_hint) const {
  PlainText result;
  std::vector<Line> lines = SplitLines(text);
  for (Line& line : lines) {
    line.kind = rules_.Classify(line.text);
    line.sentence = LineRules::IsSentenceLike(line.text, kSentenceWords);
    if (line.kind == LineKind::kFurniture) line.dropped = true;
  }
  JoinWrapped(&lines);
  // A part of a paragraph is what its paragraph is.
  for (size_t i = 1; i < lines.size(); ++i) {
    if (!lines[i].joined) continue;
    for (const size_t j : {i - 1, i}) {
      lines[j].kind = LineKind::kText;
      lines[j].dropped = false;
      lines[j].sentence = true;
    }
  }
  DropTeasers(&lines);

  size_t first_sentence = 0;
  while (first_sentence < lines.size() && !lines[first_sentence].sentence) {
    ++first_sentence;
  }
  size_t last_sentence = lines.size();
  while (last_sentence > 0 && !lines[last_sentence - 1].sentence) {
    --last_sentence;
  }
  // Menus and trails stand above or below the article.
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i >= first_sentence && i < last_sentence) continue;
    if (lines[i].kind == LineKind::kText && LineRules::IsMenu(lines[i].text)) {
      lines[i].dropped = true;
    }
  }

  // The title.
  size_t title = lines.size();
  const size_t head =
      std::min(lines.size(), std::max<size_t>(kHeadLines, first_sentence));
  title_hint = TrimSpace(title_hint);
  if (!title_hint.empty()) {
    const Headline wanted(title_hint);
    for (size_t i = 0; i < head && !wanted.empty(); ++i) {
      if (wanted.IsSameAs(lines[i].text)) {
        title = i;
        break;
      }
    }
  } else {
    int best = 0;
    for (size_t i = 0; i < std::min(first_sentence, head); ++i) {
      const Line& line = lines[i];
      if (line.dropped || line.kind != LineKind::kText ||
          line.text.size() > kMaxTitleBytes || EndsWithStop(line.text)) {
        continue;
      }
      const int points = HeadlinePoints(lines, i);
      if (title == lines.size() || points > best) {
        title = i;
        best = points;
      }
    }
  }
  if (title < lines.size()) {
    lines[title].dropped = false;
    result.title = std::string(lines[title].text);
    result.blocks.push_back({lines[title].text, ParagraphKind::kTitle});
  } else if (!title_hint.empty()) {
    result.title = std::string(title_hint);
    result.blocks.push_back({title_hint, ParagraphKind::kTitle});
  }

  for (size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const bool near_end = i < head || i + 8 >= lines.size();
    if (line.kind == LineKind::kByline || line.dropped) {
      if (near_end && result.publish_date.size() < 10) {
        const std::string date = FindDate(line.text).date;
        if (date.size() > result.publish_date.size() &&
            line.kind != LineKind::kTeaserHead) {
          result.publish_date = date;
        }
      }
    }
    if (line.dropped || i == title) continue;
    if (i < title && title < lines.size()) {
      // Above the title: the site's name, a section, a byline.
      result.blocks.push_back({line.text, line.kind == LineKind::kByline
                                              ? ParagraphKind::kByline
                                              : ParagraphKind::kFurniture});
      continue;
    }
    ParagraphKind kind = ParagraphKind::kBody;
    if (line.kind == LineKind::kByline) {
      kind = ParagraphKind::kByline;
      if (result.byline.empty() && i < head) {
        const absl::string_view by = line.text.substr(0, 3);
        if (by == "By " || by == "by " || by == "BY ") {
          result.byline = std::string(TrimSpace(line.text.substr(3)));
        }
      }
    } else if (line.kind == LineKind::kCaption) {
      kind = ParagraphKind::kCaption;
    } else if (StartsListItem(line.text)) {
      kind = ParagraphKind::kListItem;
    } else if (IsHeadline(line.text) && !line.sentence &&
               LineRules::CountWords(line.text) <= 14 &&
               !(i + 1 < lines.size() && lines[i + 1].joined)) {
      kind = ParagraphKind::kHeading;
    }
    // With the lines that go on from it.
    absl::string_view block = line.text;
    while (i + 1 < lines.size() && lines[i + 1].joined) {
      ++i;
      const absl::string_view next = lines[i].text;
      block = absl::string_view(block.data(),
                                next.data() + next.size() - block.data());
    }
    result.blocks.push_back({block, kind});
  }
  DemoteLooseHeadings(&result.blocks);
  return result;
}

}  // namespace impactwire::text
