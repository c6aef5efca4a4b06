#include "query_service/index/filters/filter_expression.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace impactwire::query {
namespace {

constexpr char kField[] = "filter.expression";
constexpr absl::string_view kExample =
    "a condition reads: field operator value, e.g. status = ACHIEVED";

struct Token {
  enum class Kind { kEnd, kText, kString, kOperator, kOpen, kClose, kMinus };
  Kind kind = Kind::kEnd;
  // Without quotes and backslashes.
  std::string text;
  FilterOperator op = FilterOperator::kEqual;
  size_t column = 0;
};

bool IsTextByte(char c) {
  return !absl::ascii_isspace(c) && !absl::ascii_iscntrl(c) &&
         absl::string_view("()\"'<>=!:,").find(c) == absl::string_view::npos;
}

std::string Found(const Token& token) {
  switch (token.kind) {
    case Token::Kind::kEnd:
      return "the end";
    case Token::Kind::kString:
      return absl::StrCat("the text \"", token.text, "\"");
    default:
      return absl::StrCat("\"", token.text, "\"");
  }
}

bool IsWord(const Token& token, absl::string_view word) {
  return token.kind == Token::Kind::kText && token.text == word;
}
bool IsKeyword(const Token& token) {
  return IsWord(token, "AND") || IsWord(token, "OR") || IsWord(token, "NOT");
}

// Reads tokens one at a time.
class Lexer {
 public:
  explicit Lexer(absl::string_view text) : text_(text) {}

  // `minus_is_sign`: a "-" belongs to the value it stands before.
  absl::StatusOr<Token> Next(bool minus_is_sign) {
    while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) Advance(1);
    Token token;
    token.column = column_;
    if (at_ == text_.size()) return token;
    const char c = text_[at_];
    if (c == '"' || c == '\'') return Quoted(c);
    if (c == '(' || c == ')') {
      token.kind = c == '(' ? Token::Kind::kOpen : Token::Kind::kClose;
      token.text = c;
      Advance(1);
      return token;
    }
    if (c == '-' && !minus_is_sign) {
      token.kind = Token::Kind::kMinus;
      token.text = c;
      Advance(1);
      return token;
    }
    if (IsTextByte(c)) {
      const size_t begin = at_;
      while (at_ < text_.size() && IsTextByte(text_[at_])) Advance(1);
      token.kind = Token::Kind::kText;
      token.text = std::string(text_.substr(begin, at_ - begin));
      return token;
    }
    return Operator(std::move(token));
  }

  // The byte that follows the last token; 0 at the end.
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

 private:
  void Advance(size_t bytes) {
    for (; bytes > 0; --bytes, ++at_) {
      // Continuation bytes of UTF-8 are no characters of their own.
      if ((static_cast<uint8_t>(text_[at_]) & 0xc0) != 0x80) ++column_;
    }
  }

  absl::StatusOr<Token> Quoted(char quote) {
    Token token;
    token.kind = Token::Kind::kString;
    token.column = column_;
    Advance(1);
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) Advance(1);
      token.text.push_back(text_[at_]);
      Advance(1);
    }
    if (at_ == text_.size()) {
      return ExpressionError(token.column,
                             absl::StrCat("the quotation is not closed with ",
                                          std::string(1, quote)));
    }
    Advance(1);
    return token;
  }

  absl::StatusOr<Token> Operator(Token token) {
    static constexpr std::pair<absl::string_view, FilterOperator> kOperators[] =
        {{"!=", FilterOperator::kNotEqual},
         {"<=", FilterOperator::kLessOrEqual},
         {">=", FilterOperator::kGreaterOrEqual},
         {"<", FilterOperator::kLess},
         {">", FilterOperator::kGreater},
         {"=", FilterOperator::kEqual},
         {":", FilterOperator::kHas}};
    for (const auto& [text, op] : kOperators) {
      if (text_.substr(at_, text.size()) != text) continue;
      token.kind = Token::Kind::kOperator;
      token.text = std::string(text);
      token.op = op;
      Advance(text.size());
      return token;
    }
    if (text_[at_] == ',') {
      return ExpressionError(
          column_,
          "found \",\"; values are joined by OR, e.g. country = (KE OR UG), "
          "and numbers have no commas");
    }
    if (text_[at_] == '!') {
      return ExpressionError(column_, "found \"!\"; write NOT or !=");
    }
    return ExpressionError(column_, "found a control character");
  }

  const absl::string_view text_;
  size_t at_ = 0;
  size_t column_ = 1;
};

