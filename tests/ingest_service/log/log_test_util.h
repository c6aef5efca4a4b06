// Short words for tests of the record log.
#pragma once

#include <future>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "impactwire/v1/article.pb.h"
#include "impactwire/v1/log.pb.h"
#include "ingest_service/log/record_log.h"

namespace impactwire::record_log {

// A record of article `id` whose content is `content`.
inline v1::ArticleRecord MakeRecord(absl::string_view id,
                                    absl::string_view content) {
  v1::ArticleRecord record;
  record.set_article_id(std::string(id));
  record.set_text(std::string(content));
  record.set_content_sha256(absl::StrCat("sha-", content));
  record.set_extractor_version("x1");
  return record;
}

inline v1::Article MakeArticle(absl::string_view id,
                               absl::string_view content) {
  v1::Article article;
  article.set_article_id(std::string(id));
  article.set_text(std::string(content));
  return article;
}

using Answer = std::future<absl::StatusOr<Appended>>;

inline AppendCallback Into(Answer* answer) {
  auto promise = std::make_shared<std::promise<absl::StatusOr<Appended>>>();
  *answer = promise->get_future();
  return [promise](absl::StatusOr<Appended> appended) {
    promise->set_value(std::move(appended));
  };
}

inline Answer StartUpsert(RecordLog* log, absl::string_view id,
                          absl::string_view content,
                          Admission admission = Admission::kShed) {
  Answer answer;
  log->Upsert(MakeRecord(id, content), MakeArticle(id, content), admission,
              Into(&answer));
  return answer;
}

inline absl::StatusOr<Appended> Upsert(RecordLog* log, absl::string_view id,
                                       absl::string_view content) {
  return StartUpsert(log, id, content, Admission::kWait).get();
}

inline absl::StatusOr<Appended> Delete(
    RecordLog* log, absl::string_view id,
    absl::Time now = absl::FromUnixSeconds(1000)) {
  Answer answer;
  log->Delete(id, now, Admission::kWait, Into(&answer));
  return answer.get();
}

inline absl::StatusOr<v1::Article> FindOriginal(const RecordLog& log,
                                                absl::string_view id) {
  v1::Article original;
  const auto found = log.Find(id, &original);
  if (!found.ok()) return found.status();
  return original;
}

// "created 5", or the status.
inline std::string Say(const absl::StatusOr<Appended>& answer) {
  if (!answer.ok()) return answer.status().ToString();
  static constexpr const char* kNames[] = {"created", "updated", "unchanged",
                                           "deleted"};
  return absl::StrCat(kNames[static_cast<int>(answer->outcome)], " ",
                      answer->sequence);
}

// "1:a=x 3:b deleted", in order.
inline std::string Say(const std::vector<std::string>& entries) {
  std::string out;
  for (const std::string& bytes : entries) {
    v1::LogEntry entry;
    if (!entry.ParseFromString(bytes)) return "unparsable";
    absl::StrAppend(&out, out.empty() ? "" : " ", entry.sequence(), ":");
    if (entry.has_record()) {
      absl::StrAppend(&out, entry.record().article_id(), "=",
                      entry.record().text());
    } else if (entry.has_tombstone()) {
      absl::StrAppend(&out, entry.tombstone().article_id(), " deleted");
    } else {
      absl::StrAppend(&out, entry.override().override_id(), " override");
    }
  }
  return out;
}

// All live entries after `after`, read in batches of `max_bytes`; or the error.
inline std::string SayAll(const RecordLog& log, uint64_t after = 0,
                          size_t max_bytes = 1 << 20) {
  std::vector<std::string> entries;
  for (;;) {
    auto batch = log.ReadAfter(after, max_bytes, /*omit_text=*/false);
    if (!batch.ok()) return batch.status().ToString();
    for (std::string& entry : batch->entries) {
      entries.push_back(std::move(entry));
    }
    if (batch->through == batch->high_watermark) return Say(entries);
    after = batch->through;
  }
}

}  // namespace impactwire::record_log
