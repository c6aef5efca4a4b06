#include "query_service/index/queries/figure_queries.h"

#include <algorithm>

#include "common/base/stable_id.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "query_service/index/filters/figure_filter.h"
#include "query_service/index/filters/filter_check.h"
#include "query_service/index/queries/figure_order.h"
#include "query_service/index/queries/list_end.h"
#include "query_service/index/queries/page_fill.h"
#include "query_service/index/queries/page_token.h"
#include "query_service/index/queries/parsed_answer.h"
#include "query_service/index/readers/entity_reader.h"
#include "query_service/index/tables/wire_writer.h"

namespace impactwire::query {
namespace {

using Request = v1::ListImpactFiguresRequest;

// Rows that are looked through in microseconds.
constexpr size_t kCheapRows = 4096;

// A row as it stands in every generation: its record's sequence, and its place
// in the record.
PageCursor CursorOf(const Generation& tables, uint32_t row) {
  const uint32_t article =
      tables.figures().segment(row).article_row[FigureTable::offset(row)];
  const ArticleRow& a = tables.articles()[article];
  return {a.from, row - a.figures.first};
}

absl::StatusOr<uint32_t> RowOf(const Generation& tables,
                               const PageCursor& cursor) {
  const uint32_t article = tables.ArticleRowFrom(cursor.first);
  if (article >= tables.articles().size() ||
      tables.articles()[article].from != cursor.first ||
      cursor.second >= tables.articles()[article].figures.count) {
    return BadPageToken();
  }
  return tables.articles()[article].figures.first +
         static_cast<uint32_t>(cursor.second);
}

absl::Status CheckOrder(const Request& request, const FigureFilter& filter) {
  if (!Request::Order_IsValid(request.order())) {
    return InvalidField("order",
                        absl::StrCat(request.order(), " is no known order"));
  }
  if (request.order() == Request::ORDER_VALUE && !filter.HasOneUnit()) {
    return InvalidField("order",
                        "ORDER_VALUE needs exactly one unit in filter.units, "
                        "or unit = ... in filter.expression");
  }
  return absl::OkStatus();
}

// The organization that stands for the row's; kNoRow for none.
uint32_t RootOfRow(const Snapshot& snapshot, uint32_t row) {
  const Generation& tables = snapshot.tables();
  const uint32_t organization =
      tables.figures().segment(row).organization[FigureTable::offset(row)];
  return organization == kNoRow || !tables.organizations().has_redirects()
             ? organization
             : tables.organizations().Root(organization, snapshot.at());
}

// Whether one of those that the record credits jointly has another standing for
// it, or `root` is one of them.
bool OthersChange(const Snapshot& snapshot, uint32_t row, uint32_t root) {
  const EntityTable& table = snapshot.tables().organizations();
  if (!table.has_redirects()) return false;
  const NumberList others = snapshot.tables().figures().co_organizations(row);
  return std::any_of(others.begin(), others.end(), [&](uint32_t other) {
    return other == root || table.Root(other, snapshot.at()) != other;
  });
}

}  // namespace

void FillFigure(const Snapshot& snapshot, uint32_t row,
                v1::ImpactFigure* figure) {
  const Generation& tables = snapshot.tables();
  tables.ReadFigure(row, figure);
  const uint32_t root = RootOfRow(snapshot, row);
  const EntityReader reader(snapshot);
  const EntityTable& organizations = tables.organizations();
  const uint32_t named =
      tables.figures().segment(row).organization[FigureTable::offset(row)];
  if (root != named) figure->set_organization_id(organizations.IdText(root));
  if (!OthersChange(snapshot, row, root)) return;
  // After a merge two of them may be one.
  std::vector<std::string> others;
  for (const std::string& id : figure->co_organization_ids()) {
    std::string canonical = reader.CanonicalId(organizations, id);
    if (canonical != figure->organization_id() &&
        std::find(others.begin(), others.end(), canonical) == others.end()) {
      others.push_back(std::move(canonical));
    }
  }
  figure->clear_co_organization_ids();
  for (std::string& id : others) figure->add_co_organization_ids(std::move(id));
}

void FillFigureEntry(const Snapshot& snapshot, uint32_t row,
                     v1::ImpactFigureEntry* entry) {
  const Generation& tables = snapshot.tables();
  FillFigure(snapshot, row, entry->mutable_figure());
  const FigureSegment& s = tables.figures().segment(row);
  const uint32_t i = FigureTable::offset(row);
  entry->set_organization_name(
      std::string(EntityReader(snapshot).OrganizationName(s.organization[i])));
  const ArticleRow& article = tables.articles()[s.article_row[i]];
  entry->set_article_id(std::string(tables.ArticleId(article)));
  entry->set_article_title(tables.Title(article));
  entry->set_publisher(std::string(tables.strings().Get(article.publisher)));
  entry->set_publish_date(
      std::string(tables.strings().Get(article.publish_date)));
  entry->set_uri(tables.Uri(article));
}

void AppendFigureEntry(const Snapshot& snapshot, uint32_t row,
                       std::string* out) {
  using Entry = v1::ImpactFigureEntry;
  using Figure = v1::ImpactFigure;
  const Generation& tables = snapshot.tables();
  const EntityTable& organizations = tables.organizations();
  const uint32_t root = RootOfRow(snapshot, row);
  if (OthersChange(snapshot, row, root)) {
    // Ids within the stored bytes have to be exchanged.
    Entry entry;
    FillFigureEntry(snapshot, row, &entry);
    entry.AppendToString(out);
    return;
  }
  const FigureSegment& s = tables.figures().segment(row);
  const uint32_t i = FigureTable::offset(row);
  std::string rest;
  tables.AppendFigureRest(row, &rest);
  const std::string id = IdText(kFigureIdKind, s.id[i]);
  const std::string organization =
      root == kNoRow ? "" : organizations.IdText(root);
  WireWriter writer(out);
  const absl::string_view unit = tables.strings().Get(s.unit[i]);
  const std::pair<int, uint32_t> enums[] = {
      {Figure::kBoundFieldNumber, s.bound[i]},
      {Figure::kCategoryFieldNumber, s.category[i]},
      {Figure::kStatusFieldNumber, s.status[i]},
      {Figure::kAttributionFieldNumber, s.attribution[i]}};
  size_t size =
      rest.size() +
      WireWriter::TextSize(Figure::kFigureIdFieldNumber, id.size()) +
      WireWriter::TextSize(Figure::kOrganizationIdFieldNumber,
                           organization.size()) +
      WireWriter::TextSize(Figure::kUnitFieldNumber, unit.size()) +
      WireWriter::DoubleSize(Figure::kValueFieldNumber, s.value[i]) +
      WireWriter::DoubleSize(Figure::kConfidenceFieldNumber, s.confidence[i]);
  for (const auto& [field, value] : enums) {
    size += WireWriter::NumberSize(field, value);
  }
  writer.Begin(Entry::kFigureFieldNumber, size);
  out->append(rest);
  writer.Text(Figure::kFigureIdFieldNumber, id);
  writer.Text(Figure::kOrganizationIdFieldNumber, organization);
  writer.Text(Figure::kUnitFieldNumber, unit);
  writer.Double(Figure::kValueFieldNumber, s.value[i]);
  writer.Double(Figure::kConfidenceFieldNumber, s.confidence[i]);
  for (const auto& [field, value] : enums) writer.Number(field, value);
  const ArticleRow& article = tables.articles()[s.article_row[i]];
  writer.Text(Entry::kOrganizationNameFieldNumber,
              EntityReader(snapshot).OrganizationName(s.organization[i]));
  writer.Text(Entry::kArticleIdFieldNumber, tables.ArticleId(article));
  writer.Text(Entry::kArticleTitleFieldNumber, tables.Title(article));
  writer.Text(Entry::kPublisherFieldNumber,
              tables.strings().Get(article.publisher));
  writer.Text(Entry::kPublishDateFieldNumber,
              tables.strings().Get(article.publish_date));
  writer.Text(Entry::kUriFieldNumber, tables.Uri(article));
}

absl::StatusOr<v1::GetImpactFigureResponse> GetImpactFigure(
    const Snapshot& now, const v1::GetImpactFigureRequest& request) {
  return ParsedAnswer<v1::GetImpactFigureResponse>(&AppendGetImpactFigure, now,
                                                   request);
}

absl::Status AppendGetImpactFigure(const Snapshot& now,
                                   const v1::GetImpactFigureRequest& request,
                                   std::string* out) {
  using Response = v1::GetImpactFigureResponse;
  ASSIGN_OR_RETURN(const uint64_t id,
                   RequiredId("figure_id", kFigureIdKind, request.figure_id()));
  const auto row = now.tables().figures().Find(id, now.at());
  if (!row.has_value()) {
    return ResourceNotFound("impact_figure", request.figure_id());
  }
  std::string entry;
  AppendFigureEntry(now, *row, &entry);
  WireWriter writer(out);
  writer.Text(Response::kEntryFieldNumber, entry);
  writer.Text(Response::kPositionFieldNumber, now.position());
  return absl::OkStatus();
}

namespace {

// `add(snapshot, row)` adds an entry to the answer and tells its size.
template <typename Add>
absl::StatusOr<ListEnd> ListRows(const Snapshot& now, const Request& request,
                                 const Add& add) {
  ASSIGN_OR_RETURN(const FigureFilter filter,
                   FigureFilter::Make(request.filter()));
  RETURN_IF_ERROR(CheckOrder(request, filter));
  const auto order = request.order() == Request::ORDER_UNSPECIFIED
                         ? Request::ORDER_POSITION
                         : request.order();
  ASSIGN_OR_RETURN(Page page,
                   OpenPage(now, request.page_size(), request.page_token(),
                            QueryHash("figures", request.filter(), order)));
  const Generation& tables = page.snapshot.tables();
  const FigureMatcher matcher(filter, page.snapshot);
  std::optional<OrderKey> after;
  if (page.after.has_value()) {
    ASSIGN_OR_RETURN(const uint32_t row, RowOf(tables, *page.after));
    after = FigureOrderKey(tables.figures(), order, row);
  }
  // Later pages were told the count by their token; without a filter it is
  // known.
  const bool counts = !after.has_value() && !filter.empty();
  // One more than the page, to know whether another page follows.
  const std::vector<OrderKey> keys =
      FirstFigures(matcher, order, page.size + 1, after,
                   counts ? &page.total_count : nullptr);
  if (filter.empty() && !after.has_value()) {
    page.total_count = tables.CountsAt(page.snapshot.at()).figures;
  }
  ListEnd end;
  end.next_page_token = FillPage(
      page, keys,
      [&](const OrderKey& key) { return add(page.snapshot, key.row); },
      [&](const OrderKey& key) { return CursorOf(tables, key.row); });
  end.total_count = page.total_count;
  end.position = page.snapshot.position();
  return end;
}

}  // namespace

absl::StatusOr<v1::ListImpactFiguresResponse> ListImpactFigures(
    const Snapshot& now, const v1::ListImpactFiguresRequest& request) {
  return ParsedAnswer<v1::ListImpactFiguresResponse>(&AppendListImpactFigures,
                                                     now, request);
}

absl::Status AppendListImpactFigures(
    const Snapshot& now, const v1::ListImpactFiguresRequest& request,
    std::string* out) {
  using Response = v1::ListImpactFiguresResponse;
  WireWriter writer(out);
  std::string entry;
  ASSIGN_OR_RETURN(
      const ListEnd end,
      ListRows(now, request, [&](const Snapshot& snapshot, uint32_t row) {
        entry.clear();
        AppendFigureEntry(snapshot, row, &entry);
        writer.Text(Response::kEntriesFieldNumber, entry);
        return entry.size();
      }));
  writer.Text(Response::kNextPageTokenFieldNumber, end.next_page_token);
  writer.Number(Response::kTotalCountFieldNumber, end.total_count);
  writer.Text(Response::kPositionFieldNumber, end.position);
  return absl::OkStatus();
}

namespace {

// Whether the condition alone leaves few rows, which are found at once.
bool SelectsFewRows(const Snapshot& now, const FigureCondition& condition) {
  const FigureTest& test = condition.test;
  if (condition.kind != FigureCondition::Kind::kTest || test.negated ||
      test.present || test.contains) {
    return false;
  }
  if (test.field == FigureField::kArticle) return true;
  if (test.field != FigureField::kOrganization) return false;
  const EntityTable& table = now.tables().organizations();
  size_t rows = 0;
  for (const uint64_t id : test.numbers) {
    const auto entity = table.Find(id);
    if (!entity.has_value()) continue;
    rows += table.RowsOfGroup(*entity, now.at(), &EntityTable::figures_of);
    if (rows > kCheapRows) return false;
  }
  return true;
}

}  // namespace

bool IsCheapList(const Snapshot& now,
                 const v1::ListImpactFiguresRequest& request) {
  if (request.page_size() > kDefaultPageSize) return false;
  const Generation& tables = now.tables();
  if (tables.figures().size() <= kCheapRows) return true;
  const auto filter = FigureFilter::Make(request.filter());
  // The error is told at once.
  if (!filter.ok()) return true;
  return std::any_of(
      filter->conditions.begin(), filter->conditions.end(),
      [&](const FigureCondition& c) { return SelectsFewRows(now, c); });
}

}  // namespace impactwire::query
