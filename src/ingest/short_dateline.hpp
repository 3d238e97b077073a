// Datelines that leave out what their readers know: "hier à 18h30", "2 hours ago", "昨天 18:30", "11-24 18:30", "Nov 24".
#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace depeche {

// Nothing for a line that says anything else besides who wrote it. Clock times hold in `zone`, and so does "yesterday"; a day
// without a year is the last such one.
std::optional<timestamp> read_short_dateline(std::string_view line, std::string_view language, timestamp now,
                                             std::string_view zone);

}  // namespace depeche
