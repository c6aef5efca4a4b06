#include "tests/tools/client/fake_services.h"

#include <grpcpp/server_builder.h>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace impactwire::client {

class FakeServices::Ingest final : public v1::IngestService::Service {
 public:
  explicit Ingest(FakeServices* fake) : fake_(fake) {}

  grpc::Status IngestArticles(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::IngestArticlesResponse,
                               v1::IngestArticlesRequest>* stream) override {
    int number = 0;
    {
      MutexLock lock(&fake_->mu_);
      number = fake_->streams_++;
    }
    v1::IngestArticlesRequest request;
    int answered = 0;
    while (stream->Read(&request)) {
      {
        MutexLock lock(&fake_->mu_);
        fake_->received_.push_back(request.article().article_id());
      }
      switch (fake_->step ? fake_->step(number, answered) : Step::kAnswer) {
        case Step::kBreak:
          return grpc::Status(grpc::StatusCode::UNAVAILABLE, "going away");
        case Step::kStaySilent:
          continue;
        case Step::kAnswer:
          break;
      }
      v1::IngestArticlesResponse response;
      if (fake_->answer) {
        response = fake_->answer(request);
      } else {
        response.mutable_result()->set_outcome(v1::INGEST_OUTCOME_CREATED);
      }
      response.set_request_index(answered++);
      response.mutable_result()->set_article_id(request.article().article_id());
      if (!stream->Write(response)) break;
    }
    return grpc::Status::OK;
  }

 private:
  FakeServices* const fake_;
};

class FakeServices::Query final : public v1::QueryService::Service {
 public:
  explicit Query(FakeServices* fake) : fake_(fake) {}

  grpc::Status WatchImpactFigures(
      grpc::ServerContext* context,
      const v1::WatchImpactFiguresRequest* request,
      grpc::ServerWriter<v1::WatchImpactFiguresResponse>* writer) override {
    int number = 0;
    {
      MutexLock lock(&fake_->mu_);
      number = static_cast<int>(fake_->watches_.size());
      fake_->watches_.push_back(*request);
    }
    return fake_->watch(number, *request, writer, context);
  }

 private:
  FakeServices* const fake_;
};

FakeServices::FakeServices()
    : ingest_(std::make_unique<Ingest>(this)),
      query_(std::make_unique<Query>(this)) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port_);
  builder.RegisterService(ingest_.get());
  builder.RegisterService(query_.get());
  server_ = builder.BuildAndStart();
}

FakeServices::~FakeServices() {
  server_->Shutdown(absl::ToChronoTime(absl::Now()));
}

std::string FakeServices::target() const {
  return absl::StrCat("127.0.0.1:", port_);
}

std::vector<std::string> FakeServices::received() {
  MutexLock lock(&mu_);
  return received_;
}

std::vector<v1::WatchImpactFiguresRequest> FakeServices::watches() {
  MutexLock lock(&mu_);
  return watches_;
}

}  // namespace impactwire::client
