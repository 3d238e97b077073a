// Cron expressions, and their firing times across clock changes.
#include "deliver/schedule.hpp"

#include "base/localisation.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace depeche;

namespace {

// The next firings as local ISO times, joined by blanks.
std::string firings(const std::string& expression, const std::string& zone, const std::string& from, int count) {
  const auto schedule = parse_cron(expression).value();
  timestamp at = parse_iso_time(from, zone).value();
  std::string all;
  for (int i = 0; i < count; ++i) {
    const auto next = next_firing(schedule, zone, at).value();
    if (!next) return all + "never";
    all += (i > 0 ? " " : "") + iso_time(*next, zone);
    at = *next;
  }
  return all;
}

std::string complaint(const std::string& expression) {
  const auto parsed = parse_cron(expression);
  return parsed.has_error() ? to_line(parsed.error()) : "no complaint";
}

}  // namespace

TEST_CASE("a daily time fires each day at the zone's own hour") {
  CHECK(firings("0 8 * * *", "Europe/Paris", "2026-11-23T07:59:59", 2) == "2026-11-23T08:00:00+01:00 2026-11-24T08:00:00+01:00");
  CHECK(firings("0 8 * * *", "Asia/Shanghai", "2026-11-23T08:00", 2) == "2026-11-24T08:00:00+08:00 2026-11-25T08:00:00+08:00");
  CHECK(firings("0 8 * * *", "UTC", "2026-12-31T08:00", 1) == "2027-01-01T08:00:00Z");
}

TEST_CASE("the firing is strictly after the given moment") {
  const auto schedule = parse_cron("0 8 * * *").value();
  const auto eight = parse_iso_time("2026-11-23T08:00:00Z").value();
  CHECK(next_firing(schedule, "UTC", eight - std::chrono::milliseconds{1}).value() == eight);
  CHECK(next_firing(schedule, "UTC", eight).value() == eight + std::chrono::hours{24});
}

TEST_CASE("working hours fire in steps on weekdays only") {
  CHECK(firings("*/15 9-17 * * 1-5", "America/New_York", "2026-11-20T17:30", 3) ==
        "2026-11-20T17:45:00-05:00 2026-11-23T09:00:00-05:00 2026-11-23T09:15:00-05:00");
}

TEST_CASE("the day that a clock change skips an hour, the skipped time fires once at the end of the gap") {
  CHECK(firings("30 2 * * *", "Europe/Paris", "2026-03-28T12:00", 2) == "2026-03-29T03:00:00+02:00 2026-03-30T02:30:00+02:00");
  CHECK(firings("*/15 * * * *", "Europe/Paris", "2026-03-29T01:30", 3) ==
        "2026-03-29T01:45:00+01:00 2026-03-29T03:00:00+02:00 2026-03-29T03:15:00+02:00");
  CHECK(firings("30 2 * * *", "America/New_York", "2026-03-07T12:00", 2) == "2026-03-08T03:00:00-04:00 2026-03-09T02:30:00-04:00");
}

TEST_CASE("a local time that comes twice fires the first time only") {
  CHECK(firings("30 2 * * *", "Europe/Paris", "2026-10-24T12:00", 2) == "2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00");
  CHECK(firings("*/30 * * * *", "Europe/Paris", "2026-10-25T02:10+02:00", 2) ==
        "2026-10-25T02:30:00+02:00 2026-10-25T03:00:00+01:00");
  // Asked within the second pass: what remains of it has fired before.
  CHECK(firings("45 2 * * *", "Europe/Paris", "2026-10-25T02:10+01:00", 1) == "2026-10-26T02:45:00+01:00");
  CHECK(firings("30 1 * * *", "America/New_York", "2026-10-31T12:00", 2) == "2026-11-01T01:30:00-04:00 2026-11-02T01:30:00-05:00");
}

