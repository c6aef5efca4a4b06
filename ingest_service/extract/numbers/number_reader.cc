#include "ingest_service/extract/numbers/number_reader.h"

#include "absl/strings/match.h"
#include "ingest_service/extract/numbers/number_reading.h"
#include "ingest_service/extract/numbers/number_tables.h"
#include "ingest_service/extract/numbers/numeral.h"

namespace impactwire::extract {

namespace {
const uint64_t kPer = HashWord("per");
const uint64_t kCent = HashWord("cent");
}  // namespace

int32_t NumberReader::Tables::MatchRate(const LexedText& lexed, int32_t at,
                                        int32_t end, v1::Rate* rate) const {
  if (at >= end) return 0;
  const uint64_t hash = lexed.lexemes[at].hash;
  if (repeats.contains(hash)) {
    static const auto* const kUnits =
        new absl::flat_hash_map<uint64_t, std::string>{
            {HashWord("annually"), "year"},    {HashWord("yearly"), "year"},
            {HashWord("monthly"), "month"},    {HashWord("daily"), "day"},
            {HashWord("weekly"), "week"},      {HashWord("hourly"), "hour"},
            {HashWord("quarterly"), "quarter"}};
    rate->set_per(kUnits->at(hash));
    rate->set_count(1);
    return 1;
  }
  const PhraseTable::Match match = rates.Find(lexed, at, end);
  if (match.value < 0) return 0;
  int32_t i = at + match.length;
  double count = 1;
  const bool per = hash == kPer;
  if (per && i < end && lexed.lexemes[i].kind == LexemeKind::kDigits) {
    // "per 1,000 births"
    const Numeral numeral = ReadNumeral(lexed.Surface(lexed.lexemes[i]));
    if (!numeral.refusal.empty() || numeral.value <= 0) return 0;
    count = numeral.value;
    ++i;
  } else if (i < end && lexed.lexemes[i].kind == LexemeKind::kWord) {
    const Word word = Find(lexed.lexemes[i]);
    if (word.kind == NumberWord::kOnes && word.value > 1) {
      count = word.value;
      ++i;
    }
  }
  if (i >= end) return 0;
  const auto it = rate_units.find(lexed.lexemes[i].hash);
  int32_t last = i + 1;
  if (it != rate_units.end()) {
    rate->set_per(it->second);
  } else if (per) {
    // "per cubic metre"; after "per", whatever is counted ("per bed").
    const PhraseTable::Match unit = units.Find(lexed, i, end);
    const Lexeme& noun = lexed.lexemes[i];
    if (unit.value >= 0 && unit_list[unit.value].name != "percent" &&
        unit_list[unit.value].factor == 1) {
      last = i + unit.length;
      rate->set_per(absl::StartsWith(unit_list[unit.value].name, "family:")
                        ? "tonne"
                        : unit_list[unit.value].name);
    } else if (noun.kind == LexemeKind::kWord && !noun.capitalized &&
               noun.span.end - noun.span.begin > 2 &&
               Find(noun).kind == NumberWord::kNone && noun.hash != kCent) {
      rate->set_per(std::string(lexed.Surface(noun)));
    } else {
      return 0;
    }
  } else {
    return 0;
  }
  rate->set_count(count);
  return last - at;
}

NumberReader::NumberReader(std::unique_ptr<const Tables> tables)
    : tables_(std::move(tables)) {}
NumberReader::~NumberReader() = default;

absl::StatusOr<std::unique_ptr<NumberReader>> NumberReader::Create() {
  absl::StatusOr<std::unique_ptr<const Tables>> tables = Tables::Load();
  if (!tables.ok()) return tables.status();
  return std::unique_ptr<NumberReader>(new NumberReader(*std::move(tables)));
}

int32_t NumberReader::ReadRate(const LexedText& lexed, int32_t at, int32_t end,
                               v1::Rate* rate) const {
  return tables_->MatchRate(lexed, at, end, rate);
}

v1::Bound NumberReader::BoundAfter(const LexedText& lexed, int32_t at,
                                   int32_t end, int32_t* length) const {
  const PhraseTable::Match match = tables_->bound_after.Find(lexed, at, end);
  if (match.value < 0 || match.length < 2) return v1::BOUND_UNSPECIFIED;
  *length = match.length;
  return static_cast<v1::Bound>(match.value);
}

std::vector<Number> NumberReader::Read(
    const LexedText& lexed, const std::vector<uint8_t>& taken,
    const std::vector<std::string>& countries) const {
  return NumberReading(*tables_, lexed, taken, countries).Run();
}

}  // namespace impactwire::extract
