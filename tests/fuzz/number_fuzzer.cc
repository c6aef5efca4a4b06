// Bytes as text whose numbers are read, with its dates and without: numbers in
// text order, each within its sentence, finite or refused with a reason.
#include <cmath>
#include <string>
#include <vector>

#include "common/base/utf8.h"
#include "ingest_service/extract/numbers/number_reader.h"
#include "ingest_service/extract/periods/time_finder.h"
#include "ingest_service/text/document_reader.h"
#include "tests/fuzz/require.h"

namespace impactwire::fuzz {
namespace {

using extract::Number;

void CheckNumbers(const extract::LexedText& lexed,
                  const std::vector<Number>& numbers) {
  int32_t last = 0;
  for (const Number& number : numbers) {
    Require(last <= number.first && number.first <= number.core_begin &&
                number.core_begin < number.core_end &&
                number.core_end <= number.last,
            "lexemes out of order");
    Require(lexed.First(number.sentence) <= number.first &&
                number.last <= lexed.End(number.sentence),
            "a number outside its sentence");
    Require(number.span.begin == lexed.lexemes[number.first].span.begin &&
                number.span.end == lexed.lexemes[number.last - 1].span.end,
            "a span is not that of its lexemes");
    last = number.last;
    if (number.disposition ==
        v1::ExtractionTrace::Number::DISPOSITION_UNREADABLE) {
      Require(!number.reason.empty(), "refused without a reason");
      continue;
    }
    Require(std::isfinite(number.value) && std::isfinite(number.value_high),
            "a value is not finite");
    Require(
        number.bound != v1::BOUND_RANGE || number.value <= number.value_high,
        "a range upside down");
  }
}

void ReadNumbers(const std::string& text) {
  static const auto* const reader =
      extract::NumberReader::Create().value().release();
  static const auto* const finder =
      extract::TimeFinder::Create().value().release();
  const text::Document document = text::DocumentReader().ReadText(text, {});
  const extract::LexedText lexed = extract::Lex(document);
  const int32_t lexemes = lexed.lexemes.size();
  std::vector<uint8_t> taken(lexemes, 0);
  CheckNumbers(lexed, reader->Read(lexed, taken, {}));

  int32_t last = 0;
  for (const extract::TimeExpression& time :
       finder->Find(lexed, "2020-06-15", &taken)) {
    Require(last <= time.first && time.first < time.last &&
                time.last <= lexed.End(time.sentence),
            "times out of order");
    last = time.last;
  }
  CheckNumbers(lexed, reader->Read(lexed, taken, {"IN", "CA", "CA"}));

  for (int32_t at = 0; at < lexemes; ++at) {
    v1::Rate rate;
    const int32_t length = reader->ReadRate(lexed, at, lexemes, &rate);
    Require(0 <= length && length <= lexemes - at, "a rate past the end");
  }
}

}  // namespace
}  // namespace impactwire::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (impactwire::IsValidUtf8(text)) impactwire::fuzz::ReadNumbers(text);
  return 0;
}
