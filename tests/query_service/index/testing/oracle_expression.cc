// Filter expressions, read and judged in one pass over the text for one figure:
// no tree, no columns, nothing of the index's own reading.
#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "query_service/index/names/fold.h"
#include "tests/query_service/index/testing/oracle.h"

namespace impactwire::query {
namespace {

// "2017-02": the texts of its first and its last day.
std::string FirstDay(std::string date) {
  while (date.size() < 10) date += "-01";
  return date;
}
std::string LastDay(std::string date) {
  static const int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.size() == 4) date += "-12";
  if (date.size() > 7) return date;
  const int year = std::atoi(date.c_str());
  const int month = std::atoi(date.c_str() + 5);
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return absl::StrCat(date, "-", kDays[month - 1] + (leap && month == 2));
}

class Reading {
 public:
  Reading(const std::string& text, const OracleState::Figure& figure,
          const OracleState& state)
      : text_(text), figure_(figure), state_(state) {}

  bool Whole() {
    bool all = true;
    for (Blanks(); at_ < text_.size(); Blanks()) all &= Alternatives();
    return all;
  }

 private:
  void Blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (Word("AND")) Blanks();
  }
  // Takes the word if it stands here.
  bool Word(const std::string& word) {
    if (text_.compare(at_, word.size() + 1, word + " ") != 0) return false;
    at_ += word.size() + 1;
    return true;
  }
  bool Alternatives() {
    bool any = One();
    for (;;) {
      while (at_ < text_.size() && text_[at_] == ' ') ++at_;
      if (!Word("OR")) return any;
      any |= One();
    }
  }
  bool One() {
    Blanks();
    if (Word("NOT")) return !One();
    if (text_[at_] == '-') {
      ++at_;
      return !One();
    }
    if (text_[at_] != '(') return Comparison();
    ++at_;
    bool all = true;
    for (Blanks(); text_[at_] != ')'; Blanks()) all &= Alternatives();
    ++at_;
    return all;
  }
  bool Comparison() {
    const size_t name = at_;
    while (absl::ascii_isalnum(text_[at_]) || text_[at_] == '_' ||
           text_[at_] == '.') {
      ++at_;
    }
    const std::string field = text_.substr(name, at_ - name);
    while (text_[at_] == ' ') ++at_;
    std::string op;
    while (absl::StrContains("=!<>:", text_.substr(at_, 1))) op += text_[at_++];
    while (text_[at_] == ' ') ++at_;
    if (text_[at_] != '(') return Holds(field, op, Value());
    bool any = false;
    for (++at_; text_[at_] != ')';) {
      any |= Holds(field, op, Value());
      while (text_[at_] == ' ') ++at_;
      if (Word("OR")) continue;
    }
    ++at_;
    return any;
  }
  std::string Value() {
    std::string value;
    if (text_[at_] == '"') {
      for (++at_; text_[at_] != '"'; ++at_) value += text_[at_];
      ++at_;
      return value;
    }
    while (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != ')') {
      value += text_[at_++];
    }
    return value;
  }

  bool Holds(const std::string& field, const std::string& op,
             const std::string& value) const {
    if (op == "!=") return !Equal(field, value, false);
    if (op == "=") return Equal(field, value, false);
    if (op == ":") return Equal(field, value, true);
    return Ordered(field, op, value);
  }

  bool Ordered(const std::string& field, const std::string& op,
               const std::string& value) const {
    const v1::ImpactFigure& f = figure_.entry.figure();
    if (field == "value" || field == "confidence") {
      const double mine = field == "value" ? f.value() : f.confidence();
      const double other = std::strtod(value.c_str(), nullptr);
      return op == "<"    ? mine < other
             : op == "<=" ? mine <= other
             : op == ">"  ? mine > other
                          : mine >= other;
    }
    // A day of the date must compare so.
    const auto [first, last] = Dates(field);
    if (first.empty()) return false;
    return op == "<"    ? first < FirstDay(value)
           : op == "<=" ? first <= LastDay(value)
           : op == ">"  ? last > LastDay(value)
                        : last >= FirstDay(value);
  }

