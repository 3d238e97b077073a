#include "base/localisation.hpp"

#include "base/text.hpp"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <array>
#include <cstdio>

namespace depeche {
namespace {

using std::chrono::milliseconds;

constexpr std::array<std::string_view, 12> months_fr = {"janvier", "février", "mars",      "avril",   "mai",      "juin",
                                                        "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
constexpr std::array<std::string_view, 12> months_en = {"January", "February", "March",     "April",   "May",      "June",
                                                        "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> days_fr = {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"};
constexpr std::array<std::string_view, 7> days_en = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                     "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 7> days_zh = {"日", "一", "二", "三", "四", "五", "六"};

// A moment taken apart in a zone.
struct local_parts {
  date::local_days day;
  date::year_month_day ymd;
  unsigned weekday;
  date::hh_mm_ss<milliseconds> time;
  std::chrono::seconds offset;
};

local_parts take_apart(timestamp t, std::string_view zone) {
  const auto* where = date::locate_zone(std::string(zone));
  const auto info = where->get_info(t);
  const auto local = date::local_time<milliseconds>{t.time_since_epoch() + info.offset};
  const auto day = date::floor<date::days>(local);
  return {day, date::year_month_day{day}, date::weekday{day}.c_encoding(), date::hh_mm_ss<milliseconds>{local - day}, info.offset};
}

unsigned month_of(const local_parts& p) { return static_cast<unsigned>(p.ymd.month()); }
unsigned day_of(const local_parts& p) { return static_cast<unsigned>(p.ymd.day()); }
int year_of(const local_parts& p) { return static_cast<int>(p.ymd.year()); }

// French writes the first of a month as an ordinal.
std::string french_day(unsigned day) { return day == 1 ? "1er" : std::to_string(day); }

}  // namespace

std::string_view known_language(std::string_view tag) {
  const std::string_view head = tag.substr(0, tag.find_first_of("-_"));
  for (const std::string_view known : {"fr", "en", "zh"})
    if (ascii_iequal(head, known)) return known;
  return "";
}

bool is_zone(std::string_view zone) {
  try {
    return date::locate_zone(std::string(zone)) != nullptr;
  } catch (const std::exception&) {
    return false;
  }
}

std::string local_day(timestamp t, std::string_view zone) {
  const auto p = take_apart(t, zone);
  return fmt::format("{:04}-{:02}-{:02}", year_of(p), month_of(p), day_of(p));
}

std::string long_date(timestamp t, std::string_view zone, std::string_view language) {
  const auto p = take_apart(t, zone);
  if (language == "fr") return fmt::format("{} {} {}", french_day(day_of(p)), months_fr[month_of(p) - 1], year_of(p));
  if (language == "zh") return fmt::format("{}年{}月{}日", year_of(p), month_of(p), day_of(p));
  return fmt::format("{} {} {}", day_of(p), months_en[month_of(p) - 1], year_of(p));
}

std::string week_date(timestamp t, std::string_view zone, std::string_view language) {
  const auto p = take_apart(t, zone);
  if (language == "fr") return fmt::format("{} {} {}", days_fr[p.weekday], french_day(day_of(p)), months_fr[month_of(p) - 1]);
  if (language == "zh") return fmt::format("{}月{}日 星期{}", month_of(p), day_of(p), days_zh[p.weekday]);
  return fmt::format("{} {} {}", days_en[p.weekday], day_of(p), months_en[month_of(p) - 1]);
}

std::string clock_time(timestamp t, std::string_view zone, std::string_view language) {
  const auto p = take_apart(t, zone);
  return fmt::format("{:02}{}{:02}", p.time.hours().count(), language == "fr" ? "h" : ":", p.time.minutes().count());
}

std::string last_updated_line(timestamp t, std::string_view zone, std::string_view language) {
  const auto p = take_apart(t, zone);
  const std::string at = clock_time(t, zone, language);
  if (language == "fr") return fmt::format("Dernière mise à jour à {} le {:02}/{:02}", at, day_of(p), month_of(p));
  if (language == "zh") return fmt::format("最后更新：{}月{}日{}", month_of(p), day_of(p), at);
  return fmt::format("Last updated at {} on {} {}", at, day_of(p), months_en[month_of(p) - 1]);
}

std::string iso_time(timestamp t, std::string_view zone) {
  const auto p = take_apart(t, zone);
  const std::string head = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", year_of(p), month_of(p), day_of(p),
                                       p.time.hours().count(), p.time.minutes().count(), p.time.seconds().count());
  if (zone == "UTC") return head + "Z";
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(p.offset).count();
  const auto size = minutes < 0 ? -minutes : minutes;
  return head + fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', size / 60, size % 60);
}

std::string rfc822_time(timestamp t) {
  const auto p = take_apart(t, "UTC");
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days_en[p.weekday].substr(0, 3), day_of(p),
                     months_en[month_of(p) - 1].substr(0, 3), year_of(p), p.time.hours().count(), p.time.minutes().count(),
                     p.time.seconds().count());
}

