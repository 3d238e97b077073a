#include "ingest/date_words.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/zone_words.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <utility>
#include <vector>

namespace depeche {
namespace {

void append_folded(std::string& out, char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c = c - 0xFF01 + 0x21;
  if (c == 0x3000 || c == 0xA0 || c == 0x202F || c == 0x2009 || c == 0x200E || c == 0x200F) c = ' ';
  if (c == 0x2010 || c == 0x2011 || c == 0x2012 || c == 0x2013 || c == 0x2014 || c == 0x2212) c = '-';
  if (c == 0x2019 || c == 0x2018) c = '\'';
  if (c == 0x131) c = 'i';
  c = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
  if (c < 0x80 || c >= 0x600) {
    append_code_point(out, c);
    return;
  }
  static const UNormalizer2* form = [] {
    UErrorCode status = U_ZERO_ERROR;
    return unorm2_getNFDInstance(&status);
  }();
  UChar parts[8];
  UErrorCode status = U_ZERO_ERROR;
  const auto length = form == nullptr ? -1 : unorm2_getDecomposition(form, static_cast<UChar32>(c), parts, 8, &status);
  if (length <= 0 || U_FAILURE(status)) {
    append_code_point(out, c);
    return;
  }
  for (int32_t i = 0; i < length; ++i)
    if (u_charType(parts[i]) != U_NON_SPACING_MARK) append_code_point(out, parts[i]);
}

int numeral(char32_t c) {
  constexpr std::u32string_view digits = U"〇一二三四五六七八九";
  if (const auto at = digits.find(c); at != std::u32string_view::npos) return static_cast<int>(at);
  return c == U'零' || c == U'○' ? 0 : c == U'两' || c == U'兩' ? 2 : -1;
}

// "二〇二四" -> 2024, "十二" -> 12, "二十三" -> 23, "廿三" -> 23, "一百一十五" -> 115.
std::string number_of(const std::u32string& run) {
  if (run.find_first_of(U"百十廿卅") == std::u32string::npos) {
    std::string digits;
    for (const char32_t c : run) digits += static_cast<char>('0' + numeral(c));
    return digits;
  }
  int value = 0, last = 0;
  for (const char32_t c : run) {
    if (c == U'百') value += 100 * (last == 0 ? 1 : last), last = 0;
    else if (c == U'十') value += 10 * (last == 0 ? 1 : last), last = 0;
    else if (c == U'廿') value += 20;
    else if (c == U'卅') value += 30;
    else last = numeral(c);
  }
  return std::to_string(value + last);
}

// Numerals before a unit become digits; those of weekdays (星期一) stay.
std::string with_digits(std::string_view text) {
  constexpr std::u32string_view units = U"年月日号號时時点點分秒小天个個周週星";
  std::string out;
  char32_t before = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::u32string run;
    std::size_t at = i;
    char32_t c = next_code_point(text, at);
    if (c < 0x80) {
      out += text[i];
      before = c;
      i = at;
      continue;
    }
    std::size_t end = i;
    while (numeral(c) >= 0 || c == U'百' || c == U'十' || c == U'廿' || c == U'卅') {
      run += c;
      end = at;
      if (at >= text.size()) break;
      c = next_code_point(text, at);
    }
    const bool weekday = before == U'期' || before == U'周' || before == U'週' || before == U'拜';
    const bool unit = end < text.size() && units.find(c) != std::u32string_view::npos;
    if (!run.empty() && unit && !weekday && run.size() < 8) {
      out += number_of(run);
    } else {
      end = i;
      append_code_point(out, next_code_point(text, end));
    }
    std::size_t last = i;
    before = next_code_point(text, last);
    i = end;
  }
  return out;
}

bool digit_follows(std::string_view s, std::size_t at) {
  while (at < s.size() && s[at] == ' ') ++at;
  return at < s.size() && s[at] >= '0' && s[at] <= '9';
}

// A unit that joins two numbers becomes a mark, with the blanks behind it gone; else `otherwise`.
std::string joined_at(std::string_view s, std::string_view unit, std::string_view mark, std::string_view otherwise) {
  std::string out;
  for (std::size_t i = 0; i < s.size();) {
    if (!s.substr(i).starts_with(unit)) {
      out += s[i++];
      continue;
    }
    i += unit.size();
    // Only behind a number: 日 and 時 are parts of words, too.
    const auto before = out.find_last_not_of(' ');
    const bool counts = before != std::string::npos && out[before] >= '0' && out[before] <= '9';
    if (counts) out.resize(before + 1);
    if (counts && digit_follows(s, i)) {
      out += mark;
      while (s[i] == ' ' && mark != " ") ++i;
    } else {
      out += counts ? otherwise : unit;
    }
  }
  return out;
}

// The Republic of China counts its years from 1912, Japan from an emperor's first. `before`: the year before the era's first.
std::string with_years_of_era(const std::string& s, std::string_view era, int before) {
  const auto at = s.find(era);
  if (at == std::string::npos) return s;
  auto begin = at + era.size();
  while (begin < s.size() && s[begin] == ' ') ++begin;
  auto end = begin;
  while (end < s.size() && end < begin + 3 && s[end] >= '0' && s[end] <= '9') ++end;
  if (end == begin) return s;
  return s.substr(0, at) + std::to_string(std::stoi(s.substr(begin, end - begin)) + before) + s.substr(end);
}

// 115年 in Taiwan, where the era goes without saying; 年 has nobody else's years of three digits before it.
std::string with_years_of_taiwan(std::string s) {
  const auto unit = s.find("年");
  if (unit == std::string::npos || unit < 3) return s;
  const auto begin = s.find_last_not_of("0123456789", unit - 1);
  const auto first = begin == std::string::npos ? 0 : begin + 1;
  if (unit - first != 3) return s;
  return s.substr(0, first) + std::to_string(std::stoi(s.substr(first, 3)) + 1911) + s.substr(unit);
}

// "30 11月 2026": a day before its month, as programs that were made for English write it in Chinese. The month gets a name.
std::string with_month_behind_day(const std::string& s) {
  static constexpr std::string_view names[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
  const auto unit = s.find("月");
  if (unit == std::string::npos || unit == 0 || !digit_follows(s, unit + 3)) return s;
  const auto end = s.find_last_not_of(' ', unit - 1);
  if (end == std::string::npos || s[end] < '0' || s[end] > '9') return s;
  const auto before = s.find_last_not_of("0123456789", end);
  if (before == std::string::npos || s[before] != ' ' || end - before > 2) return s;
  const auto day = s.find_last_not_of(' ', before);
  const int month = std::stoi(s.substr(before + 1, end - before));
  if (day == std::string::npos || s[day] < '0' || s[day] > '9' || month < 1 || month > 12) return s;
  return s.substr(0, before + 1) + std::string(names[month - 1]) + " " + s.substr(unit + 3);
}

// What is said of minutes in words: 8点零3分, 3点三刻, 9点半.
std::string with_minutes(std::string s) {
  static constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"零", ""}, {"一刻", ":15 "}, {"1刻", ":15 "}, {"三刻", ":45 "}, {"3刻", ":45 "}, {"半", ":30 "}, {"整", ":00 "}, {"钟", ":00 "}, {"鐘", ":00 "}};
  for (const std::string_view hour : {"点", "點"}) {
    if (s.find(hour) == std::string::npos) continue;
    for (const auto& [word, minutes] : words)
      s = replace_all(s, std::string(hour) + std::string(word), minutes.empty() ? hour : minutes);
  }
  return s;
}

