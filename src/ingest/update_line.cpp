#include "ingest/update_line.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/date_pieces.hpp"
#include "ingest/feed_date.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace depeche {
namespace {

constexpr std::string_view openings[] = {"dernière mise à jour",
                                         "derniere mise a jour",
                                         "mis à jour",
                                         "mise à jour",
                                         "actualisé",
                                         "modifié le",
                                         "dernière modification",
                                         "last updated",
                                         "last update",
                                         "updated",
                                         "last modified",
                                         "最后更新",
                                         "最近更新",
                                         "更新时间",
                                         "更新于",
                                         "更新:",
                                         "更新：",
                                         "最後更新",
                                         "更新時間",
                                         "更新於"};

std::string fold(std::string_view line) {
  std::string s = ascii_lower(squeeze_space(line));
  for (const auto& [from, to] : {std::pair{"À", "à"}, {"È", "è"}, {"É", "é"}}) s = replace_all(s, from, to);
  return s;
}

// What a line says, -1 for what it doesn't.
class moment {
 public:
  explicit moment(std::vector<date_piece> pieces) : p_(std::move(pieces)) {
    while (i_ < p_.size())
      if (!read_time() && !read_numeric_date() && !read_written_date()) ++i_;
  }

  int year = -1, month = -1, day = -1, hour = -1, minute = 0;

 private:
  bool is_mark(std::size_t i, std::string_view any) const {
    return i < p_.size() && p_[i].kind == date_piece::mark && any.find(p_[i].text) != std::string_view::npos;
  }
  bool is_word(std::size_t i, std::string_view word) const { return i < p_.size() && p_[i].text == word; }
  bool is_number(std::size_t i, std::size_t digits) const {
    return i < p_.size() && p_[i].kind == date_piece::number && p_[i].text.size() <= digits;
  }

  bool read_time() {
    if (hour >= 0 || !is_number(i_, 2)) return false;
    // "24 Nov 2026 18.30": behind a day only, where it can be no other day.
    const bool dot = day >= 0 && is_mark(i_ + 1, ".") && is_number(i_ + 2, 2) && p_[i_ + 2].text.size() == 2 && !is_mark(i_ + 3, ".");
    const bool french = is_word(i_ + 1, "h") || is_word(i_ + 1, "heures") || is_word(i_ + 1, "heure");
    const bool colon = dot || (is_mark(i_ + 1, ":") && is_number(i_ + 2, 2));
    const bool english = is_word(i_ + 1, "am") || is_word(i_ + 1, "pm");
    if (!french && !colon && !english) return false;
    int h = p_[i_].value;
    i_ += english ? 1 : 2;
    if (!english && is_number(i_, 2) && !(is_mark(i_ + 1, "/.-") && is_number(i_ + 2, 4))) minute = p_[i_++].value;
    if (is_mark(i_, ":") && is_number(i_ + 1, 2)) i_ += 2;  // seconds
    const bool pm = is_word(i_, "pm") || (is_word(i_, "p") && is_mark(i_ + 1, "."));
    const bool am = is_word(i_, "am") || (is_word(i_, "a") && is_mark(i_ + 1, "."));
    if (pm && h < 12) h += 12;
    if (am && h == 12) h = 0;
    hour = h;
    return true;
  }

  bool read_numeric_date() {
    if (day >= 0 || !is_number(i_, 4) || !is_mark(i_ + 1, "/.-") || !is_number(i_ + 2, 2)) return false;
    if (p_[i_].text.size() == 4) {
      if (!is_mark(i_ + 3, "/.-") || !is_number(i_ + 4, 2)) return false;
      year = p_[i_].value;
      month = p_[i_ + 2].value;
      day = p_[i_ + 4].value;
      i_ += 5;
      return true;
    }
    const bool version = is_mark(i_ + 3, "/.-") && is_number(i_ + 4, 4) && p_[i_ + 4].text.size() % 2 != 0;  // 3.19.0
    if (version) {
      i_ += 5;
      return true;
    }
    // Slashes and dots put the day first, as French and British readers do; dashes (and 12月23日) the month.
    const bool month_first = is_mark(i_ + 1, "-");
    day = p_[i_ + (month_first ? 2 : 0)].value;
    month = p_[i_ + (month_first ? 0 : 2)].value;
    if (month > 12) std::swap(day, month);
    const bool has_year = is_mark(i_ + 3, "/.-") && is_number(i_ + 4, 4);
    if (has_year) year = p_[i_ + 4].value + (p_[i_ + 4].text.size() <= 2 ? 2000 : 0);
    i_ += has_year ? 5 : 3;
    return true;
  }

  bool read_written_date() {
    if (day >= 0) return false;
    const auto skip = [&](std::size_t i) {
      while (is_mark(i, ".,") || is_word(i, "er") || is_word(i, "st") || is_word(i, "nd") || is_word(i, "rd") ||
             is_word(i, "th") || is_word(i, "of") || is_word(i, "de"))
        ++i;
      return i;
    };
    std::size_t end = 0;
    if (is_number(i_, 2)) {
      const auto name = skip(i_ + 1);
      if (name >= p_.size() || month_by_name(p_[name].text) == 0) return false;
      day = p_[i_].value;
      month = month_by_name(p_[name].text);
      end = skip(name + 1);
    } else if (const int named = month_by_name(p_[i_].text); named != 0 && is_number(skip(i_ + 1), 2)) {
      const auto number = skip(i_ + 1);
      month = named;
      day = p_[number].value;
      end = skip(number + 1);
    } else {
      return false;
    }
    if (is_number(end, 4) && p_[end].text.size() == 4) year = p_[end++].value;
    i_ = std::max(end, i_ + 1);
    return true;
  }

