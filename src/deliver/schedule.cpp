// Cron expressions and their firing times. A zone maps local minutes to moments without ever going backwards (what is skipped falls
// on the end of the gap, what comes twice on its first time), so the search walks local days and asks the zone only for matches.
#include "deliver/schedule.hpp"

#include "base/text.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <array>
#include <charconv>
#include <span>
#include <vector>

namespace depeche {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::size_t longest_expression = 1000;
constexpr int search_years = 5;

constexpr std::array<std::string_view, 12> month_names = {"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekday_names = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct field_rule {
  std::string_view name;
  int low;
  int high;
  std::span<const std::string_view> names;  // for low, low + 1, ...
  std::string_view allowed;
};

constexpr field_rule minute_field{"minute", 0, 59, {}, "0 to 59"};
constexpr field_rule hour_field{"hour", 0, 23, {}, "0 to 23"};
constexpr field_rule day_field{"day of month", 1, 31, {}, "1 to 31"};
constexpr field_rule month_field{"month", 1, 12, month_names, "1 to 12 or jan to dec"};
constexpr field_rule weekday_field{"day of week", 0, 7, weekday_names, "0 to 7 (0 and 7 are Sunday) or sun to sat"};

struct shorthand {
  std::string_view word;
  std::string_view means;
};
constexpr shorthand shorthands[] = {
    {"@hourly", "0 * * * *"},   {"@daily", "0 0 * * *"},   {"@midnight", "0 0 * * *"}, {"@weekly", "0 0 * * 0"},
    {"@monthly", "0 0 1 * *"},  {"@yearly", "0 0 1 1 *"},  {"@annually", "0 0 1 1 *"},
};

error bad_field(const field_rule& rule, std::string_view text) {
  return fail(errc::invalid_argument, "schedule: bad " + std::string(rule.name), "\"" + std::string(text) + "\"",
              "write numbers " + std::string(rule.allowed) + ", as *, a list a,b, a range a-b, or with a step */n");
}

std::optional<int> number_in(std::string_view text, int low, int high) {
  int value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || ec != std::errc{} || end != text.data() + text.size() || value < low || value > high) return std::nullopt;
  return value;
}

std::optional<int> value_of(const field_rule& rule, std::string_view text) {
  for (std::size_t i = 0; i < rule.names.size(); ++i)
    if (ascii_iequal(text, rule.names[i])) return rule.low + static_cast<int>(i);
  return number_in(text, rule.low, rule.high);
}

struct value_range {
  int first;
  int last;
  int step;
};

// One element of a list: "*", "a", "a-b", each perhaps with "/n".
std::optional<value_range> range_of(const field_rule& rule, std::string_view text) {
  value_range found{rule.low, rule.high, 1};
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto step = number_in(text.substr(slash + 1), 1, rule.high);
    if (!step) return std::nullopt;
    found.step = *step;
    text = text.substr(0, slash);
  }
  if (text == "*") return found;
  const auto dash = text.find('-');
  const auto first = value_of(rule, text.substr(0, dash));
  if (!first) return std::nullopt;
  found.first = *first;
  if (dash == std::string_view::npos) {
    if (slash == std::string_view::npos) found.last = *first;  // "5/15" goes on to the end of the field
    return found;
  }
  auto last = value_of(rule, text.substr(dash + 1));
  if (last == 0 && rule.high == 7) last = 7;  // "fri-sun"
  if (!last || *last < found.first) return std::nullopt;
  found.last = *last;
  return found;
}