  // First and last day; empty for none.
  std::pair<std::string, std::string> Dates(const std::string& field) const {
    const v1::ImpactFigure& f = figure_.entry.figure();
    if (field == "publish_date") {
      const std::string date = figure_.entry.publish_date();
      if (date.empty()) return {};
      return {FirstDay(date), LastDay(date)};
    }
    const std::string start = f.period().start();
    const std::string end = f.period().end();
    // A period that ends before it starts is none.
    if (!start.empty() && !end.empty() && FirstDay(start) > LastDay(end)) {
      return {};
    }
    if (field == "period.start") {
      if (start.empty()) return {};
      return {FirstDay(start), FirstDay(start)};
    }
    if (end.empty()) return {};
    return {LastDay(end), LastDay(end)};
  }

  static bool IsEnum(const std::string& name, const std::string& prefix,
                     std::string value) {
    std::replace(value.begin(), value.end(), '-', '_');
    return absl::EqualsIgnoreCase(name, value) ||
           absl::EqualsIgnoreCase(name, absl::StrCat(prefix, value));
  }
  static bool IsText(const std::string& mine, const std::string& value,
                     bool has) {
    return has ? absl::StrContains(mine, value) : mine == value;
  }

  bool Equal(const std::string& field, const std::string& value,
             bool has) const {
    const v1::ImpactFigure& f = figure_.entry.figure();
    const bool any = has && value == "*";
    if (field == "organization") {
      if (any) return !f.organization_id().empty();
      return figure_.organizations.contains(state_.Root(value));
    }
    if (field == "has_organization") {
      return (value == "true") != f.organization_id().empty();
    }
    if (field == "has_rate") return (value == "true") == f.has_rate();
    if (field == "article") return figure_.entry.article_id() == value;
    if (field == "organization_kind") {
      return !f.organization_id().empty() && figure_.kind != 0 &&
             (any || IsEnum(v1::OrganizationKind_Name(figure_.kind),
                            "ORGANIZATION_KIND_", value));
    }
    if (field == "category") {
      return any || IsEnum(v1::ImpactCategory_Name(f.category()),
                           "IMPACT_CATEGORY_", value);
    }
    if (field == "status") {
      return any ||
             IsEnum(v1::FigureStatus_Name(f.status()), "FIGURE_STATUS_", value);
    }
    if (field == "attribution") {
      return any || IsEnum(v1::Attribution_Name(f.attribution()),
                           "ATTRIBUTION_", value);
    }
    if (field == "bound") {
      return any || IsEnum(v1::Bound_Name(f.bound()), "BOUND_", value);
    }
    if (field == "unit") {
      return any || IsText(absl::AsciiStrToLower(f.unit()),
                           absl::AsciiStrToLower(value), has);
    }
    if (field == "place") {
      const std::string mine = Fold(f.place().name());
      return any ? !mine.empty() : IsText(mine, Fold(value), has);
    }
    if (field == "publisher") {
      const std::string mine = Fold(figure_.entry.publisher());
      return any ? !mine.empty() : IsText(mine, Fold(value), has);
    }
    if (field == "country") {
      const std::string& mine = f.place().country_code();
      return any ? !mine.empty() : absl::EqualsIgnoreCase(mine, value);
    }
    if (field == "sdg") {
      if (any) return f.sdg_goals_size() > 0;
      return std::count(f.sdg_goals().begin(), f.sdg_goals().end(),
                        std::atoi(value.c_str())) > 0;
    }
    if (field == "value")
      return f.value() == std::strtod(value.c_str(), nullptr);
    if (field == "confidence") {
      return f.confidence() == std::strtod(value.c_str(), nullptr);
    }
    const auto [first, last] = Dates(field);
    if (any || first.empty()) return !first.empty();
    return first <= LastDay(value) && last >= FirstDay(value);
  }

  const std::string& text_;
  const OracleState::Figure& figure_;
  const OracleState& state_;
  size_t at_ = 0;
};

}  // namespace

bool OracleExpression(const std::string& text,
                      const OracleState::Figure& figure,
                      const OracleState& state) {
  return Reading(text, figure, state).Whole();
}

}  // namespace impactwire::query
