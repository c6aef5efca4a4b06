#include "ingest_service/handlers/ingest_stream.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "ingest_service/article/article_key.h"
#include "ingest_service/handlers/message_codec.h"

namespace impactwire {

IngestStream* IngestStream::Start(const IngestStreamShared& shared,
                                  grpc::CallbackServerContext* context) {
  const std::shared_ptr<IngestStream> stream(new IngestStream(shared, context));
  stream->self_ = stream;
  stream->Begin();
  return stream.get();
}

void IngestStream::Begin() {
  if (const absl::Status status = shared_.gate->Admit(context_); !status.ok()) {
    MutexLock lock(&mu_);
    End(status);
    return;
  }
  StartSendInitialMetadata();
  drain_id_ = shared_.gate->SubscribeDrain([weak = weak_from_this()] {
    if (const auto stream = weak.lock()) stream->Drain();
  });
  MutexLock lock(&mu_);
  Continue();
}

void IngestStream::Drain() {
  MutexLock lock(&mu_);
  draining_ = true;
  Continue();
}

void IngestStream::OnCancel() {
  MutexLock lock(&mu_);
  gone_ = true;
  Continue();
}

void IngestStream::OnDone() {
  if (drain_id_ != 0) shared_.gate->UnsubscribeDrain(drain_id_);
  {
    MutexLock lock(&mu_);
    gone_ = true;
    finished_ = true;
  }
  self_.reset();
}

void IngestStream::OnReadDone(bool ok) {
  std::shared_ptr<Slot> slot;
  {
    MutexLock lock(&mu_);
    reading_ = false;
    // What arrives after the end was announced is not answered: the client
    // sees from the missing answer that it was not taken.
    if (!ok || draining_ || gone_) {
      reads_done_ = reads_done_ || !ok;
      Continue();
      return;
    }
    slot = std::make_shared<Slot>();
    slot->request.Swap(&read_buffer_);
    slot->bytes = slot->request.Length();
    slot->response.set_request_index(next_index_++);
    window_.push_back(slot);
    awaiting_budget_ = true;
  }
  shared_.budget->Acquire(
      slot->bytes, [self = shared_from_this(), slot] { self->Granted(slot); });
}

void IngestStream::Granted(const std::shared_ptr<Slot>& slot) {
  bool taken = false;
  {
    MutexLock lock(&mu_);
    awaiting_budget_ = false;
    // Under the lock: the pool is there as long as the call is.
    taken = !gone_ && shared_.pool->TrySubmit([self = shared_from_this(),
                                               slot] { self->Parse(slot); });
    Continue();
  }
  if (!taken) Refuse({slot});
}

void IngestStream::Parse(const std::shared_ptr<Slot>& slot) {
  v1::IngestArticlesRequest request;
  absl::Status status = ParseMessage(slot->request, &request);
  slot->request.Clear();
  slot->response.set_client_sequence(request.client_sequence());
  if (status.ok() && !request.has_article()) {
    status = InvalidField("article", "is required");
  }
  if (!status.ok()) {
    shared_.ingester->CountRejected();
    Answer(slot, status);
    return;
  }
  slot->article = std::move(*request.mutable_article());
  slot->key = ArticleKey(slot->article);
  slot->response.mutable_result()->set_article_id(slot->article.article_id());
  std::vector<std::shared_ptr<Slot>> refused;
  {
    MutexLock lock(&mu_);
    slot->parsed = true;
    refused = StartReady();
  }
  Refuse(refused);
}

std::vector<std::shared_ptr<IngestStream::Slot>> IngestStream::StartReady() {
  std::vector<std::shared_ptr<Slot>> refused;
  absl::flat_hash_set<absl::string_view> under_way;
  for (const std::shared_ptr<Slot>& slot : window_) {
    if (slot->done) continue;
    // Which article this is, is not known yet: it may be any later one.
    if (!slot->parsed) break;
    const bool earliest = under_way.insert(slot->key).second;
    if (!earliest || slot->started) continue;
    slot->started = true;
    if (gone_ || !shared_.pool->TrySubmit([self = shared_from_this(), slot] {
          self->Ingest(slot);
        })) {
      refused.push_back(slot);
    }
  }
  return refused;
}

void IngestStream::Refuse(const std::vector<std::shared_ptr<Slot>>& slots) {
  for (const std::shared_ptr<Slot>& slot : slots) {
    Answer(slot, OverloadedError("too many articles wait; try again",
                                 absl::Milliseconds(200)));
  }
}

void IngestStream::Ingest(const std::shared_ptr<Slot>& slot) {
  bool gone;
  {
    MutexLock lock(&mu_);
    gone = gone_;
  }
  if (gone) {
    Refuse({slot});
    return;
  }
  shared_.ingester->Ingest(
      slot->article, record_log::Admission::kWait,
      [self = shared_from_this(),
       slot](absl::StatusOr<v1::IngestArticleResponse> result) {
        self->Answer(slot, std::move(result));
      });
}

void IngestStream::Answer(const std::shared_ptr<Slot>& slot,
                          absl::StatusOr<v1::IngestArticleResponse> result) {
  if (result.ok()) {
    *slot->response.mutable_result() = *std::move(result);
  } else {
    slot->response.mutable_result()->set_outcome(v1::INGEST_OUTCOME_REJECTED);
    *slot->response.mutable_error() = ToRpcStatus(result.status());
  }
  slot->request.Clear();
  slot->article.Clear();
  std::vector<std::shared_ptr<Slot>> refused;
  {
    MutexLock lock(&mu_);
    slot->done = true;
    refused = StartReady();
    Continue();
  }
  shared_.budget->Release(slot->bytes);
  Refuse(refused);
}

void IngestStream::OnWriteDone(bool ok) {
  MutexLock lock(&mu_);
  writing_ = false;
  window_.pop_front();
  if (!ok) gone_ = true;
  Continue();
}

void IngestStream::End(const absl::Status& status) {
  finished_ = true;
  Finish(EndOfCall(context_, call_, status));
}

void IngestStream::Continue() {
  if (finished_ || writing_) {
    // Reading may go on while an answer is being written.
  } else if (gone_) {
    End(absl::CancelledError("the client has gone"));
  } else if (!window_.empty() && window_.front()->done) {
    write_buffer_ = ToByteBuffer(window_.front()->response);
    writing_ = true;
    StartWrite(&write_buffer_);
  } else if (window_.empty() && reads_done_) {
    End(absl::OkStatus());
  } else if (window_.empty() && draining_) {
    End(CallGate::DrainingError());
  }
  if (!finished_ && !reading_ && !awaiting_budget_ && !reads_done_ &&
      !draining_ && !gone_ && window_.size() < shared_.max_window) {
    reading_ = true;
    read_buffer_.Clear();
    StartRead(&read_buffer_);
  }
}

}  // namespace impactwire
