// Generation: in files and back.
#include <algorithm>
#include <future>
#include <thread>
#include <utility>

#include "common/status/status_macros.h"
#include "query_service/index/generation/generation.h"
#include "query_service/index/tables/table_image.h"

namespace impactwire::query {
namespace {

// What articles further on lead to is fetched ahead of them.
constexpr uint32_t kArticlesAhead = 4;

}  // namespace

void Generation::Save(uint64_t position, ImageWriter* out) const {
  // In this order: what is counted earlier refers to what is counted later.
  ImageAt at;
  at.position = position;
  at.figures = figures_.RowsAt(position);
  at.articles = ArticleRowFrom(position + 1);
  EntityTable::ImageRows organizations;
  EntityTable::ImageRows executives;
  uint32_t roles = 0;
  if (at.articles > 0) {
    // The rows of an article stand behind those of the one before it.
    const ArticleRow& last = articles_[at.articles - 1];
    organizations.appearances = last.organizations.end();
    executives.appearances = last.executives.end();
    roles = last.roles.end();
  }
  organizations_.CountForImage(&organizations);
  executives_.CountForImage(&executives);
  at.organizations = organizations.entities;
  const auto ids = static_cast<uint32_t>(article_ids_.size());
  at.strings = static_cast<uint32_t>(strings_.size());
  for (const uint32_t rows :
       {at.strings, at.articles, at.organizations, at.figures}) {
    out->Put(rows);
  }

  out->EndPart();
  out->Mark("strings");
  strings_.Save(at.strings, out);
  article_ids_.Save(ids, out);

  out->EndPart();
  out->Mark("organizations");
  organizations_.Save(at, organizations, out);

  out->EndPart();
  out->Mark("figures");
  figures_.Save(at, out);
  out->Mark("claims");
  claims_.Save(at, out);

  out->EndPart();
  out->Mark("words");
  figure_words_.Save(at.figures, out);

  out->EndPart();
  out->Mark("executives");
  executives_.Save(at, executives, out);

  out->EndPart();
  out->Mark("articles");
  SaveArticles(at, out);

  out->EndPart();
  out->Mark("roles");
  out->Put(roles);
  for (uint32_t r = 0; r < roles; ++r) {
    const RoleRow& row = roles_[r];
    out->Put(row.id);
    out->Put(row.article_row);
    out->Put(row.executive);
    out->Put(row.organization);
    out->Put(uint32_t{row.families});
    out->Put(static_cast<uint8_t>(row.status));
    out->Put(row.confidence);
  }
  out->Mark("journal");
  SaveJournal(at, out);
}

void Generation::SaveArticles(const ImageAt& at, ImageWriter* out) const {
  out->Put(at.articles);
  for (uint32_t r = 0; r < at.articles; ++r) {
    const ArticleRow& row = articles_[r];
    out->Put(row.from);
    out->Put(at.End(row.to.load(std::memory_order_relaxed)));
    out->Put(row.article);
    out->Put(row.publisher);
    out->Put(row.publisher_folded);
    out->Put(row.publish_date);
    PutDays(row.publish_days, out);
    for (const RowRange& range :
         {row.organizations, row.executives, row.roles, row.figures}) {
      out->Put(range.first);
      out->Put(range.count);
    }
    PutNumbers(row.labels, out);
    PutNumbers(row.shingles, out);
    out->PutBytes(row.facts.view());
  }
}

void Generation::SaveJournal(const ImageAt& at, ImageWriter* out) const {
  const auto notes =
      RowsUpTo(at.position, override_notes_.size(),
               [&](size_t n) { return override_notes_[n].from; });
  out->Put(notes);
  for (uint32_t n = 0; n < notes; ++n) {
    const OverrideNote& note = override_notes_[n];
    out->Put(note.from);
    out->Put(at.End(note.to.load(std::memory_order_relaxed)));
    out->Put(static_cast<uint8_t>(note.of_executives));
    out->Put(note.row);
    out->PutBytes(note.entry.view());
  }
  const auto entries = static_cast<uint32_t>(JournalAfter(at.position));
  out->Put(entries);
  for (uint32_t n = 0; n < entries; ++n) {
    const JournalEntry& entry = journal_[n];
    out->Put(entry.sequence);
    out->Put(static_cast<uint8_t>(entry.kind));
    out->Put(entry.row);
    out->Put(entry.ended);
    out->Put(entry.known_micros);
    for (const uint32_t count :
         {entry.live.articles, entry.live.organizations, entry.live.executives,
          entry.live.figures, entry.live.claims}) {
      out->Put(count);
    }
    out->Put(entry.dead_rows);
  }
}

absl::Status Generation::Load(uint64_t position, uint64_t horizon,
                              ImageReader* head,
                              absl::Span<ImageReader> parts) {
  ImageAt at;
  at.position = position;
  for (uint32_t* rows :
       {&at.strings, &at.articles, &at.organizations, &at.figures}) {
    head->Get(rows);
  }
  head->ExpectEnd();
  RETURN_IF_ERROR(head->status());
  ImageReader* const strings = &parts[0];
  ImageReader* const organizations = &parts[1];
  ImageReader* const figures = &parts[2];
  ImageReader* const words = &parts[3];
  ImageReader* const executives = &parts[4];
  ImageReader* const articles = &parts[5];
  ImageReader* const rest = &parts[6];
  // Two threads, about equally busy: each believes the head how much the other
  // will find.
  std::promise<bool> strings_are_there;
  std::thread other([&] {
    figures->ExpectMark("figures");
    figures_.Load(at, &other_arena_, figures);
    figures->ExpectMark("claims");
    if (figures_.size() != at.figures) figures->Fail("figures are missing");
    claims_.Load(at, figures);
    figures->ExpectEnd();
    if (figures->ok()) {
      for (uint32_t row = 0; row < at.figures; ++row) {
        ListFigureByKeys(row, &other_arena_);
      }
    }
    if (!strings_are_there.get_future().get()) return;
    articles->ExpectMark("articles");
    LoadArticles(at, &other_arena_, articles);
    articles->ExpectEnd();
  });
  strings->ExpectMark("strings");
  strings_.Load(strings);
  if (strings_.size() != at.strings) strings->Fail("strings are missing");
  article_ids_.Load(strings);
  strings->ExpectEnd();
  strings_are_there.set_value(strings->ok());
  if (strings->ok()) {
    organizations->ExpectMark("organizations");
    organizations_.Load(at, &arena_, organizations);
    organizations->ExpectEnd();
    if (organizations_.size() != at.organizations) {
      organizations->Fail("organizations are missing");
    }
    executives->ExpectMark("executives");
    executives_.Load(at, &arena_, executives);
    executives->ExpectEnd();
    words->ExpectMark("words");
    figure_words_.Load(at.figures, words);
    words->ExpectEnd();
  }
  other.join();
  for (const ImageReader& part : parts) RETURN_IF_ERROR(part.status());
  rest->ExpectMark("roles");
  LoadRoles(at, rest);
  CheckRanges(rest);
  rest->ExpectMark("journal");
  LoadJournal(at, rest);
  rest->ExpectEnd();
  RETURN_IF_ERROR(rest->status());

  ListFiguresByOrganizations();
  if (!SettleJoins(position)) {
    return absl::DataLossError("others are joined");
  }
  live_ = LiveCounts();
  if (journal_.size() > 0) {
    const JournalEntry& last = journal_[journal_.size() - 1];
    live_ = last.live;
    dead_rows_ = last.dead_rows;
  }
  claim_writer_.set_live(live_.claims);
  rows_ = articles_.size() + organizations_.appearances().size() +
          executives_.appearances().size() + roles_.size() + figures_.size() +
          organizations_.versions() + executives_.versions() +
          override_notes_.size();
  set_horizon(horizon);
  Publish(position);
  return absl::OkStatus();
}

void Generation::LoadArticles(const ImageAt& at, Arena* lists,
                              ImageReader* in) {
  while (newest_articles_.size() < article_ids_.size()) {
    newest_articles_.Next();
    newest_articles_.Publish();
  }
  if (in->Count(84) != at.articles) in->Fail("articles are missing");
  for (uint32_t r = 0; r < at.articles && in->ok(); ++r) {
    ArticleRow& row = articles_.Next();
    in->Get(&row.from);
    row.to.store(in->Get<uint64_t>(), std::memory_order_relaxed);
    row.article = in->Number(article_ids_.size());
    row.publisher = in->Number(at.strings);
    row.publisher_folded = in->Number(at.strings);
    row.publish_date = in->Number(at.strings);
    row.publish_days = GetDays(in);
    for (RowRange* range :
         {&row.organizations, &row.executives, &row.roles, &row.figures}) {
      in->Get(&range->first);
      in->Get(&range->count);
    }
    row.labels = GetNumbers(at.strings, lists, in);
    row.shingles = GetNumbers(kForever, lists, in);
    row.facts = in->StoredBytes(&texts_);
    if (!StoredFacts(row.facts.view())
             .Hold(size_t{row.roles.count} + row.figures.count)) {
      in->Fail("an article's facts are not whole");
    }
    if (!in->ok()) return;
    std::atomic<uint32_t>& newest = newest_articles_.at(row.article);
    row.prev = newest.load(std::memory_order_relaxed) - 1;
    newest.store(r + 1, std::memory_order_relaxed);
    articles_.Publish();
    ListArticle(r, lists);
  }
}

void Generation::ListFiguresByOrganizations() {
  const auto figures = static_cast<uint32_t>(figures_.size());
  for (uint32_t row = 0; row < figures; ++row) {
    for (uint32_t step = 0; step < EntityTable::kListSteps; ++step) {
      const uint64_t ahead = uint64_t{row} + (EntityTable::kListSteps - step) *
                                                 EntityTable::kRowsAStep;
      if (ahead >= figures) continue;
      const auto next = static_cast<uint32_t>(ahead);
      const uint32_t organization =
          figures_.segment(next).organization[FigureTable::offset(next)];
      if (organization != kNoRow) {
        organizations_.PrefetchFigures(organization, step);
      }
    }
    ListFigureByOrganizations(row);
  }
}

void Generation::LoadRoles(const ImageAt& at, ImageReader* in) {
  const uint32_t count = in->Count(33);
  for (uint32_t r = 0; r < count && in->ok(); ++r) {
    RoleRow& row = roles_.Next();
    in->Get(&row.id);
    row.article_row = in->Number(at.articles);
    row.executive = in->Number(executives_.size());
    row.organization = in->NumberOrNone(organizations_.size());
    row.families = in->Get<uint32_t>();
    row.status = in->Get<uint8_t>();
    row.confidence = in->Get<double>();
    if (!in->ok()) return;
    roles_.Publish();
    ListRole(r);
  }
}

void Generation::LoadJournal(const ImageAt& at, ImageReader* in) {
  const uint32_t notes = in->Count(25);
  for (uint32_t n = 0; n < notes && in->ok(); ++n) {
    OverrideNote& note = override_notes_.Next();
    in->Get(&note.from);
    note.to.store(in->Get<uint64_t>(), std::memory_order_relaxed);
    note.of_executives = in->Get<uint8_t>() != 0;
    note.row = in->NumberOrNone(
        (note.of_executives ? executives_ : organizations_).redirects());
    note.entry = in->StoredBytes(&texts_);
    v1::Override entry;
    const absl::string_view bytes = note.entry.view();
    if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      in->Fail("an override does not parse");
    }
    if (!in->ok()) return;
    newest_overrides_[entry.override_id()] = n;
    override_notes_.Publish();
  }
  const uint32_t entries = in->Count(53);
  for (uint32_t n = 0; n < entries && in->ok(); ++n) {
    JournalEntry entry;
    in->Get(&entry.sequence);
    const bool is_override = in->Get<uint8_t>() != 0;
    entry.kind = is_override ? JournalEntry::Kind::kOverride
                             : JournalEntry::Kind::kArticle;
    entry.row = in->NumberOrNone(is_override ? notes : at.articles);
    entry.ended = in->NumberOrNone(at.articles);
    entry.known_micros = in->Get<int64_t>();
    for (uint32_t* count :
         {&entry.live.articles, &entry.live.organizations,
          &entry.live.executives, &entry.live.figures, &entry.live.claims}) {
      in->Get(count);
    }
    in->Get(&entry.dead_rows);
    if (in->ok()) journal_.Push(entry);
  }
}

