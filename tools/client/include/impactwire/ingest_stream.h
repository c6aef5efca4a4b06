// IngestStream: many articles over one call, many under way at once.
//
//   auto stream = client.OpenStream(
//       [](const IngestResult& result) { ... });
//   for (...) if (auto status = stream->Send(article); !status.ok()) ...
//   absl::Status status = stream->Finish();
//
// Each article sent is answered by one call of the callback, once its record is
// durable (or it was rejected). When the connection breaks, what is not
// answered yet is sent again over a new one: ingesting an article twice changes
// nothing. Answers come in the order of Send, but for articles the service shed
// with retry advice: those are sent again behind the others, so send no two
// versions of one article over one stream.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "impactwire/v1/article.pb.h"
#include "impactwire/v1/ingest.grpc.pb.h"

namespace impactwire::client {

struct IngestResult {
  // Of the Send it answers, from 0.
  int64_t index = 0;
  // OK, or why it was rejected (see impactwire/errors.h).
  absl::Status status;
  // article_id (also where rejected, if it was read that far), outcome,
  // position.
  v1::IngestArticleResponse response;
};

struct IngestStreamOptions {
  // Send blocks while so much waits for its answer.
  int max_open_articles = 128;
  int64_t max_open_bytes = 32 << 20;
  // Without any answer for so long, the stream is given up.
  absl::Duration give_up_after = absl::Seconds(60);
};

// One thread may call Send and Finish; the callback runs on a thread of the
// stream, one call at a time, and must not call the stream.
class IngestStream {
 public:
  using Callback = std::function<void(const IngestResult&)>;

  // Use IngestClient::OpenStream. `stub` must outlive the stream.
  IngestStream(v1::IngestService::StubInterface* stub,
               IngestStreamOptions options, Callback callback);
  // Cancels what is not answered yet.
  ~IngestStream();
  IngestStream(const IngestStream&) = delete;
  IngestStream& operator=(const IngestStream&) = delete;

  // Blocks while the window is full. An error is final: it says why the stream
  // was given up, and nothing more is sent.
  absl::Status Send(v1::Article article);

  // Waits for all answers. OK when each article sent was answered.
  absl::Status Finish();

 private:
  class Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace impactwire::client
