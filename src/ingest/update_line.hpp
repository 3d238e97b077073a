// "Dernière mise à jour à 11h09 le 23/12", "Last updated 11:09, 23 December", "最后更新：12月23日11:09".
#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace depeche {

bool is_update_line(std::string_view line);

// The time such a line gives. A missing year is the one that puts it last before `now`, a missing day likewise; `zone` is where the
// clock time holds unless the line names another. Nothing when there is neither a day nor a clock time in it.
std::optional<timestamp> read_update_line(std::string_view line, timestamp now, std::string_view zone);

}  // namespace depeche
