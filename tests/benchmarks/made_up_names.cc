#include "tests/benchmarks/made_up_names.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace impactwire::bench {
namespace {

constexpr uint64_t kOrganizationSeed = 11;
constexpr uint64_t kPersonSeed = 12;
constexpr uint64_t kPublisherSeed = 13;

// The best known organizations (small numbers) sit in real cities; there are
// not enough of these for all.
constexpr uint32_t kCoinedFrom = 2000;

// First letters of the words that begin with a capital.
std::string Initials(const std::string& name) {
  std::string initials;
  for (const absl::string_view word : absl::StrSplit(name, ' ')) {
    if (!word.empty() && absl::ascii_isupper(word[0])) {
      initials.push_back(word[0]);
    }
  }
  return initials;
}

}  // namespace

uint64_t HashText(const std::string& text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) {
    hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3u;
  }
  return Mix(hash);
}

std::string MadeUpId(const char* kind, uint64_t number) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string id = "xxx-0123456789abcdef";
  for (int i = 0; i < 3; ++i) id[i] = kind[i];
  for (size_t i = id.size(); i > 4; number >>= 4)
    id[--i] = kDigits[number & 15];
  return id;
}

MadeUpNames::MadeUpNames() {
  const std::string path =
      std::string(IMPACTWIRE_SOURCE_DIR) + "/tests/benchmarks/name_parts.tsv";
  std::ifstream file(path);
  absl::flat_hash_map<std::string, uint32_t> by_code;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> cells = absl::StrSplit(line, '\t');
    if (cells.size() != 3) break;
    if (cells[0] == "country") {
      by_code[cells[2]] = static_cast<uint32_t>(countries_.size());
      countries_.push_back({cells[1], cells[2], {}, {}, {}});
      continue;
    }
    if (cells[2].empty()) {
      parts_[cells[0]].push_back(cells[1]);
      continue;
    }
    const uint32_t number = by_code.at(cells[2]);
    Country& country = countries_[number];
    if (cells[0] == "city") {
      country.cities.push_back(static_cast<uint32_t>(cities_.size()));
      cities_.push_back({cells[1], number});
    } else if (cells[0] == "legal") {
      country.legal_forms.push_back(cells[1]);
    } else {
      country.patterns.push_back(cells[1]);
    }
  }
  if (cities_.empty() || parts_.size() < 10) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    std::exit(1);
  }
}

std::string MadeUpNames::Coined(Dice* dice) const {
  std::string name = dice->Of(part("start"));
  const int middles = 1 + static_cast<int>(dice->Below(3)) / 2;
  for (int i = 0; i < middles; ++i) name += dice->Of(part("middle"));
  return name + dice->Of(part("end"));
}

std::string MadeUpNames::Town(bool coined, const Country& country,
                              Dice* dice) const {
  return coined ? Coined(dice) : cities_[dice->Of(country.cities)].name;
}

std::string MadeUpNames::Company(const Country& country, Dice* dice) const {
  std::string name;
  const uint32_t form = dice->Below(10);
  if (form < 6) {
    name = Coined(dice);
    if (form < 4) absl::StrAppend(&name, " ", dice->Of(part("line")));
  } else if (form < 8) {
    name = dice->Of(part("surname"));
    if (form == 6) absl::StrAppend(&name, " & ", dice->Of(part("surname")));
    absl::StrAppend(&name, " ", dice->Of(part("line")), " ",
                    dice->Of(part("line")));
  } else {
    name = absl::StrCat(dice->Of(part("quality")), " ", dice->Of(part("noun")),
                        " ", Coined(dice));
  }
  if (!country.legal_forms.empty() && dice->Chance(0.7)) {
    absl::StrAppend(&name, " ", dice->Of(country.legal_forms));
  }
  return name;
}

