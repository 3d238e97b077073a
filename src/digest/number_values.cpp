#include "digest/number_values.hpp"

#include "base/text.hpp"
#include "digest/number_words.hpp"
#include "digest/stated_numbers.hpp"
#include "digest/terms.hpp"
#include "digest/written_number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>

namespace depeche {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

void put(number_values& into, double value) {
  if (value >= 0 && value < 9e15) into.insert(std::llround(value * 1000));
}

struct found_number {
  std::string digits;
  double bare = 0;   // its digits alone
  double value = 0;  // with its magnitude, and what stands before it in one number ("1亿2000万")
  std::size_t begin = 0, end = 0;
};

// A French billion is a million millions.
double factor_of(const magnitude& m, std::string_view language) {
  if (language == "fr" && m.word == "billion") return 1e12;
  if (language == "fr" && m.word == "trillion") return 1e18;
  return m.factor;
}

// "3000多万", "50余万", "2.5个亿".
const magnitude* magnitude_behind(std::string_view s, std::size_t& pos) {
  for (const std::string_view about : {"多", "余", "餘", "来", "來", "几", "幾", "个", "個"}) {
    if (!s.substr(pos).starts_with(about)) continue;
    std::size_t at = pos + about.size();
    const bool chinese = at < s.size() && static_cast<unsigned char>(s[at]) >= 0x80;
    const magnitude* m = chinese ? read_magnitude(s, at) : nullptr;
    if (m) pos = at;
    return m;
  }
  return read_magnitude(s, pos);
}

// "m2", "co2", "q4": a name, but "22h30" is a time.
bool is_named(std::string_view s, std::size_t pos) {
  if (pos == 0 || !is_letter(s[pos - 1])) return false;
  return !(s[pos - 1] == 'h' && pos > 1 && (is_digit(s[pos - 2]) || s[pos - 2] == ' '));
}

bool any_starts(std::string_view s, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return s.starts_with(word); });
}

bool any_ends(std::string_view s, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return s.ends_with(word); });
}

bool is_of_twelve_hours(std::string_view behind) { return any_starts(behind, {"am", " am", "pm", " pm", "a.m", " a.m", "p.m", " p.m"}); }

void each_in_digits(std::string_view s, std::string_view language, const std::function<void(const found_number&)>& each) {
  std::optional<found_number> last;  // one that goes on, perhaps
  double smallest = 0;               // its last magnitude
  for (std::size_t pos = 0; pos < s.size();) {
    if (!is_digit(s[pos])) {
      ++pos;
      continue;
    }
    if (is_named(s, pos)) {
      while (pos < s.size() && is_digit(s[pos])) ++pos;
      continue;
    }
    found_number now;
    now.begin = pos;
    now.digits = read_digits(s, pos, language == "fr" ? decimal_mark::comma : decimal_mark::point);
    const magnitude* unit = magnitude_behind(s, pos);
    now.end = pos;
    std::from_chars(now.digits.data(), now.digits.data() + now.digits.size(), now.bare);
    if (const std::size_t point = now.digits.find('.'); point != now.digits.npos && is_of_twelve_hours(s.substr(now.end))) {
      // "7.30pm": two numbers.
      found_number hour = now;
      hour.digits.resize(point);
      hour.bare = hour.value = std::floor(now.bare);
      if (last) each(*last);
      last = hour;
      now.digits.erase(0, point + 1);
      std::from_chars(now.digits.data(), now.digits.data() + now.digits.size(), now.bare);
      now.begin = now.end;
    }
    const double factor = unit ? factor_of(*unit, language) : 1;
    now.value = now.bare * factor;
    // "20世纪90年代": one number.
    constexpr std::string_view century = "世纪", decade = "年代";
    if (last && last->end + century.size() == now.begin && s.substr(last->end).starts_with(century) && s.substr(now.end).starts_with(decade)) {
      now.value = now.bare = (last->bare - 1) * 100 + now.bare;
      now.begin = last->begin;
      last = now;
      smallest = 0;
      continue;
    }
    const bool goes_on = last && last->end == now.begin && factor < smallest && static_cast<unsigned char>(s[now.begin - 1]) >= 0x80;
    if (goes_on) {
      now.value += last->value;
      now.begin = last->begin;
    } else if (last) {
      each(*last);
    }
    last = now;
    smallest = factor;
  }
  if (last) each(*last);
}