// How the roots stand now, and what the joiners know of the articles, whose
// joins are in the image already. False: they are others than the articles say.
bool Generation::SettleJoins(uint64_t position) {
  bool executives_are_joined = true;
  std::thread other(
      [&] { executives_are_joined = SettleExecutives(position); });
  const bool organizations_are_joined = SettleOrganizations(position);
  other.join();
  return organizations_are_joined && executives_are_joined;
}

bool Generation::SettleOrganizations(uint64_t position) {
  for (uint32_t row = 0; row < articles_.size(); ++row) {
    if (row + kArticlesAhead < articles_.size()) {
      organizations_.PrefetchCount(
          articles_[row + kArticlesAhead].organizations);
    }
    if (!articles_[row].HoldsAt(position)) continue;
    CountOrganizations(row, 1, position);
    touched_organizations_.clear();
  }
  if (options_.join_organizations) {
    for (uint32_t row = 0; row < articles_.size(); ++row) {
      organization_joiner_.Add(articles_[row]);
    }
  }
  return AreJoinsOf(organizations_, position,
                    organization_joiner_.Settle(position));
}

bool Generation::SettleExecutives(uint64_t position) {
  for (uint32_t row = 0; row < articles_.size(); ++row) {
    if (row + kArticlesAhead < articles_.size()) {
      executives_.PrefetchCount(articles_[row + kArticlesAhead].executives);
    }
    if (!articles_[row].HoldsAt(position)) continue;
    CountExecutives(row, 1, position);
    touched_executives_.clear();
  }
  if (options_.join_executives) {
    for (uint32_t row = 0; row < articles_.size(); ++row) {
      executive_joiner_.Add(articles_[row]);
    }
  }
  return AreJoinsOf(executives_, position, executive_joiner_.Settle(position));
}

bool Generation::AreJoinsOf(const EntityTable& table, uint64_t position,
                            const std::vector<EntityJoiner::Join>& joins) {
  size_t joined = 0;
  for (uint32_t e = 0; e < table.size(); ++e) {
    joined += table.JoinOf(e, position) != nullptr;
  }
  for (const EntityJoiner::Join& join : joins) {
    const RedirectRow* const row = table.JoinOf(join.entity, position);
    if (row == nullptr || row->into != join.into ||
        row->reason() != join.reason) {
      return false;
    }
  }
  return joins.size() == joined;
}

void Generation::CheckRanges(ImageReader* in) const {
  const auto within = [](const RowRange& range, size_t rows) {
    return uint64_t{range.first} + range.count <= rows;
  };
  for (uint32_t r = 0; r < articles_.size(); ++r) {
    const ArticleRow& row = articles_[r];
    if (!within(row.organizations, organizations_.appearances().size()) ||
        !within(row.executives, executives_.appearances().size()) ||
        !within(row.roles, roles_.size()) ||
        !within(row.figures, figures_.size())) {
      in->Fail("an article has rows that are not there");
      return;
    }
  }
}

}  // namespace impactwire::query
