#include "impactwire/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/errors.h"

namespace impactwire::client {
namespace {

// As the client sees a status that a service ended with.
ErrorDetails OverTheWire(const absl::Status& status) {
  return DetailsOf(ToStatus(ToRpcStatus(status)));
}

TEST(ErrorsTest, EveryWrongFieldIsThere) {
  const ErrorDetails details = OverTheWire(AddInvalidField(
      InvalidField("filter.unit", "is empty"), "page_size", "is negative"));
  ASSERT_EQ(details.invalid_fields.size(), 2);
  EXPECT_EQ(details.invalid_fields[1].field, "page_size");
  EXPECT_EQ(details.invalid_fields[1].description, "is negative");
}

TEST(ErrorsTest, RetryAdviceAndReasonAreThere) {
  const ErrorDetails details =
      OverTheWire(WithReason(UnavailableError("busy", absl::Milliseconds(1500)),
                             "DRAINING", {{"since", "now"}}));
  EXPECT_EQ(details.retry_delay, absl::Milliseconds(1500));
  EXPECT_EQ(details.reason, "DRAINING");
  EXPECT_EQ(details.metadata.at("since"), "now");
}

TEST(ErrorsTest, WhatWasNotFoundIsNamed) {
  const ErrorDetails details = OverTheWire(ResourceNotFound("article", "a-1"));
  EXPECT_EQ(details.resource_type, "article");
  EXPECT_EQ(details.resource_name, "a-1");
}

TEST(ErrorsTest, TheLimitThatWasHitIsNamed) {
  const ErrorDetails details =
      OverTheWire(LimitExceeded("article.text", "holds too much"));
  ASSERT_EQ(details.limits.size(), 1);
  EXPECT_EQ(details.limits[0].field, "article.text");
}

TEST(ErrorsTest, AStatusWithoutDetailsHasNone) {
  const ErrorDetails details = DetailsOf(absl::UnavailableError("gone"));
  EXPECT_TRUE(details.invalid_fields.empty());
  EXPECT_EQ(details.retry_delay, absl::ZeroDuration());
}

}  // namespace
}  // namespace impactwire::client
