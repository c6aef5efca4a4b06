#include "common/server/call_counts.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

namespace impactwire {
namespace {

const char* TypeOf(const google::protobuf::MethodDescriptor& method) {
  if (method.client_streaming()) {
    return method.server_streaming() ? "bidi_stream" : "client_stream";
  }
  return method.server_streaming() ? "server_stream" : "unary";
}

}  // namespace

MethodCounts::MethodCounts(std::string service, std::string method,
                           std::string type)
    : service_(std::move(service)),
      method_(std::move(method)),
      type_(std::move(type)) {}

void MethodCounts::Handled(absl::StatusCode code, int64_t nanos) {
  const int number = static_cast<int>(code);
  handled_[number >= 0 && number < kCodes
               ? number
               : static_cast<int>(absl::StatusCode::kUnknown)]
      .fetch_add(1, std::memory_order_relaxed);
  const absl::Duration took = absl::Nanoseconds(nanos);
  const size_t bucket =
      std::lower_bound(kBounds.begin(), kBounds.end(), took) - kBounds.begin();
  took_[bucket].fetch_add(1, std::memory_order_relaxed);
  total_nanos_.fetch_add(nanos, std::memory_order_relaxed);
}

void CallCounts::AddService(absl::string_view full_name) {
  const google::protobuf::ServiceDescriptor* const service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          std::string(full_name));
  if (service == nullptr) return;
  for (const auto& known : methods_) {
    if (known->service() == service->full_name()) return;
  }
  for (int i = 0; i < service->method_count(); ++i) {
    const google::protobuf::MethodDescriptor& method = *service->method(i);
    methods_.push_back(std::make_unique<MethodCounts>(
        service->full_name(), method.name(), TypeOf(method)));
    by_name_[methods_.back()->method()] = methods_.back().get();
  }
}

MethodCounts* CallCounts::Of(absl::string_view method) {
  const auto found = by_name_.find(method);
  return found == by_name_.end() ? &unknown_ : found->second;
}

CallTimer::CallTimer(MethodCounts* counts)
    : counts_(counts), start_nanos_(absl::GetCurrentTimeNanos()) {
  counts->Started();
}

void CallTimer::End(absl::StatusCode code) const {
  // The clock may be set back.
  counts_->Handled(
      code, std::max<int64_t>(0, absl::GetCurrentTimeNanos() - start_nanos_));
}

}  // namespace impactwire
