#include "ingest/written_date.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/date_words.hpp"
#include "ingest/iso_date.hpp"
#include "ingest/zone_words.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace depeche {
namespace {

struct piece {
  enum kind_type { number, word, mark } kind;
  std::string_view text;
  int value = 0;
  bool blank_before = false;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

std::vector<piece> cut(std::string_view s) {
  std::vector<piece> out;
  bool blank = false;
  for (std::size_t i = 0; i < s.size() && out.size() < 60;) {
    if (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r') {
      blank = true;
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    piece p{piece::mark, {}, 0, std::exchange(blank, false)};
    if (is_digit(s[i])) {
      while (end < s.size() && is_digit(s[end])) ++end;
      p.kind = piece::number;
      std::from_chars(s.data() + i, s.data() + std::min(end, i + 9), p.value);
    } else if (is_letter(s[i])) {
      while (end < s.size() && is_letter(s[end])) ++end;
      p.kind = piece::word;
    }
    p.text = s.substr(i, end - i);
    out.push_back(p);
    i = end;
  }
  return out;
}

class date_reader {
 public:
  date_reader(std::string_view plain, const date_context& context, bool chinese)
      : context_(context), chinese_(chinese), p_(cut(plain)) {
    american_ = writes_month_first();
  }

  // The day is known ("yesterday"); only its time is read.
  void know_day(std::chrono::sys_days day) {
    const std::chrono::year_month_day date{day};
    year_ = static_cast<int>(date.year());
    month_ = static_cast<int>(static_cast<unsigned>(date.month()));
    day_ = static_cast<int>(static_cast<unsigned>(date.day()));
  }

  std::optional<timestamp> read() {
    while (i_ < p_.size())
      if (!step()) return {};
    return finish();
  }

 private:
  bool is_mark(std::size_t i, char c) const { return i < p_.size() && p_[i].kind == piece::mark && p_[i].text[0] == c; }
  bool is_number(std::size_t i, std::size_t longest = 9) const {
    return i < p_.size() && p_[i].kind == piece::number && p_[i].text.size() <= longest;
  }
  bool is_word(std::size_t i, std::string_view word) const { return i < p_.size() && p_[i].kind == piece::word && p_[i].text == word; }
  bool is_date_mark(std::size_t i) const { return is_mark(i, '-') || is_mark(i, '/') || is_mark(i, '.'); }

  bool writes_month_first() const {
    const auto language = ascii_lower(context_.language);
    const bool half = std::any_of(p_.begin(), p_.end(), [](const piece& p) { return p.text == "am" || p.text == "pm"; });
    if (language.starts_with("en-") || language.starts_with("en_")) return language.substr(3, 2) == "us" || language.substr(3, 2) == "ph";
    if (language == "en" || language.empty()) return half || language == "en";
    return false;
  }

  bool step() {
    const piece& p = p_[i_];
    if (p.kind == piece::word) return step_word();
    if (p.kind == piece::number) return step_number();
    if (is_offset_sign()) return step_offset();
    ++i_;
    return true;
  }

  bool step_word() {
    const auto w = p_[i_].text;
    if (w == "pm" || w == "p") half_ = 12;
    else if (w == "am") half_ = 0;
    else if (w == "noonish") noonish_ = true;
    else if ((w == "demi" || w == "demie") && hour_ >= 0) minute_ = 30;
    else if ((w == "noon" || w == "midi") && hour_ <= 0) hour_ = 12;
    else if ((w == "midnight" || w == "minuit") && (hour_ < 0 || hour_ == 12)) hour_ = 0;
    else if (const int m = month_by_name(w); m != 0 && month_ == 0 && !is_weekday_here(w)) month_ = m;
    else if (hour_ >= 0 && !offset_ && place_.empty()) {
      place_ = place_by_name(w, context_.language);
      if (place_.empty()) offset_ = zone_by_name(w, context_.language, chinese_);
    }
    ++i_;
    return true;
  }

  // "mar. 24 déc.": Tuesday and March begin alike; the last that could be a month is one.
  bool is_weekday_here(std::string_view word) const {
    if (word != "mar") return false;
    for (std::size_t i = i_ + 1; i < p_.size(); ++i)
      if (p_[i].kind == piece::word && month_by_name(p_[i].text) != 0) return true;
    // "mar 24/12/2024"
    return is_number(i_ + 1, 2) && is_date_mark(i_ + 2);
  }

  // --- times

  bool reads_like_clock(std::size_t i) const {
    if (!is_number(i, 2) || hour_ >= 0) return false;
    if (is_mark(i + 1, ':') && is_number(i + 2, 2)) return true;
    const bool french = is_word(i + 1, "h") || is_word(i + 1, "heures") || is_word(i + 1, "heure") || is_word(i + 1, "uhr");
    const bool english = is_word(i + 1, "am") || is_word(i + 1, "pm") || is_word(i + 1, "noonish") || is_word(i + 1, "o");
    // "11.09", "11.09.33": behind a whole date only.
    const bool dotted = day_ > 0 && year_ >= 0 && is_mark(i + 1, '.') && is_number(i + 2, 2) && (!is_mark(i + 3, '.') || is_number(i + 4, 2));
    return french || english || dotted;
  }

  void read_clock() {
    hour_ = p_[i_].value;
    minute_ = second_ = 0;
    const bool half_follows = is_word(i_ + 1, "am") || is_word(i_ + 1, "pm");
    i_ += half_follows ? 1 : 2;
    if (half_follows || !is_number(i_, 2)) return;
    minute_ = p_[i_++].value;
    if (is_word(i_, "min") || is_word(i_, "m") || is_word(i_, "mn")) ++i_;
    if ((is_mark(i_, ':') || is_mark(i_, '.')) && is_number(i_ + 1, 2)) {
      second_ = p_[i_ + 1].value;
      i_ += 2;
      if ((is_mark(i_, '.') || is_mark(i_, ',') || is_mark(i_, ':')) && is_number(i_ + 1, 20)) i_ += 2;
    }
  }

  bool is_offset_sign() const {
    if (hour_ < 0 || !(p_[i_].text == "+" || p_[i_].text == "-") || !is_number(i_ + 1, 6) || p_[i_ + 1].blank_before) return false;
    const auto digits = p_[i_ + 1].text.size();
    if (p_[i_].text == "+") return true;
    // "11:09 - 23 Dec", "11:09 -23/12/2024" are no offsets.
    return digits == 4 || digits == 3 || digits == 6 || (!is_date_mark(i_ + 2) && (i_ + 2 >= p_.size() || p_[i_ + 2].kind == piece::mark));
  }

  bool step_offset() {
    const int sign = p_[i_].text == "-" ? -1 : 1;
    const piece& n = p_[i_ + 1];
    i_ += 2;
    int minutes = n.value * 60;
    if (n.text.size() == 3 || n.text.size() == 4) minutes = n.value / 100 * 60 + n.value % 100;
    if (n.text.size() == 6) minutes = n.value / 10000 * 60 + n.value / 100 % 100;
    if (n.text.size() <= 2 && is_mark(i_, ':') && is_number(i_ + 1, 2)) {
      minutes += p_[i_ + 1].value;
      i_ += 2;
      if (is_mark(i_, ':') && is_number(i_ + 1, 2)) i_ += 2;
    }
    if (minutes <= 15 * 60) offset_ = sign * minutes;
    return true;
  }

  // --- dates

  bool step_number() {
    const piece& p = p_[i_];
    if (p.text.size() > 8) return false;
    if (reads_like_clock(i_)) {
      read_clock();
      return true;
    }
    if (p.text.size() == 8 && year_ < 0) return read_compact();
    if (p.text.size() == 4 && year_ < 0 && day_ < 0 && month_ == 0 && read_year_first()) return true;
    if (p.text.size() <= 2 && day_ < 0 && month_ == 0 && read_three_numbers()) return true;
    if (read_day_dash_month()) return true;
    if (p.text.size() <= 2 && day_ < 0 && p.value <= 31) day_ = p.value;
    else if (p.text.size() >= 2 && p.text.size() <= 4 && year_ < 0) year_ = full_year(p);
    else if (hour_ < 0) return false;  // a number too many
    ++i_;
    return true;
  }

  bool read_compact() {
    year_ = p_[i_].value / 10000;
    month_ = p_[i_].value / 100 % 100;
    day_ = p_[i_].value % 100;
    ++i_;
    return true;
  }

  // 2026-11-23, 2026/11/23, 2026.11.23, 2026-11, 2026-nov-23; a year alone.
  bool read_year_first() {
    if (!is_date_mark(i_ + 1) || i_ + 2 >= p_.size()) return false;
    if (p_[i_ + 2].kind == piece::word) {
      const int named = month_by_name(p_[i_ + 2].text);
      if (named == 0 || !is_date_mark(i_ + 3) || !is_number(i_ + 4, 2)) return false;
      month_ = named;
    } else if (is_number(i_ + 2, 2)) {
      month_ = p_[i_ + 2].value;
      if (month_ == 0) return false;
    } else {
      return false;
    }
    year_ = p_[i_].value;
    i_ += 3;
    if (is_date_mark(i_) && is_number(i_ + 1, 2)) {
      day_ = p_[i_ + 1].value;
      i_ += 2;
    } else {
      day_ = 1;
    }
    return true;
  }

  // 23/11/2026, 11/23/2026, 23.11.26, 26-11-23.
  bool read_three_numbers() {
    if (is_number(i_ + 1, 2) && is_number(i_ + 2, 4) && p_[i_ + 2].text.size() == 4) return read_bare_numbers();
    if (!is_date_mark(i_ + 1) || !is_number(i_ + 2, 2)) return false;
    const int a = p_[i_].value, b = p_[i_ + 2].value;
    if (!is_date_mark(i_ + 3) || !is_number(i_ + 4, 4)) {
      // 12-23 of a year not said, as in Chinese; 23/12 elsewhere.
      if (is_mark(i_ + 1, '.') || !context_.now) return false;
      const bool month_first = b > 12 || (a <= 12 && (is_mark(i_ + 1, '-') || american_));
      month_ = month_first ? a : b;
      day_ = month_first ? b : a;
      i_ += 3;
      return true;
    }
    const piece& c = p_[i_ + 4];
    const bool dashes = is_mark(i_ + 1, '-');
    if (c.text.size() <= 2 && (a > 31 || (dashes && c.value <= 31 && b <= 12))) {
      year_ = full_year(p_[i_]);
      month_ = b;
      day_ = c.value;
    } else {
      const bool month_first = b > 12 || (american_ && a <= 12 && is_mark(i_ + 1, '/'));
      month_ = month_first ? a : b;
      day_ = month_first ? b : a;
      year_ = full_year(c);
    }
    i_ += 5;
    return true;
  }

  // 23 11 2026
  bool read_bare_numbers() {
    const bool month_first = p_[i_ + 1].value > 12 || (american_ && p_[i_].value <= 12);
    day_ = p_[month_first ? i_ + 1 : i_].value;
    month_ = p_[month_first ? i_ : i_ + 1].value;
    year_ = p_[i_ + 2].value;
    i_ += 3;
    return true;
  }

  // 23-Nov-2026, 23/nov/26; 12/2026.
  bool read_day_dash_month() {
    const piece& p = p_[i_];
    if (p.text.size() > 2 || day_ >= 0 || month_ != 0 || !is_date_mark(i_ + 1) || i_ + 2 >= p_.size()) return false;
    if (is_number(i_ + 2, 4) && p_[i_ + 2].text.size() == 4 && p.value <= 12) {
      month_ = p.value;
      year_ = p_[i_ + 2].value;
      day_ = 1;
      i_ += 3;
      return true;
    }
    if (p_[i_ + 2].kind != piece::word || month_by_name(p_[i_ + 2].text) == 0 || !is_date_mark(i_ + 3) || !is_number(i_ + 4, 4)) return false;
    day_ = p.value;
    month_ = month_by_name(p_[i_ + 2].text);
    year_ = full_year(p_[i_ + 4]);
    i_ += 5;
    return true;
  }

  int full_year(const piece& p) const {
    if (p.text.size() == 4) return p.value;
    // Taiwan's 115; elsewhere what programs of old made of 2015.
    if (p.text.size() == 3) return p.value + (ascii_lower(context_.language).starts_with("zh") ? 1911 : 1900);
    return p.value + (p.text.size() == 2 && p.value < 70 ? 2000 : 1900);
  }

  bool guess_year() {
    if (!context_.now || month_ == 0 || day_ < 0) return false;
    const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(*context_.now)};
    const auto date = std::chrono::month{static_cast<unsigned>(month_)} / day_;
    // The last such day that isn't ahead.
    year_ = static_cast<int>(today.year());
    if (std::chrono::sys_days{today.year() / date} > std::chrono::floor<std::chrono::days>(*context_.now) + std::chrono::days{1}) --year_;
    return true;
  }

  std::optional<timestamp> finish() {
    if (year_ < 0 && !guess_year()) return {};
    if (month_ == 0) return {};
    if (half_ == 12 && hour_ >= 1 && hour_ < 12) hour_ += 12;
    if (half_ == 0 && hour_ == 12) hour_ = 0;
    if (noonish_ && hour_ >= 1 && hour_ < 3) hour_ += 12;
    const civil_date date{year_, month_, day_ < 0 ? 1 : day_};
    const civil_time time{std::max(hour_, 0), minute_, second_, 0};
    return offset_ ? moment(date, time, *offset_) : moment(date, time, place_.empty() ? context_.zone : place_);
  }

  const date_context& context_;
  bool chinese_;
  std::vector<piece> p_;
  std::size_t i_ = 0;
  bool american_ = false, noonish_ = false;
  int year_ = -1, month_ = 0, day_ = -1, hour_ = -1, minute_ = 0, second_ = 0, half_ = -1;
  std::optional<int> offset_;
  std::string_view place_;  // a zone by name, whose offset depends on the date
};

}  // namespace

std::optional<timestamp> read_written_date(std::string_view plain, const date_context& context, bool chinese,
                                           std::optional<std::chrono::sys_days> day) {
  date_reader reader(plain, context, chinese);
  if (day) reader.know_day(*day);
  return reader.read();
}

}  // namespace depeche
