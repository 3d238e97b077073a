// The clock: where it stands, and moving it.
#include "base/localisation.hpp"
#include "base/text.hpp"
#include "sandbox/control.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace depeche::sandbox {

using nlohmann::json;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

namespace {

constexpr milliseconds most = std::chrono::hours{24 * 366 * 10};

error bad(std::string_view text) {
  return fail(errc::invalid_argument, "not a duration: '" + std::string(text.substr(0, 40)) + "'", "advance",
              "write it like 3h30m, 1d or -15m, up to ten years");
}

json clock_json(const shiftable_clock& time) {
  return {{"now", iso_time(time.now())}, {"unix_ms", to_unix_ms(time.now())}, {"offset_ms", time.offset().count()}};
}

// The next moment at which the clocks of a zone show "08:00".
result<timestamp> next_time_of_day(timestamp now, const std::string& hour, const std::string& zone) {
  if (!is_zone(zone)) return fail(errc::invalid_argument, "unknown zone", "zone", "use a name like Europe/Paris");
  for (const auto ahead : {0h, 24h, 48h}) {
    const auto then = parse_iso_time(local_day(now + ahead, zone) + "T" + hour, zone);
    if (then.has_error()) return then.error();
    if (*then > now) return then;
  }
  return fail(errc::invalid_argument, "no such time", "next", "use a time like 08:00");
}

result<void> move(shiftable_clock& time, const json& body) {
  if (const auto advance = text_at(body, "advance"); !advance.empty()) {
    const auto by = parse_duration(advance);
    if (by.has_error()) return by.error();
    time.shift(*by);
    return {};
  }
  result<timestamp> to = fail(errc::invalid_argument, "nothing to do", "clock", "give advance, to or next");
  if (const auto iso = text_at(body, "to"); !iso.empty()) to = parse_iso_time(iso);
  if (const auto hour = text_at(body, "next"); !hour.empty()) {
    auto zone = text_at(body, "zone");
    to = next_time_of_day(time.now(), hour, zone.empty() ? "UTC" : zone);
  }
  if (to.has_error()) return to.error();
  if (*to < from_unix_ms(0) || *to > from_unix_ms(0) + std::chrono::hours{24 * 366 * 130})
    return fail(errc::invalid_argument, "out of range", "clock", "use a time between 1970 and 2099");
  time.set(*to);
  return {};
}

}  // namespace

result<milliseconds> parse_duration(std::string_view text) {
  const std::string_view whole = text;
  const bool back = text.starts_with('-');
  if (back) text.remove_prefix(1);
  milliseconds sum{0};
  if (text.empty()) return bad(whole);
  while (!text.empty()) {
    std::int64_t count = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (ec != std::errc() || count < 0 || count > most.count()) return bad(whole);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const std::pair<std::string_view, milliseconds> units[] = {{"ms", 1ms}, {"d", 24h}, {"h", 1h}, {"m", 1min}, {"s", 1s}};
    milliseconds unit{0};
    for (const auto& [letters, length] : units) {
      if (!text.starts_with(letters)) continue;
      unit = length;
      text.remove_prefix(letters.size());
      break;
    }
    if (unit == 0ms || count > most / unit) return bad(whole);
    sum += unit * count;
    if (sum > most) return bad(whole);
  }
  return back ? -sum : sum;
}

void add_clock_controls(router& routes, shiftable_clock& time, changes& noted, std::function<void()> moved_clock) {
  add_control(routes, "GET", "clock", [&time](const http_request&, const json&) -> task<http_response> {
    co_return control_answer(clock_json(time));
  });
  add_control(routes, "POST", "clock", [&time, &noted, moved_clock](const http_request&, const json& body) -> task<http_response> {
    const auto moved = move(time, body);
    if (moved.has_error()) co_return control_error(moved.error());
    noted.note();
    moved_clock();
    co_return control_answer(clock_json(time));
  });
}

}  // namespace depeche::sandbox
