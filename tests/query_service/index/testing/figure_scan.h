// FigureScan: an index of many segments, held at three positions, beside the
// oracle: zones that hold for none, some or all of their rows, rows that ended,
// orders with many equal keys.
#pragma once

#include <vector>

#include "gtest/gtest.h"
#include "impactwire/v1/log.pb.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/index.h"
#include "tests/query_service/index/testing/oracle.h"

namespace impactwire::query {

class FigureScan : public testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

  // All pages, at every position, with the oracle's list.
  static void Compare(const v1::ListImpactFiguresRequest& request);

  static const std::vector<v1::LogEntry>* entries_;
  static Index* index_;
  static std::vector<const OracleState*> states_;
  static std::vector<Snapshot> snapshots_;
};

}  // namespace impactwire::query