template <std::size_t N>
result<std::bitset<N>> parse_field(const field_rule& rule, std::string_view text) {
  std::bitset<N> set;
  for (const auto part : split(text, ',')) {
    const auto range = range_of(rule, part);
    if (!range) return bad_field(rule, text);
    for (int v = range->first; v <= range->last; v += range->step) set.set(static_cast<std::size_t>(v));
  }
  return set;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; (at = text.find_first_not_of(" \t", at)) != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(" \t", at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

bool month_matches(const cron_schedule& s, const date::year_month_day& day) {
  return s.months.test(static_cast<unsigned>(day.month()));
}

bool day_matches(const cron_schedule& s, date::local_days day) {
  const bool by_day = s.days.test(static_cast<unsigned>(date::year_month_day{day}.day()));
  const bool by_weekday = s.weekdays.test(date::weekday{day}.c_encoding());
  return s.any_day || s.any_weekday ? by_day && by_weekday : by_day || by_weekday;
}

timestamp moment_of(const date::time_zone& zone, date::local_time<minutes> local) {
  const auto info = zone.get_info(local);
  if (info.result == date::local_info::nonexistent) return date::floor<milliseconds>(info.first.end);
  return timestamp{date::floor<milliseconds>(local.time_since_epoch() - info.first.offset)};
}

const date::time_zone* zone_named(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::exception&) {
    return nullptr;
  }
}

// The first firing of one local day that is after both `local` and `after`.
std::optional<timestamp> firing_in_day(const cron_schedule& s, const date::time_zone& zone, date::local_days day,
                                       date::local_time<milliseconds> local, timestamp after) {
  for (unsigned h = 0; h < 24; ++h) {
    if (!s.hours.test(h) || day + hours{h + 1} <= local) continue;
    for (unsigned m = 0; m < 60; ++m) {
      const auto candidate = day + hours{h} + minutes{m};
      if (!s.minutes.test(m) || candidate <= local) continue;
      const timestamp moment = moment_of(zone, candidate);
      if (moment > after) return moment;
    }
  }
  return std::nullopt;
}

}  // namespace

result<cron_schedule> parse_cron(std::string_view expression) {
  std::string_view text = trim(expression);
  if (text.size() > longest_expression) return fail(errc::invalid_argument, "schedule: longer than 1000 bytes");
  if (text.starts_with('@')) {
    std::string_view means;
    for (const auto& s : shorthands)
      if (ascii_iequal(text, s.word)) means = s.means;
    if (means.empty())
      return fail(errc::invalid_argument, "schedule: unknown word", "\"" + std::string(text) + "\"",
                  "write @hourly, @daily, @weekly, @monthly, @yearly or five fields");
    text = means;
  }
  const auto words = words_of(text);
  if (words.size() != 5)
    return fail(errc::invalid_argument, "schedule: " + std::to_string(words.size()) + " fields instead of five",
                "\"" + std::string(text) + "\"", "write minute, hour, day of month, month, day of week, such as \"0 8 * * *\"");
  const auto minute = parse_field<60>(minute_field, words[0]);
  if (minute.has_error()) return minute.error();
  const auto hour = parse_field<24>(hour_field, words[1]);
  if (hour.has_error()) return hour.error();
  const auto day = parse_field<32>(day_field, words[2]);
  if (day.has_error()) return day.error();
  const auto month = parse_field<13>(month_field, words[3]);
  if (month.has_error()) return month.error();
  const auto weekday = parse_field<8>(weekday_field, words[4]);
  if (weekday.has_error()) return weekday.error();
  cron_schedule schedule{*minute, *hour, *day, *month, {}, words[2].starts_with('*'), words[4].starts_with('*')};
  for (std::size_t d = 0; d < 8; ++d)
    if (weekday->test(d)) schedule.weekdays.set(d % 7);
  return schedule;
}

result<std::optional<timestamp>> next_firing(const cron_schedule& schedule, std::string_view zone_name, timestamp after) {
  const auto* zone = zone_named(zone_name);
  if (zone == nullptr)
    return fail(errc::invalid_argument, "unknown time zone", "\"" + std::string(zone_name) + "\"",
                "write a name such as Europe/Paris or Asia/Shanghai");
  const auto local = date::local_time<milliseconds>{after.time_since_epoch() + zone->get_info(after).offset};
  const auto first_day = date::floor<date::days>(local);
  const auto last_day = first_day + date::days{366 * search_years};
  for (auto day = first_day; day <= last_day;) {
    const date::year_month_day ymd{day};
    if (!month_matches(schedule, ymd)) {
      day = date::local_days{(ymd.year() / ymd.month() + date::months{1}) / date::day{1}};
      continue;
    }
    if (day_matches(schedule, day))
      if (const auto moment = firing_in_day(schedule, *zone, day, local, after)) return moment;
    day += date::days{1};
  }
  return std::optional<timestamp>{};
}

}  // namespace depeche
