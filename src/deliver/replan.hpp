// Rows of a running push whose way the account has lost since they were planned (48001 took a right from its profile, or the settings
// did): they are planned again by a way that is left, or end as failed with the reason.
#pragma once

#include "deliver/deliver_due.hpp"

#include <cstdint>

namespace depeche {

// How many rows left their way. A row never comes back to a way that the account may not use, so that walking on until nothing is
// left to replan ends.
task<result<std::int64_t>> replan_lost(const push& p, const edition& e, const due_parts& with);

}  // namespace depeche
