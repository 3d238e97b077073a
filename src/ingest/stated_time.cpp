#include "ingest/stated_time.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"

namespace depeche {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// Behind the hour of a clock time; npos without one.
std::size_t behind_hour(std::string_view text) {
  for (const std::string_view sign : {":", "h", "点", "點", "时", "時"})
    if (const auto at = text.find(sign); at != std::string_view::npos && at > 0 && is_digit(text[at - 1])) return at + sign.size();
  return std::string_view::npos;
}

// "Z", "GMT", "EST", "+08:00" behind the clock time.
bool names_zone(std::string_view behind) {
  for (std::size_t i = 0; i < behind.size(); ++i) {
    if ((behind[i] == '+' || behind[i] == '-') && i + 1 < behind.size() && is_digit(behind[i + 1])) return true;
    std::size_t end = i;
    while (end < behind.size() && is_capital(behind[end])) ++end;
    const auto word = behind.substr(i, end - i);
    const bool month = end < behind.size() && behind[end] >= 'a' && behind[end] <= 'z';
    if (!word.empty() && !month && word != "AM" && word != "PM") return true;
    if (!word.empty()) i = end - 1;
  }
  return behind.ends_with('z');
}

}  // namespace

std::optional<stated_time> read_stated_time(std::string_view text, const date_context& context) {
  const auto written = trim(text);
  const auto found = read_feed_date(written, context);
  if (!found) return {};
  const auto behind = behind_hour(written);
  return stated_time{*found, behind != std::string_view::npos && !names_zone(written.substr(behind))};
}

timestamp settle(const stated_time& stated, std::string_view zone) {
  if (!stated.local) return stated.at;
  const auto there = parse_iso_time(iso_time(stated.at).substr(0, 19), zone);
  return there.has_value() ? *there : stated.at;
}

}  // namespace depeche
