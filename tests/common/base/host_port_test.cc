#include "common/base/host_port.h"

#include <gtest/gtest.h>

namespace impactwire {
namespace {

TEST(HostPort, IsAHostAndAPort) {
  for (const absl::string_view good :
       {"127.0.0.1:50051", "[::1]:1", "localhost:65535", "ingest_service:80",
        "unix:/run/ingest.sock", "dns:///ingest:50051"}) {
    EXPECT_TRUE(CheckHostPort(good).ok()) << good;
  }
}

TEST(HostPort, SaysWhatIsWrong) {
  for (const absl::string_view bad :
       {"", ":", "localhost", ":50051", "50051", "::1:50051"}) {
    EXPECT_EQ(CheckHostPort(bad).message().substr(0, 15), "is no HOST:PORT")
        << bad;
  }
  for (const absl::string_view bad :
       {"localhost:", "localhost:0", "localhost:99999", "localhost:-1",
        "localhost:+1", "localhost:4294967376", "localhost:http"}) {
    EXPECT_EQ(CheckHostPort(bad).message(), "has no port from 1 to 65535")
        << bad;
  }
}

TEST(HostPort, PortZeroIsForListening) {
  EXPECT_TRUE(CheckHostPort("127.0.0.1:0", 0).ok());
}

}  // namespace
}  // namespace impactwire