std::string MadeUpNames::Nonprofit(bool coined, const Country& country,
                                   Dice* dice) const {
  const uint32_t form = dice->Below(10);
  if (form < 4 && !country.patterns.empty()) {
    const std::string core = coined ? Coined(dice) : dice->Of(part("surname"));
    return absl::StrReplaceAll(dice->Of(country.patterns), {{"{}", core}});
  }
  const std::string& body = dice->Of(part("body"));
  if (form < 6) {
    return absl::StrCat(dice->Of(part("given")), " ", dice->Of(part("surname")),
                        " ", body);
  }
  if (form < 8) {
    return absl::StrCat(dice->Of(part("quality")), " ", dice->Of(part("noun")),
                        " ", coined ? Coined(dice) + " " : "", body);
  }
  return absl::StrCat(Town(coined, country, dice), " ", dice->Of(part("field")),
                      " ", body);
}

std::string MadeUpNames::Government(bool coined, const Country& country,
                                    Dice* dice, bool* shared) const {
  const std::string& field = dice->Of(part("field"));
  if (!coined && dice->Chance(0.5)) {
    *shared = true;
    return absl::StrCat("Ministry of ", field);
  }
  const std::string town = Town(coined, country, dice);
  switch (dice->Below(4)) {
    case 0:
      return absl::StrCat(town, " City Council");
    case 1:
      return absl::StrCat(town, " District ", field, " Office");
    case 2:
      return absl::StrCat("Department of ", field, " of ", town);
    default:
      return absl::StrCat(town, " ", field, " Authority");
  }
}

MadeUpOrganization MadeUpNames::Organization(uint32_t number) const {
  Dice dice(kOrganizationSeed, number);
  const bool coined = number >= kCoinedFrom;
  MadeUpOrganization made;
  // Few countries have most of the news.
  made.country = dice.Zipf(static_cast<uint32_t>(countries_.size()), 0.7);
  const Country& country = countries_[made.country];
  const uint32_t kind = dice.Below(100);
  if (kind < 45) {
    made.kind = v1::ORGANIZATION_KIND_COMPANY;
    made.name = Company(country, &dice);
  } else if (kind < 70) {
    made.kind = v1::ORGANIZATION_KIND_NONPROFIT;
    made.name = Nonprofit(coined, country, &dice);
  } else if (kind < 85) {
    made.kind = v1::ORGANIZATION_KIND_GOVERNMENT;
    made.name = Government(coined, country, &dice, &made.name_is_shared);
  } else if (kind < 88) {
    made.kind = v1::ORGANIZATION_KIND_INTERGOVERNMENTAL;
    made.name =
        absl::StrCat(Town(coined, country, &dice), " ", dice.Of(part("field")),
                     " Organization of ", dice.Of(part("quality")), " States");
  } else if (kind < 95) {
    made.kind = v1::ORGANIZATION_KIND_EDUCATION;
    const std::string town = Town(coined, country, &dice);
    made.name = dice.Chance(0.5) ? absl::StrCat("University of ", town)
                                 : absl::StrCat(town, " College of ",
                                                dice.Of(part("field")));
  } else if (kind < 98) {
    made.kind = v1::ORGANIZATION_KIND_MEDIA;
    made.name = absl::StrCat(Town(coined, country, &dice), " ",
                             dice.Of(part("publisher")));
  } else {
    made.name = absl::StrCat(dice.Of(part("noun")), " ", dice.Of(part("field")),
                             " Forum ", Town(coined, country, &dice));
  }
  const std::string initials = Initials(made.name);
  const size_t space = made.name.find(' ');
  if (initials.size() >= 3 && dice.Chance(0.6)) {
    made.alias = initials;
  } else if (space != std::string::npos && space >= 5) {
    made.alias = made.name.substr(0, space);
  }
  made.id =
      MadeUpId("org", HashText(made.name_is_shared
                                   ? absl::StrCat(made.name, "|", country.code)
                                   : made.name));
  return made;
}

std::string MadeUpNames::Person(uint32_t number) const {
  Dice dice(kPersonSeed, number);
  std::string name = dice.Of(part("given"));
  if (dice.Chance(0.3)) absl::StrAppend(&name, " ", dice.Of(part("given")));
  return absl::StrCat(name, " ", dice.Of(part("surname")));
}

std::string MadeUpNames::Publisher(uint32_t number) const {
  Dice dice(kPublisherSeed, number);
  const MadeUpCity& city = cities_[dice.Below(cities_.size())];
  return absl::StrCat(city.name, " ", dice.Of(part("publisher")));
}

}  // namespace impactwire::bench