  std::vector<date_piece> p_;
  std::size_t i_ = 0;
};

std::optional<timestamp> local_time(int y, const moment& m, std::string_view zone) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d", y, m.month, m.day, std::max(m.hour, 0), m.minute);
  const auto parsed = parse_iso_time(text, zone);
  return parsed.has_value() ? std::optional<timestamp>(*parsed) : std::nullopt;
}

struct zone_name {
  std::string_view written, zone;
};
constexpr zone_name spelled_zones[] = {{"北京时间", "Asia/Shanghai"},
                                       {"北京時間", "Asia/Shanghai"},
                                       {"beijing time", "Asia/Shanghai"},
                                       {"heure de beijing", "Asia/Shanghai"},
                                       {"gmt", "UTC"},
                                       {"utc", "UTC"},
                                       {"heure de paris", "Europe/Paris"},
                                       {"heure de montréal", "America/Toronto"},
                                       {"eastern time", "America/New_York"},
                                       {"pacific time", "America/Los_Angeles"}};
// Behind a clock time and in capitals only: "et" is a word.
constexpr zone_name short_zones[] = {
    {"ET", "America/New_York"},     {"EST", "America/New_York"},    {"EDT", "America/New_York"},  {"CT", "America/Chicago"},
    {"CDT", "America/Chicago"},     {"MT", "America/Denver"},       {"MST", "America/Denver"},    {"MDT", "America/Denver"},
    {"PT", "America/Los_Angeles"},  {"PST", "America/Los_Angeles"}, {"PDT", "America/Los_Angeles"}, {"HNE", "America/Toronto"},
    {"HAE", "America/Toronto"},     {"BST", "Europe/London"},       {"CET", "Europe/Paris"},      {"CEST", "Europe/Paris"},
    {"HKT", "Asia/Hong_Kong"},      {"SGT", "Asia/Singapore"},      {"JST", "Asia/Tokyo"}};

std::string_view named_zone(std::string_view line, const std::string& folded, std::string_view otherwise) {
  for (const auto& [written, zone] : spelled_zones)
    if (folded.find(written) != std::string::npos) return zone;
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  for (const auto& [written, zone] : short_zones)
    for (auto at = line.find(written); at != std::string_view::npos; at = line.find(written, at + 1)) {
      const auto before = trim(line.substr(0, at));
      const auto behind = line.substr(at + written.size());
      const bool word = at > 0 && !is_letter(line[at - 1]) && (behind.empty() || !is_letter(behind[0]));
      const bool clock = before.size() > 3 && (before[before.size() - 3] == ':' || before.ends_with('m') || before.ends_with('M') ||
                                               before.ends_with("m."));
      if (word && clock) return zone;
    }
  return otherwise;
}

}  // namespace

bool is_update_line(std::string_view line) {
  if (count_code_points(line) > 120 || line.find_first_of("0123456789") == std::string_view::npos) return false;
  const auto folded = fold(line);
  return std::any_of(std::begin(openings), std::end(openings),
                     [&](std::string_view opening) { return std::string_view(folded).starts_with(opening); });
}

std::size_t find_update_words(std::string_view line) {
  // Folding keeps lengths here: only ASCII letters and À, È, É change, each for one as long.
  std::string s = ascii_lower(line);
  for (const auto& [from, to] : {std::pair{"À", "à"}, {"È", "è"}, {"É", "é"}}) s = replace_all(s, from, to);
  auto first = std::string::npos;
  for (const auto opening : openings) first = std::min(first, s.find(opening));
  return first;
}

std::optional<timestamp> read_written_moment(std::string_view line, timestamp now, std::string_view zone) {
  const auto folded = fold(line);
  const moment m(cut_date(folded));
  if (m.year < 0 || m.day < 0 || m.hour > 23 || m.minute > 59) return {};
  const int year = m.year;
  if (year < 1970 || year > 2200) return {};
  const auto at = local_time(year, m, named_zone(line, folded, zone));
  return at && *at <= now + std::chrono::hours{48} ? at : std::nullopt;
}

std::string_view zone_of_language(std::string_view language) {
  if (language.starts_with("zh")) return "Asia/Shanghai";
  return language.starts_with("fr") ? "Europe/Paris" : "UTC";
}

std::optional<timestamp> read_update_line(std::string_view line, timestamp now, std::string_view zone) {
  const auto folded = fold(line);
  moment m(cut_date(folded));
  const auto where = named_zone(line, folded, zone);
  if (m.hour > 23 || m.minute > 59 || (m.day < 0 && m.hour < 0)) return {};
  const auto today = local_day(now, where);
  const int this_year = std::stoi(today.substr(0, 4));
  if (m.day < 0) {
    // Only a clock time: today's, or yesterday's if that is still to come.
    const int known_year = this_year;
    m.month = std::stoi(today.substr(5, 2));
    m.day = std::stoi(today.substr(8, 2));
    const auto at = local_time(known_year, m, where);
    if (at && *at > now) return *at - std::chrono::hours{24};
    return at;
  }
  if (m.year >= 0) return m.year >= 1970 && m.year <= 2200 ? local_time(m.year, m, where) : std::nullopt;
  // The 29th of February may be eight years back.
  for (int y = this_year; y >= this_year - 8; --y)
    if (const auto at = local_time(y, m, where); at && *at <= now) return at;
  return {};
}

}  // namespace depeche
