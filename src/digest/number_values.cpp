#include "digest/number_values.hpp"

#include "base/utf8.hpp"
#include "digest/terms.hpp"
#include "digest/written_number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

namespace depeche {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void put(number_values& into, double value) {
  if (value >= 0 && value < 9e15) into.insert(std::llround(value * 1000));
}

struct found_number {
  double bare = 0;    // its digits alone
  double value = 0;   // with its magnitude, and what stands before it in one number ("1亿2000万")
  std::size_t begin = 0, end = 0;
};

void each_in_digits(std::string_view s, const std::function<void(const found_number&)>& each) {
  std::optional<found_number> last;  // one that goes on, perhaps
  double smallest = 0;               // its last magnitude
  for (std::size_t pos = 0; pos < s.size();) {
    if (!is_digit(s[pos])) {
      ++pos;
      continue;
    }
    found_number now;
    now.begin = pos;
    const written_number read = read_number(s, pos);
    now.end = pos;
    std::from_chars(read.digits.data(), read.digits.data() + read.digits.size(), now.bare);
    const double factor = read.unit ? read.unit->factor : 1;
    now.value = now.bare * factor;
    // "20世纪90年代": one number.
    constexpr std::string_view century = "世纪", decade = "年代";
    if (last && last->end + century.size() == now.begin && s.substr(last->end).starts_with(century) && s.substr(now.end).starts_with(decade)) {
      now.value = (last->bare - 1) * 100 + now.bare;
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

double abbreviated_magnitude(std::string_view behind) {
  while (behind.starts_with(' ')) behind.remove_prefix(1);
  struct short_form {
    std::string_view word;
    double factor;
  };
  for (const short_form& f : {short_form{"bn", 1e9}, {"mds", 1e9}, {"mrd", 1e9}, {"md", 1e9}, {"tn", 1e12}, {"mn", 1e6}, {"m€", 1e6}, {"m", 1e6}, {"k", 1e3}}) {
    if (!behind.starts_with(f.word)) continue;
    const std::string_view after = behind.substr(f.word.size());
    return after.empty() || !std::isalpha(static_cast<unsigned char>(after.front())) ? f.factor : 1;
  }
  return 1;
}

// 0: a word that joins two numbers ("vingt et un"); nothing: no word of a number.
std::optional<double> value_of_word(std::string_view word) {
  static const std::unordered_map<std::string_view, double> values = {
      {"one", 1},        {"two", 2},       {"three", 3},     {"four", 4},      {"five", 5},       {"six", 6},         {"seven", 7},    {"eight", 8},
      {"nine", 9},       {"ten", 10},      {"eleven", 11},   {"twelve", 12},   {"thirteen", 13},  {"fourteen", 14},   {"fifteen", 15}, {"sixteen", 16},
      {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},    {"forty", 40},      {"fifty", 50},   {"sixty", 60},
      {"seventy", 70},   {"eighty", 80},   {"ninety", 90},   {"hundred", 100}, {"hundreds", 100}, {"thousand", 1e3},  {"thousands", 1e3}, {"million", 1e6},
      {"millions", 1e6}, {"billion", 1e9}, {"billions", 1e9}, {"trillion", 1e12}, {"dozen", 12},  {"first", 1},       {"second", 2},   {"third", 3},
      {"fourth", 4},     {"fifth", 5},     {"sixth", 6},     {"seventh", 7},   {"eighth", 8},     {"ninth", 9},       {"tenth", 10},   {"twice", 2},
      {"nineteenth", 19}, {"twentieth", 20}, {"xvie", 16},   {"xviie", 17},    {"xviiie", 18},    {"xixe", 19},       {"xxe", 20},     {"xxie", 21},
      {"un", 1},         {"une", 1},       {"deux", 2},      {"trois", 3},     {"quatre", 4},     {"cinq", 5},        {"sept", 7},     {"huit", 8},
      {"neuf", 9},       {"dix", 10},      {"onze", 11},     {"douze", 12},    {"treize", 13},    {"quatorze", 14},   {"quinze", 15},  {"seize", 16},
      {"vingt", 20},     {"vingts", 20},   {"trente", 30},   {"quarante", 40}, {"cinquante", 50}, {"soixante", 60},   {"septante", 70}, {"octante", 80},
      {"nonante", 90},   {"cent", 100},    {"cents", 100},   {"centaine", 100}, {"mille", 1e3},   {"millier", 1e3},   {"milliers", 1e3}, {"milliard", 1e9},
      {"milliards", 1e9}, {"dizaine", 10}, {"douzaine", 12}, {"quinzaine", 15}, {"vingtaine", 20}, {"trentaine", 30}, {"cinquantaine", 50},
      {"premier", 1},    {"première", 1},  {"deuxième", 2},  {"troisième", 3}, {"quatrième", 4},  {"cinquième", 5},   {"sixième", 6},  {"septième", 7},
      {"huitième", 8},   {"neuvième", 9},  {"dixième", 10},  {"and", 0},       {"et", 0}};
  const auto found = values.find(word);
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

// Words that follow each other make one number; each of them may also be one.
void add_words(std::string_view s, number_values& known) {
  double total = 0, current = 0;
  const char* end = s.data();
  const auto close = [&] {
    if (total + current > 0) put(known, total + current);
    total = current = 0;
  };
  each_word(s, [&](std::string_view word) {
    const auto value = value_of_word(word);
    const std::string_view gap(end, static_cast<std::size_t>(word.data() - end));
    if (!value || (gap != " " && gap != "-")) close();
    end = word.data() + word.size();
    if (!value || *value == 0) return;
    put(known, *value);
    if (*value >= 1000) {
      total += std::max(1.0, current) * *value;
      current = 0;
    } else if (*value == 100) {
      current = std::max(1.0, current) * 100;
    } else if (*value == 20 && current == 4) {
      current = 80;  // quatre-vingts
    } else {
      current += *value;
    }
  });
  close();
}

void add_months(std::string_view s, number_values& known) {
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

int chinese_digit(char32_t c) {
  static constexpr std::u32string_view digits = U"零一二三四五六七八九";
  if (c == U'〇') return 0;
  if (c == U'两' || c == U'兩') return 2;
  const auto at = digits.find(c);
  return at == digits.npos ? -1 : static_cast<int>(at);
}

double chinese_magnitude(char32_t c) {
  switch (c) {
    case U'十': return 10;
    case U'百': return 100;
    case U'千': return 1e3;
    case U'万': case U'萬': return 1e4;
    case U'亿': case U'億': return 1e8;
    default: return 0;
  }
}

// Runs of numerals: "一百二十" by place, "二〇二六" digit by digit.
void add_chinese(std::string_view s, number_values& known) {
  double total = 0, section = 0, digit = 0, spelt = 0;
  bool any = false, by_place = false;
  const auto close = [&] {
    if (any) put(known, by_place ? total + section + digit : spelt);
    total = section = digit = spelt = 0;
    any = by_place = false;
  };
  for (std::size_t pos = 0; pos < s.size();) {
    const char32_t c = next_code_point(s, pos);
    const int value = chinese_digit(c);
    const double factor = chinese_magnitude(c);
    if (value < 0 && factor == 0) {
      close();
      continue;
    }
    any = true;
    if (value >= 0) {
      digit = value;
      spelt = std::min(spelt * 10 + value, 1e15);
      continue;
    }
    by_place = true;
    if (factor >= 1e4) {
      total = (total + std::max(1.0, section + digit)) * (factor == 1e8 && total > 0 ? 1 : factor);
      section = 0;
    } else {
      section += std::max(1.0, digit) * factor;
    }
    digit = 0;
  }
  close();
}

bool speaks_of_the_afternoon(std::string_view s) {
  for (const std::string_view mark : {"p.m", "pm", "下午", "晚上", "傍晚", "晚间", "du soir", "après-midi", "in the evening", "afternoon", "at night"})
    if (s.find(mark) != s.npos) return true;
  return false;
}

}  // namespace

std::vector<number_values> values_in_digits(std::string_view folded) {
  std::vector<number_values> all;
  each_in_digits(folded, [&](const found_number& n) {
    number_values& one = all.emplace_back();
    put(one, n.value);
    put(one, n.value * abbreviated_magnitude(folded.substr(n.end)));
  });
  return all;
}

number_values values_known(std::string_view folded) {
  number_values known;
  const bool afternoon = speaks_of_the_afternoon(folded);
  each_in_digits(folded, [&](const found_number& n) {
    const std::string_view behind = folded.substr(n.end), before = folded.substr(0, n.begin);
    put(known, n.value);
    if (n.value <= n.bare * 1000) put(known, n.bare);  // "5千米" is five kilometres
    put(known, n.value * abbreviated_magnitude(behind));
    if (behind.starts_with("年代") && n.bare < 100) put(known, 1900 + n.bare);
    if ((behind.starts_with('s') || before.ends_with("années ")) && n.bare >= 1000 && n.bare < 2100) put(known, std::fmod(n.bare, 100));
    if (before.ends_with("années ") && n.bare < 100) put(known, 1900 + n.bare);
    if (afternoon && n.bare > 12 && n.bare < 24) put(known, n.bare - 12);
    if (afternoon && n.bare < 12) put(known, n.bare + 12);
  });
  add_words(folded, known);
  add_months(folded, known);
  add_chinese(folded, known);
  return known;
}

}  // namespace depeche
