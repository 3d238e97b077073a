// The hours in which an edition's readers are left alone. Pure.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace depeche {

// "22:00-07:30" in the edition's zone; may go over midnight. Fails (invalid_argument) on anything else, and when both are the same.
result<void> check_quiet_hours(std::string_view hours);

// When the quiet hours that hold at `now` end; nothing when none hold. Clock changes move the end as they move clocks.
std::optional<timestamp> end_of_quiet(const std::string& hours, std::string_view zone, timestamp now);

}  // namespace depeche
