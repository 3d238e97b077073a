// "3 hours ago", "il y a deux jours", "昨天 12:30": dates that count from now.
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace depeche {

struct relative_date {
  std::optional<timestamp> time;                     // a moment: "3 hours ago"
  std::optional<std::chrono::sys_days> day;          // a day, with the time of day still to be read from `rest`
  std::string rest;
};

// `plain` is lower case without accents; `today` is the day where the text was written. Neither time nor day when the text counts from
// nothing.
relative_date read_relative_date(const std::string& plain, timestamp now, std::chrono::sys_days today);

// A text that begins with a weekday ("monday", "lundi dernier", "周一"): the last such day, today included.
relative_date read_last_weekday(const std::string& plain, std::chrono::sys_days today);

}  // namespace depeche
