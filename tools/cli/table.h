// Table: aligned columns that fit a width, for people.
//
// Columns are as wide as their widest cell while all fit; else the widest ones
// give way, and long cells wrap to at most `max_lines` lines: first down to
// their longest word, then columns that may be left out are, then the rest
// gives way down to their minimum. A note stands under its row over the whole
// width.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace impactwire::cli {

struct Column {
  std::string title;
  bool right = false;  // numbers
  int min_width = 6;
  int max_width = 60;
  int max_lines = 3;
  // Not 0: may be left out where there is no room; the largest goes first.
  int leave_out = 0;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell per column; missing ones are empty. Any text is safe.
  void AddRow(const std::vector<std::string>& cells,
              absl::string_view note = "");

  bool empty() const { return rows_.empty(); }
  size_t row_count() const { return rows_.size(); }

  // Lines with their ends, none wider than `width` (but at least the columns'
  // minimum). `styled`: bold head, dim notes. Columns left out are named at the
  // end.
  std::string Render(int width, bool styled) const;

  // The same without the head.
  std::string RenderRows(int width, bool styled = false) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::string note;
  };
  // 0: the column is left out.
  std::vector<int> Widths(int width) const;
  std::string Rows(const std::vector<int>& widths, int width,
                   bool styled) const;

  const std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace impactwire::cli
