// FakeServices: both services in this process, on a free port, doing what a
// test scripts. Thread-safe.
#pragma once

#include <grpcpp/server.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "impactwire/v1/ingest.grpc.pb.h"
#include "impactwire/v1/query.grpc.pb.h"

namespace impactwire::client {

class FakeServices {
 public:
  // What becomes of a stream, asked before each request is read: the number of
  // the stream and of requests answered in it so far.
  enum class Step { kAnswer, kBreak, kStaySilent };

  FakeServices();
  ~FakeServices();

  std::string target() const;

  // Gives the answer to an article; default: CREATED.
  std::function<v1::IngestArticlesResponse(const v1::IngestArticlesRequest&)>
      answer;
  std::function<Step(int stream, int answered)> step;
  // Writes the events of the watch of that number, then ends with the status.
  std::function<grpc::Status(
      int watch, const v1::WatchImpactFiguresRequest&,
      grpc::ServerWriter<v1::WatchImpactFiguresResponse>*,
      grpc::ServerContext*)>
      watch;

  // Article ids in the order of arrival, repeated ones included.
  std::vector<std::string> received();
  std::vector<v1::WatchImpactFiguresRequest> watches();

 private:
  class Ingest;
  class Query;

  Mutex mu_;
  std::vector<std::string> received_ ABSL_GUARDED_BY(mu_);
  std::vector<v1::WatchImpactFiguresRequest> watches_ ABSL_GUARDED_BY(mu_);
  int streams_ ABSL_GUARDED_BY(mu_) = 0;
  std::unique_ptr<Ingest> ingest_;
  std::unique_ptr<Query> query_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace impactwire::client