class Parser {
 public:
  explicit Parser(absl::string_view text) : lexer_(text) {}

  absl::StatusOr<FilterNode> Parse() {
    RETURN_IF_ERROR(Shift());
    FilterNode root;
    if (token_.kind == Token::Kind::kEnd) return root;
    ASSIGN_OR_RETURN(root, Expression());
    if (token_.kind == Token::Kind::kClose) {
      return ExpressionError(token_.column,
                             "found \")\" that closes no bracket");
    }
    return root;
  }

 private:
  absl::Status Shift(bool minus_is_sign = false) {
    ASSIGN_OR_RETURN(token_, lexer_.Next(minus_is_sign));
    return absl::OkStatus();
  }
  bool AtEnd() const {
    return token_.kind == Token::Kind::kEnd ||
           token_.kind == Token::Kind::kClose;
  }
  static FilterNode Joined(FilterNode::Kind kind,
                           std::vector<FilterNode> parts) {
    if (parts.size() == 1) return std::move(parts[0]);
    FilterNode node;
    node.kind = kind;
    node.parts = std::move(parts);
    return node;
  }

  absl::StatusOr<FilterNode> Expression() {
    std::vector<FilterNode> parts;
    do {
      if (!parts.empty() && IsWord(token_, "AND")) RETURN_IF_ERROR(Shift());
      ASSIGN_OR_RETURN(FilterNode part, Factor());
      parts.push_back(std::move(part));
    } while (!AtEnd());
    return Joined(FilterNode::Kind::kAnd, std::move(parts));
  }

  absl::StatusOr<FilterNode> Factor() {
    std::vector<FilterNode> parts;
    for (;;) {
      ASSIGN_OR_RETURN(FilterNode part, Term());
      parts.push_back(std::move(part));
      if (!IsWord(token_, "OR")) break;
      RETURN_IF_ERROR(Shift());
    }
    return Joined(FilterNode::Kind::kOr, std::move(parts));
  }

  absl::StatusOr<FilterNode> Term() {
    // Among values a "-" before a digit is a sign.
    const bool is_sign =
        within_.has_value() && absl::ascii_isdigit(lexer_.peek());
    if (token_.kind == Token::Kind::kMinus && is_sign) {
      const size_t column = token_.column;
      RETURN_IF_ERROR(Shift());
      token_.text.insert(0, 1, '-');
      token_.column = column;
      return Simple();
    }
    if (token_.kind != Token::Kind::kMinus && !IsWord(token_, "NOT")) {
      return Simple();
    }
    RETURN_IF_ERROR(Shift());
    FilterNode node;
    node.kind = FilterNode::Kind::kNot;
    ASSIGN_OR_RETURN(FilterNode part, Simple());
    node.parts.push_back(std::move(part));
    return node;
  }

  absl::StatusOr<FilterNode> Simple() {
    if (token_.kind == Token::Kind::kOpen) return Bracketed();
    return within_.has_value() ? Value() : Restriction();
  }

  absl::StatusOr<FilterNode> Bracketed() {
    const size_t column = token_.column;
    if (++depth_ > kMaxExpressionDepth) {
      return ExpressionError(column,
                             absl::StrCat("brackets stand within more than ",
                                          kMaxExpressionDepth, " others"));
    }
    RETURN_IF_ERROR(Shift());
    ASSIGN_OR_RETURN(FilterNode node, Expression());
    if (token_.kind != Token::Kind::kClose) {
      return ExpressionError(column, "the bracket is not closed with \")\"");
    }
    --depth_;
    RETURN_IF_ERROR(Shift());
    return node;
  }

  absl::Status Unexpected() const {
    return ExpressionError(
        token_.column,
        absl::StrCat(
            "found ", Found(token_), "; ",
            within_.has_value() ? "a value must stand here" : kExample));
  }

  absl::Status CountTerm(size_t column) {
    if (++terms_ <= kMaxExpressionTerms) return absl::OkStatus();
    return ExpressionError(
        column,
        absl::StrCat("has more than ", kMaxExpressionTerms, " conditions"));
  }

