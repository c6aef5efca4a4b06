#include "query_service/index/compactor.h"

#include <string>
#include <utility>

namespace impactwire::query {

Compactor::Compactor(std::shared_ptr<Generation> source, uint64_t horizon)
    : source_(std::move(source)),
      target_(
          std::make_shared<Generation>(source_->log_id(), source_->options())),
      horizon_(horizon) {}

bool Compactor::Step(size_t entries) {
  const size_t end = source_->journal().size();
  for (; entries > 0 && next_ < end; --entries) {
    Copy(source_->journal()[next_++]);
  }
  return next_ == end;
}

void Compactor::Copy(const JournalEntry& entry) {
  const bool after = entry.sequence > horizon_;
  target_->set_replaying(!after);
  v1::LogEntry log_entry;
  log_entry.set_sequence(entry.sequence);
  if (entry.kind == JournalEntry::Kind::kOverride) {
    const OverrideNote& note = source_->override_notes()[entry.row];
    if (!after && note.to.load(std::memory_order_relaxed) <= horizon_) return;
    const absl::string_view bytes = note.entry.view();
    log_entry.mutable_override()->ParseFromArray(
        bytes.data(), static_cast<int>(bytes.size()));
  } else if (entry.row == kNoRow) {
    if (!after) return;
    log_entry.mutable_tombstone()->set_article_id(
        std::string(source_->ArticleId(source_->articles()[entry.ended])));
  } else {
    const ArticleRow& article = source_->articles()[entry.row];
    if (!after && !article.HoldsAt(horizon_)) return;
    v1::ArticleRecord* const record = log_entry.mutable_record();
    source_->ReadArticle(entry.row, record);
    for (uint32_t i = 0; i < article.organizations.count; ++i) {
      source_->ReadOrganization(article.organizations.first + i,
                                record->add_organizations());
    }
    for (uint32_t i = 0; i < article.roles.count; ++i) {
      source_->ReadRole(article.roles.first + i, record->add_executives());
    }
    for (uint32_t i = 0; i < article.figures.count; ++i) {
      source_->ReadFigure(article.figures.first + i,
                          record->add_impact_figures());
    }
  }
  target_->Apply(&log_entry);
}

std::shared_ptr<Generation> Compactor::Finish() {
  target_->set_horizon(horizon_);
  target_->Publish(source_->published());
  return target_;
}

}  // namespace impactwire::query
