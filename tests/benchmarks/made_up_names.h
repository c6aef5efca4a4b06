// Names that nobody bears, as news has them: organizations of a hundred
// countries in their own languages, persons, publishers. The same number gives
// the same name in every process.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "impactwire/v1/record.pb.h"
#include "tests/benchmarks/dice.h"

namespace impactwire::bench {

struct MadeUpOrganization {
  std::string name;
  // Acronym or short form; empty where the name is short already.
  std::string alias;
  v1::OrganizationKind kind = v1::ORGANIZATION_KIND_OTHER;
  // Of its seat; part of the id where `name_is_shared`.
  uint32_t country = 0;
  bool name_is_shared = false;
  // "org-" and a hash of the name, as extraction gives.
  std::string id;
};

struct MadeUpCity {
  std::string name;
  uint32_t country = 0;
};

class MadeUpNames {
 public:
  // Reads name_parts.tsv; ends the process where that fails.
  MadeUpNames();

  // Different numbers have different names but for some of a thousand.
  MadeUpOrganization Organization(uint32_t number) const;
  std::string Person(uint32_t number) const;
  std::string Publisher(uint32_t number) const;

  const std::vector<MadeUpCity>& cities() const { return cities_; }
  // Two letters.
  const std::string& country_code(uint32_t country) const {
    return countries_[country].code;
  }
  const std::string& country_name(uint32_t country) const {
    return countries_[country].name;
  }
  size_t countries() const { return countries_.size(); }
  const std::vector<std::string>& titles() const { return part("title"); }

 private:
  struct Country {
    std::string name;
    std::string code;
    std::vector<uint32_t> cities;
    std::vector<std::string> legal_forms;
    // "Fundación {}".
    std::vector<std::string> patterns;
  };

  const std::vector<std::string>& part(const char* kind) const {
    return parts_.at(kind);
  }
  // "Varido".
  std::string Coined(Dice* dice) const;
  std::string Town(bool coined, const Country& country, Dice* dice) const;
  std::string Company(const Country& country, Dice* dice) const;
  std::string Nonprofit(bool coined, const Country& country, Dice* dice) const;
  std::string Government(bool coined, const Country& country, Dice* dice,
                         bool* shared) const;

  std::vector<Country> countries_;
  std::vector<MadeUpCity> cities_;
  absl::flat_hash_map<std::string, std::vector<std::string>> parts_;
};

// "kind-" and 16 hex digits.
std::string MadeUpId(const char* kind, uint64_t number);
uint64_t HashText(const std::string& text);

}  // namespace impactwire::bench
