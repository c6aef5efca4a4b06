#include "query_service/index/generation/generation.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "common/base/stable_id.h"
#include "query_service/index/generation/claim_sources.h"
#include "query_service/index/tables/country_number.h"

namespace impactwire::query {

Generation::Generation(std::string log_id, const Options& options)
    : log_id_(std::move(log_id)),
      options_(options),
      organizations_(kOrganizationIdKind, &strings_, &articles_,
                     NamesOf::kOrganizations),
      executives_(kExecutiveIdKind, &strings_, &articles_, NamesOf::kPersons),
      claims_(&figures_, &organizations_, &strings_),
      figure_words_(options.search_text),
      preparer_(options.search_text),
      claim_writer_(&claims_, &figures_, &organizations_,
                    [this](const std::vector<Telling>& claim) {
                      return static_cast<uint8_t>(
                          CountIndependent(SourcesOf(*this, claim)));
                    }),
      organization_joiner_(&organizations_, &roles_, &strings_, &articles_),
      executive_joiner_(&executives_, &roles_, &strings_, &articles_) {
  newest_articles_.Next();
  newest_articles_.Publish();
}

// -- Reading ------------------------------------------------------------------

size_t Generation::JournalAfter(uint64_t position) const {
  size_t low = 0;
  size_t high = journal_.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (journal_[middle].sequence <= position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

LiveCounts Generation::CountsAt(uint64_t position) const {
  const size_t after = JournalAfter(position);
  return after == 0 ? LiveCounts() : journal_[after - 1].live;
}

uint64_t Generation::PositionAtTime(int64_t micros) const {
  size_t low = 0;
  size_t high = journal_.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (journal_[middle].known_micros <= micros) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == 0 ? 0 : journal_[low - 1].sequence;
}

std::optional<int64_t> Generation::KnownMicros(uint64_t position) const {
  const size_t after = JournalAfter(position);
  if (after == 0) return std::nullopt;
  const int64_t micros = journal_[after - 1].known_micros;
  if (micros == std::numeric_limits<int64_t>::min()) return std::nullopt;
  return micros;
}

uint32_t Generation::NewestVersion(absl::string_view article_id) const {
  const auto article = article_ids_.Find(article_id);
  if (!article.has_value() || *article >= newest_articles_.size()) {
    return kNoRow;
  }
  const uint32_t row =
      newest_articles_[*article].load(std::memory_order_acquire);
  return row == 0 ? kNoRow : row - 1;
}

std::optional<uint32_t> Generation::ArticleAt(absl::string_view article_id,
                                              uint64_t position) const {
  uint32_t row = NewestVersion(article_id);
  while (row != kNoRow && articles_[row].from > position) {
    row = articles_[row].prev;
  }
  if (row == kNoRow || !articles_[row].HoldsAt(position)) return std::nullopt;
  return row;
}

uint32_t Generation::ArticleRowFrom(uint64_t sequence) const {
  size_t low = 0;
  size_t high = articles_.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (articles_[middle].from < sequence) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return static_cast<uint32_t>(low);
}

void Generation::AppendFigureRest(uint32_t row, std::string* out) const {
  const ArticleRow& article =
      articles_[figures_.segment(row).article_row[FigureTable::offset(row)]];
  StoredFacts(article.facts.view())
      .AppendFigure(article.roles.count + (row - article.figures.first), out);
}

void Generation::ReadFigure(uint32_t row, v1::ImpactFigure* figure) const {
  const FigureSegment& s = figures_.segment(row);
  const uint32_t i = FigureTable::offset(row);
  std::string rest;
  AppendFigureRest(row, &rest);
  figure->ParseFromString(rest);
  figure->set_figure_id(IdText(kFigureIdKind, s.id[i]));
  figure->set_value(s.value[i]);
  figure->set_confidence(s.confidence[i]);
  figure->set_unit(std::string(strings_.Get(s.unit[i])));
  if (s.category[i] != 0) {
    figure->set_category(static_cast<v1::ImpactCategory>(s.category[i]));
  }
  if (s.status[i] != 0) {
    figure->set_status(static_cast<v1::FigureStatus>(s.status[i]));
  }
  if (s.attribution[i] != 0) {
    figure->set_attribution(static_cast<v1::Attribution>(s.attribution[i]));
  }
  if (s.bound[i] != 0) figure->set_bound(static_cast<v1::Bound>(s.bound[i]));
  if (s.organization[i] != kNoRow) {
    figure->set_organization_id(organizations_.IdText(s.organization[i]));
  }
}

void Generation::ReadRole(uint32_t row, v1::ExecutiveRole* role) const {
  const RoleRow& r = roles_[row];
  const ArticleRow& article = articles_[r.article_row];
  std::string rest;
  StoredFacts(article.facts.view())
      .AppendRole(row - article.roles.first, &rest);
  role->ParseFromString(rest);
  role->set_role_id(IdText(kRoleIdKind, r.id));
  role->set_executive_id(executives_.IdText(r.executive));
  if (r.organization != kNoRow) {
    role->set_organization_id(organizations_.IdText(r.organization));
  }
  role->set_confidence(r.confidence);
}

void Generation::ReadOrganization(uint32_t appearance,
                                  v1::Organization* result) const {
  const AppearanceRow& row = organizations_.appearances()[appearance];
  const auto text = [this](uint32_t form) {
    return std::string(strings_.Get(organizations_.form(form).text));
  };
  result->set_organization_id(organizations_.IdText(row.entity));
  result->set_display_name(text(row.display_form));
  result->set_kind(static_cast<v1::OrganizationKind>(row.kind));
  result->set_country_code(CountryText(row.country()));
  for (const uint32_t form : row.alias_forms) {
    result->add_aliases(text(form));
  }
  // 0.9, not 0.899999976.
  result->set_confidence(std::round(row.confidence * 1e7) / 1e7);
}

void Generation::ReadArticle(uint32_t row, v1::ArticleRecord* record) const {
  const ArticleRow& article = articles_[row];
  const StoredFacts facts(article.facts.view());
  facts.ReadArticle(record);
  record->set_article_id(std::string(ArticleId(article)));
  record->set_uri(facts.Uri());
  record->set_title(facts.Title());
  record->set_publisher(std::string(strings_.Get(article.publisher)));
  record->set_publish_date(std::string(strings_.Get(article.publish_date)));
  for (const uint32_t label : article.labels) {
    const absl::string_view pair = strings_.Get(label);
    const size_t end = pair.find('\0');
    (*record->mutable_labels())[std::string(pair.substr(0, end))] =
        std::string(pair.substr(end + 1));
  }
  record->mutable_shingle_signature()->Add(article.shingles.begin(),
                                           article.shingles.end());
}

// -- Writing ------------------------------------------------------------------

int Generation::Apply(v1::LogEntry* entry, const PreparedRecord* prepared) {
  const uint64_t sequence = entry->sequence();
  switch (entry->kind_case()) {
    case v1::LogEntry::kRecord: {
      if (prepared == nullptr) {
        preparer_.Prepare(entry->mutable_record(), &prepared_);
        prepared = &prepared_;
      }
      ApplyRecord(sequence, entry->record(), *prepared);
      return prepared->dropped;
    }
    case v1::LogEntry::kTombstone: {
      const uint32_t row = NewestVersion(entry->tombstone().article_id());
      if (row == kNoRow || !articles_[row].HoldsAt(sequence)) return 0;
      EndArticle(row, sequence);
      claim_writer_.Update(RowRange(), articles_[row].figures, sequence);
      ApplyJoins(sequence);
      LeaveVersions(sequence);
      JournalEntry note;
      note.sequence = sequence;
      note.ended = row;
      Note(note, entry->tombstone().delete_time());
      return 0;
    }
    case v1::LogEntry::kOverride:
      ApplyOverride(sequence, entry->override());
      return 0;
    case v1::LogEntry::KIND_NOT_SET:
      return 0;
  }
  return 0;
}

void Generation::Prefetch(const v1::ArticleRecord& record,
                          const PreparedRecord& prepared, int steps) const {
  const auto fetch = [&](const EntityTable& table, uint64_t id) {
    switch (steps) {
      case 4:
        return table.PrefetchId(id);
      case 3:
        return table.PrefetchEntity(id);
      case 2:
        return table.PrefetchLists(id);
      default:
        return table.PrefetchForms(id);
    }
  };
  for (const uint64_t id : prepared.organizations) fetch(organizations_, id);
  for (const PreparedRole& role : prepared.roles) {
    fetch(executives_, role.executive);
  }
  if (steps > 2) return;
  if (steps == 1) article_ids_.Prefetch(record.article_id());
  for (size_t f = 0; f < prepared.figures.size(); ++f) {
    const PreparedFigure& figure = prepared.figures[f];
    if (steps == 2) {
      claims_.PrefetchKey(figure.claim_key);
      continue;
    }
    figures_.PrefetchId(figure.values.id);
    claims_.PrefetchBucket(figure.claim_key);
    figure_words_.Prefetch(prepared.own_terms(f), prepared.around_terms(f));
  }
}

void Generation::ApplyRecord(uint64_t sequence, const v1::ArticleRecord& record,
                             const PreparedRecord& prepared) {
  uint32_t ended = NewestVersion(record.article_id());
  if (ended != kNoRow && !articles_[ended].HoldsAt(sequence)) ended = kNoRow;
  const uint32_t row = AddArticle(sequence, ended, record, prepared);
  if (ended != kNoRow) EndArticle(ended, sequence);
  CountArticle(row, 1, sequence);
  claim_writer_.Update(articles_[row].figures,
                       ended == kNoRow ? RowRange() : articles_[ended].figures,
                       sequence);
  ApplyJoins(sequence);
  LeaveVersions(sequence);
  JournalEntry note;
  note.sequence = sequence;
  note.row = row;
  note.ended = ended;
  Note(note, record.ingest_time());
}

void Generation::CountArticle(uint32_t row, int sign, uint64_t sequence) {
  const ArticleRow& article = articles_[row];
  CountOrganizations(row, sign, sequence);
  CountExecutives(row, sign, sequence);
  // Where they lead, whether or not the article names it elsewhere.
  for (uint32_t r = article.roles.first; r < article.roles.end(); ++r) {
    const uint32_t organization = roles_[r].organization;
    if (organization != kNoRow) {
      if (sign < 0) organizations_.NoteEnd(organization, sequence);
      touched_organizations_.push_back(
          organizations_.Root(organization, sequence));
    }
  }
  live_.articles += sign;
  live_.figures += sign * article.figures.count;
}

void Generation::CountOrganizations(uint32_t row, int sign, uint64_t sequence) {
  const ArticleRow& article = articles_[row];
  if (options_.join_organizations) organization_joiner_.Count(article, sign);
  organizations_.Count(article.organizations, sign, sequence,
                       &touched_organizations_);
  absl::InlinedVector<uint32_t, 8> named;
  for (uint32_t f = article.figures.first; f < article.figures.end(); ++f) {
    named.clear();
    const uint32_t organization =
        figures_.segment(f).organization[FigureTable::offset(f)];
    if (organization != kNoRow) named.push_back(organization);
    for (const uint32_t other : figures_.co_organizations(f)) {
      named.push_back(other);
    }
    organizations_.CountFigure(named, sign, sequence, &touched_organizations_);
  }
}

void Generation::CountExecutives(uint32_t row, int sign, uint64_t sequence) {
  const ArticleRow& article = articles_[row];
  if (options_.join_executives) executive_joiner_.Count(article, sign);
  executives_.Count(article.executives, sign, sequence, &touched_executives_);
}

void Generation::EndArticle(uint32_t row, uint64_t sequence) {
  const ArticleRow& article = articles_[row];
  CountArticle(row, -1, sequence);
  articles_.at(row).to.store(sequence, std::memory_order_relaxed);
  for (uint32_t f = article.figures.first; f < article.figures.end(); ++f) {
    figures_.Close(f, sequence);
  }
  dead_rows_ += 1 + article.figures.count + article.organizations.count +
                article.executives.count + article.roles.count;
}

void Generation::LeaveVersions(uint64_t sequence) {
  int64_t organizations = live_.organizations;
  int64_t executives = live_.executives;
  const uint64_t kept_until = replaying_ ? published() : kForever;
  const uint32_t left =
      organizations_.LeaveVersions(&touched_organizations_, sequence,
                                   kept_until, &organizations) +
      executives_.LeaveVersions(&touched_executives_, sequence, kept_until,
                                &executives);
  touched_organizations_.clear();
  touched_executives_.clear();
  const int64_t grown = organizations + executives -
                        int64_t{live_.organizations} -
                        int64_t{live_.executives};
  live_.organizations = static_cast<uint32_t>(organizations);
  live_.executives = static_cast<uint32_t>(executives);
  // Each version ends the one before it, but for those of newcomers.
  rows_ += left;
  dead_rows_ += left - std::clamp<int64_t>(grown, 0, left);
}

void Generation::Note(JournalEntry entry,
                      const google::protobuf::Timestamp& time) {
  // An entry without a time is known as soon as what came before it.
  if (time.seconds() != 0) entry.known_micros = JournalMicros(time);
  if (journal_.size() > 0) {
    entry.known_micros = std::max(entry.known_micros,
                                  journal_[journal_.size() - 1].known_micros);
  }
  live_.claims = claim_writer_.live();
  entry.live = live_;
  entry.dead_rows = dead_rows_;
  journal_.Push(entry);
}

std::vector<TableBytes> Generation::BytesByTable() const {
  return {{"strings", strings_.bytes()},
          {"article ids", article_ids_.bytes()},
          {"stored messages", texts_.bytes()},
          {"lists of rows", arena_.bytes() + other_arena_.bytes()},
          {"articles", articles_.bytes() + newest_articles_.bytes()},
          {"roles", roles_.bytes()},
          {"figures", figures_.bytes()},
          {"claims", claims_.bytes()},
          {"organizations", organizations_.bytes()},
          {"executives", executives_.bytes()},
          {"keyed lists", by_unit_.bytes() + by_country_.bytes() +
                              by_category_.bytes() + by_both_.bytes() +
                              by_publisher_.bytes() + by_label_.bytes()},
          {"words of figures", figure_words_.bytes()},
          {"journal", journal_.bytes()},
          {"overrides", override_notes_.bytes()},
          {"joins", organization_joiner_.bytes()},
          {"joins of people", executive_joiner_.bytes()}};
}

void Generation::Publish(uint64_t position) {
  size_t bytes = 0;
  for (const TableBytes& table : BytesByTable()) bytes += table.bytes;
  bytes_.store(bytes, std::memory_order_relaxed);
  published_.store(position, std::memory_order_release);
}

}  // namespace impactwire::query
