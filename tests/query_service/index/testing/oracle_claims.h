// OracleClaims: the claims of all figures that hold, found by comparing each
// with each; and what is asked of them. Ids are named as the index names them,
// of what the oracle found itself.
#pragma once

#include <string>
#include <vector>

#include "impactwire/v1/query.pb.h"
#include "tests/query_service/index/testing/oracle.h"

namespace impactwire::query {

class OracleClaims {
 public:
  struct Claim {
    std::string id;
    // The fullest first.
    std::vector<OracleState::Figure> tellings;
    // Ids of the earlier and the later level.
    std::string supersedes;
    std::string superseded_by;

    // The fullest telling.
    const v1::ImpactFigure& figure() const {
      return tellings.front().entry.figure();
    }
  };

  // `state` must outlive it.
  explicit OracleClaims(const OracleState& state);

  // In log order of their fullest tellings.
  const std::vector<Claim>& claims() const { return claims_; }
  const Claim& Of(const std::string& figure_id) const;

  // The whole list, unpaged.
  std::vector<v1::Claim> List(const v1::ListClaimsRequest& request) const;
  v1::GetClaimResponse Get(const std::string& figure_id) const;
  v1::AggregateImpactFiguresResponse Aggregate(
      const v1::AggregateImpactFiguresRequest& request) const;

 private:
  void LinkLevels();
  v1::Claim Answer(const Claim& claim) const;
  std::vector<const OracleState::LiveRecord*> Articles(
      const Claim& claim) const;

  const OracleState& state_;
  std::vector<Claim> claims_;
};

}  // namespace impactwire::query
