#include "ingest_service/extract/names/train/gazetteer_builder.h"

#include <algorithm>
#include <cstring>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"
#include "ingest_service/extract/names/gazetteer.h"
#include "ingest_service/extract/names/train/conll.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

struct Entry {
  uint16_t flags = 0;
  uint16_t country = 0;
  bool many_countries = false;
};

// One line of comma-separated values with double quotes.
std::vector<std::string> SplitCsv(absl::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

class Builder {
 public:
  // Adds a name of one or more words; prefixes are marked.
  void Add(absl::string_view name, uint16_t flags,
           absl::string_view country = "") {
    std::vector<uint64_t> words;
    for (absl::string_view word :
         absl::StrSplit(name, ' ', absl::SkipEmpty())) {
      // As the tokenizer cuts: marks and the possessive stand alone.
      while (!word.empty()) {
        size_t cut = word.find_first_of(",()&/\"");
        if (cut == 0) cut = 1;
        absl::string_view part = word.substr(0, cut);
        word.remove_prefix(part.size());
        if (part.size() > 2 && part.substr(part.size() - 2) == "'s") {
          words.push_back(WordKey(part.substr(0, part.size() - 2)));
          part = "'s";
        }
        words.push_back(WordKey(part));
      }
    }
    if (words.empty() || words.size() > 10) return;
    uint64_t phrase = kEmptyPhrase;
    for (size_t i = 0; i < words.size(); ++i) {
      phrase = ExtendPhrase(phrase, words[i]);
      if (i + 1 < words.size()) entries_[phrase].flags |= kGazPrefix;
    }
    Entry& entry = entries_[phrase];
    entry.flags |= flags;
    if (country.size() == 2) {
      const uint16_t code =
          static_cast<uint16_t>(static_cast<uint8_t>(country[0]) |
                                static_cast<uint8_t>(country[1]) << 8);
      if (sure_.count(phrase) == 0) {
        if (entry.country != 0 && entry.country != code) {
          entry.many_countries = true;
        }
        entry.country = code;
      }
    }
  }

  // Adds a place whose country is certain although others bear its name.
  void AddSure(absl::string_view name, uint16_t flags,
               absl::string_view country) {
    Add(name, flags, country);
    const uint64_t phrase = PhraseKey(name);
    sure_.insert({phrase, true});
    entries_[phrase].many_countries = false;
  }

  std::string Bytes() const {
    size_t count = 1024;
    while (count < entries_.size() * 3 / 2) count *= 2;
    std::vector<Gazetteer::Slot> slots(count, Gazetteer::Slot{0, 0, 0});
    for (const auto& [phrase, entry] : entries_) {
      const uint32_t tag = Gazetteer::Tag(phrase);
      uint64_t i = phrase & (count - 1);
      while (slots[i].tag != 0 && slots[i].tag != tag)
        i = (i + 1) & (count - 1);
      slots[i].tag = tag;
      slots[i].flags |= entry.flags;
      if (!entry.many_countries) slots[i].country = entry.country;
    }
    std::string bytes(Gazetteer::kMagic, sizeof(Gazetteer::kMagic));
    const uint64_t n = count;
    bytes.append(reinterpret_cast<const char*>(&n), sizeof(n));
    bytes.append(reinterpret_cast<const char*>(slots.data()),
                 count * sizeof(Gazetteer::Slot));
    return bytes;
  }

 private:
  std::map<uint64_t, Entry> entries_;
  std::map<uint64_t, bool> sure_;
};

// The name without its legal form and share class.
std::string WithoutLegalForm(absl::string_view name) {
  static const absl::string_view kForms[] = {
      "inc",  "inc.", "corp", "corp.",   "corporation", "ltd", "ltd.",
      "plc",  "llc",  "co.",  "company", "limited",     "sa",  "s.a.",
      "n.v.", "nv",   "ag",   "se",      "holdings",    "lp",  "l.p.",
      "the",  "&",    "ads",  "trust",   "bancorp"};
  std::vector<std::string> words = absl::StrSplit(name, ' ', absl::SkipEmpty());
  if (!words.empty() && words[0] == "The") words.erase(words.begin());
  while (words.size() > 1) {
    std::string last = absl::AsciiStrToLower(words.back());
    while (!last.empty() && last.back() == ',') last.pop_back();
    if (last.front() != '(' && std::find(std::begin(kForms), std::end(kForms),
                                         last) == std::end(kForms)) {
      break;
    }
    words.pop_back();
  }
  while (!words.empty() && words.back().back() == ',') words.back().pop_back();
  std::string out;
  for (const std::string& word : words) {
    absl::StrAppend(&out, out.empty() ? "" : " ", word);
  }
  return out;
}

void AddCompany(absl::string_view name, Builder* builder) {
  const std::string stem = WithoutLegalForm(name);
  if (stem.size() < 3) return;
  builder->Add(stem, kGazCompany);
  const std::vector<std::string> words =
      absl::StrSplit(stem, ' ', absl::SkipEmpty());
  for (const std::string& word : words) {
    if (word.size() > 2) builder->Add(word, kGazCompanyWord);
  }
}

}  // namespace

