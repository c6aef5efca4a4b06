#include "ingest_service/extract/names/countries.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace impactwire::extract {
namespace {

constexpr int kAddressWeight = 3;  // mentions

// "NZ" of "https://www.example.co.nz/a"; "" where the address tells nothing.
std::string CountryOfHost(absl::string_view uri) {
  const size_t scheme = uri.find("://");
  if (scheme == absl::string_view::npos) return "";
  absl::string_view host = uri.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/:?#"));
  const size_t dot = host.rfind('.');
  if (dot == absl::string_view::npos || host.size() - dot != 3) return "";
  const std::string code = absl::AsciiStrToUpper(host.substr(dot + 1));
  // Sold to everybody.
  for (const absl::string_view open :
       {"IO", "CO", "AI", "TV", "ME", "FM", "CC", "WS", "LY", "EU", "GG"}) {
    if (code == open) return "";
  }
  return code == "UK" ? "GB" : code;
}

}  // namespace

std::vector<std::string> CountriesOf(const Entities& entities,
                                     absl::string_view uri) {
  std::vector<std::string> countries;
  for (const Mention& mention : entities.mentions) {
    if (mention.entity < 0) continue;
    const Entity& entity = entities.entities[mention.entity];
    if (entity.kind == EntityKind::kPlace && !entity.country_code.empty()) {
      countries.push_back(entity.country_code);
    }
  }
  if (const std::string code = CountryOfHost(uri); !code.empty()) {
    countries.insert(countries.end(), kAddressWeight, code);
  }
  return countries;
}

}  // namespace impactwire::extract
