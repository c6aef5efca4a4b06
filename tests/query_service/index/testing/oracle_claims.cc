#include "tests/query_service/index/testing/oracle_claims.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "common/base/stable_id.h"
#include "query_service/index/claims/claim_key.h"
#include "query_service/index/entities/entity_table.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/tables/day_range.h"

namespace impactwire::query {
namespace {

using Figure = OracleState::Figure;
using Record = OracleState::LiveRecord;

// What is known of a claim's three parts; unset where nothing is.
struct Parts {
  std::optional<double> value;
  std::optional<std::pair<int32_t, int32_t>> period;
  std::optional<std::string> place;

  int known() const {
    return value.has_value() + period.has_value() + place.has_value();
  }
  // Fuller ones first.
  auto Order() const {
    return std::make_tuple(-known(), !value, value, !period, period, !place,
                           place);
  }
};

template <typename T>
bool Contradict(const std::optional<T>& a, const std::optional<T>& b) {
  return a.has_value() && b.has_value() && *a != *b;
}
bool Contradict(const Parts& a, const Parts& b) {
  return Contradict(a.value, b.value) || Contradict(a.period, b.period) ||
         Contradict(a.place, b.place);
}

std::string TwoDigits(double value) { return absl::StrFormat("%.1e", value); }

std::string ChangeName(const v1::ImpactFigure& f) {
  return f.change() == v1::CHANGE_NONE ? "CHANGE_UNSPECIFIED"
                                       : v1::Change_Name(f.change());
}

std::string RateName(const v1::ImpactFigure& f) {
  if (!f.has_rate()) return "no rate";
  return absl::StrCat(absl::AsciiStrToLower(f.rate().per()), " times ",
                      f.rate().count());
}

Parts PartsOf(const v1::ImpactFigure& f) {
  Parts parts;
  const double value = f.value();
  const bool small = std::fabs(value) < 100 && std::trunc(value) == value;
  if (f.bound() == v1::BOUND_EXACT &&
      (small || std::strtod(TwoDigits(value).c_str(), nullptr) != value)) {
    parts.value = value;
  }
  const DayRange days = DaysBetween(f.period().start(), f.period().end());
  if (!days.is_none()) parts.period = {days.first, days.last};
  if (!Fold(f.place().name()).empty()) parts.place = Fold(f.place().name());
  return parts;
}

// `f` with merged ids.
std::string BucketName(const v1::ImpactFigure& f) {
  return absl::StrCat(f.organization_id().empty() ? "what " + Fold(f.what())
                                                  : f.organization_id(),
                      "|", absl::AsciiStrToLower(f.unit()), "|", f.category(),
                      "|", f.status(), "|", ChangeName(f), "|", RateName(f),
                      "|", TwoDigits(f.value()), "|",
                      TwoDigits(f.value_high()));
}

// "" for what is no level.
std::string SeriesName(const v1::ImpactFigure& f) {
  if (f.organization_id().empty() || f.has_rate() ||
      f.measure() != v1::MEASURE_CUMULATIVE ||
      f.status() != v1::FIGURE_STATUS_ACHIEVED ||
      f.change() == v1::CHANGE_UP_BY || f.change() == v1::CHANGE_DOWN_BY) {
    return "";
  }
  return absl::StrCat(f.organization_id(), "|", absl::AsciiStrToLower(f.unit()),
                      "|", f.category(), "|", Fold(f.place().name()), "|",
                      Fold(f.what()));
}

std::optional<int32_t> PublishDay(const std::string& date) {
  const auto days = ParseDays(date);
  if (!days.has_value()) return std::nullopt;
  return days->first;
}

// Undated ones last.
auto Earliest(const std::string& date) {
  const auto day = PublishDay(date);
  return std::make_pair(!day.has_value(), day.value_or(0));
}

const v1::ImpactFigure& FigureOf(const OracleClaims::Claim& claim) {
  return claim.tellings.front().entry.figure();
}

bool Fuller(const Figure& a, const Figure& b) {
  const auto order = [](const Figure& f) {
    return std::make_tuple(-PartsOf(f.told).known(),
                           Earliest(f.entry.publish_date()),
                           f.told.figure_id());
  };
  return order(a) < order(b);
}

std::string IdOf(const Figure& fullest) {
  const Parts parts = PartsOf(fullest.told);
  ClaimSignature signature;
  signature.value = parts.value;
  if (parts.period.has_value()) {
    signature.period = DayRange{parts.period->first, parts.period->second};
  }
  const std::string place = parts.place.value_or("");
  signature.place = place;
  uint64_t key = ClaimKey(fullest.told);
  const auto named =
      IdNumber(kOrganizationIdKind, fullest.told.organization_id());
  if (named.has_value()) key ^= OrganizationHash(*named);
  return IdText(kClaimIdKind, ClaimIdNumber(key, signature));
}

// The claims of one bucket.
std::vector<std::vector<Figure>> Resolve(const std::vector<Figure>& figures) {
  // By what they tell: most parts first.
  std::map<decltype(Parts().Order()), std::pair<Parts, std::vector<Figure>>>
      equal;
  for (const Figure& figure : figures) {
    const Parts parts = PartsOf(figure.told);
    equal[parts.Order()].first = parts;
    equal[parts.Order()].second.push_back(figure);
  }
  struct Found {
    std::vector<Parts> told;
    std::vector<Figure> tellings;
    bool Contradicts(const Parts& parts) const {
      for (const Parts& t : told) {
        if (Contradict(t, parts)) return true;
      }
      return false;
    }
    bool Lacks(const Parts& parts) const {
      bool value = false, period = false, place = false;
      for (const Parts& t : told) {
        value = value || t.value;
        period = period || t.period;
        place = place || t.place;
      }
      return (parts.value && !value) || (parts.period && !period) ||
             (parts.place && !place);
    }
    void Add(const std::pair<Parts, std::vector<Figure>>& e) {
      told.push_back(e.first);
      tellings.insert(tellings.end(), e.second.begin(), e.second.end());
    }
  };
  std::vector<Found> found;
  for (int known = 3; known >= 0; --known) {
    // The claim that each belongs to: of those of the levels before; a new one
    // for all that are tied; or none, -1.
    std::vector<std::pair<Parts, std::vector<Figure>>> level;
    for (const auto& [order, e] : equal) {
      if (e.first.known() == known) level.push_back(e);
    }
    const size_t before = found.size();
    std::vector<std::set<size_t>> agreeing(level.size());
    for (size_t i = 0; i < level.size(); ++i) {
      for (size_t c = 0; c < before; ++c) {
        if (!found[c].Contradicts(level[i].first)) agreeing[i].insert(c);
      }
    }
    // What each may be one claim with: another addition to the same claim, or
    // what agrees with none either.
    const auto tied = [&](size_t i, size_t j) {
      if (agreeing[i] != agreeing[j] || agreeing[i].size() > 1) return false;
      if (agreeing[i].empty()) {
        return !Contradict(level[i].first, level[j].first);
      }
      const Found& claim = found[*agreeing[i].begin()];
      return claim.Lacks(level[i].first) && claim.Lacks(level[j].first);
    };
    std::vector<size_t> group(level.size());
    for (size_t i = 0; i < level.size(); ++i) group[i] = i;
    for (size_t round = 0; round < level.size(); ++round) {
      for (size_t i = 0; i < level.size(); ++i) {
        for (size_t j = 0; j < level.size(); ++j) {
          if (tied(i, j)) group[i] = group[j] = std::min(group[i], group[j]);
        }
      }
    }
    std::map<size_t, Found> together;
    for (size_t i = 0; i < level.size(); ++i) {
      bool fits = agreeing[i].size() < 2;
      for (size_t j = 0; j < level.size(); ++j) {
        for (size_t k = 0; k < level.size(); ++k) {
          if (group[j] == group[i] && group[k] == group[i] &&
              Contradict(level[j].first, level[k].first)) {
            fits = false;
          }
        }
      }
      if (!fits) {
        found.emplace_back().Add(level[i]);
      } else if (agreeing[i].empty()) {
        together[group[i]].Add(level[i]);
      } else {
        found[*agreeing[i].begin()].Add(level[i]);
      }
    }
    for (const auto& [first, claim] : together) found.push_back(claim);
  }
  std::vector<std::vector<Figure>> claims;
  if (figures.size() > 256) {
    for (const auto& [order, e] : equal) claims.push_back(e.second);
  } else {
    for (const Found& claim : found) claims.push_back(claim.tellings);
  }
  return claims;
}

bool SameSource(const v1::ArticleRecord& a, const v1::ArticleRecord& b) {
  if (a.article_id() == b.article_id()) return true;
  if (!Fold(a.publisher()).empty() &&
      Fold(a.publisher()) == Fold(b.publisher())) {
    return true;
  }
  int same = 0;
  for (int i = 0; i < 16; ++i) {
    same += i < a.shingle_signature_size() && i < b.shingle_signature_size() &&
            a.shingle_signature(i) == b.shingle_signature(i);
  }
  return same >= 8;
}

}  // namespace

OracleClaims::OracleClaims(const OracleState& state) : state_(state) {
  std::map<std::string, std::vector<Figure>> buckets;
  for (const Figure& figure : state.figures()) {
    buckets[BucketName(figure.entry.figure())].push_back(figure);
  }
  for (auto& [name, figures] : buckets) {
    for (const auto& tellings : Resolve(figures)) {
      Claim claim;
      claim.tellings = tellings;
      std::stable_sort(claim.tellings.begin(), claim.tellings.end(), Fuller);
      claim.id = IdOf(claim.tellings.front());
      claims_.push_back(claim);
    }
  }
  // In log order: by the place of the fullest telling among all figures.
  std::map<std::string, size_t> places;
  for (const Figure& figure : state.figures()) {
    places.emplace(figure.told.figure_id(), places.size());
  }
  std::sort(claims_.begin(), claims_.end(), [&](const auto& a, const auto& b) {
    return places.at(FigureOf(a).figure_id()) <
           places.at(FigureOf(b).figure_id());
  });
  LinkLevels();
}

void OracleClaims::LinkLevels() {
  std::map<std::string, std::vector<Claim*>> series;
  for (Claim& claim : claims_) {
    const std::string name = SeriesName(FigureOf(claim));
    if (!name.empty()) series[name].push_back(&claim);
  }
  for (auto& [name, levels] : series) {
    // Latest first: by date, then value; then the smaller id.
    const auto order = [](const Claim* claim) {
      const Figure& figure = claim->tellings.front();
      const auto day = PublishDay(figure.entry.publish_date());
      return std::make_tuple(!day.has_value(), -int64_t{day.value_or(0)},
                             -figure.told.value(), figure.told.figure_id());
    };
    std::sort(levels.begin(), levels.end(), [&](const auto* a, const auto* b) {
      return order(a) < order(b);
    });
    for (size_t i = 1; i < levels.size(); ++i) {
      levels[i]->superseded_by = levels[i - 1]->id;
      levels[i - 1]->supersedes = levels[i]->id;
    }
  }
}

const OracleClaims::Claim& OracleClaims::Of(
    const std::string& figure_id) const {
  for (const Claim& claim : claims_) {
    for (const Figure& figure : claim.tellings) {
      if (figure.told.figure_id() == figure_id) return claim;
    }
  }
  std::abort();
}

std::vector<const Record*> OracleClaims::Articles(const Claim& claim) const {
  std::map<std::pair<std::pair<bool, int32_t>, std::string>, const Record*>
      articles;
  for (const Figure& telling : claim.tellings) {
    const std::string& id = telling.entry.article_id();
    articles[{Earliest(telling.entry.publish_date()), id}] =
        &state_.records().at(id);
  }
  std::vector<const Record*> ordered;
  for (const auto& [order, record] : articles) ordered.push_back(record);
  return ordered;
}

v1::Claim OracleClaims::Answer(const Claim& claim) const {
  v1::Claim answer;
  const v1::ImpactFigure& fullest = FigureOf(claim);
  answer.set_claim_id(claim.id);
  *answer.mutable_entry() = claim.tellings.front().entry;
  answer.set_figure_count(static_cast<int>(claim.tellings.size()));
  const auto articles = Articles(claim);
  answer.set_article_count(static_cast<int>(articles.size()));
  int independent = 0;
  for (size_t i = 0; i < articles.size() && i < 200; ++i) {
    bool copy = false;
    for (size_t j = 0; j < i; ++j) {
      copy = copy || SameSource(articles[j]->record, articles[i]->record);
    }
    independent += !copy;
  }
  answer.set_independent_source_count(independent);
  std::set<int32_t> days;
  for (const Figure& telling : claim.tellings) {
    const auto day = PublishDay(telling.entry.publish_date());
    if (day.has_value()) days.insert(*day);
    answer.set_max_confidence(
        std::max(answer.max_confidence(), telling.told.confidence()));
  }
  const auto text = [](int32_t day) {
    return absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + day);
  };
  if (!days.empty()) {
    answer.set_first_publish_date(text(*days.begin()));
    answer.set_last_publish_date(text(*days.rbegin()));
  }
  answer.set_supersedes_claim_id(claim.supersedes);
  answer.set_superseded_by_claim_id(claim.superseded_by);
  const auto subject = [](const v1::ImpactFigure& f) {
    const Parts parts = PartsOf(f);
    return std::make_tuple(
        f.organization_id(), f.category(), absl::AsciiStrToLower(f.unit()),
        f.status(), ChangeName(f), RateName(f), parts.period, parts.place);
  };
  for (const Claim& other : claims_) {
    const v1::ImpactFigure& figure = FigureOf(other);
    if (fullest.organization_id().empty() ||
        subject(figure) != subject(fullest) ||
        BucketName(figure) == BucketName(fullest) ||
        (!SeriesName(fullest).empty() &&
         SeriesName(figure) == SeriesName(fullest)) ||
        answer.disagreeing_claim_ids_size() == 10) {
      continue;
    }
    const auto record = [&](const Claim& c) {
      return state_.records().at(c.tellings.front().entry.article_id()).record;
    };
    if (!SameSource(record(claim), record(other))) {
      answer.add_disagreeing_claim_ids(other.id);
    }
  }
  return answer;
}

