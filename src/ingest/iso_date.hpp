// ISO 8601 in all its forms, and plain counts of seconds: what can be read by its shape alone.
#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace depeche {

struct civil_date {
  int year, month, day;
};
struct civil_time {
  int hour = 0, minute = 0, second = 0, millisecond = 0;
};

// Nothing for a day or time that doesn't exist; 24:00 and a leap second do. `offset` in minutes east.
std::optional<timestamp> moment(civil_date date, civil_time time, int offset);
// The same where the clock shows the time of a zone ("Europe/Paris"); UTC when empty.
std::optional<timestamp> moment(civil_date date, civil_time time, std::string_view zone);

// 2026-11-23T10:09:33.5+01:00, basic (20261123T100933Z), week (2026-W48-1), ordinal (2026-327), year and month only, the short forms
// of 1988 (-03-12, 03335), and seconds, milliseconds or microseconds since 1970. A time without an offset holds in `zone`, as
// for moment(). Nothing for what has another shape.
std::optional<timestamp> read_iso_date(std::string_view text, std::string_view zone);
// True when the text can be nothing but one of these, so that nobody else need try.
bool reads_like_iso(std::string_view text);

}  // namespace depeche
