#include "query_service/index/claims/claim_key.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/tables/string_pool.h"

namespace impactwire::query {
namespace {

constexpr double kSmall = 100;

// Fields of a key; each ends where the next begins, whatever it holds.
class KeyBytes {
 public:
  void Text(absl::string_view text) {
    Raw(static_cast<uint32_t>(text.size()));
    bytes_.append(text.data(), text.size());
  }
  template <typename T>
  void Raw(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  uint64_t Hash() const { return HashBytes(bytes_); }

 private:
  std::string bytes_;
};

// "6.0e+03": two significant digits, correctly rounded.
class Rounded {
 public:
  explicit Rounded(double value) {
    // No negative zero.
    const auto end = std::to_chars(text_, text_ + sizeof(text_), value + 0.0,
                                   std::chars_format::scientific, 1);
    size_ = static_cast<size_t>(end.ptr - text_);
  }
  absl::string_view text() const { return {text_, size_}; }
  double value() const {
    double value = 0;
    std::from_chars(text_, text_ + size_, value);
    return value;
  }

 private:
  char text_[16];
  size_t size_;
};

uint64_t Mix(uint64_t hash) {
  hash ^= hash >> 30;
  hash *= 0xbf58476d1ce4e5b9u;
  hash ^= hash >> 27;
  hash *= 0x94d049bb133111ebu;
  return hash ^ (hash >> 31);
}

}  // namespace

v1::Change ChangeOf(const v1::ImpactFigure& figure) {
  return figure.change() == v1::CHANGE_NONE ? v1::CHANGE_UNSPECIFIED
                                            : figure.change();
}

bool SameRate(const v1::ImpactFigure& a, const v1::ImpactFigure& b) {
  return a.has_rate() == b.has_rate() &&
         absl::EqualsIgnoreCase(a.rate().per(), b.rate().per()) &&
         a.rate().count() == b.rate().count();
}

uint64_t OrganizationHash(uint64_t organization_id) {
  return Mix(organization_id + 0x9e3779b97f4a7c15u);
}

uint64_t ClaimKey(const v1::ImpactFigure& figure) {
  KeyBytes key;
  key.Text(absl::AsciiStrToLower(figure.unit()));
  key.Raw(static_cast<int32_t>(figure.category()));
  key.Raw(static_cast<int32_t>(figure.status()));
  key.Raw(static_cast<int32_t>(ChangeOf(figure)));
  key.Text(Rounded(figure.value()).text());
  if (figure.value_high() != 0) key.Text(Rounded(figure.value_high()).text());
  if (figure.has_rate()) {
    key.Text("rate");
    key.Text(absl::AsciiStrToLower(figure.rate().per()));
    key.Raw(figure.rate().count());
  }
  if (figure.organization_id().empty()) {
    key.Text("what");
    key.Text(Fold(figure.what()));
  }
  return key.Hash();
}

std::optional<uint64_t> SeriesKey(const v1::ImpactFigure& figure) {
  const v1::Change change = ChangeOf(figure);
  if (figure.measure() != v1::MEASURE_CUMULATIVE ||
      figure.status() != v1::FIGURE_STATUS_ACHIEVED || figure.has_rate() ||
      change == v1::CHANGE_UP_BY || change == v1::CHANGE_DOWN_BY ||
      figure.organization_id().empty()) {
    return std::nullopt;
  }
  KeyBytes key;
  key.Text("series");
  key.Text(absl::AsciiStrToLower(figure.unit()));
  key.Raw(static_cast<int32_t>(figure.category()));
  key.Text(Fold(figure.place().name()));
  key.Text(Fold(figure.what()));
  return key.Hash();
}

bool IsPrecise(const v1::ImpactFigure& figure) {
  if (figure.bound() != v1::BOUND_EXACT) return false;
  const double value = figure.value();
  if (std::abs(value) < kSmall && value == std::floor(value)) return true;
  return Rounded(value).value() != value;
}

bool ClaimSignature::AgreesWith(const ClaimSignature& other) const {
  if (value.has_value() && other.value.has_value() && *value != *other.value) {
    return false;
  }
  if (period.has_value() && other.period.has_value() &&
      (period->first != other.period->first ||
       period->last != other.period->last)) {
    return false;
  }
  return place.empty() || other.place.empty() || place == other.place;
}

bool ClaimSignature::Holds(const ClaimSignature& other) const {
  return AgreesWith(other) && (value.has_value() || !other.value.has_value()) &&
         (period.has_value() || !other.period.has_value()) &&
         (!place.empty() || other.place.empty());
}

void ClaimSignature::Add(const ClaimSignature& other) {
  if (!value.has_value()) value = other.value;
  if (!period.has_value()) period = other.period;
  if (place.empty()) place = other.place;
}

bool ClaimSignature::operator==(const ClaimSignature& other) const {
  return value.has_value() == other.value.has_value() &&
         period.has_value() == other.period.has_value() &&
         place.empty() == other.place.empty() && AgreesWith(other);
}

bool ClaimSignature::operator<(const ClaimSignature& other) const {
  const auto order = [](const ClaimSignature& s) {
    const DayRange days = s.period.value_or(DayRange{0, 0});
    return std::make_tuple(-s.parts(), !s.value.has_value(),
                           s.value.value_or(0), !s.period.has_value(),
                           days.first, days.last, s.place);
  };
  return order(*this) < order(other);
}

uint64_t ClaimIdNumber(uint64_t key, const ClaimSignature& signature) {
  KeyBytes bytes;
  if (signature.value.has_value()) bytes.Raw(*signature.value + 0.0);
  bytes.Text("");
  if (signature.period.has_value()) {
    bytes.Raw(signature.period->first);
    bytes.Raw(signature.period->last);
  }
  bytes.Text(signature.place);
  constexpr uint64_t kOwn = ~uint64_t{0} >> kClaimIdKeyBits;
  return (key & ~kOwn) | (bytes.Hash() & kOwn);
}

}  // namespace impactwire::query
