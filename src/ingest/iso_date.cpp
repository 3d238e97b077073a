#include "ingest/iso_date.hpp"

#include "base/localisation.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace depeche {
namespace {

using namespace std::chrono;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), is_digit); }

// A cursor over the text: every take moves it only when it fits.
class cursor {
 public:
  explicit cursor(std::string_view s) : s_(s) {}
  std::size_t digits() const {
    std::size_t n = 0;
    while (n < s_.size() && is_digit(s_[n])) ++n;
    return n;
  }
  bool at_end() const { return s_.empty(); }
  bool take(char c) {
    if (s_.empty() || s_[0] != c) return false;
    s_.remove_prefix(1);
    return true;
  }
  bool take_any(std::string_view of) {
    if (s_.empty() || of.find(s_[0]) == std::string_view::npos) return false;
    s_.remove_prefix(1);
    return true;
  }
  bool take(int& value, std::size_t width) {
    if (digits() < width) return false;
    std::from_chars(s_.data(), s_.data() + width, value);
    s_.remove_prefix(width);
    return true;
  }
  std::string_view rest() const { return s_; }

 private:
  std::string_view s_;
};

sys_days monday_of_week_one(int year) {
  const sys_days fourth{std::chrono::year{year} / January / 4};
  return fourth - (weekday{fourth} - Monday);
}

std::optional<civil_date> civil(sys_days day) {
  const year_month_day d{day};
  return civil_date{static_cast<int>(d.year()), static_cast<int>(static_cast<unsigned>(d.month())),
                    static_cast<int>(static_cast<unsigned>(d.day()))};
}

std::optional<civil_date> day_of_year(int year, int day) {
  if (day < 1 || day > (std::chrono::year{year}.is_leap() ? 366 : 365)) return {};
  return civil(sys_days{std::chrono::year{year} / January / 1} + days{day - 1});
}

std::optional<civil_date> week_date(cursor& c, int year) {
  int week = 0, day = 1;
  if (!c.take(week, 2)) return {};
  const bool dash = c.take('-');
  if ((dash || c.digits() == 1) && !c.take(day, 1)) return {};
  if (week < 1 || week > 53 || day < 1 || day > 7) return {};
  return civil(monday_of_week_one(year) + days{7 * (week - 1) + day - 1});
}

// The date; the cursor is left at the 'T', blank or end behind it.
std::optional<civil_date> take_date(cursor& c) {
  civil_date d{0, 1, 1};
  const auto run = c.digits();
  if (run != 4 && run != 7 && run != 8) return {};
  c.take(d.year, 4);
  if (run == 7) {
    int day = 0;
    c.take(day, 3);
    return day_of_year(d.year, day);
  }
  if (run == 8) {
    c.take(d.month, 2);
    c.take(d.day, 2);
    return d;
  }
  if (c.take_any("Ww")) return week_date(c, d.year);
  if (c.at_end()) return d;
  if (!c.take('-')) return {};
  if (c.take_any("Ww")) return week_date(c, d.year);
  if (c.digits() == 3) {
    int day = 0;
    c.take(day, 3);
    return day_of_year(d.year, day);
  }
  if (c.digits() > 2 || !c.take(d.month, c.digits())) return {};
  if (c.take('-') && (c.digits() == 0 || c.digits() > 2 || !c.take(d.day, c.digits()))) return {};
  return d;
}

// ".09.33": a time that is written with dots, not a fraction of an hour.
bool is_dotted(std::string_view rest) {
  const auto digits = [&](std::size_t at) { return rest.substr(at, 2).find_first_not_of("0123456789") == std::string_view::npos; };
  return rest.size() >= 6 && rest[0] == '.' && rest[3] == '.' && digits(1) && digits(4);
}