absl::StatusOr<std::string> BuildGazetteer(
    const std::string& folder, const OwnLists& own,
    const std::vector<std::string>& texts) {
  Builder builder;
  const auto lines =
      [&](absl::string_view file) -> absl::StatusOr<std::vector<std::string>> {
    ASSIGN_OR_RETURN(std::string bytes,
                     ReadFile(absl::StrCat(folder, "/", file)));
    return std::vector<std::string>(
        absl::StrSplit(bytes, absl::ByAnyChar("\r\n"), absl::SkipEmpty()));
  };

  ASSIGN_OR_RETURN(auto first, lines("first_names_us_census1990.txt"));
  for (const std::string& name : first) builder.Add(name, kGazFirstName);
  for (const char* file :
       {"538_new-top-firstNames.csv", "538_unisex_names.csv"}) {
    ASSIGN_OR_RETURN(auto rows, lines(file));
    for (size_t i = 1; i < rows.size(); ++i) {
      builder.Add(SplitCsv(rows[i])[1], kGazFirstName);
    }
  }
  ASSIGN_OR_RETURN(auto surnames, lines("surnames_us.txt"));
  for (const std::string& name : surnames) builder.Add(name, kGazSurname);

  // Countries by their English short names; capitals are sure.
  std::map<std::string, std::string> code_of;
  ASSIGN_OR_RETURN(auto countries, lines("country-codes.csv"));
  const std::vector<std::string> head = SplitCsv(countries[0]);
  const auto column = [&](absl::string_view name) {
    return static_cast<size_t>(std::find(head.begin(), head.end(), name) -
                               head.begin());
  };
  const size_t code_column = column("ISO3166-1-Alpha-2");
  const size_t name_column = column("CLDR display name");
  const size_t un_column = column("UNTERM English Short");
  const size_t capital_column = column("Capital");
  std::vector<std::pair<std::string, std::string>> capitals;
  for (size_t i = 1; i < countries.size(); ++i) {
    const std::vector<std::string> row = SplitCsv(countries[i]);
    if (row.size() != head.size() || row[code_column].size() != 2) continue;
    const std::string& code = row[code_column];
    for (const size_t c : {name_column, un_column}) {
      if (c >= row.size()) continue;
      std::string name = row[c];
      const size_t bracket = name.find(" (");
      if (bracket != std::string::npos) name.resize(bracket);
      if (name.size() > 2) builder.AddSure(name, kGazCountry, code);
      code_of[name] = code;
    }
    if (capital_column < row.size() && !row[capital_column].empty()) {
      capitals.emplace_back(row[capital_column], code);
    }
  }
  for (const std::string& line : std::vector<std::string>(
           absl::StrSplit(own.countries, '\n', absl::SkipEmpty()))) {
    if (line[0] == '#') continue;
    const std::vector<std::string> field = absl::StrSplit(line, '\t');
    if (field.size() < 3) continue;
    const uint16_t flag = field[1] == "country"  ? kGazCountry
                          : field[1] == "region" ? kGazRegion
                                                 : kGazCity;
    builder.AddSure(field[0], flag, field[2]);
    if (flag == kGazCountry) code_of[field[0]] = field[2];
  }
  for (const auto& [name, code] : capitals) {
    builder.AddSure(name, kGazCity, code);
  }
  ASSIGN_OR_RETURN(auto cities, lines("world-cities.csv"));
  for (size_t i = 1; i < cities.size(); ++i) {
    const std::vector<std::string> row = SplitCsv(cities[i]);
    if (row.size() < 3) continue;
    const auto code = code_of.find(row[1]);
    const std::string iso = code == code_of.end() ? "" : code->second;
    builder.Add(row[0], kGazCity, iso);
    if (row[2].size() > 3) builder.Add(row[2], kGazRegion, iso);
  }

  ASSIGN_OR_RETURN(auto sp500, lines("sp500_constituents.csv"));
  for (size_t i = 1; i < sp500.size(); ++i) {
    AddCompany(SplitCsv(sp500[i])[1], &builder);
  }
  ASSIGN_OR_RETURN(auto listed, lines("us_listed_companies.tsv"));
  for (const std::string& line : listed) {
    AddCompany(line.substr(0, line.find('\t')), &builder);
  }
  ASSIGN_OR_RETURN(auto universities, lines("universities.tsv"));
  for (const std::string& line : universities) {
    const std::string name = line.substr(0, line.find('\t'));
    if (name.size() > 4) builder.Add(name, kGazEducation);
  }
  ASSIGN_OR_RETURN(auto bodies, lines("ngo_un_selfmade.tsv"));
  for (const std::string& line : bodies) {
    if (line[0] == '#') continue;
    const std::vector<std::string> field = absl::StrSplit(line, '\t');
    const bool world =
        field.size() > 2 && (field[2] == "un" || field[2] == "ifi");
    const uint16_t flag = world ? kGazIntergovernmental : kGazNonprofit;
    builder.Add(field[0], flag);
    if (field.size() < 2) continue;
    for (absl::string_view alias :
         absl::StrSplit(field[1], "; ", absl::SkipEmpty())) {
      builder.Add(alias, flag);
    }
  }

  for (absl::string_view line :
       absl::StrSplit(own.organizations, '\n', absl::SkipEmpty())) {
    if (line[0] == '#') continue;
    const std::pair<absl::string_view, absl::string_view> field =
        absl::StrSplit(line, absl::MaxSplits('\t', 1));
    const uint16_t flag = field.first == "company"     ? kGazCompany
                          : field.first == "nonprofit" ? kGazNonprofit
                          : field.first == "intergovernmental"
                              ? kGazIntergovernmental
                          : field.first == "education"  ? kGazEducation
                          : field.first == "government" ? kGazGovernment
                          : field.first == "media"      ? kGazMedia
                                                        : kGazOther;
    for (absl::string_view name :
         absl::StrSplit(field.second, absl::ByString("; "))) {
      for (absl::string_view form : absl::StrSplit(name, '=')) {
        builder.Add(form, flag | kGazFamous);
      }
    }
  }
  for (absl::string_view line :
       absl::StrSplit(own.names, '\n', absl::SkipEmpty())) {
    if (line[0] == '#') continue;
    const std::pair<absl::string_view, absl::string_view> field =
        absl::StrSplit(line, absl::MaxSplits('\t', 1));
    const uint16_t flag = field.first == "given" ? kGazFirstName : kGazSurname;
    for (absl::string_view name : absl::StrSplit(field.second, ' ')) {
      builder.Add(name, flag);
    }
  }

  // Words that stand in lower case again and again.
  std::map<std::string, int> lower;
  for (const std::string& text : texts) {
    for (absl::string_view word :
         absl::StrSplit(text, absl::ByAnyChar(" \n\t\r\"\\.,;:!?()[]"),
                        absl::SkipEmpty())) {
      bool letters = word.size() > 1;
      for (const char c : word) letters &= c >= 'a' && c <= 'z';
      if (letters) ++lower[std::string(word)];
    }
  }
  for (const auto& [word, count] : lower) {
    if (count >= 2) builder.Add(word, kGazLowerWord);
  }
  return builder.Bytes();
}

}  // namespace impactwire::extract
