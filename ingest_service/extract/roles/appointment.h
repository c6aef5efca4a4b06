// Appointments: clauses that give or take a role by a verb: "Y has appointed X
// as its chair", "X succeeds Z as chair", "X stepped down as chair".
#pragma once

#include <cstdint>

#include "impactwire/v1/record.pb.h"
#include "ingest_service/extract/roles/title_finder.h"

namespace impactwire::extract {

struct Appointment {
  int32_t person = -1;  // index in Entities::entities
  v1::RoleStatus status = v1::ROLE_STATUS_CURRENT;
  // Who acts or is joined; -1 if none is named in the clause.
  int32_t organization = -1;
  // Whose role it was before ("succeeds Z as"); -1 if none.
  int32_t predecessor = -1;
  v1::RoleStatus predecessor_status = v1::ROLE_STATUS_FORMER;
};

// Reads the clause whose complement `title` is; person -1 if it is none.
// Looks at a bounded number of tokens before the title.
Appointment ReadAppointment(const SentenceView& view, const TitleSpan& title);

}  // namespace impactwire::extract
