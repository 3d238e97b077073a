#include "ingest/feed_date.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"
#include "ingest/date_words.hpp"
#include "ingest/iso_date.hpp"
#include "ingest/relative_date.hpp"
#include "ingest/written_date.hpp"

#include <string>

namespace depeche {
namespace {

bool is_chinese(std::string_view text) {
  for (const std::string_view sign : {"年", "月", "日", "点", "點", "时", "時", "午"})
    if (text.find(sign) != std::string_view::npos) return true;
  return false;
}

bool is_korean(std::string_view text) {
  for (const std::string_view sign : {"년", "월", "오전", "오후"})
    if (text.find(sign) != std::string_view::npos) return true;
  return false;
}

// "Europe/Paris" in a date, which is written in its local time unless an offset stands there too.
std::string_view zone_in(std::string_view written) {
  const auto is_part = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/'; };
  const auto slash = written.find('/');
  if (slash == std::string_view::npos) return {};
  std::size_t begin = slash, end = slash;
  while (begin > 0 && is_part(written[begin - 1])) --begin;
  while (end < written.size() && is_part(written[end])) ++end;
  const auto name = written.substr(begin, end - begin);
  return name.size() > 4 && name.size() < 40 && is_zone(name) ? name : std::string_view{};
}

// What stands before the zone's name, to be read in it.
std::optional<timestamp> read_in_zone(std::string_view written, std::string_view zone, date_context context) {
  const auto at = static_cast<std::size_t>(zone.data() - written.data());
  std::string before(trim(written.substr(0, at)));
  if (before.ends_with('[') || before.ends_with('(')) before.pop_back();
  context.zone = zone;
  return read_feed_date(before, context);
}

std::chrono::sys_days today(const date_context& context) {
  const auto shown = context.zone.empty() ? *context.now : parse_iso_time(local_day(*context.now, context.zone)).value();
  return std::chrono::floor<std::chrono::days>(shown);
}

}  // namespace

std::optional<timestamp> read_feed_date(std::string_view text, const date_context& context) {
  const auto written = trim(text);
  if (written.empty() || written.size() > 200) return {};
  if (const auto zone = zone_in(written); !zone.empty() && !zone.starts_with("Etc/")) return read_in_zone(written, zone, context);
  if (const auto exact = read_iso_date(written, context.zone); exact || reads_like_iso(written)) return exact;
  std::optional<std::chrono::sys_days> day;
  std::string plain;
  if (context.now) {
    auto relative = read_relative_date(folded(written), *context.now, today(context));
    if (relative.time) return relative.time;
    day = relative.day;
    if (day) plain = plain_date_text(relative.rest);
  }
  if (!day) plain = plain_date_text(written);
  date_context here = context;
  // Korean programs of old wrote their own time without saying so.
  if (is_korean(written)) here.zone = "Asia/Seoul";
  auto found = read_written_date(plain, here, is_chinese(written), day);
  if (!found && !day && context.now) {
    // "Monday at 3:09 pm", "周一 15:09": what is left when the weekday is taken away is a time or nothing.
    const auto last = read_last_weekday(folded(written), today(context));
    const bool time_or_nothing = last.rest.find_first_of("0123456789") != std::string::npos || last.rest.empty();
    if (last.day && time_or_nothing) found = read_written_date(plain_date_text(last.rest), here, is_chinese(written), last.day);
  }
  return found;
}

}  // namespace depeche