std::vector<v1::Claim> OracleClaims::List(
    const v1::ListClaimsRequest& request) const {
  using Order = v1::ListImpactFiguresRequest;
  std::vector<v1::Claim> list;
  for (const Claim& claim : claims_) {
    bool matches = false;
    for (const Figure& telling : claim.tellings) {
      matches = matches || OracleMatches(telling, state_, request.filter());
    }
    v1::Claim answer = Answer(claim);
    if (matches && answer.independent_source_count() >=
                       request.min_independent_source_count()) {
      list.push_back(answer);
    }
  }
  std::stable_sort(list.begin(), list.end(), [&](const auto& a, const auto& b) {
    const auto& x = a.entry();
    const auto& y = b.entry();
    switch (request.order()) {
      case Order::ORDER_VALUE:
        return x.figure().value() > y.figure().value();
      case Order::ORDER_CONFIDENCE:
        return x.figure().confidence() > y.figure().confidence();
      case Order::ORDER_PUBLISH_DATE:
        return PublishDay(x.publish_date()) > PublishDay(y.publish_date());
      default:
        return false;
    }
  });
  return list;
}

v1::GetClaimResponse OracleClaims::Get(const std::string& figure_id) const {
  const Claim& claim = Of(figure_id);
  v1::GetClaimResponse response;
  *response.mutable_claim() = Answer(claim);
  const auto articles = Articles(claim);
  for (size_t i = 0; i < articles.size() && i < 200; ++i) {
    std::string copy_of;
    for (size_t j = 0; j < i && copy_of.empty(); ++j) {
      if (SameSource(articles[j]->record, articles[i]->record)) {
        copy_of = articles[j]->record.article_id();
      }
    }
    for (const auto& figure : articles[i]->record.impact_figures()) {
      bool told = false;
      for (const Figure& telling : claim.tellings) {
        told = told || telling.told.figure_id() == figure.figure_id();
      }
      if (!told || response.mentions_size() == 200) continue;
      v1::ClaimMention* const mention = response.add_mentions();
      mention->set_figure_id(figure.figure_id());
      mention->set_article_id(articles[i]->record.article_id());
      mention->set_publisher(articles[i]->record.publisher());
      mention->set_publish_date(articles[i]->record.publish_date());
      mention->set_uri(articles[i]->record.uri());
      mention->set_surface(figure.surface().text());
      mention->set_value(figure.value());
      mention->set_bound(figure.bound());
      mention->set_confidence(figure.confidence());
      mention->set_copy_of_article_id(copy_of);
    }
  }
  return response;
}

}  // namespace impactwire::query