std::optional<civil_time> take_time(cursor& c) {
  civil_time t;
  const auto run = c.digits();
  if (run == 4 || run == 6) {
    c.take(t.hour, 2);
    c.take(t.minute, 2);
    if (run == 6) c.take(t.second, 2);
  } else {
    if (run == 0 || run > 2 || !c.take(t.hour, run)) return {};
    const char mark = is_dotted(c.rest()) ? '.' : ':';
    if (c.take(mark)) {
      if (c.digits() == 0 || c.digits() > 2 || !c.take(t.minute, c.digits())) return {};
      if (c.take(mark) && (c.digits() == 0 || c.digits() > 2 || !c.take(t.second, c.digits()))) return {};
    }
  }
  if (c.take_any(".,")) {
    const std::string fraction = (std::string(c.rest().substr(0, c.digits())) + "00").substr(0, 3);
    std::from_chars(fraction.data(), fraction.data() + 3, t.millisecond);
    int dropped = 0;
    while (c.digits() > 0) c.take(dropped, 1);
  }
  return t;
}

// Minutes east where they are said.
struct offset_mark {
  std::optional<int> east;
};

std::optional<timestamp> moment_at(civil_date date, civil_time time, offset_mark mark, std::string_view zone) {
  return mark.east ? moment(date, time, *mark.east) : moment(date, time, zone);
}

// Z, +01:00, +0100, +01, or the end; nothing when something else stands there.
std::optional<offset_mark> take_offset(cursor& c) {
  while (c.take(' ')) {
  }
  if (c.at_end()) return offset_mark{};
  if (c.take_any("Zz")) return offset_mark{0};
  const int sign = c.take('+') ? 1 : c.take('-') ? -1 : 0;
  if (sign == 0) return {};
  int hours_east = 0, minutes_east = 0;
  const auto run = c.digits();
  if (run == 4) {
    c.take(hours_east, 2);
    c.take(minutes_east, 2);
  } else if (run == 1 || run == 2) {
    c.take(hours_east, run);
    if (c.take(':') && !c.take(minutes_east, 2)) return {};
    if (c.take(':')) c.take_any("0"), c.take_any("0");
  } else {
    return {};
  }
  const int total = hours_east * 60 + minutes_east;
  return total <= 15 * 60 ? std::optional(offset_mark{sign * total}) : std::nullopt;
}

std::optional<timestamp> read_extended(std::string_view text, std::string_view zone) {
  cursor c(text);
  const auto date = take_date(c);
  if (!date) return {};
  if (c.at_end()) return moment(*date, {}, zone);
  if (c.rest() == "Z") return moment(*date, {}, 0);
  if (!c.take_any("Tt_")) {
    if (!c.take(' ')) return {};
    while (c.take(' ')) {
    }
  }
  while (c.take(' ')) {
  }
  const auto time = take_time(c);
  if (!time) return {};
  const auto mark = take_offset(c);
  if (!mark) return {};
  // Java names the zone behind its offset.
  const auto rest = trim(c.rest());
  if (!rest.empty() && !(rest.starts_with('[') && rest.ends_with(']')) && !(rest.starts_with('(') && rest.ends_with(')'))) return {};
  return moment_at(*date, *time, *mark, zone);
}

std::optional<timestamp> read_count(std::string_view digits, std::string_view zone) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (ec != std::errc{}) return {};
  switch (digits.size()) {
    case 9:
    case 10: return from_unix_seconds(value);
    case 13: return from_unix_ms(value);
    case 16: return from_unix_ms(value / 1000);
    case 19: return from_unix_ms(value / 1'000'000);
    case 14:
    case 12: {
      const auto v = digits.size() == 14 ? value : value * 100;
      const auto day = static_cast<int>(v / 1'000'000), clock = static_cast<int>(v % 1'000'000);
      return moment({day / 10000, day / 100 % 100, day % 100}, {clock / 10000, clock / 100 % 100, clock % 100, 0}, zone);
    }
    default: return {};
  }
}

