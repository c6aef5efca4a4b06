#include "query_service/index/filters/filter_expression.h"

#include <iterator>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"
#include "query_service/index/filters/figure_filter.h"

namespace impactwire::query {
namespace {

// The tree with brackets around everything that has parts.
std::string Shape(const FilterNode& node) {
  std::vector<std::string> parts;
  for (const FilterNode& part : node.parts) parts.push_back(Shape(part));
  switch (node.kind) {
    case FilterNode::Kind::kTerm:
      return absl::StrCat(node.term.field, OperatorText(node.term.op),
                          node.term.value);
    case FilterNode::Kind::kNot:
      return absl::StrCat("!", parts[0]);
    case FilterNode::Kind::kAnd:
      return absl::StrCat("(", absl::StrJoin(parts, " & "), ")");
    case FilterNode::Kind::kOr:
      return absl::StrCat("(", absl::StrJoin(parts, " | "), ")");
  }
  return "";
}

std::string Parsed(absl::string_view text) {
  const auto tree = ParseFilterExpression(text);
  return tree.ok() ? Shape(*tree) : std::string(tree.status().message());
}

// What is wrong, without the name of the field.
std::string Wrong(const std::string& expression) {
  v1::ImpactFigureFilter filter;
  filter.set_expression(expression);
  const absl::Status status = FigureFilter::Make(filter).status();
  EXPECT_EQ(status.ok() ? "" : InvalidFields(status), "filter.expression")
      << expression;
  return std::string(
      absl::StripPrefix(status.message(), "filter.expression: "));
}

TEST(FilterExpression, OrBindsTighterThanAnd) {
  EXPECT_EQ(Parsed("a=1 AND b=2 OR c=3"), "(a=1 & (b=2 | c=3))");
  EXPECT_EQ(Parsed("a=1 OR b=2 AND c=3"), "((a=1 | b=2) & c=3)");
}

TEST(FilterExpression, JuxtapositionIsAnd) {
  EXPECT_EQ(Parsed("a=1 b=2 OR c=3 d=4"), "(a=1 & (b=2 | c=3) & d=4)");
  EXPECT_EQ(Parsed("(a=1)(b=2)"), "(a=1 & b=2)");
}

TEST(FilterExpression, NotAndMinusBindTightest) {
  EXPECT_EQ(Parsed("NOT a=1 OR -b=2"), "(!a=1 | !b=2)");
  EXPECT_EQ(Parsed("-(a=1 b=2) c=-3"), "(!(a=1 & b=2) & c=-3)");
}

TEST(FilterExpression, ReadsEveryOperator) {
  EXPECT_EQ(Parsed("a=1 b!=2 c<3 d<=4 e>5 f>=6 g:7 h : *"),
            "(a=1 & b!=2 & c<3 & d<=4 & e>5 & f>=6 & g:7 & h:*)");
}

TEST(FilterExpression, QuotesHoldAnything) {
  EXPECT_EQ(Parsed(R"(a="(\"\\=")"), R"(a=("\=)");
  EXPECT_EQ(Parsed("a='say \"x\"'"), "a=say \"x\"");
}

TEST(FilterExpression, AListOfValuesStandsForComparisons) {
  EXPECT_EQ(Parsed("a = (x OR \"y\" OR -2)"), "(a=x | a=y | a=-2)");
  EXPECT_EQ(Parsed("a : (x AND NOT y) b=1"), "((a:x & !a:y) & b=1)");
}

TEST(FilterExpression, NothingHoldsAlways) {
  EXPECT_EQ(Parsed(""), "()");
  EXPECT_EQ(Parsed(" \t\n"), "()");
}

TEST(FilterExpression, SaysWhereAndWhatIsWrong) {
  const struct {
    const char* text;
    const char* message;
  } kCases[] = {
      {"a=1 AND", "column 8: found the end"},
      {"AND a=1", "column 1: found \"AND\""},
      {"a=1 OR OR b=2", "column 8: found \"OR\""},
      {"NOT NOT a=1", "column 5: found \"NOT\""},
      {"a=1 and b=2", "column 5: found \"and\" without an operator; write AND"},
      {"a=1 && b=2", "write AND"},
      {"(a=1", "column 1: the bracket is not closed"},
      {"a=1)", "column 4: found \")\" that closes no bracket"},
      {"()", "column 2: found \")\""},
      {"a=\"x", "column 3: the quotation is not closed"},
      {"a = é= 1", "column 6: found \"=\" after a value"},
      {"a == 1", "column 4: found \"=\" after \"=\""},
      {"a = 1,000", "column 6: found \",\""},
      {"!a=1", "column 1: found \"!\"; write NOT"},
      {"a != (x OR y)",
       "column 3: found != before a list; write NOT a = (...)"},
      {"a = (b = 1)", "column 8: found \"=\" after a value"},
      {"a = ", "column 5: found the end; a value must stand here"},
      {"water", "column 1: found \"water\" without an operator"},
      {"\"water\"", "found the text \"water\" without an operator"},
      {"a = \x01", "column 5: found a control character"}};
  for (const auto& c : kCases) {
    EXPECT_TRUE(absl::StrContains(Parsed(c.text), c.message)) << c.text << "\n"
                                                              << Parsed(c.text);
  }
}

TEST(FilterExpression, IsBounded) {
  const auto nested = [](int depth) {
    return std::string(depth, '(') + "a=1" + std::string(depth, ')');
  };
  EXPECT_EQ(Parsed(nested(kMaxExpressionDepth)), "a=1");
  EXPECT_TRUE(absl::StrContains(Parsed(nested(kMaxExpressionDepth + 1)),
                                "column 33: brackets stand within"));
  const auto terms = [](int n) {
    return absl::StrJoin(std::vector<std::string>(n, "a=1"), " ");
  };
  EXPECT_TRUE(ParseFilterExpression(terms(kMaxExpressionTerms)).ok());
  EXPECT_TRUE(absl::StrContains(Parsed(terms(kMaxExpressionTerms + 1)),
                                "more than 200 conditions"));
  EXPECT_EQ(Parsed(std::string(2001, ' ')),
            "filter.expression: holds 2001 bytes; at most 2000");
}

TEST(FilterExpression, WhateverIsWrittenIsReadOrRefusedWithItsPlace) {
  static const char* const kPieces[] = {
      "value", "status", "TARGET", "sdg", "7",   "=",  "!=", "<",   ">=",
      ":",     "*",      "(",      ")",   "AND", "OR", "-",  "NOT", "\"a b\"",
      "'",     "2020",   "place",  "é",   "\\",  ".",  ",",  "!",   " "};
  std::mt19937 random(1);
  int read = 0;
  for (int i = 0; i < 50000; ++i) {
    std::string text;
    for (unsigned n = 1 + random() % 12; n > 0; --n) {
      absl::StrAppend(&text, kPieces[random() % std::size(kPieces)],
                      random() % 3 == 0 ? "" : " ");
    }
    v1::ImpactFigureFilter filter;
    filter.set_expression(text);
    const absl::Status status = FigureFilter::Make(filter).status();
    read += status.ok();
    if (status.ok()) continue;
    ASSERT_EQ(InvalidFields(status), "filter.expression") << text;
    ASSERT_TRUE(absl::StrContains(status.message(), ": column ")) << text;
  }
  EXPECT_GT(read, 20);
}

TEST(FilterFieldTest, SaysWhatWouldBeRight) {
  const struct {
    const char* text;
    const char* message;
  } kCases[] = {
      {"value > 1 AND categry = WATER",
       "column 15: there is no field \"categry\"; did you mean category? "
       "Fields: organization, organization_kind, category, "},
      {"organization_ids = x", "did you mean organization?"},
      {"Status = TARGET", "did you mean status?"},
      {"xyz = 1", "there is no field \"xyz\" Fields: "},
      {"status < TARGET", "column 8: found < after status, which takes = != :"},
      {"value : 3", "column 7: found : after value, which takes = != <"},
      {"has_rate : true", "which takes = !="},
      {"status = ACHIVED",
       "column 10: \"ACHIVED\" is no status; did you mean ACHIEVED? Values: "
       "ACHIEVED, TARGET, CONTEXT"},
      {"status = UNSPECIFIED", "\"UNSPECIFIED\" is no status"},
      {"value = many", "\"many\" is no number; one reads 42"},
      {"value > nan", "is no number"},
      {"publish_date > 2020-13", "\"2020-13\" is no date; write"},
      {"period.start = April", "\"April\" is no date"},
      {"country = Kenya", "\"Kenya\" is no code of two letters"},
      {"sdg : 18", "\"18\" is no goal; one is a whole number from 1 to 17"},
      {"has_rate = maybe", "\"maybe\" is neither true nor false"},
      {"organization = Acme",
       "\"Acme\" is no id; one reads org- and 16 hex digits"},
      {"place : \"--\"", "\"--\" is no text to compare to"},
      {"value : *", "which takes = != <"},
      {"article : *", "every figure has article"},
      {"place = *", "found *, which stands after : only: place : *"}};
  for (const auto& c : kCases) {
    EXPECT_TRUE(absl::StrContains(Wrong(c.text), c.message)) << c.text << "\n"
                                                             << Wrong(c.text);
  }
}

TEST(FilterFieldTest, AnErrorStandsBesideThoseOfTypedFields) {
  v1::ImpactFigureFilter filter;
  filter.set_min_confidence(2);
  filter.set_expression("statu = TARGET");
  EXPECT_EQ(InvalidFields(FigureFilter::Make(filter).status()),
            "filter.min_confidence, filter.expression");
}

TEST(FilterFieldTest, ValuesJoinedByOrAreOneTest) {
  v1::ImpactFigureFilter filter;
  filter.set_expression(
      "(country = KE OR country = (UG OR TZ)) -(status = TARGET OR unit = x)");
  const FigureFilter made = *FigureFilter::Make(filter);
  ASSERT_EQ(made.conditions.size(), 3);
  EXPECT_EQ(made.conditions[0].test.numbers.size(), 3);
  EXPECT_TRUE(made.conditions[1].test.negated);
  EXPECT_EQ(made.conditions[2].test.texts, std::vector<std::string>{"x"});
}

}  // namespace
}  // namespace impactwire::query
