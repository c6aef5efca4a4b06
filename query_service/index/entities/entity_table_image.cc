// EntityTable: in files and back.
#include <algorithm>

#include "query_service/index/entities/entity_table.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/tables/table_image.h"

namespace impactwire::query {
namespace {

// The list with the country behind its last number (rows.h).
NumberList WithCountry(const NumberList& list, uint16_t country, Arena* arena) {
  const auto count = static_cast<uint32_t>(list.end() - list.begin());
  auto* const longer = static_cast<uint32_t*>(
      arena->Allocate((size_t{count} + 2) * sizeof(uint32_t)));
  longer[0] = count;
  std::copy(list.begin(), list.end(), longer + 1);
  longer[1 + count] = country;
  return NumberList(longer);
}

}  // namespace

void EntityTable::Save(const ImageAt& at, const ImageRows& rows,
                       ImageWriter* out) const {
  out->Put(rows.entities);
  for (uint32_t e = 0; e < rows.entities; ++e) out->Put(entities_[e].id);

  const uint32_t redirects =
      RowsUpTo(at.position, redirects_.size(),
               [&](size_t row) { return redirects_[row].from; });
  out->Put(redirects);
  for (uint32_t r = 0; r < redirects; ++r) {
    const RedirectRow& row = redirects_[r];
    out->Put(row.entity);
    out->Put(row.into);
    out->Put(row.from);
    out->Put(at.End(row.to.load(std::memory_order_relaxed)));
    out->Put(uint32_t{row.note});
    out->Put(static_cast<uint8_t>(row.reason_number));
  }

  const uint32_t versions =
      RowsUpTo(at.position, versions_.size(),
               [&](size_t row) { return versions_[row].from; });
  out->Put(versions);
  for (uint32_t r = 0; r < versions; ++r) {
    const EntityVersion& row = versions_[r];
    out->Put(row.from);
    out->Put(row.entity);
    out->Put(row.display);
    out->Put(row.display_folded);
    out->Put(uint32_t{row.articles});
    out->Put(static_cast<uint8_t>(row.kind));
    out->Put(row.figures);
  }

  out->Put(rows.forms);
  for (uint32_t f = 0; f < rows.forms; ++f) {
    out->Put(forms_[f].entity);
    out->Put(forms_[f].text);
    out->Put(forms_[f].folded);
  }

  out->Put(rows.appearances);
  for (uint32_t r = 0; r < rows.appearances; ++r) {
    const AppearanceRow& row = appearances_[r];
    out->Put(row.article_row);
    out->Put(row.entity);
    out->Put(uint32_t{row.display_form});
    out->Put(static_cast<uint8_t>(row.kind));
    out->Put(row.confidence);
    PutNumbers(row.alias_forms, out);
    out->Put(row.country());
  }
}

void EntityTable::Load(const ImageAt& at, Arena* arena, ImageReader* in) {
  const uint32_t entities = in->Count(sizeof(uint64_t));
  for (uint32_t e = 0; e < entities && in->ok(); ++e) {
    const auto id = in->Get<uint64_t>();
    Entity& entity = entities_.Next();
    entity.id = id;
    // Not before what it was: summaries are kept from now on only.
    entity.changed.store(at.position, std::memory_order_relaxed);
    entity.ended.store(at.position, std::memory_order_relaxed);
    entities_.Publish();
    numbers_.Upsert(id, e, [](uint32_t) { return false; });
  }
  NoteRedirect(at.position);

  const uint32_t redirects = in->Count(29);
  for (uint32_t r = 0; r < redirects && in->ok(); ++r) {
    RedirectRow row;
    row.entity = in->Number(entities);
    row.into = in->NumberOrNone(entities);
    row.from = in->Get<uint64_t>();
    const auto to = in->Get<uint64_t>();
    row.note = in->Get<uint32_t>();
    row.reason_number = in->Get<uint8_t>();
    if (!in->ok()) return;
    Entity& entity = entities_.at(row.entity);
    AddRedirect(row,
                row.reason() == RedirectReason::kOverride
                    ? &entity.newest_override
                    : &entity.newest_join,
                arena);
    redirects_.at(r).to.store(to, std::memory_order_relaxed);
  }

  const uint32_t versions = in->Count(29);
  for (uint32_t r = 0; r < versions && in->ok(); ++r) {
    EntityVersion version;
    in->Get(&version.from);
    version.entity = in->Number(entities);
    version.display = in->Number(at.strings);
    version.display_folded = in->Number(at.strings);
    version.articles = in->Get<uint32_t>();
    version.kind = in->Get<uint8_t>();
    in->Get(&version.figures);
    if (!in->ok()) return;
    std::atomic<uint32_t>& newest = entities_.at(version.entity).newest_version;
    version.prev = newest.load(std::memory_order_relaxed);
    newest.store(static_cast<uint32_t>(versions_.Push(version)),
                 std::memory_order_relaxed);
    // No names are there yet: they begin with what is told in the end.
    RaiseNames(version, at.position);
  }

  const uint32_t forms = in->Count(12);
  for (uint32_t f = 0; f < forms && in->ok(); ++f) {
    const uint32_t entity = in->Number(entities);
    const uint32_t text = in->Number(at.strings);
    const uint32_t folded = in->Number(at.strings);
    if (in->ok()) AddForm(entity, text, folded, arena);
  }

  // Listed some rows later, when what they lead to has been fetched.
  uint32_t listed = 0;
  const uint32_t appearances = in->Count(23);
  for (uint32_t r = 0; r < appearances && in->ok(); ++r) {
    AppearanceRow& row = appearances_.Next();
    row.article_row = in->Number(at.articles);
    row.entity = in->Number(entities);
    row.display_form = in->Number(forms);
    row.kind = in->Get<uint8_t>();
    row.confidence = in->Get<float>();
    row.alias_forms = GetNumbers(forms, arena, in);
    if (const auto country = in->Get<uint16_t>(); country != 0) {
      row.alias_forms = WithCountry(row.alias_forms, country, arena);
      row.has_country = 1;
    }
    if (!in->ok()) return;
    appearances_.Publish();
    for (uint32_t step = 0; step < kListSteps; ++step) {
      const uint32_t ahead = step * kRowsAStep;
      if (r >= ahead) PrefetchLists(appearances_[r - ahead], step);
    }
    if (r >= kListSteps * kRowsAStep) ListAppearance(listed++, arena);
  }
  while (listed < appearances_.size()) ListAppearance(listed++, arena);
}

}  // namespace impactwire::query