TEST_CASE("a zone that moves by half an hour is followed") {
  // Lord Howe: on 2026-10-04 at 02:00 clocks go to 02:30; on 2026-04-05 at 02:00 back to 01:30.
  CHECK(firings("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00", 2) ==
        "2026-10-04T02:30:00+11:00 2026-10-05T02:15:00+11:00");
  CHECK(firings("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00", 2) ==
        "2026-04-05T01:45:00+11:00 2026-04-06T01:45:00+10:30");
}

TEST_CASE("a day that a zone left out fires at its end") {
  // Apia had no 30 December 2011.
  CHECK(firings("0 8 * * *", "Pacific/Apia", "2011-12-29T08:00", 2) == "2011-12-31T00:00:00+14:00 2011-12-31T08:00:00+14:00");
}

TEST_CASE("when both day fields are restricted either may match") {
  CHECK(firings("0 8 1 * 1", "UTC", "2026-11-28T00:00", 4) ==
        "2026-11-30T08:00:00Z 2026-12-01T08:00:00Z 2026-12-07T08:00:00Z 2026-12-14T08:00:00Z");
  CHECK(firings("0 8 */2 * 1", "UTC", "2026-11-28T00:00", 2) == "2026-12-07T08:00:00Z 2026-12-21T08:00:00Z");
}

TEST_CASE("rare days are found, and impossible ones end the search") {
  CHECK(firings("0 0 29 2 *", "UTC", "2026-11-23T00:00", 2) == "2028-02-29T00:00:00Z 2032-02-29T00:00:00Z");
  CHECK(firings("0 0 31 2 *", "UTC", "2026-11-23T00:00", 1) == "never");
}

TEST_CASE("names, lists, shorthands and both Sundays are understood") {
  CHECK(parse_cron("0 8 * jan,JUL mon-fri").value().weekdays == parse_cron("0 8 * 1,7 1-5").value().weekdays);
  CHECK(parse_cron("0 8 * * 7").value().weekdays == parse_cron("0 8 * * 0").value().weekdays);
  CHECK(parse_cron("0 8 * * fri-sun").value().weekdays.to_string() == "1100001");
  CHECK(parse_cron("5/20 * * * *").value().minutes.count() == 3);
  CHECK(parse_cron("@weekly").value().weekdays.to_string() == "0000001");
  CHECK(parse_cron(" 0\t8  * * * ").value().hours.test(8));
}

TEST_CASE("a bad expression is refused naming its field") {
  CHECK(complaint("60 8 * * *").find("bad minute: \"60\"") != std::string::npos);
  CHECK(complaint("0 24 * * *").find("bad hour") != std::string::npos);
  CHECK(complaint("0 8 0 * *").find("bad day of month") != std::string::npos);
  CHECK(complaint("0 8 * foo *").find("bad month: \"foo\"") != std::string::npos);
  CHECK(complaint("0 8 * * 8").find("bad day of week") != std::string::npos);
  CHECK(complaint("0 8 * * 5-1").find("bad day of week") != std::string::npos);
  CHECK(complaint("*/0 8 * * *").find("bad minute") != std::string::npos);
  CHECK(complaint("1,,2 8 * * *").find("bad minute") != std::string::npos);
  CHECK(complaint("- 8 * * *").find("bad minute") != std::string::npos);
  CHECK(complaint("0 8 * *").find("4 fields instead of five") != std::string::npos);
  CHECK(complaint("@reboot").find("unknown word") != std::string::npos);
  CHECK(complaint(std::string(2000, '1')).find("longer than") != std::string::npos);
  CHECK(complaint("").find("0 fields") != std::string::npos);
}

TEST_CASE("an unknown zone is refused by name") {
  const auto next = next_firing(parse_cron("@daily").value(), "Mars/Olympus", timestamp{});
  REQUIRE(next.has_error());
  CHECK(next.error().code == errc::invalid_argument);
  CHECK(to_line(next.error()).find("Mars/Olympus") != std::string::npos);
}
