// ArticleIngester: one article from message to durable record: extraction,
// append, answer. What IngestArticle and IngestArticles share; knows no gRPC.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "impactwire/v1/article.pb.h"
#include "impactwire/v1/ingest.pb.h"
#include "ingest_service/extract/article_extractor.h"
#include "ingest_service/log/record_log.h"

namespace impactwire {

// Since start.
struct IngestCounts {
  std::atomic<int64_t> created{0};
  std::atomic<int64_t> updated{0};
  std::atomic<int64_t> unchanged{0};
  std::atomic<int64_t> rejected{0};
  std::atomic<int64_t> deleted{0};
};

// Thread-safe.
class ArticleIngester {
 public:
  using IngestDone =
      std::function<void(absl::StatusOr<v1::IngestArticleResponse>)>;
  using DeleteDone =
      std::function<void(absl::StatusOr<v1::DeleteArticleResponse>)>;

  // Both must outlive it.
  ArticleIngester(const extract::ArticleExtractor* extractor,
                  record_log::RecordLog* log);

  // Waits until everything begun is answered.
  ~ArticleIngester();

  // Extracts on this thread (milliseconds); `done` runs on the log's thread, or
  // on this one before it returns. Fields are named "article.<field>".
  void Ingest(const v1::Article& article, record_log::Admission admission,
              IngestDone done);

  // A message that could not even be parsed.
  void CountRejected() { ++counts_.rejected; }

  void Delete(const std::string& article_id, DeleteDone done);

  // Extraction alone. `trace` may be null.
  absl::StatusOr<v1::ArticleRecord> Extract(const v1::Article& article,
                                            v1::ExtractionTrace* trace) const;

  std::string PositionOf(uint64_t sequence) const;
  const IngestCounts& counts() const { return counts_; }

 private:
  // The answer if the live record says the same: spares the extraction.
  bool FindUnchanged(const v1::Article& article,
                     v1::IngestArticleResponse* response) const;
  void Count(record_log::AppendOutcome outcome);
  void Begin();
  void End();

  const extract::ArticleExtractor* const extractor_;
  record_log::RecordLog* const log_;
  IngestCounts counts_;
  Mutex mu_;
  CondVar idle_;
  int64_t open_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace impactwire
