#include "digest/number_words.hpp"

#include "base/utf8.hpp"
#include "digest/terms.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>
#include <unordered_map>

namespace depeche {
namespace {

// 0: a word that joins two numbers ("vingt et un"); nothing: no word of a number.
std::optional<double> value_of_word(std::string_view word) {
  static const std::unordered_map<std::string_view, double> values = {
      {"one", 1},          {"two", 2},         {"three", 3},        {"four", 4},        {"five", 5},        {"six", 6},          {"seven", 7},
      {"eight", 8},        {"nine", 9},        {"ten", 10},         {"eleven", 11},     {"twelve", 12},     {"thirteen", 13},    {"fourteen", 14},
      {"fifteen", 15},     {"sixteen", 16},    {"seventeen", 17},   {"eighteen", 18},   {"nineteen", 19},   {"twenty", 20},      {"thirty", 30},
      {"forty", 40},       {"fifty", 50},      {"sixty", 60},       {"seventy", 70},    {"eighty", 80},     {"ninety", 90},      {"hundred", 100},
      {"hundreds", 100},   {"thousand", 1e3},  {"thousands", 1e3},  {"million", 1e6},   {"millions", 1e6},  {"billion", 1e9},    {"billions", 1e9},
      {"trillion", 1e12},  {"trillions", 1e12}, {"dozen", 12},      {"dozens", 12},     {"decade", 10},     {"decades", 10},     {"twice", 2},
      {"first", 1},        {"second", 2},      {"third", 3},        {"fourth", 4},      {"fifth", 5},       {"sixth", 6},        {"seventh", 7},
      {"eighth", 8},       {"ninth", 9},       {"tenth", 10},       {"eleventh", 11},   {"twelfth", 12},    {"thirteenth", 13},  {"fourteenth", 14},
      {"fifteenth", 15},   {"sixteenth", 16},  {"seventeenth", 17}, {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},   {"thirtieth", 30},
      {"un", 1},           {"une", 1},         {"deux", 2},         {"trois", 3},       {"quatre", 4},      {"cinq", 5},         {"sept", 7},
      {"huit", 8},         {"neuf", 9},        {"dix", 10},         {"onze", 11},       {"douze", 12},      {"treize", 13},      {"quatorze", 14},
      {"quinze", 15},      {"seize", 16},      {"vingt", 20},       {"vingts", 20},     {"trente", 30},     {"quarante", 40},    {"cinquante", 50},
      {"soixante", 60},    {"septante", 70},   {"octante", 80},     {"nonante", 90},    {"cent", 100},      {"cents", 100},      {"centaine", 100},
      {"mille", 1e3},      {"millier", 1e3},   {"milliers", 1e3},   {"milliard", 1e9},  {"milliards", 1e9}, {"dizaine", 10},     {"douzaine", 12},
      {"quinzaine", 15},   {"vingtaine", 20},  {"trentaine", 30},   {"quarantaine", 40}, {"cinquantaine", 50}, {"décennie", 10},  {"décennies", 10},
      {"premier", 1},      {"première", 1},    {"deuxième", 2},     {"troisième", 3},   {"quatrième", 4},   {"cinquième", 5},    {"sixième", 6},
      {"septième", 7},     {"huitième", 8},    {"neuvième", 9},     {"dixième", 10},    {"onzième", 11},    {"douzième", 12},    {"treizième", 13},
      {"quatorzième", 14}, {"quinzième", 15},  {"seizième", 16},    {"vingtième", 20},  {"trentième", 30},  {"xe", 10},          {"xie", 11},
      {"xiie", 12},        {"xiiie", 13},      {"xive", 14},        {"xve", 15},        {"xvie", 16},       {"xviie", 17},       {"xviiie", 18},
      {"xixe", 19},        {"xxe", 20},        {"xxie", 21},        {"and", 0},         {"et", 0}};
  const auto found = values.find(word);
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

bool is_digits(std::string_view word) { return !word.empty() && std::isdigit(static_cast<unsigned char>(word.back())) != 0; }

// Words that follow each other make one number; each of them may also be one.
void each_in_latin(std::string_view s, const std::function<void(double)>& each) {
  double total = 0, current = 0;
  const char* end = s.data();
  bool of_digits = false;  // "5 million": its value is not that of the word
  const auto close = [&] {
    if (total + current > 0 && !of_digits) each(total + current);
    total = current = 0;
    of_digits = false;
  };
  each_word(s, [&](std::string_view word) {
    const auto value = value_of_word(word);
    const std::string_view gap(end, static_cast<std::size_t>(word.data() - end));
    end = word.data() + word.size();
    if (!value || (gap != " " && gap != "-")) close();
    if (!value) {
      of_digits = is_digits(word);
      return;
    }
    if (*value == 0) return;
    if (*value < 100) each(*value);
    if (*value >= 1000) {
      total += std::max(1.0, current) * *value;
      current = 0;
    } else if (*value == 100 || (*value == 12 && current > 0 && current < 12)) {
      current = std::max(1.0, current) * *value;  // three hundred, two dozen
    } else if (*value == 20 && current == 4) {
      current = 80;  // quatre-vingts
    } else {
      current += *value;
    }
  });
  close();
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

// A run of numerals: "一百二十" by place, "二〇二六" digit by digit.
class chinese_run {
 public:
  void digit(int value, const std::function<void(double)>& each) {
    if (by_place_ && last_was_digit_) each(worth());  // "十四五": 14, and 5
    digit_ = value;
    if (!by_place_) each(value);  // "五一": 5 and 1
    spelt_ = std::min(spelt_ * 10 + value, 1e15);
    ++spelt_digits_;
    any_ = last_was_digit_ = true;
  }
  void magnitude(double factor) {
    if (factor >= 1e4) {
      total_ = (total_ + std::max(1.0, section_ + digit_)) * (factor == 1e8 && total_ > 0 ? 1 : factor);
      section_ = 0;
    } else {
      section_ += std::max(1.0, digit_) * factor;
    }
    digit_ = 0;
    any_ = by_place_ = true;
    last_was_digit_ = false;
  }
  bool any() const { return any_; }
  double worth() const { return by_place_ ? total_ + section_ + digit_ : spelt_; }
  // Its digits as decimals: "五" of "三点五" is 0.5.
  double as_decimals() const { return spelt_ / std::pow(10.0, static_cast<double>(std::min<std::size_t>(spelt_digits_, 15))); }

 private:
  double total_ = 0, section_ = 0, digit_ = 0, spelt_ = 0;
  std::size_t spelt_digits_ = 0;
  bool any_ = false, by_place_ = false, last_was_digit_ = false;
};

void each_in_chinese(std::string_view s, const std::function<void(double)>& each) {
  chinese_run run;
  std::optional<double> whole;  // before a decimal point
  for (std::size_t pos = 0; pos <= s.size();) {
    const char32_t c = pos < s.size() ? next_code_point(s, pos) : (++pos, U'\0');
    if (const int value = chinese_digit(c); value >= 0) {
      run.digit(value, each);
      continue;
    }
    if (const double factor = chinese_magnitude(c); factor > 0) {
      run.magnitude(factor);
      continue;
    }
    if (run.any()) {
      const double worth = run.worth();
      each(worth);
      if (whole) each(*whole + run.as_decimals());
      if (c == U'年' && s.substr(pos).starts_with("代") && worth < 100)
        for (const double century : {1800, 1900, 2000}) each(century + worth);  // 九十年代
      if (c == U'成') each(worth * 10);                                // 七成: 70 %
      if (c == U'折') each(worth * 10), each(100 - worth * 10);        // 八折: 20 % off
    }
    whole = c == U'点' && run.any() ? std::optional(run.worth()) : std::nullopt;
    run = {};
  }
}

}  // namespace

void each_number_in_words(std::string_view folded, const std::function<void(double)>& each) {
  each_in_latin(folded, each);
  each_in_chinese(folded, each);
}

}  // namespace depeche
