// HealthService: grpc.health.v1.Health. Names: "" (ready for work), "live" (the
// process runs: always SERVING) and the full names of the services.
#pragma once

#include <map>
#include <set>
#include <string>

#include "common/base/mutex.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace impactwire {

// Thread-safe. Must outlive the server it is registered with.
class HealthService final : public grpc::health::v1::Health::CallbackService {
 public:
  HealthService();

  // Makes `service` known, NOT_SERVING.
  void AddService(const std::string& service);

  // Of every name but "live".
  void SetServing(bool serving);
  bool serving() const;

  // Ends every Watch (UNAVAILABLE), now and later.
  void Shutdown();

  grpc::ServerUnaryReactor* Check(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request,
      grpc::health::v1::HealthCheckResponse* response) override;
  grpc::ServerWriteReactor<grpc::health::v1::HealthCheckResponse>* Watch(
      grpc::CallbackServerContext* context,
      const grpc::health::v1::HealthCheckRequest* request) override;

 private:
  class Watcher;
  using Status = grpc::health::v1::HealthCheckResponse::ServingStatus;

  Status StatusOf(const std::string& service) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void NotifyAll() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable Mutex mu_;
  std::set<std::string> services_ ABSL_GUARDED_BY(mu_);
  bool serving_ ABSL_GUARDED_BY(mu_) = false;
  bool shutdown_ ABSL_GUARDED_BY(mu_) = false;
  std::set<Watcher*> watchers_ ABSL_GUARDED_BY(mu_);
};

}  // namespace impactwire