timestamp local_midnight(timestamp t, std::string_view zone) {
  const auto* where = date::locate_zone(std::string(zone));
  const auto day = take_apart(t, zone).day;
  // A zone may change at midnight: take the earliest moment that the day has.
  return date::floor<milliseconds>(where->to_sys(date::local_time<milliseconds>{day}, date::choose::earliest));
}

result<timestamp> parse_iso_time(std::string_view text, std::string_view zone) {
  const std::string copy(trim(text));
  int year = 0, used = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const auto bad = [&] {
    return fail(errc::invalid_argument, "not a time", "\"" + copy + "\"", "write it as 2026-11-23T11:09 or with an offset, +01:00 or Z");
  };
  if (std::sscanf(copy.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &used) != 3) return bad();
  const date::year_month_day ymd{date::year{year}, date::month{month}, date::day{day}};
  if (!ymd.ok()) return bad();
  std::string_view rest = std::string_view(copy).substr(static_cast<std::size_t>(used));
  if (!rest.empty() && (rest[0] == 'T' || rest[0] == ' ')) {
    int n = 0;
    const std::string tail(rest.substr(1));
    if (std::sscanf(tail.c_str(), "%2u:%2u:%2u%n", &hour, &minute, &second, &n) == 3) rest = rest.substr(1 + static_cast<std::size_t>(n));
    else if (second = 0, std::sscanf(tail.c_str(), "%2u:%2u%n", &hour, &minute, &n) == 2) rest = rest.substr(1 + static_cast<std::size_t>(n));
    else return bad();
    if (hour > 23 || minute > 59 || second > 60) return bad();
    if (!rest.empty() && rest[0] == '.') rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  }
  const auto local = date::local_days{ymd} + std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
  if (rest.empty())
    return timestamp{date::floor<milliseconds>(date::locate_zone(std::string(zone))->to_sys(local, date::choose::earliest))};
  std::chrono::minutes offset{0};
  if (rest != "Z" && rest != "z") {
    char sign = 0;
    unsigned hours = 0, minutes = 0;
    const std::string tail(rest);
    const bool colon = std::sscanf(tail.c_str(), "%c%2u:%2u", &sign, &hours, &minutes) == 3;
    if (!colon && std::sscanf(tail.c_str(), "%c%2u%2u", &sign, &hours, &minutes) != 3) return bad();
    if ((sign != '+' && sign != '-') || hours > 14 || minutes > 59) return bad();
    offset = std::chrono::minutes{static_cast<int>(hours * 60 + minutes)} * (sign == '-' ? -1 : 1);
  }
  return timestamp{milliseconds{std::chrono::duration_cast<milliseconds>(local.time_since_epoch() - offset)}};
}

}  // namespace depeche
