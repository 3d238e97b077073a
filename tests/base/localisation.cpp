#include "base/localisation.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {
timestamp at(const char* text, const char* zone = "UTC") { return parse_iso_time(text, zone).value(); }
}  // namespace

TEST_CASE("the last-updated line has each language's own form") {
  const timestamp t = at("2023-12-23T11:09", "Europe/Paris");
  CHECK(last_updated_line(t, "Europe/Paris", "fr") == "Dernière mise à jour à 11h09 le 23/12");
  CHECK(last_updated_line(t, "Europe/Paris", "en") == "Last updated at 11:09 on 23 December");
  CHECK(last_updated_line(t, "Asia/Shanghai", "zh") == "最后更新：12月23日18:09");
}

TEST_CASE("dates are written as each language writes them") {
  const timestamp t = at("2026-03-01T08:00", "Europe/Paris");
  CHECK(long_date(t, "Europe/Paris", "fr") == "1er mars 2026");
  CHECK(week_date(t, "Europe/Paris", "fr") == "dimanche 1er mars");
  CHECK(week_date(t, "Europe/Paris", "en") == "Sunday 1 March");
  CHECK(long_date(t, "Asia/Shanghai", "zh") == "2026年3月1日");
  CHECK(local_day(at("2026-03-01T23:30"), "Asia/Shanghai") == "2026-03-02");
}

TEST_CASE("ISO times are read with zone, offset or neither, and nonsense is refused") {
  CHECK(at("2026-07-01T12:00+02:00") == at("2026-07-01T10:00Z"));
  CHECK(at("2026-07-01T12:00", "Europe/Paris") == at("2026-07-01T10:00:00Z"));
  CHECK(at("2026-07-01", "Europe/Paris") == at("2026-06-30T22:00Z"));
  CHECK(iso_time(at("2026-01-15T12:00Z"), "America/New_York") == "2026-01-15T07:00:00-05:00");
  CHECK(parse_iso_time("2026-02-30").has_error());
  CHECK(parse_iso_time("2026-02-10T25:00").has_error());
  CHECK(parse_iso_time("yesterday").has_error());
}

TEST_CASE("language tags are cut down to those that are written here") {
  CHECK(known_language("zh_CN") == "zh");
  CHECK(known_language("fr-CA") == "fr");
  CHECK(known_language("de") == "");
  CHECK(known_language("") == "");
}
