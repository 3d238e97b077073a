#include "ingest/quiet_times.hpp"

#include "base/text.hpp"

#include <array>
#include <charconv>

namespace depeche {

using namespace std::chrono_literals;

void quiet_times::add_hour(std::string_view text) {
  unsigned hour = 99;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), hour);
  if (read.ec == std::errc{} && read.ptr == text.data() + text.size() && hour <= 24) hours.set(hour % 24);
}

void quiet_times::add_day(std::string_view text) {
  static constexpr std::array names = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
  for (std::size_t day = 0; day < names.size(); ++day)
    if (ascii_iequal(text, names[day])) days.set(day);
}

std::chrono::seconds until_awake(const quiet_times& quiet, timestamp at) {
  if (quiet.hours.all() || quiet.days.all()) return 0s;
  const auto is_quiet = [&](timestamp t) {
    const auto day = std::chrono::floor<std::chrono::days>(t);
    const auto hour = static_cast<std::size_t>(std::chrono::floor<std::chrono::hours>(t - day).count());
    return quiet.hours.test(hour) || quiet.days.test(std::chrono::weekday{day}.c_encoding());
  };
  timestamp t = at;
  while (is_quiet(t)) t = std::chrono::floor<std::chrono::hours>(t) + 1h;
  return std::chrono::ceil<std::chrono::seconds>(t - at);
}

}  // namespace depeche