  // After a word where a comparison must follow.
  absl::Status NotCompared(const Token& field) const {
    std::string hint(kExample);
    const std::string upper = absl::AsciiStrToUpper(field.text);
    if (upper == "AND" || upper == "OR" || upper == "NOT") {
      hint = absl::StrCat("write ", upper, " in capitals");
    } else if (field.text == "&&" || field.text == "&") {
      hint = "write AND";
    } else if (field.text == "||" || field.text == "|") {
      hint = "write OR";
    }
    return ExpressionError(
        field.column,
        absl::StrCat("found ", Found(field), " without an operator; ", hint));
  }

  absl::StatusOr<FilterNode> Restriction() {
    const bool is_field =
        token_.kind == Token::Kind::kText && !IsKeyword(token_);
    if (!is_field && token_.kind != Token::Kind::kString) return Unexpected();
    const Token field = token_;
    RETURN_IF_ERROR(Shift());
    if (token_.kind != Token::Kind::kOperator || !is_field) {
      return NotCompared(field);
    }
    FilterTerm term;
    term.field = field.text;
    term.field_column = field.column;
    term.op = token_.op;
    term.operator_column = token_.column;
    RETURN_IF_ERROR(Shift(/*minus_is_sign=*/true));
    if (token_.kind == Token::Kind::kOperator) {
      return ExpressionError(
          token_.column,
          absl::StrCat("found ", Found(token_), " after \"",
                       OperatorText(term.op),
                       "\"; the operators are = != < <= > >= :"));
    }
    if (token_.kind != Token::Kind::kOpen) {
      within_ = std::move(term);
      absl::StatusOr<FilterNode> node = Value();
      within_.reset();
      return node;
    }
    if (term.op == FilterOperator::kNotEqual) {
      return ExpressionError(term.operator_column,
                             absl::StrCat("found != before a list; write NOT ",
                                          term.field, " = (...)"));
    }
    within_ = std::move(term);
    absl::StatusOr<FilterNode> node = Bracketed();
    within_.reset();
    return node;
  }

  // A value of `within_`.
  absl::StatusOr<FilterNode> Value() {
    const bool is_value =
        token_.kind == Token::Kind::kString ||
        (token_.kind == Token::Kind::kText && !IsKeyword(token_));
    if (!is_value) return Unexpected();
    RETURN_IF_ERROR(CountTerm(token_.column));
    FilterNode node;
    node.kind = FilterNode::Kind::kTerm;
    node.term = *within_;
    node.term.value = token_.text;
    node.term.quoted = token_.kind == Token::Kind::kString;
    node.term.value_column = token_.column;
    RETURN_IF_ERROR(Shift());
    if (token_.kind == Token::Kind::kOperator) {
      return ExpressionError(
          token_.column,
          absl::StrCat("found ", Found(token_),
                       " after a value; a value that holds it stands in "
                       "quotes"));
    }
    return node;
  }

  Lexer lexer_;
  Token token_;
  int depth_ = 0;
  int terms_ = 0;
  // The comparison whose values are read.
  std::optional<FilterTerm> within_;
};

}  // namespace

absl::string_view OperatorText(FilterOperator op) {
  switch (op) {
    case FilterOperator::kEqual:
      return "=";
    case FilterOperator::kNotEqual:
      return "!=";
    case FilterOperator::kLess:
      return "<";
    case FilterOperator::kLessOrEqual:
      return "<=";
    case FilterOperator::kGreater:
      return ">";
    case FilterOperator::kGreaterOrEqual:
      return ">=";
    case FilterOperator::kHas:
      return ":";
  }
  return "";
}

absl::Status ExpressionError(size_t column, absl::string_view description) {
  return InvalidField(kField,
                      absl::StrCat("column ", column, ": ", description));
}

absl::StatusOr<FilterNode> ParseFilterExpression(absl::string_view text) {
  if (text.size() > kMaxExpressionBytes) {
    return InvalidField(kField,
                        absl::StrCat("holds ", text.size(), " bytes; at most ",
                                     kMaxExpressionBytes));
  }
  return Parser(text).Parse();
}

}  // namespace impactwire::query
