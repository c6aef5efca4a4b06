// QueryTest: queries of an index of eighty entries.
#pragma once

#include <string>

#include "common/status/errors.h"
#include "gtest/gtest.h"
#include "query_service/index/index.h"
#include "query_service/index/queries/figure_queries.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {

class QueryTest : public testing::Test {
 protected:
  QueryTest() {
    World world(5);
    ApplyAll(world.History(80, 0), &index_);
  }

  std::string Wrong(const v1::ImpactFigureFilter& filter) {
    v1::ListImpactFiguresRequest request;
    *request.mutable_filter() = filter;
    return InvalidFields(ListImpactFigures(index_.Pin(), request).status());
  }
  // The first page of two, with its token.
  v1::ListImpactFiguresRequest Paged() {
    v1::ListImpactFiguresRequest request;
    request.set_page_size(2);
    request.set_page_token(
        ListImpactFigures(index_.Pin(), request)->next_page_token());
    EXPECT_NE(request.page_token(), "");
    return request;
  }
  std::string WrongPage(const v1::ListImpactFiguresRequest& request) {
    return InvalidFields(ListImpactFigures(index_.Pin(), request).status());
  }

  Index index_;
};

}  // namespace impactwire::query
