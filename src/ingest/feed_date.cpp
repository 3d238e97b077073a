#include "ingest/feed_date.hpp"

#include "base/text.hpp"
#include "ingest/date_pieces.hpp"

#include <charconv>
#include <string>
#include <vector>

namespace depeche {
namespace {

struct named_zone {
  std::string_view name;
  int minutes;
};
constexpr named_zone named_zones[] = {{"z", 0},      {"ut", 0},     {"utc", 0},    {"gmt", 0},    {"wet", 0},   {"west", 60}, {"bst", 60},
                                      {"cet", 60},   {"mez", 60},   {"cest", 120}, {"mesz", 120}, {"eet", 120}, {"eest", 180}, {"msk", 180},
                                      {"hkt", 480},  {"sgt", 480},  {"jst", 540},  {"kst", 540},  {"est", -300}, {"edt", -240}, {"cst", -360},
                                      {"cdt", -300}, {"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420}};

class reader {
 public:
  explicit reader(std::vector<date_piece> pieces) : p_(std::move(pieces)) {}

  std::optional<timestamp> read() {
    while (i_ < p_.size()) {
      if (!step()) return {};
    }
    return finish();
  }

 private:
  bool is_mark(std::size_t i, char c) const { return i < p_.size() && p_[i].kind == date_piece::mark && p_[i].text[0] == c; }
  bool is_number(std::size_t i) const { return i < p_.size() && p_[i].kind == date_piece::number; }

  bool step() {
    const date_piece& p = p_[i_];
    if (p.kind == date_piece::word) return step_word();
    if (p.kind == date_piece::number) return step_number();
    if ((p.text == "+" || p.text == "-") && hour_ >= 0 && is_number(i_ + 1)) return step_offset();
    ++i_;
    return true;
  }

  bool step_word() {
    const std::string& w = p_[i_].text;
    if (const int m = month_by_name(w); m != 0 && month_ == 0) {
      month_ = m;
    } else if ((w == "pm" || w == "p") && hour_ >= 1 && hour_ < 12) {
      hour_ += 12;
    } else if ((w == "am" || w == "a") && hour_ == 12) {
      hour_ = 0;
    } else if (hour_ >= 0) {
      for (const auto& zone : named_zones)
        if (zone.name == w) offset_ = zone.minutes;
    }
    ++i_;
    return true;
  }

  bool step_number() {
    const date_piece& p = p_[i_];
    // A clock time: 10:09, 10:09:33, 10:09:33.25, and French 11h09.
    const bool colon = is_mark(i_ + 1, ':');
    const bool french = i_ + 1 < p_.size() && (p_[i_ + 1].text == "h" || p_[i_ + 1].text == "heures");
    if ((colon || french) && hour_ < 0 && p.text.size() <= 2) return step_time();
    // Compact ISO: 20261123, 20261123T100933.
    if (p.text.size() == 8 && year_ < 0) {
      year_ = p.value / 10000;
      month_ = p.value / 100 % 100;
      day_ = p.value % 100;
      ++i_;
      return true;
    }
    if ((p.text.size() == 6 || p.text.size() == 4) && day_ > 0 && year_ >= 0 && hour_ < 0 && i_ > 0 && p_[i_ - 1].text == "t") {
      const int hhmm = p.text.size() == 6 ? p.value / 100 : p.value;
      hour_ = hhmm / 100;
      minute_ = hhmm % 100;
      second_ = p.text.size() == 6 ? p.value % 100 : 0;
      ++i_;
      return true;
    }
    // 2026-11-23, 2026/11/23, 2026.11.23, 2026-11, and a year alone.
    if (p.text.size() == 4 && year_ < 0) {
      year_ = p.value;
      ++i_;
      if (month_ == 0 && is_date_mark(i_) && is_number(i_ + 1) && p_[i_ + 1].text.size() <= 2) {
        month_ = p_[i_ + 1].value;
        i_ += 2;
        if (is_date_mark(i_) && is_number(i_ + 1) && p_[i_ + 1].text.size() <= 2) {
          day_ = p_[i_ + 1].value;
          i_ += 2;
        } else {
          day_ = 1;
        }
      }
      return true;
    }
    // 23/11/2026 and 23.11.2026: the day first, unless that is impossible.
    if (p.text.size() <= 2 && day_ < 0 && month_ == 0 && is_date_mark(i_ + 1) && is_number(i_ + 2) && is_date_mark(i_ + 3) &&
        is_number(i_ + 4)) {
      day_ = p.value;
      month_ = p_[i_ + 2].value;
      if (month_ > 12) std::swap(day_, month_);
      year_ = full_year(p_[i_ + 4]);
      i_ += 5;
      return true;
    }
    if (p.text.size() <= 2 && day_ < 0) day_ = p.value;
    else if (p.text.size() == 2 && year_ < 0) year_ = full_year(p);
    else if (hour_ < 0) return false;  // a number too many
    ++i_;
    return true;
  }

  bool step_time() {
    hour_ = p_[i_].value;
    minute_ = 0;
    i_ += 2;
    if (!is_number(i_) || p_[i_].text.size() > 2) return true;
    minute_ = p_[i_++].value;
    if (is_mark(i_, ':') && is_number(i_ + 1)) {
      second_ = p_[i_ + 1].value;
      i_ += 2;
      if ((is_mark(i_, '.') || is_mark(i_, ',')) && is_number(i_ + 1)) {
        const std::string digits = (p_[i_ + 1].text + "00").substr(0, 3);
        std::from_chars(digits.data(), digits.data() + 3, millisecond_);
        i_ += 2;
      }
    }
    return true;
  }

  bool step_offset() {
    const int sign = p_[i_].text == "-" ? -1 : 1;
    const date_piece& n = p_[i_ + 1];
    i_ += 2;
    int minutes = 0;
    if (n.text.size() == 4) minutes = n.value / 100 * 60 + n.value % 100;
    else if (n.text.size() <= 2) minutes = n.value * 60;
    else return true;
    if (n.text.size() <= 2 && is_mark(i_, ':') && is_number(i_ + 1)) {
      minutes += p_[i_ + 1].value;
      i_ += 2;
    }
    if (minutes <= 14 * 60) offset_ = sign * minutes;
    return true;
  }

  bool is_date_mark(std::size_t i) const { return is_mark(i, '-') || is_mark(i, '/') || is_mark(i, '.'); }

  static int full_year(const date_piece& p) { return p.text.size() > 2 ? p.value : p.value + (p.value < 70 ? 2000 : 1900); }

  std::optional<timestamp> finish() const {
    using namespace std::chrono;
    if (year_ < 1970 || year_ > 2200) return {};
    const bool only_year = month_ == 0 && day_ < 0 && hour_ < 0;
    if (month_ == 0 && !only_year) return {};
    const auto month = only_year ? 1 : month_;
    const auto day = day_ < 0 ? 1 : day_;
    const year_month_day date{std::chrono::year{year_}, std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    if (month > 12 || day > 31 || !date.ok()) return {};
    const int h = hour_ < 0 ? 0 : hour_;
    if (h > 24 || minute_ > 59 || second_ > 60 || (h == 24 && minute_ + second_ > 0)) return {};
    return timestamp{sys_days{date}} + hours{h} + minutes{minute_ - offset_} + seconds{second_ == 60 ? 59 : second_} +
           milliseconds{millisecond_};
  }

  std::vector<date_piece> p_;
  std::size_t i_ = 0;
  int year_ = -1, month_ = 0, day_ = -1, hour_ = -1, minute_ = 0, second_ = 0, millisecond_ = 0, offset_ = 0;
};

}  // namespace

int month_by_name(std::string_view word) {
  const std::string w = ascii_lower(word);
  // The shortest form that is unambiguous, per month, English and French.
  static constexpr std::pair<std::string_view, int> names[] = {
      {"january", 1},  {"february", 2}, {"march", 3},  {"april", 4},   {"may", 5},       {"june", 6},      {"july", 7},
      {"august", 8},   {"september", 9}, {"october", 10}, {"november", 11}, {"december", 12}, {"janvier", 1},  {"février", 2},
      {"fevrier", 2},  {"mars", 3},     {"avril", 4},  {"mai", 5},     {"juin", 6},      {"juillet", 7},   {"août", 8},
      {"aout", 8},     {"septembre", 9}, {"octobre", 10}, {"novembre", 11}, {"décembre", 12}, {"decembre", 12}};
  if (w.size() < 3) return 0;
  for (const auto& [name, number] : names)
    if (w == name) return number;
  if (w == "sept") return 9;
  for (const auto& [name, number] : names)
    if (name.starts_with(w) && w.size() < 6 && w != "jui" && w != "mar") return number;
  return w == "mar" ? 3 : 0;
}

std::optional<timestamp> read_feed_date(std::string_view text) {
  if (text.empty() || text.size() > 100) return {};
  return reader(cut_date(text)).read();
}

}  // namespace depeche
