// Dates and times in the reader's own form and zone. Languages: "fr", "en", "zh" (anything else reads as "en").
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace depeche {

// A language tag ("fr-CA", "zh_CN", "ZH", "en") cut down to one that we write: "fr", "en", "zh", or "" for others.
std::string_view known_language(std::string_view tag);

// True when the system's tzdata has the zone ("Europe/Paris").
bool is_zone(std::string_view zone);

// The calendar day in a zone as "2026-11-23". Precondition of all below: is_zone(zone).
std::string local_day(timestamp t, std::string_view zone);
// "23 novembre 2026", "23 November 2026", "2026年11月23日".
std::string long_date(timestamp t, std::string_view zone, std::string_view language);
// "lundi 23 novembre", "Monday 23 November", "11月23日 星期一".
std::string week_date(timestamp t, std::string_view zone, std::string_view language);
// "11h09", "11:09", "11:09".
std::string clock_time(timestamp t, std::string_view zone, std::string_view language);
// "Dernière mise à jour à 11h09 le 23/12", "Last updated at 11:09 on 23 December", "最后更新:12月23日11:09".
std::string last_updated_line(timestamp t, std::string_view zone, std::string_view language);
// ISO 8601 with offset: "2026-11-23T11:09:00+01:00"; in UTC it ends in Z.
std::string iso_time(timestamp t, std::string_view zone = "UTC");
// RFC 822 as RSS wants it: "Mon, 23 Nov 2026 10:09:00 GMT".
std::string rfc822_time(timestamp t);

// Midnight at the start of the local day that contains t.
timestamp local_midnight(timestamp t, std::string_view zone);

// ISO 8601 with date, optional time and offset ("2026-11-23", "2026-11-23T11:09", "...+01:00", "...Z"); without an offset it
// is read in `zone`. For what people type on the command line; feeds have ingest/feed_date.
result<timestamp> parse_iso_time(std::string_view text, std::string_view zone = "UTC");

}  // namespace depeche