std::string without_weekdays(std::string s) {
  static constexpr std::string_view days[] = {"一", "二", "三", "四", "五", "六", "日", "天", "末"};
  for (const std::string_view week : {"星期", "礼拜", "禮拜", "周", "週"})
    for (const auto day : days) s = replace_all(s, std::string(week) + std::string(day), " ");
  for (const std::string_view day : {"月", "火", "水", "木", "金", "土", "日"}) {
    s = replace_all(s, "(" + std::string(day) + ")", " ");
    s = replace_all(s, std::string(day) + "曜日", " ");
    s = replace_all(s, std::string(day) + "曜", " ");
  }
  for (const std::string_view day : {"월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"}) s = replace_all(s, day, " ");
  return s;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) append_folded(out, next_code_point(text, i));
  return out;
}

std::string plain_date_text(std::string_view text) {
  std::string s = folded(text);
  bool wide = false;
  for (const char c : s) wide = wide || static_cast<unsigned char>(c) >= 0xE0;
  if (wide) {
    s = with_minutes(with_digits(without_weekdays(std::move(s))));
    static constexpr std::pair<std::string_view, int> eras[] = {{"民国", 1911}, {"民國", 1911}, {"令和", 2018}, {"平成", 1988}};
    for (const auto& [era, before] : eras) s = with_years_of_era(s, era, before);
    s = with_month_behind_day(with_years_of_taiwan(std::move(s)));
    static constexpr std::pair<std::string_view, std::string_view> halves[] = {
        {"上午", " am "}, {"早上", " am "}, {"凌晨", " am "}, {"清晨", " am "}, {"早晨", " am "}, {"午前", " am "}, {"下午", " pm "},
        {"晚上", " pm "}, {"晚间", " pm "}, {"晚間", " pm "}, {"傍晚", " pm "}, {"今晚", " pm "}, {"昨晚", " pm "}, {"晚", " pm "}, {"午後", " pm "}, {"午后", " pm "}, {"中午", " noonish "}, {"오전", " am "}, {"오후", " pm "},
        {"、", " "}, {"。", " "}};
    for (const auto& [from, to] : halves) s = replace_all(s, from, to);
    for (const std::string_view year : {"年", "년"}) s = joined_at(s, year, "-", " ");
    for (const std::string_view month : {"月", "월"}) s = joined_at(s, month, "-", " ");
    for (const std::string_view day : {"日", "号", "號", "일"}) s = joined_at(s, day, " ", " ");
    for (const std::string_view hour : {"时", "時", "点", "點", "시"}) s = joined_at(s, hour, ":", ":00 ");
    for (const std::string_view minute : {"分", "분"}) s = joined_at(s, minute, ":", " ");
    for (const std::string_view second : {"秒", "초"}) s = joined_at(s, second, " ", " ");
  }
  s = with_zone_words(std::move(s));
  for (const std::string_view half : {"a.m.", "a. m.", "a.m"}) s = replace_all(s, half, " am ");
  for (const std::string_view half : {"p.m.", "p. m.", "p.m"}) s = replace_all(s, half, " pm ");
  return s;
}

