#include "common/status/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"

namespace impactwire {
namespace {

using testing::SizeIs;

TEST(ErrorsTest, AnInvalidFieldIsNamed) {
  const absl::Status status = InvalidField("article.uri", "is too long");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "article.uri: is too long");
  EXPECT_EQ(InvalidFields(status), "article.uri");
}

TEST(ErrorsTest, SeveralInvalidFieldsAreAllNamed) {
  const absl::Status status = AddInvalidField(InvalidField("a", "x"), "b", "y");
  EXPECT_EQ(status.message(), "a: x; b: y");
  EXPECT_EQ(InvalidFields(status), "a, b");
}

TEST(ErrorsTest, RetryAdviceComesBack) {
  EXPECT_EQ(RetryDelay(UnavailableError("draining", absl::Milliseconds(1250))),
            absl::Milliseconds(1250));
  EXPECT_EQ(RetryDelay(absl::UnavailableError("x")), absl::ZeroDuration());
}

TEST(ErrorsTest, RpcStatusCarriesEveryDetailThereAndBack) {
  const absl::Status status =
      WithReason(OverloadedError("queue full", absl::Seconds(2)), "QUEUE_FULL",
                 {{"queued", "64"}});
  const google::rpc::Status rpc = ToRpcStatus(status);
  EXPECT_EQ(rpc.code(), 8);
  EXPECT_THAT(rpc.details(), SizeIs(2));
  EXPECT_EQ(FromRpcStatus(rpc), status);
  google::rpc::ErrorInfo info;
  for (const auto& detail : rpc.details()) detail.UnpackTo(&info);
  EXPECT_EQ(info.reason(), "QUEUE_FULL");
  EXPECT_EQ(info.metadata().at("queued"), "64");
}

TEST(ErrorsTest, AMessageStaysShortAndReadable) {
  EXPECT_LE(
      ToRpcStatus(absl::InternalError(std::string(5000, 'x'))).message().size(),
      1030u);
  EXPECT_EQ(ToRpcStatus(absl::InternalError("\xFF")).message(),
            "(message is not valid UTF-8)");
}

TEST(ErrorsTest, AMissingResourceIsNamed) {
  google::rpc::ResourceInfo info;
  ASSERT_TRUE(ToRpcStatus(ResourceNotFound("article", "a-1"))
                  .details(0)
                  .UnpackTo(&info));
  EXPECT_EQ(info.resource_type(), "article");
  EXPECT_EQ(info.resource_name(), "a-1");
}

}  // namespace
}  // namespace impactwire
