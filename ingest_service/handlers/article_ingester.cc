#include "ingest_service/handlers/article_ingester.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/position.h"
#include "ingest_service/article/article_key.h"

namespace impactwire {
namespace {

using record_log::Appended;
using record_log::AppendOutcome;

v1::IngestArticleResponse Describe(const v1::ArticleRecord& record) {
  v1::IngestArticleResponse response;
  response.set_article_id(record.article_id());
  response.set_organization_count(record.organizations_size());
  response.set_executive_count(record.executives_size());
  response.set_impact_figure_count(record.impact_figures_size());
  *response.mutable_warnings() = record.warnings();
  return response;
}

v1::IngestOutcome ToProto(AppendOutcome outcome) {
  switch (outcome) {
    case AppendOutcome::kCreated:
      return v1::INGEST_OUTCOME_CREATED;
    case AppendOutcome::kUpdated:
      return v1::INGEST_OUTCOME_UPDATED;
    case AppendOutcome::kUnchanged:
      return v1::INGEST_OUTCOME_UNCHANGED;
    case AppendOutcome::kDeleted:
      break;
  }
  return v1::INGEST_OUTCOME_UNSPECIFIED;
}

void SetNow(google::protobuf::Timestamp* out) {
  const int64_t nanos = absl::GetCurrentTimeNanos();
  out->set_seconds(nanos / 1'000'000'000);
  out->set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
}

}  // namespace

ArticleIngester::ArticleIngester(const extract::ArticleExtractor* extractor,
                                 record_log::RecordLog* log)
    : extractor_(extractor), log_(log) {}

ArticleIngester::~ArticleIngester() {
  MutexLock lock(&mu_);
  while (open_ > 0) idle_.Wait(&mu_);
}

void ArticleIngester::Begin() {
  MutexLock lock(&mu_);
  ++open_;
}

void ArticleIngester::End() {
  MutexLock lock(&mu_);
  --open_;
  idle_.SignalAll();
}

void ArticleIngester::Count(AppendOutcome outcome) {
  switch (outcome) {
    case AppendOutcome::kCreated:
      ++counts_.created;
      return;
    case AppendOutcome::kUpdated:
      ++counts_.updated;
      return;
    case AppendOutcome::kUnchanged:
      ++counts_.unchanged;
      return;
    case AppendOutcome::kDeleted:
      ++counts_.deleted;
      return;
  }
}

std::string ArticleIngester::PositionOf(uint64_t sequence) const {
  return Position{std::string(log_->log_id()), sequence}.ToString();
}

bool ArticleIngester::FindUnchanged(const v1::Article& article,
                                    v1::IngestArticleResponse* response) const {
  // A record that cannot be read is replaced by a good one.
  const auto found = log_->Find(ArticleKey(article), nullptr);
  if (!found.ok() ||
      found->record.extractor_version() !=
          extract::ArticleExtractor::Version() ||
      found->record.content_sha256() != ContentSha256(article)) {
    return false;
  }
  *response = Describe(found->record);
  response->set_outcome(v1::INGEST_OUTCOME_UNCHANGED);
  response->set_position(PositionOf(found->sequence));
  return true;
}

void ArticleIngester::Ingest(const v1::Article& article,
                             record_log::Admission admission, IngestDone done) {
  Begin();
  v1::IngestArticleResponse response;
  if (FindUnchanged(article, &response)) {
    Count(AppendOutcome::kUnchanged);
    done(std::move(response));
    End();
    return;
  }
  auto record = extractor_->Extract(article, nullptr);
  if (!record.ok()) {
    CountRejected();
    done(record.status());
    End();
    return;
  }
  SetNow(record->mutable_ingest_time());
  response = Describe(*record);
  log_->Upsert(*std::move(record), article, admission,
               [this, response = std::move(response), done = std::move(done)](
                   absl::StatusOr<Appended> appended) mutable {
                 if (appended.ok()) {
                   Count(appended->outcome);
                   response.set_outcome(ToProto(appended->outcome));
                   response.set_position(PositionOf(appended->sequence));
                   done(std::move(response));
                 } else {
                   CountRejected();
                   done(appended.status());
                 }
                 End();
               });
}

void ArticleIngester::Delete(const std::string& article_id, DeleteDone done) {
  Begin();
  log_->Delete(
      article_id, absl::Now(), record_log::Admission::kShed,
      [this, done = std::move(done)](absl::StatusOr<Appended> appended) {
        if (appended.ok()) {
          Count(appended->outcome);
          v1::DeleteArticleResponse response;
          response.set_position(PositionOf(appended->sequence));
          done(std::move(response));
        } else {
          done(appended.status());
        }
        End();
      });
}

absl::StatusOr<v1::ArticleRecord> ArticleIngester::Extract(
    const v1::Article& article, v1::ExtractionTrace* trace) const {
  return extractor_->Extract(article, trace);
}

}  // namespace impactwire
