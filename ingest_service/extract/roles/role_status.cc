#include "ingest_service/extract/roles/role_status.h"

namespace impactwire::extract {
namespace {

// "the late X" in this sentence.
bool IsLate(const RoleScene& scene, int32_t person) {
  for (int t = scene.first() + 1; t < scene.last(); ++t) {
    if (scene.IsPerson(t) && scene.At(t)->entity == person &&
        scene.Is(t - 1, "late")) {
      return true;
    }
  }
  return false;
}

// "will be", "is to become", "was appointed": within the clause before.
bool WillBecome(const RoleScene& scene, const TitleSpan& title) {
  static constexpr absl::string_view kWords[] = {
      "become", "becomes", "appointed", "succeed", "succeeds",
      "will",   "named",   "appoints",  "names"};
  static constexpr absl::string_view kBefore[] = {"is", "was", "set", "due"};
  for (int k = title.outer_first - 1;
       k >= scene.first() && k >= title.outer_first - 7; --k) {
    for (const absl::string_view w : kWords) {
      if (scene.Is(k, w)) return true;
    }
    if (scene.Is(k, "to")) {
      for (const absl::string_view w : kBefore) {
        if (scene.Is(k - 1, w)) return true;
      }
    }
    if (scene.Is(k, ",") || scene.Is(k, ";") || scene.IsPerson(k)) {
      return false;
    }
  }
  return false;
}

bool WasOnce(const RoleScene& scene, const TitleSpan& title) {
  for (int k = title.outer_first - 1;
       k >= scene.first() && k >= title.outer_first - 3; --k) {
    if (scene.Is(k, "used") || scene.Is(k, "was") || scene.Is(k, "once") ||
        scene.Is(k, "formerly") || scene.Is(k, "previously")) {
      return true;
    }
  }
  return false;
}

}  // namespace

v1::RoleStatus StatusOf(const RoleScene& scene, const TitleSpan& title,
                        const RolePair& pair) {
  if (title.former || IsLate(scene, pair.person)) {
    return v1::ROLE_STATUS_FORMER;
  }
  if (pair.status != v1::ROLE_STATUS_UNSPECIFIED) return pair.status;
  if (pair.link == PairLink::kVerb) return v1::ROLE_STATUS_CURRENT;
  if (title.incoming || WillBecome(scene, title)) {
    return v1::ROLE_STATUS_INCOMING;
  }
  return WasOnce(scene, title) ? v1::ROLE_STATUS_FORMER
                               : v1::ROLE_STATUS_CURRENT;
}

}  // namespace impactwire::extract
