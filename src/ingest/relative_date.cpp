#include "ingest/relative_date.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace depeche {
namespace {

using namespace std::chrono_literals;

constexpr std::pair<std::string_view, std::chrono::seconds> units[] = {
    {"second", 1s},  {"seconde", 1s}, {"sec", 1s},   {"s", 1s},     {"秒", 1s},       {"秒钟", 1s},   {"minute", 1min}, {"min", 1min},  {"mins", 1min},
    {"mn", 1min},    {"m", 1min},     {"分钟", 1min}, {"分鐘", 1min}, {"分", 1min},     {"hour", 1h},   {"heure", 1h},    {"hr", 1h},     {"h", 1h},
    {"小时", 1h},    {"小時", 1h},    {"个小时", 1h}, {"個小時", 1h}, {"钟头", 1h},     {"day", 24h},   {"jour", 24h},    {"d", 24h},     {"j", 24h},
    {"天", 24h},     {"日", 24h},     {"week", 168h}, {"semaine", 168h}, {"周", 168h}, {"週", 168h},   {"星期", 168h},   {"个星期", 168h}, {"month", 720h},
    {"mois", 720h},  {"个月", 720h},  {"個月", 720h}, {"year", 8760h}, {"an", 8760h},  {"annee", 8760h}, {"年", 8760h}};

// Spelled numbers at the beginning of `s`, which moves past them; -1 for none. Half counts in the unit's seconds.
double take_count(std::string_view& s) {
  s = trim(s);
  static constexpr std::pair<std::string_view, double> words[] = {
      {"half an ", 0.5}, {"an ", 1}, {"a ", 1}, {"one ", 1}, {"two ", 2}, {"three ", 3}, {"une demi-", 0.5}, {"une ", 1}, {"un ", 1}, {"deux ", 2},
      {"trois ", 3}, {"半个", 0.5}, {"半個", 0.5}, {"半", 0.5}, {"一", 1}, {"两", 2}, {"兩", 2}, {"二", 2}, {"三", 3}, {"四", 4}, {"五", 5},
      {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}, {"十", 10}};
  int number = 0;
  const auto [end, ec] = std::from_chars(s.data(), s.data() + std::min<std::size_t>(s.size(), 6), number);
  if (ec == std::errc{} && number >= 0) {
    s.remove_prefix(static_cast<std::size_t>(end - s.data()));
    return number;
  }
  for (const auto& [word, value] : words)
    if (s.starts_with(word)) {
      s.remove_prefix(word.size());
      return value;
    }
  return -1;
}

std::optional<std::chrono::seconds> unit_named(std::string_view word) {
  for (const auto& [name, length] : units)
    if (word == name || (word.size() == name.size() + 1 && word.starts_with(name) && word.back() == 's')) return length;
  return {};
}

// "3 hours", "2 h", "1 hour, 5 minutes".
std::optional<std::chrono::seconds> span_of(std::string_view s) {
  std::chrono::seconds total{0};
  bool any = false;
  for (int parts = 0; parts < 4 && !trim(s).empty(); ++parts) {
    const double count = take_count(s);
    s = trim(s);
    std::size_t end = 0;
    while (end < s.size() && s[end] != ' ' && s[end] != ',' && !(s[end] >= '0' && s[end] <= '9')) ++end;
    const auto unit = unit_named(s.substr(0, end));
    if (count < 0 || !unit) return {};
    total += std::chrono::seconds{static_cast<std::int64_t>(count * static_cast<double>(unit->count()))};
    s = s.substr(end);
    while (!s.empty() && (s.front() == ',' || s.front() == ' ')) s.remove_prefix(1);
    if (s.starts_with("and ") || s.starts_with("et ")) s.remove_prefix(s.find(' ') + 1);
    any = true;
  }
  return any ? std::optional(total) : std::nullopt;
}

// "yesterday-ish", "todays": another word.
bool goes_on(std::string_view rest) {
  if (rest.starts_with('-')) rest.remove_prefix(1);
  return !rest.empty() && rest.front() >= 'a' && rest.front() <= 'z';
}

}  // namespace

