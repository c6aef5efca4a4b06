#include "tools/cli/table.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "tools/cli/display_width.h"

namespace impactwire::cli {
namespace {

constexpr int kGap = 2;
constexpr int kNoteIndent = 4;
constexpr int kNoteLines = 4;

void AppendCell(const std::string& text, int width, bool right, bool last,
                std::string* line) {
  const int room = std::max(0, width - DisplayWidth(text));
  if (right) line->append(room, ' ');
  *line += text;
  if (!right && !last) line->append(room, ' ');
  if (!last) line->append(kGap, ' ');
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
  std::vector<int> widths, least;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const int title = DisplayWidth(columns_[i].title);
    int natural = 0;
    for (const Row& row : rows_) {
      natural = std::max(natural, DisplayWidth(row.cells[i]));
    }
    natural = std::max(title, std::min(natural, columns_[i].max_width));
    widths.push_back(natural);
    // Numbers are never broken.
    least.push_back(
        columns_[i].right
            ? natural
            : std::min(natural, std::max(title, columns_[i].min_width)));
  }
  int excess = std::accumulate(widths.begin(), widths.end(), 0) +
               kGap * (static_cast<int>(widths.size()) - 1) - width;
  // Take from the widest that can give, one column at a time: at most a few
  // hundred steps.
  while (excess-- > 0) {
    int widest = -1;
    for (size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
        widest = static_cast<int>(i);
      }
    }
    if (widest < 0) break;
    --widths[widest];
  }
  return widths;
}

std::string Table::Render(int width, bool styled) const {
  const std::vector<int> widths = Widths(width);
  std::string result, head, rule;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const bool last = i + 1 == columns_.size();
    AppendCell(columns_[i].title, widths[i], columns_[i].right, last, &head);
    rule.append(widths[i], '-');
    if (!last) rule.append(kGap, ' ');
  }
  TrimRight(&head);
  absl::StrAppend(&result, styled ? "\033[1m" : "", head,
                  styled ? "\033[0m" : "", "\n", rule, "\n",
                  Rows(widths, width, styled));
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
      cells.push_back(
          WrapToWidth(row.cells[i], widths[i], columns_[i].max_lines));
      lines = std::max(lines, cells.back().size());
    }
    for (size_t l = 0; l < lines; ++l) {
      std::string line;
      for (size_t i = 0; i < columns_.size(); ++i) {
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
