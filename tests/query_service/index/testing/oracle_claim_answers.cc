// The part of OracleClaims that answers.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"
#include "query_service/index/names/fold.h"
#include "tests/query_service/index/testing/oracle_claim_parts.h"
#include "tests/query_service/index/testing/oracle_claims.h"

namespace impactwire::query {
namespace {

using oracle::BucketName;
using oracle::ChangeName;
using oracle::Earliest;
using oracle::Parts;
using oracle::PartsOf;
using oracle::PublishDay;
using oracle::RateName;
using oracle::SeriesName;
using Figure = OracleState::Figure;
using Record = OracleState::LiveRecord;

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
  const v1::ImpactFigure& fullest = claim.figure();
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
    const v1::ImpactFigure& figure = other.figure();
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