// "£5m" and "5 M€" are millions, "5 m" is a length.
double abbreviated_magnitude(std::string_view before, std::string_view behind) {
  while (behind.starts_with(' ')) behind.remove_prefix(1);
  const auto is_money = [](std::string_view s, bool end) {
    for (const std::string_view sign : {"$", "£", "€", "¥", "₹"})
      if (end ? s.ends_with(sign) : s.starts_with(sign)) return true;
    return false;
  };
  struct short_form {
    std::string_view word;
    double factor;
    bool money;
  };
  constexpr short_form forms[] = {{"bn", 1e9, false}, {"mds", 1e9, false}, {"mrd", 1e9, false}, {"md", 1e9, false}, {"tn", 1e12, false},
                                  {"mn", 1e6, false}, {"m", 1e6, true},    {"k", 1e3, true},    {"b", 1e9, true},   {"t", 1e12, true}};
  for (const short_form& f : forms) {
    if (!behind.starts_with(f.word)) continue;
    const std::string_view after = behind.substr(f.word.size());
    if (!after.empty() && is_letter(after.front())) continue;
    if (!f.money || is_money(before, true) || is_money(after, false)) return f.factor;
  }
  return 1;
}

// All that one number may be worth by itself.
void put_worth(number_values& into, std::string_view text, const found_number& n) {
  constexpr std::size_t longest = 15;  // digits that a double keeps
  if (n.digits.size() > longest && n.digits.find('.') == n.digits.npos) {
    into.insert(-1 - static_cast<std::int64_t>(std::hash<std::string>{}(n.digits) >> 2));
    return;
  }
  const std::string_view before = text.substr(0, n.begin), behind = text.substr(n.end);
  put(into, n.value);
  if (n.value <= n.bare * 1000) put(into, n.bare);  // 千米, 千瓦
  put(into, n.value * abbreviated_magnitude(before, behind));
  if (behind.starts_with("成")) put(into, n.bare * 10);
  if (behind.starts_with("折")) put(into, n.bare * 10), put(into, 100 - n.bare * 10);
}

bool contains_any(std::string_view s, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return s.find(word) != s.npos; });
}

void put_years(number_values& known, std::string_view before, std::string_view behind, const found_number& n, const found_number& last) {
  const bool two = n.digits.size() == 2, year = n.bare >= 1000 && n.bare < 2200 && n.digits.size() == 4;
  if (two && (any_starts(behind, {"年代", "后", "後", "s"}) || any_ends(before, {"années ", "'", "’"}))) {
    put(known, 1900 + n.bare);
    put(known, 2000 + n.bare);
  }
  if (year && (behind.starts_with('s') || before.ends_with("années "))) put(known, std::fmod(n.bare, 100));
  // "2024-25", "2024/2025", "1894至1895"
  constexpr std::size_t widest_gap = 6;
  const bool range = last.digits.size() == 4 && n.begin >= last.end && n.begin <= last.end + widest_gap;
  if (range && two) put(known, last.bare - std::fmod(last.bare, 100) + n.bare);
  if (range && year) put(known, std::fmod(n.bare, 100));
}

bool is_hour(std::string_view before, std::string_view behind) {
  return is_of_twelve_hours(behind) || any_starts(behind, {":", "点", "時", "时", "h", " h", " o'clock", " o’clock", " tonight", " in the ", " du ", " ce soir"}) ||
         any_ends(before, {"at ", "by ", "until ", "till ", "from ", "after ", "before ", "since ", "à "});
}

void put_times(number_values& known, std::string_view before, std::string_view behind, const found_number& n, bool afternoon) {
  if (n.digits.size() == 4 && any_starts(behind, {" gmt", " utc", " cet", " est", " et", " local", "gmt", " h "})) {
    put(known, std::floor(n.bare / 100));
    put(known, std::fmod(n.bare, 100));
  }
  const double hour = std::floor(n.bare);
  if (!is_hour(before, behind)) return;
  if (afternoon && hour > 12 && hour < 24) put(known, hour - 12);
  if (afternoon && hour < 12) put(known, hour + 12);
  if (hour == 12) put(known, 0);
  if (hour == 0) put(known, 12), put(known, 24);
}

void put_months(std::string_view s, number_values& known) {
  static constexpr std::array<std::array<std::string_view, 4>, 12> names = {{
      {"january", "jan", "janvier", "janv"}, {"february", "feb", "février", "févr"}, {"march", "mar", "mars", "mars"}, {"april", "apr", "avril", "avr"},
      {"may", "may", "mai", "mai"}, {"june", "jun", "juin", "juin"}, {"july", "jul", "juillet", "juil"}, {"august", "aug", "août", "août"},
      {"september", "sept", "septembre", "sep"}, {"october", "oct", "octobre", "oct"}, {"november", "nov", "novembre", "nov"},
      {"december", "dec", "décembre", "déc"}}};
  each_word(s, [&](std::string_view word) {
    for (std::size_t i = 0; i < names.size(); ++i)
      if (std::find(names[i].begin(), names[i].end(), word) != names[i].end()) put(known, static_cast<double>(i + 1));
  });
}

