#include "ingest_service/extract/roles/feature_words.h"

#include <algorithm>

#include "common/base/same_word.h"

namespace impactwire::extract {
namespace {

constexpr absl::string_view kJoints[] = {
    "of",   "at",   "for",     "in",  "with",  "from", "the",  "and",   "to",
    "by",   "on",   "as",      "its", "their", "his",  "her",  "our",   "who",
    "that", "'s",   "\u2019s", "a",   "an",    "said", "says", "which", "is",
    "was",  "told", "has",     "had", "where", "also", "'",    "\u2019"};

}  // namespace

absl::string_view Bucket(int n) {
  return n <= 0    ? "0"
         : n == 1  ? "1"
         : n == 2  ? "2"
         : n <= 4  ? "4"
         : n <= 8  ? "8"
         : n <= 16 ? "16"
                   : "many";
}

absl::string_view Count(int n) {
  return n <= 0 ? "0" : n == 1 ? "1" : n == 2 ? "2" : "3+";
}

bool IsJoint(absl::string_view word) {
  for (const absl::string_view joint : kJoints) {
    if (SameWord(word, joint)) return true;
  }
  return false;
}

bool IsSaying(absl::string_view word) {
  static constexpr absl::string_view kWords[] = {
      "said",      "says",      "told",   "tells",    "saying", "added",
      "adds",      "announced", "stated", "expects",  "hopes",  "explained",
      "explains",  "noted",     "notes",  "reported", "called", "recalled",
      "confirmed", "according", "wants",  "promised", "writes", "calls"};
  return std::find(std::begin(kWords), std::end(kWords), word) !=
         std::end(kWords);
}

absl::string_view KindName(v1::OrganizationKind kind) {
  switch (kind) {
    case v1::ORGANIZATION_KIND_COMPANY:
      return "company";
    case v1::ORGANIZATION_KIND_NONPROFIT:
      return "nonprofit";
    case v1::ORGANIZATION_KIND_GOVERNMENT:
      return "government";
    case v1::ORGANIZATION_KIND_INTERGOVERNMENTAL:
      return "world";
    case v1::ORGANIZATION_KIND_EDUCATION:
      return "education";
    case v1::ORGANIZATION_KIND_MEDIA:
      return "media";
    default:
      return "other";
  }
}

}  // namespace impactwire::extract
