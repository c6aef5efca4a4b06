// Queries for impact figures. Errors as query.proto says; page tokens may move
// the answer to an earlier position than `now`.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "impactwire/v1/query.pb.h"
#include "query_service/index/generation/snapshot.h"

namespace impactwire::query {

absl::StatusOr<v1::GetImpactFigureResponse> GetImpactFigure(
    const Snapshot& now, const v1::GetImpactFigureRequest& request);

// The same, serialized and appended to `out`: the message is not made.
absl::Status AppendGetImpactFigure(const Snapshot& now,
                                   const v1::GetImpactFigureRequest& request,
                                   std::string* out);

absl::StatusOr<v1::ListImpactFiguresResponse> ListImpactFigures(
    const Snapshot& now, const v1::ListImpactFiguresRequest& request);

// The same, serialized and appended to `out`. On an error `out` may hold a
// part.
absl::Status AppendListImpactFigures(
    const Snapshot& now, const v1::ListImpactFiguresRequest& request,
    std::string* out);

// Whether the list takes microseconds.
bool IsCheapList(const Snapshot& now,
                 const v1::ListImpactFiguresRequest& request);

absl::StatusOr<v1::AggregateImpactFiguresResponse> AggregateImpactFigures(
    const Snapshot& now, const v1::AggregateImpactFiguresRequest& request);

absl::StatusOr<v1::SearchImpactFiguresResponse> SearchImpactFigures(
    const Snapshot& now, const v1::SearchImpactFiguresRequest& request);

// The row as answers show it.
void FillFigureEntry(const Snapshot& snapshot, uint32_t row,
                     v1::ImpactFigureEntry* entry);

// The same, serialized.
void AppendFigureEntry(const Snapshot& snapshot, uint32_t row,
                       std::string* out);

// The figure with the ids that stand for its organizations.
void FillFigure(const Snapshot& snapshot, uint32_t row,
                v1::ImpactFigure* figure);

}  // namespace impactwire::query
