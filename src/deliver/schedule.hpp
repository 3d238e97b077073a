// When an edition goes out: five-field cron expressions in a time zone. Pure.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <bitset>
#include <optional>
#include <string>
#include <string_view>

namespace depeche {

// minute hour day-of-month month day-of-week (POSIX crontab(5): lists, ranges, steps, names in English, 7 is Sunday; when both day
// fields are restricted, either may match; @hourly, @daily, @weekly, @monthly, @yearly).
struct cron_schedule {
  std::bitset<60> minutes;
  std::bitset<24> hours;
  std::bitset<32> days;       // 1..31
  std::bitset<13> months;     // 1..12
  std::bitset<7> weekdays;    // 0 is Sunday
  bool any_day = true;        // the day-of-month field begins with *
  bool any_weekday = true;
};

// Fails (invalid_argument) naming the field and what may stand there.
result<cron_schedule> parse_cron(std::string_view expression);

// The first firing strictly after `after`, or nothing within five years. Local times that a clock change skips fire at the first moment
// after the gap, once; those that come twice fire the first time only. Fails (invalid_argument) on an unknown zone.
result<std::optional<timestamp>> next_firing(const cron_schedule& schedule, std::string_view zone, timestamp after);

}  // namespace depeche