relative_date read_relative_date(const std::string& plain, timestamp now, std::chrono::sys_days today) {
  relative_date out;
  auto text = trim(plain);
  for (const std::string_view said : {"updated", "posted", "published", "publie", "mis a jour"})
    if (text.starts_with(said)) text = trim(text.substr(said.size()));
  if (text.starts_with(':')) text = trim(text.substr(1));
  for (const std::string_view said : {"更新", "发布", "發布", "发表", "發表"})
    if (text.ends_with(said)) text = trim(text.substr(0, text.size() - said.size()));
  for (const std::string_view word : {"just now", "now", "刚刚", "刚才", "剛剛", "a l'instant", "maintenant"})
    if (text == word) out.time = now;
  std::string_view span;
  for (const std::string_view end : {" ago", "之前", "以前", "前"})
    if (span.empty() && text.ends_with(end)) span = text.substr(0, text.size() - end.size());
  for (const std::string_view start : {"il y a ", "depuis "})
    if (span.empty() && text.starts_with(start)) span = text.substr(start.size());
  for (const std::string_view word : {"about ", "environ ", "over ", "约", "大约"})
    if (span.starts_with(word)) span.remove_prefix(word.size());
  if (const auto length = span_of(span)) out.time = now - *length;
  if (out.time) return out;
  static constexpr std::pair<std::string_view, int> days[] = {
      {"the day before yesterday", 2}, {"avant-hier", 2}, {"前天", 2}, {"前日", 2}, {"yesterday", 1}, {"hier", 1}, {"昨天", 1}, {"昨日", 1},
      {"today", 0}, {"aujourd'hui", 0}, {"今天", 0}, {"今日", 0}, {"gestern", 1}, {"heute", 0}};
  for (const auto& [word, back] : days) {
    const auto at = plain.find(word);
    if (at == std::string::npos || goes_on(std::string_view(plain).substr(at + word.size()))) continue;
    out.day = today - std::chrono::days{back};
    out.rest = plain.substr(0, at) + " " + plain.substr(at + word.size());
    return out;
  }
  return out;
}

relative_date read_last_weekday(const std::string& plain, std::chrono::sys_days today) {
  static constexpr std::pair<std::string_view, unsigned> names[] = {
      {"sunday", 0},   {"monday", 1}, {"tuesday", 2}, {"wednesday", 3}, {"thursday", 4}, {"friday", 5},   {"saturday", 6}, {"dimanche", 0},
      {"lundi", 1},    {"mardi", 2},  {"mercredi", 3}, {"jeudi", 4},    {"vendredi", 5}, {"samedi", 6},   {"sun", 0},      {"mon", 1},
      {"tue", 2},      {"wed", 3},    {"thu", 4},      {"fri", 5},      {"sat", 6},      {"dim.", 0},     {"lun.", 1},     {"mer.", 3},
      {"jeu.", 4},     {"ven.", 5},   {"sam.", 6},     {"日", 0},       {"天", 0},       {"一", 1},       {"二", 2},       {"三", 3},
      {"四", 4},       {"五", 5},     {"六", 6}};
  relative_date out;
  std::string_view rest = trim(plain);
  for (const std::string_view word : {"last ", "this ", "ce "})
    if (rest.starts_with(word)) rest.remove_prefix(word.size());
  bool chinese = false;
  for (const std::string_view word : {"本", "这"})
    if (rest.starts_with(word)) rest.remove_prefix(word.size());
  for (const std::string_view word : {"星期", "礼拜", "禮拜", "周", "週"})
    if (!chinese && rest.starts_with(word)) {
      rest.remove_prefix(word.size());
      chinese = true;
    }
  for (const auto& [name, number] : names) {
    const bool is_sign = static_cast<unsigned char>(name.front()) >= 0x80;
    if (is_sign != chinese || !rest.starts_with(name)) continue;
    rest.remove_prefix(name.size());
    if (!chinese && !rest.empty() && rest.front() >= 'a' && rest.front() <= 'z') return out;  // "monde"
    rest = trim(rest);
    if (rest.starts_with("dernier")) rest.remove_prefix(7);
    out.day = today - (std::chrono::weekday{today} - std::chrono::weekday{number});
    out.rest = rest;
    return out;
  }
  return out;
}

}  // namespace depeche
