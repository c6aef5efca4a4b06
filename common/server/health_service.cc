#include "common/server/health_service.h"

#include "common/server/grpc_status.h"
#include "common/status/errors.h"

namespace impactwire {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

constexpr char kLive[] = "live";

}  // namespace

// One Watch call. Its state is guarded by the service's mutex.
class HealthService::Watcher final
    : public grpc::ServerWriteReactor<HealthCheckResponse> {
 public:
  Watcher(HealthService* service, std::string name)
      : service_(service), name_(std::move(name)) {}

  void Start() {
    MutexLock lock(&service_->mu_);
    service_->watchers_.insert(this);
    Send();
  }

  // Writes the status if it is news and no write is under way. Holds mu_.
  void Send() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    if (finished_ || writing_) return;
    if (service_->shutdown_ || cancelled_) {
      finished_ = true;
      Finish(ToGrpcStatus(absl::UnavailableError("the server is draining")));
      return;
    }
    const HealthCheckResponse::ServingStatus status = service_->StatusOf(name_);
    if (sent_ && status == response_.status()) return;
    response_.set_status(status);
    sent_ = true;
    writing_ = true;
    StartWrite(&response_);
  }

  void OnWriteDone(bool ok) override {
    MutexLock lock(&service_->mu_);
    writing_ = false;
    if (!ok) cancelled_ = true;
    Send();
  }

  void OnCancel() override {
    MutexLock lock(&service_->mu_);
    cancelled_ = true;
    Send();
  }

  void OnDone() override {
    {
      MutexLock lock(&service_->mu_);
      service_->watchers_.erase(this);
    }
    delete this;
  }

 private:
  HealthService* const service_;
  const std::string name_;
  HealthCheckResponse response_;
  bool sent_ = false;
  bool writing_ = false;
  bool cancelled_ = false;
  bool finished_ = false;
};

HealthService::HealthService() : services_({"", kLive}) {}

void HealthService::AddService(const std::string& service) {
  MutexLock lock(&mu_);
  services_.insert(service);
  NotifyAll();
}

void HealthService::SetServing(bool serving) {
  MutexLock lock(&mu_);
  serving_ = serving;
  NotifyAll();
}

bool HealthService::serving() const {
  MutexLock lock(&mu_);
  return serving_;
}

void HealthService::Shutdown() {
  MutexLock lock(&mu_);
  shutdown_ = true;
  NotifyAll();
}

HealthService::Status HealthService::StatusOf(
    const std::string& service) const {
  if (services_.count(service) == 0) {
    return HealthCheckResponse::SERVICE_UNKNOWN;
  }
  return serving_ || service == kLive ? HealthCheckResponse::SERVING
                                      : HealthCheckResponse::NOT_SERVING;
}

void HealthService::NotifyAll() {
  for (Watcher* watcher : watchers_) watcher->Send();
}

grpc::ServerUnaryReactor* HealthService::Check(
    grpc::CallbackServerContext* context, const HealthCheckRequest* request,
    HealthCheckResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Status status;
  {
    MutexLock lock(&mu_);
    status = StatusOf(request->service());
  }
  if (status == HealthCheckResponse::SERVICE_UNKNOWN) {
    reactor->Finish(
        ToGrpcStatus(ResourceNotFound("service", request->service())));
  } else {
    response->set_status(status);
    reactor->Finish(grpc::Status::OK);
  }
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(
    grpc::CallbackServerContext* context, const HealthCheckRequest* request) {
  auto* watcher = new Watcher(this, request->service());
  watcher->Start();
  return watcher;
}

}  // namespace impactwire
