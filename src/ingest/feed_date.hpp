// Dates as feeds and pages write them: RFC 822 and its common damages, ISO 8601 and its profiles, and a few written forms.
#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace depeche {

// Nothing for what can't be understood: a date is never invented. A time without a zone counts as UTC, a date without a time as
// midnight. Years outside 1970..2200 are refused.
std::optional<timestamp> read_feed_date(std::string_view text);

// 1..12 for an English or French month's name or abbreviation, any case, with or without a dot; 0 for anything else.
int month_by_name(std::string_view word);

}  // namespace depeche
