// Dates as feeds and pages write them: RFC 822 and its common damages, ISO 8601 in all its forms, asctime, seconds since 1970, and
// what people write in prose, in two dozen languages.
#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace depeche {

struct date_context {
  std::string_view language = {};       // of the feed or page: decides what 3/4/2024 and "CST" mean
  std::string_view zone = {};           // where times without a zone hold ("Asia/Shanghai"); empty: UTC
  std::optional<timestamp> now = {};    // for "two hours ago", "yesterday at noon", and days without a year
};

// Nothing for what can't be understood: a date is never invented. A date without a time counts as midnight. Impossible days (30 February) and years outside 1970..2200 are refused.
std::optional<timestamp> read_feed_date(std::string_view text, const date_context& context = {});

// 1..12 for a month's name or abbreviation in any of the languages known, any case, with or without accents; 0 for anything else.
int month_by_name(std::string_view word);

}  // namespace depeche
