#include "ingest_service/extract/numbers/number_tables.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "extract_numbers_data.h"

namespace impactwire::extract {
namespace {

using Row = std::vector<absl::string_view>;

NumberWord ParseNumberWord(absl::string_view name) {
  static const auto* const kNames =
      new absl::flat_hash_map<absl::string_view, NumberWord>{
          {"ones", NumberWord::kOnes},
          {"tens", NumberWord::kTens},
          {"hundred", NumberWord::kHundred},
          {"scale", NumberWord::kScale},
          {"glued_scale", NumberWord::kGluedScale},
          {"glued_caps", NumberWord::kGluedCaps},
          {"plural", NumberWord::kPlural},
          {"dozen", NumberWord::kDozen},
          {"half", NumberWord::kHalf},
          {"part", NumberWord::kPart},
          {"ordinal", NumberWord::kOrdinal},
          {"article", NumberWord::kArticle},
          {"vague", NumberWord::kVague},
      };
  const auto it = kNames->find(name);
  return it == kNames->end() ? NumberWord::kNone : it->second;
}

v1::Bound ParseBound(absl::string_view name) {
  if (name == "more_than") return v1::BOUND_MORE_THAN;
  if (name == "less_than") return v1::BOUND_LESS_THAN;
  if (name == "approximate") return v1::BOUND_APPROXIMATE;
  if (name == "exact") return v1::BOUND_EXACT;
  return v1::BOUND_UNSPECIFIED;
}

absl::Status Malformed(absl::string_view table, const Row& row) {
  return absl::InternalError(absl::StrCat(table, ": malformed row \"",
                                          row.empty() ? "" : row[0], "\""));
}

// Short forms are told apart by their case: "MW", "t", "N".
bool AsWritten(absl::string_view form) {
  return form.size() <= 3 && form != "pct" && form != "won" && form != "yen" &&
         form != "mu" && form != "rai" && form != "jin" && form != "day" &&
         form != "ton" && form != "sum" && form != "som" && form != "%";
}

}  // namespace

absl::StatusOr<std::unique_ptr<const NumberReader::Tables>>
NumberReader::Tables::Load() {
  auto tables = std::make_unique<Tables>();
  for (const Row& row : ReadTsv(data::NumberWords())) {
    Word word;
    if (row.size() == 3 && row[1] == "mark" &&
        absl::SimpleAtod(row[2], &word.value)) {
      tables->fraction_marks[std::string(row[0])] = word.value;
      tables->AddStart(HashWord(row[0]), kStartsNumber);
      continue;
    }
    if (row.size() != 3 || !absl::SimpleAtod(row[2], &word.value) ||
        (word.kind = ParseNumberWord(row[1])) == NumberWord::kNone) {
      return Malformed("number_words.tsv", row);
    }
    tables->words[HashWord(row[0])] = word;
    if (word.kind == NumberWord::kOnes || word.kind == NumberWord::kTens ||
        word.kind == NumberWord::kHalf || word.kind == NumberWord::kArticle ||
        word.kind == NumberWord::kOrdinal || word.kind == NumberWord::kPart ||
        word.kind == NumberWord::kHundred || word.kind == NumberWord::kDozen ||
        word.kind == NumberWord::kPlural ||
        (word.kind == NumberWord::kScale && row[0].size() > 3)) {
      tables->AddStart(HashWord(row[0]), kStartsNumber);
    }
  }
  for (const Row& row : ReadTsv(data::Units())) {
    Unit unit;
    if (row.size() != 4 || !absl::SimpleAtod(row[2], &unit.factor)) {
      return Malformed("units.tsv", row);
    }
    unit.name = std::string(row[1]);
    unit.is_time = row[3] == "time";
    tables->units.Add(row[0], tables->unit_list.size(),
                      AsWritten(row[0]) || row[3] == "exact");
    tables->unit_list.push_back(std::move(unit));
  }
  for (const Row& row : ReadTsv(data::Currencies())) {
    Code code;
    if (row.size() < 3 || row.size() > 4 ||
        (row[1] != "before" && row[1] != "after") ||
        (row.size() == 4 && !absl::SimpleAtod(row[3], &code.factor))) {
      return Malformed("currencies.tsv", row);
    }
    code.code = std::string(row[2]);
    (row[1] == "before" ? tables->money_before : tables->money_after)
        .Add(row[0], tables->codes.size(), AsWritten(row[0]));
    tables->codes.push_back(std::move(code));
    if (row[1] == "before") {
      tables->AddStart(LexPhrase(row[0])[0].hash, kStartsNumber);
    }
  }
  for (const Row& row : ReadTsv(data::UnitParts())) {
    double factor = 0;
    if (row.size() != 3 || !absl::SimpleAtod(row[2], &factor)) {
      return Malformed("unit_parts.tsv", row);
    }
    tables->unit_parts[absl::StrCat(row[0], " ", row[1])] = factor;
  }
  for (const Row& row : ReadTsv(data::Bounds())) {
    v1::Bound bound = v1::BOUND_UNSPECIFIED;
    if (row.size() != 3 || (row[1] != "before" && row[1] != "after") ||
        ((bound = ParseBound(row[2])) == v1::BOUND_UNSPECIFIED &&
         row[2] != "none")) {
      return Malformed("bounds.tsv", row);
    }
    (row[1] == "before" ? tables->bound_before : tables->bound_after)
        .Add(row[0], bound);
    if (row[1] == "before") {
      tables->AddStart(LexPhrase(row[0])[0].hash, kStartsBound);
    }
  }
  absl::flat_hash_map<std::string, int32_t> local_rows;
  for (const Row& row : ReadTsv(data::LocalCurrencies())) {
    if (row.size() != 3) return Malformed("local_currencies.tsv", row);
    // A word may speak for several families.
    const auto [it, added] = local_rows.try_emplace(
        std::string(row[0]), static_cast<int32_t>(tables->locals.size()));
    if (added) {
      tables->locals.emplace_back();
      tables->local_words.Add(row[0], it->second,
                              row[0] == "us" || row[0] == "uk");
    }
    tables->locals[it->second].push_back(
        {std::string(row[1]), std::string(row[2])});
  }
  for (const Row& row : ReadTsv(data::CountryCurrencies())) {
    if (row.size() != 3) return Malformed("country_currencies.tsv", row);
    tables->of_country[std::string(row[0])].push_back(
        {std::string(row[1]), std::string(row[2])});
  }
  for (const Row& row : ReadTsv(data::NumberContext())) {
    if (row.size() < 2) return Malformed("number_context.tsv", row);
    if (row[1] == "filler") {
      tables->fillers.Add(row[0], 0);
    } else if (row[1] == "label") {
      tables->labels.insert(HashWord(row[0]));
    } else if (row[1] == "change") {
      tables->change_words.insert(HashWord(row[0]));
    } else if (row[1] == "size_word") {
      tables->size_words.insert(HashWord(row[0]));
    } else if (row[1] == "share_before") {
      tables->share_before.insert(HashWord(row[0]));
    } else if (row[1] == "share_after") {
      tables->share_after.insert(HashWord(row[0]));
    } else if (row[1] == "year_before") {
      tables->year_before.insert(HashWord(row[0]));
    } else if (row[1] == "year_after") {
      tables->year_after.insert(HashWord(row[0]));
    } else if (row[1] == "year_verb") {
      tables->year_verbs.insert(HashWord(row[0]));
    } else if (row[1] == "no_share_before") {
      tables->no_share_before.insert(HashWord(row[0]));
    } else if (row[1] == "no_share") {
      tables->no_share.insert(HashWord(row[0]));
    } else if (row[1] == "repeat") {
      tables->repeats.insert(HashWord(row[0]));
    } else if (row[1] == "rate") {
      tables->rates.Add(row[0], 0);
    } else if (row[1] == "rate_unit" && row.size() == 3) {
      tables->rate_units[HashWord(row[0])] = std::string(row[2]);
    } else {
      return Malformed("number_context.tsv", row);
    }
  }
  return std::unique_ptr<const Tables>(std::move(tables));
}

void LocalCurrencies::ReadText() {
  if (read_) return;
  read_ = true;
  // Ordered, so that ties fall the same way every time.
  std::map<std::pair<absl::string_view, absl::string_view>, int> votes;
  const int32_t end = lexed_.lexemes.size();
  for (int32_t i = 0; i < end; ++i) {
    if (lexed_.lexemes[i].kind != LexemeKind::kWord ||
        !lexed_.lexemes[i].capitalized) {
      continue;
    }
    const PhraseTable::Match match = tables_.local_words.Find(lexed_, i, end);
    if (match.value < 0) continue;
    for (const auto& local : tables_.locals[match.value]) {
      ++votes[{local.family, local.code}];
    }
    i += match.length - 1;
  }
  // An American text counts short tons.
  int american = 0, other = 0;
  for (const std::string& country : countries_) {
    ++(country == "US" ? american : other);
    const auto locals = tables_.of_country.find(country);
    if (locals == tables_.of_country.end()) continue;
    for (const auto& local : locals->second) {
      ++votes[{local.family, local.code}];
    }
  }
  code_["family:ton"] = american > other ? "ton" : "tonne";
  // Where two countries are named as often, neither decides.
  absl::flat_hash_map<absl::string_view, int> best;
  for (const auto& [key, count] : votes) {
    const std::string family = absl::StrCat("family:", key.first);
    int& most = best[key.first];
    if (count > most) {
      most = count;
      named_.insert(family);
      code_[family] = std::string(key.second);
    } else if (count == most) {
      named_.erase(family);
      code_.erase(family);
    }
  }
  code_.try_emplace("family:dollar", "USD");
  code_.try_emplace("family:pound", "GBP");
  code_.try_emplace("family:rupee", "INR");
  code_.try_emplace("family:dirham", "AED");
  code_.try_emplace("family:shilling", "KES");
  code_.try_emplace("family:cfa", "XOF");
  // Whose cents: by the signs of the text, then by its countries.
  static const uint64_t kDollarSign = HashWord("$");
  static const uint64_t kEuroSign = HashWord("€");
  int dollars = 0, euros = 0;
  for (const Lexeme& lexeme : lexed_.lexemes) {
    dollars += lexeme.hash == kDollarSign;
    euros += lexeme.hash == kEuroSign;
  }
  const std::string dollar = code_["family:dollar"];
  const std::string pound = code_["family:pound"];
  if (euros > dollars) {
    code_["family:cent"] = "EUR";
  } else if (dollars > 0 || !named_.contains("family:cent")) {
    code_["family:cent"] = dollar;
  }
  code_["family:penny"] = named_.contains("family:pound") ? pound : "USD";
}

const std::string& LocalCurrencies::Resolve(const std::string& code) {
  if (!absl::StartsWith(code, "family:")) return code;
  ReadText();
  const auto it = code_.find(code);
  return it == code_.end() ? none_ : it->second;
}

bool LocalCurrencies::Names(const std::string& family) {
  ReadText();
  return named_.contains(family);
}

}  // namespace impactwire::extract
