// RETURN_IF_ERROR(expr) and ASSIGN_OR_RETURN(lhs, expr): leave the function
// with the error. Not for use in headers that others include.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define IMPACTWIRE_CONCAT_INNER(a, b) a##b
#define IMPACTWIRE_CONCAT(a, b) IMPACTWIRE_CONCAT_INNER(a, b)

#define RETURN_IF_ERROR(expr)                      \
  do {                                             \
    if (absl::Status status_macro_status = (expr); \
        !status_macro_status.ok()) {               \
      return status_macro_status;                  \
    }                                              \
  } while (false)

#define ASSIGN_OR_RETURN(lhs, expr) \
  ASSIGN_OR_RETURN_IMPL(IMPACTWIRE_CONCAT(status_or_, __LINE__), lhs, expr)

#define ASSIGN_OR_RETURN_IMPL(result, lhs, expr) \
  auto result = (expr);                          \
  if (!result.ok()) return result.status();      \
  lhs = *std::move(result)