int month_by_name(std::string_view word) {
  struct named {
    int number;
    std::string_view names;
  };
  // English, French, German, Dutch, Spanish, Portuguese, Italian, Catalan, Romanian, the Nordic languages, Finnish, Hungarian, Polish,
  // Czech, Turkish, Indonesian, Russian, Greek (with its feeds' abbreviations); without accents.
  static constexpr named months[] = {
      {1, "january janvier januar janner jaenner januari enero janeiro gennaio gener ianuarie tammikuuta stycznia ledna ocak января январь ιανουαριου ιανουαριος"},
      {2, "february fevrier februar feber februari febrero fevereiro febbraio febrer februarie helmikuuta lutego unora subat февраля февраль φεβρουαριου φεβρουαριος"},
      {3, "mar mrz march mars marz maerz maart marzo marco marc martie maaliskuuta marcius marca brezna mart maret марта март μαρτιου μαρτιος μαω"},
      {4, "april avril abril aprile aprilie huhtikuuta aprilis kwietnia dubna nisan апреля апрель απριλιου απριλιος"},
      {5, "may mai mei mayo maio maggio maig maj toukokuuta majus maujus maja kvetna mayis мая май μαιου μαιος"},
      {6, "june juin juni junio junho giugno juny iunie kesakuuta junius czerwca cervna haziran июня июнь ιουνιου ιουνιος ιον"},
      {7, "july juillet juli julio julho luglio juliol iulie heinakuuta julius lipca cervence temmuz июля июль ιουλιου ιουλιος ιολ"},
      {8, "august aout augustus agosto agost augusti elokuuta augusztus sierpnia srpna agustos agustus августа август αυγουστου αυγουστος"},
      {9, "september septembre sept septiembre setembro settembre setembre septembrie syyskuuta szeptember wrzesnia zari eylul сентября сентябрь σεπτεμβριου σεπτεμβριος"},
      {10, "october octobre oktober octubre outubro ottobre octombrie lokakuuta pazdziernika rijna ekim октября октябрь οκτωβριου οκτωβριος"},
      {11, "november novembre noviembre novembro noiembrie marraskuuta listopada listopadu kasim ноября ноябрь νοεμβριου νοεμβριος"},
      {12, "december decembre dezember diciembre dezembro dicembre desembre decembrie desember joulukuuta grudnia prosince aralik декабря декабрь δεκεμβριου δεκεμβριος"}};
  static const auto names = [] {
    std::vector<std::pair<std::string_view, int>> all;
    for (const auto& month : months)
      for (const auto name : split(month.names, ' ')) all.emplace_back(name, month.number);
    return all;
  }();
  const std::string w = folded(word);
  if (w.size() < 3) return 0;
  int by_prefix = 0;
  bool ambiguous = false;
  for (const auto& [name, number] : names) {
    if (!name.starts_with(w)) continue;
    if (name.size() == w.size()) return number;
    ambiguous = ambiguous || (by_prefix != 0 && by_prefix != number);
    by_prefix = number;
  }
  return ambiguous ? 0 : by_prefix;
}

}  // namespace depeche