int century(int two_digits) { return two_digits + (two_digits < 70 ? 2000 : 1900); }

// YYMMDD, YYDDD; -YY-MM, -YYMM, -YY-MM-DD.
std::optional<timestamp> read_short_form(std::string_view text, std::string_view zone) {
  cursor c(text);
  int year = 0;
  civil_date d{0, 1, 1};
  if (c.take('-')) {
    if (!c.take(year, 2)) return {};
    c.take('-');
    if (!c.take(d.month, 2) || (c.take('-') && !c.take(d.day, 2)) || !c.at_end()) return {};
    d.year = century(year);
    return moment(d, {}, zone);
  }
  if (!all_digits(text)) return {};
  c.take(year, 2);
  if (text.size() == 5) {
    int day = 0;
    c.take(day, 3);
    const auto date = day_of_year(century(year), day);
    return date ? moment(*date, {}, zone) : std::nullopt;
  }
  if (text.size() != 6) return {};
  c.take(d.month, 2);
  c.take(d.day, 2);
  d.year = century(year);
  return moment(d, {}, zone);
}

// 20241223110933Z, 20241223110933+0100.
std::optional<timestamp> read_run_together(std::string_view text, std::string_view zone) {
  cursor c(text);
  if (c.digits() != 14) return {};
  civil_date d{0, 1, 1};
  civil_time t;
  c.take(d.year, 4), c.take(d.month, 2), c.take(d.day, 2);
  c.take(t.hour, 2), c.take(t.minute, 2), c.take(t.second, 2);
  const auto mark = take_offset(c);
  return mark && c.at_end() ? moment_at(d, t, *mark, zone) : std::nullopt;
}

// "/Date(1734948573000+0100)/" and "@1734948573" hold a count.
std::string_view count_in(std::string_view text) {
  const auto open = text.find("Date(");
  if (open != std::string_view::npos) text.remove_prefix(open + 5);
  else if (text.starts_with('@')) text.remove_prefix(1);
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  const auto rest = text.substr(n);
  const bool fraction = rest.starts_with('.') && all_digits(rest.substr(1)) && n >= 9;
  const bool wrapped = open != std::string_view::npos;
  return rest.empty() || fraction || wrapped ? text.substr(0, n) : std::string_view{};
}

}  // namespace

std::optional<timestamp> moment(civil_date date, civil_time time, int offset) {
  if (date.year < 1970 || date.year > 2200 || date.month < 1 || date.month > 12 || date.day < 1) return {};
  const year_month_day day{year{date.year}, month{static_cast<unsigned>(date.month)}, std::chrono::day{static_cast<unsigned>(date.day)}};
  if (date.day > 31 || !day.ok()) return {};
  if (time.hour > 24 || time.minute > 59 || time.second > 60 || (time.hour == 24 && time.minute + time.second > 0)) return {};
  return timestamp{sys_days{day}} + hours{time.hour} + minutes{time.minute - offset} + seconds{std::min(time.second, 59)} +
         milliseconds{time.millisecond};
}

std::optional<timestamp> moment(civil_date date, civil_time time, std::string_view zone) {
  const auto shown = moment(date, time, 0);
  if (!shown || zone.empty()) return shown;
  const auto whole = std::chrono::floor<seconds>(*shown);
  const auto there = parse_iso_time(iso_time(timestamp{whole}).substr(0, 19), zone);
  return there.has_value() ? std::optional(*there + (*shown - whole)) : std::nullopt;
}

bool reads_like_iso(std::string_view text) { return all_digits(text); }

std::optional<timestamp> read_iso_date(std::string_view text, std::string_view zone) {
  if (auto found = read_extended(text, zone)) return found;
  if (auto found = read_short_form(text, zone)) return found;
  if (auto found = read_run_together(text, zone)) return found;
  const auto count = count_in(text);
  return count.empty() ? std::nullopt : read_count(count, zone);
}

}  // namespace depeche
