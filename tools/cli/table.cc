#include "tools/cli/table.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/cli/display_width.h"

namespace impactwire::cli {
namespace {

constexpr int kGap = 2;
constexpr int kNoteIndent = 4;
constexpr int kNoteLines = 4;
// Words longer than this are broken before columns are left out.
constexpr int kLongestUnbroken = 14;

void AppendCell(const std::string& text, int width, bool right, bool last,
                std::string* line) {
  const int room = std::max(0, width - DisplayWidth(text));
  if (right) line->append(room, ' ');
  *line += text;
  if (!right && !last) line->append(room, ' ');
  if (!last) line->append(kGap, ' ');
}

int LongestWord(absl::string_view text) {
  int longest = 0;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    longest = std::max(longest, DisplayWidth(std::string(word)));
  }
  return longest;
}

// By how much the columns are wider than `width`.
int Excess(const std::vector<int>& widths, int width) {
  return std::accumulate(widths.begin(), widths.end(), 0) +
         kGap * (static_cast<int>(widths.size()) - 1) - width;
}

// Takes from the widest column that can give, one at a time: at most a few
// hundred steps. What could not be taken is the answer.
int TakeFromWidest(int excess, const std::vector<int>& least,
                   std::vector<int>* widths) {
  for (; excess > 0; --excess) {
    int widest = -1;
    for (size_t i = 0; i < widths->size(); ++i) {
      if ((*widths)[i] > least[i] &&
          (widest < 0 || (*widths)[i] > (*widths)[widest])) {
        widest = static_cast<int>(i);
      }
    }
    if (widest < 0) break;
    --(*widths)[widest];
  }
  return excess;
}

void TrimRight(std::string* line) {
  line->erase(line->find_last_not_of(' ') + 1);
}

}  // namespace

void Table::AddRow(const std::vector<std::string>& cells,
                   absl::string_view note) {
  Row row;
  for (size_t i = 0; i < columns_.size(); ++i) {
    row.cells.push_back(i < cells.size() ? OneLine(cells[i]) : "");
  }
  row.note = OneLine(note);
  rows_.push_back(std::move(row));
}

std::vector<int> Table::Widths(int width) const {
  // As wanted; without breaking words; at least.
  std::vector<int> widths, whole, least;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    const int title = DisplayWidth(column.title);
    int natural = 0;
    int word = 0;
    for (const Row& row : rows_) {
      natural = std::max(natural, DisplayWidth(row.cells[i]));
      word = std::max(word, LongestWord(row.cells[i]));
    }
    natural = std::max(title, std::min(natural, column.max_width));
    widths.push_back(natural);
    // Numbers are never broken.
    least.push_back(column.right
                        ? natural
                        : std::min(natural, std::max(title, column.min_width)));
    whole.push_back(
        std::max(least[i], std::min({natural, word, kLongestUnbroken})));
  }
  int excess = Excess(widths, width);
  excess = TakeFromWidest(excess, whole, &widths);
  while (excess > 0) {
    int out = -1;
    for (size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > 0 && columns_[i].leave_out > 0 &&
          (out < 0 || columns_[i].leave_out > columns_[out].leave_out)) {
        out = static_cast<int>(i);
      }
    }
    if (out < 0) break;
    excess -= widths[out] + kGap;
    widths[out] = 0;
  }
  // Room that a column left goes back to the others.
  if (excess < 0) {
    for (size_t i = 0; i < widths.size() && excess < 0; ++i) {
      if (widths[i] == 0 || columns_[i].right) continue;
      int natural = 0;
      for (const Row& row : rows_) {
        natural = std::max(natural, DisplayWidth(row.cells[i]));
      }
      natural = std::min(natural, columns_[i].max_width);
      const int more = std::clamp(natural - widths[i], 0, -excess);
      widths[i] += more;
      excess += more;
    }
  }
  TakeFromWidest(excess, least, &widths);
  return widths;
}

std::string Table::Render(int width, bool styled) const {
  const std::vector<int> widths = Widths(width);
  std::string result, head, rule;
  std::vector<absl::string_view> left_out;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (widths[i] == 0) {
      left_out.push_back(columns_[i].title);
      continue;
    }
    const bool last = i + 1 == columns_.size();
    AppendCell(columns_[i].title, widths[i], columns_[i].right, last, &head);
    rule.append(widths[i], '-');
    if (!last) rule.append(kGap, ' ');
  }
  TrimRight(&head);
  TrimRight(&rule);
  absl::StrAppend(&result, styled ? "\033[1m" : "", head,
                  styled ? "\033[0m" : "", "\n", rule, "\n",
                  Rows(widths, width, styled));
  if (!left_out.empty()) {
    absl::StrAppend(&result, "(no room for ", absl::StrJoin(left_out, ", "),
                    ")\n");
  }
  return result;
}

std::string Table::RenderRows(int width, bool styled) const {
  return Rows(Widths(width), width, styled);
}

std::string Table::Rows(const std::vector<int>& widths, int width,
                        bool styled) const {
  std::string result;
  for (const Row& row : rows_) {
    std::vector<std::vector<std::string>> cells;
    size_t lines = 1;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (widths[i] == 0) {
        cells.emplace_back();
        continue;
      }
      cells.push_back(
          WrapToWidth(row.cells[i], widths[i], columns_[i].max_lines));
      lines = std::max(lines, cells.back().size());
    }
    for (size_t l = 0; l < lines; ++l) {
      std::string line;
      for (size_t i = 0; i < columns_.size(); ++i) {
        if (widths[i] == 0) continue;
        AppendCell(l < cells[i].size() ? cells[i][l] : "", widths[i],
                   columns_[i].right, i + 1 == columns_.size(), &line);
      }
      TrimRight(&line);
      absl::StrAppend(&result, line, "\n");
    }
    if (!row.note.empty()) {
      for (const std::string& line : WrapToWidth(
               row.note, std::max(20, width - kNoteIndent), kNoteLines)) {
        absl::StrAppend(&result, std::string(kNoteIndent, ' '),
                        styled ? "\033[2m" : "", line, styled ? "\033[0m" : "",
                        "\n");
      }
    }
  }
  return result;
}

}  // namespace impactwire::cli
