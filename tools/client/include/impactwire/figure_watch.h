// FigureWatch: live events of impact figures, resumed over broken connections
// without loss or repetition.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "impactwire/v1/query.grpc.pb.h"

namespace impactwire::client {

struct WatchOptions {
  // The service not reached for so long: the watch ends. Infinite: never.
  absl::Duration give_up_after = absl::InfiniteDuration();
  // Hand on PROGRESS events as well.
  bool progress = false;
};

// Stop may be called by any thread, Wait by one. The callback runs on a thread
// of the watch, one call at a time; it may call Stop.
class FigureWatch {
 public:
  // False ends the watch.
  using Callback = std::function<bool(const v1::WatchImpactFiguresResponse&)>;

  // Use QueryClient::Watch. `stub` must outlive the watch.
  FigureWatch(v1::QueryService::StubInterface* stub,
              v1::WatchImpactFiguresRequest request, WatchOptions options,
              Callback callback);
  // Stops and waits.
  ~FigureWatch();
  FigureWatch(const FigureWatch&) = delete;
  FigureWatch& operator=(const FigureWatch&) = delete;

  // Ends the watch soon; returns at once.
  void Stop();

  // Waits for the end. OK after Stop or a callback's false; else the error that
  // a new connection does not mend (OUT_OF_RANGE: list anew, then watch from
  // the list's position).
  absl::Status Wait();

  // Watch on from here later. Empty before the first event.
  std::string position() const;

 private:
  class Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace impactwire::client