// Phrases that say a number without naming it.
void put_phrases(std::string_view s, number_values& known) {
  struct phrase {
    std::initializer_list<std::string_view> words;
    std::initializer_list<double> values;
  };
  static const phrase phrases[] = {
      {{"noon", "midi", "中午", "正午"}, {12}},
      {{"midnight", "minuit", "午夜", "零点", "零时"}, {0, 12, 24}},
      {{"点半", "時半", "时半", "half past", "et demie"}, {30}},
      {{"quarter past", "quarter to", "et quart", "moins le quart", "一刻", "三刻"}, {15, 45}},
      {{"half a million", "demi-million", "半百万"}, {5e5}},
      {{"half a billion", "demi-milliard"}, {5e8}},
      {{"quarter point", "quarter-point", "quart de point"}, {25, 0.25}},
      {{"half a century", "half-century", "demi-siècle", "半个世纪"}, {50}},
      {{"quarter of a century", "quart de siècle"}, {25}},
      {{"half point", "half-point", "demi-point"}, {50, 0.5}}};
  for (const phrase& p : phrases)
    if (contains_any(s, p.words))
      for (const double v : p.values) put(known, v);
  if (!contains_any(s, {"and a half", "et demi"})) return;
  const number_values whole = known;
  for (const std::int64_t n : whole) {
    if (n < 0 || n > 1'000'000) continue;
    const double half = static_cast<double>(n) / 1000 + 0.5;
    put(known, half);
    for (const double factor : {1e6, 1e9})
      if (contains_any(s, factor == 1e6 ? std::initializer_list<std::string_view>{"million"} : std::initializer_list<std::string_view>{"billion", "milliard"}))
        put(known, half * factor);
  }
}

}  // namespace

std::string text_of_numbers(std::string_view text) {
  std::string plain;
  struct sign {
    std::string_view of, alone, behind_digit;
  };
  constexpr sign signs[] = {{"½", "0.5", ".5"}, {"¼", "0.25", ".25"}, {"¾", "0.75", ".75"}, {"，", "; ", "; "}, {"–", "-", "-"}};
  for (std::size_t pos = 0; pos < text.size();) {
    const auto found = std::find_if(std::begin(signs), std::end(signs), [&](const sign& s) { return text.substr(pos).starts_with(s.of); });
    if (found == std::end(signs)) {
      plain += text[pos++];
      continue;
    }
    plain += !plain.empty() && is_digit(plain.back()) ? found->behind_digit : found->alone;
    pos += found->of.size();
  }
  return fold_for_comparison(plain);
}

bool has_afternoon(std::string_view s) {
  return contains_any(s, {"p.m", "pm", "下午", "晚", "傍晚", "du soir", "ce soir", "soir", "après-midi", "evening", "afternoon", "tonight", "at night"});
}

std::vector<number_values> values_in_digits(std::string_view text, std::string_view language) {
  std::vector<number_values> all;
  each_in_digits(text, language, [&](const found_number& n) {
    number_values one;
    put_worth(one, text, n);
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  });
  return all;
}

// Each number in digits with all that it may become, and where it stands.
static void each_becoming(std::string_view text, std::string_view language, const std::function<void(const found_number&, number_values)>& each) {
  const bool afternoon = has_afternoon(text);
  found_number last;
  number_values of_last;
  const auto close = [&] {
    if (!last.digits.empty()) each(last, std::move(of_last));
  };
  each_in_digits(text, language, [&](const found_number& n) {
    const std::string_view before = text.substr(0, n.begin), behind = text.substr(n.end);
    number_values one;
    put_worth(one, text, n);
    put_years(one, before, behind, n, last);
    put_times(one, before, behind, n, afternoon);
    // Telephone numbers are grouped in as many ways as there are countries.
    if (n.digits.size() == 3 && last.digits.size() == 3 && n.begin == last.end + 1)
      for (number_values* of : {&one, &of_last}) put(*of, last.bare * 1000 + n.bare);
    close();
    last = n;
    of_last = std::move(one);
  });
  close();
}

std::vector<number_values> values_to_keep(std::string_view text, std::string_view language) {
  constexpr double least = 10;  // smaller ones may become a word, "les deux"
  std::vector<number_values> all;
  each_becoming(text, language, [&](const found_number& n, number_values one) {
    std::string_view behind = text.substr(n.end), before = text.substr(0, n.begin);
    const bool named = before.size() > 1 && before.ends_with('-') && is_letter(before[before.size() - 2]);  // COVID-19
    while (behind.starts_with(' ') || behind.starts_with('-')) behind.remove_prefix(1);
    const bool converted = any_starts(behind, {"mph", "mile", "feet", "foot", "ft", "inch", "pound", "lb", "yard", "acre", "gallon", "fahrenheit", "°f"});
    if (named || converted || (n.value < least && n.bare < least)) return;
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  });
  return all;
}

number_values values_known(std::string_view text, std::string_view language) {
  number_values known;
  each_becoming(text, language, [&](const found_number&, number_values one) { known.merge(one); });
  each_number_in_words(text, [&](double v) { put(known, v); });
  put_months(text, known);
  put_phrases(text, known);
  return known;
}

}  // namespace depeche
