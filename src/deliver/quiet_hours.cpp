#include "deliver/quiet_hours.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"
#include "deliver/schedule.hpp"

#include <charconv>

namespace depeche {
namespace {

// "07:30" -> "30 7 * * *"; empty for what is no time of day.
std::string every_day_at(std::string_view time) {
  time = trim(time);
  const std::size_t colon = time.find(':');
  if (colon == time.npos) return {};
  const auto part = [](std::string_view digits, int below) {
    int n = -1;
    const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    return bad == std::errc{} && end == digits.data() + digits.size() && digits.size() <= 2 && n >= 0 && n < below ? n : -1;
  };
  const int hour = part(time.substr(0, colon), 24), minute = part(time.substr(colon + 1), 60);
  if (hour < 0 || minute < 0) return {};
  return std::to_string(minute) + ' ' + std::to_string(hour) + " * * *";
}

std::pair<std::string, std::string> ends_of(std::string_view hours) {
  const std::size_t dash = hours.find('-');
  if (dash == hours.npos) return {};
  return {every_day_at(hours.substr(0, dash)), every_day_at(hours.substr(dash + 1))};
}

}  // namespace

result<void> check_quiet_hours(std::string_view hours) {
  const auto [from, to] = ends_of(hours);
  if (from.empty() || to.empty() || from == to) return fail(errc::invalid_argument, "no hours from a time to another", std::string(hours), "write it as 22:00-07:00");
  return {};
}

std::optional<timestamp> end_of_quiet(const std::string& hours, std::string_view zone, timestamp now) {
  const auto [from, to] = ends_of(hours);
  if (from.empty() || to.empty()) return std::nullopt;
  const std::string_view where = is_zone(zone) ? zone : "UTC";
  const auto begins = next_firing(parse_cron(from).value(), where, now).value();
  const auto ends = next_firing(parse_cron(to).value(), where, now).value();
  // Who comes to the end before the beginning is inside.
  if (!begins || !ends || *ends > *begins) return std::nullopt;
  return ends;
}

}  // namespace depeche
