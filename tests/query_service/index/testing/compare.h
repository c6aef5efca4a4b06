// All queries of an index at one position against the oracle's.
#pragma once

#include <string>
#include <vector>

#include "query_service/index/generation/snapshot.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {

template <typename Message>
std::string Text(const Message& message) {
  return message.ShortDebugString();
}

template <typename Repeated>
std::vector<std::string> Texts(const Repeated& messages) {
  std::vector<std::string> texts;
  for (const auto& message : messages) texts.push_back(Text(message));
  return texts;
}

// Random lists, searches and aggregates as of `at`; later pages are asked of
// `now`.
void CompareAt(const Snapshot& at, const Snapshot& now,
               const std::vector<v1::LogEntry>& entries, World* world);

// Random things by their ids.
void CompareGets(const Snapshot& at, const std::vector<v1::LogEntry>& entries,
                 World* world);

}  // namespace impactwire::query
