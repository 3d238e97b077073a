#include "digest/written_number.hpp"

#include <array>

namespace depeche {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view s, std::size_t pos) {
  std::size_t n = 0;
  while (pos + n < s.size() && is_digit(s[pos + n])) ++n;
  return n;
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// What stands between two groups of three: an apostrophe of either kind, and as the language has it a space, a comma or a point.
std::size_t group_mark_at(std::string_view s, std::size_t pos, decimal_mark mark) {
  for (const std::string_view apostrophe : {"'", "’"})
    if (s.substr(pos).starts_with(apostrophe)) return apostrophe.size();
  if (pos >= s.size()) return 0;
  const bool groups = (s[pos] == ' ' && mark != decimal_mark::point) || (s[pos] == ',' && mark != decimal_mark::comma) ||
                      (s[pos] == '.' && mark != decimal_mark::point);
  return groups ? 1 : 0;
}

// Longer ones before their own beginnings.
constexpr std::array magnitudes = {
    magnitude{"trillion", "m12", 1e12}, magnitude{"billion", "m9", 1e9},  magnitude{"milliard", "m9", 1e9}, magnitude{"million", "m6", 1e6},
    magnitude{"thousand", "m3", 1e3},   magnitude{"mille", "m3", 1e3},    magnitude{"hundred", "m2", 1e2},  magnitude{"percent", "%"},
    magnitude{"per cent", "%"},         magnitude{"pour cent", "%"},      magnitude{"%", "%"},              magnitude{"‰", "‰"},
    magnitude{"百万", "m6", 1e6},       magnitude{"千万", "m7", 1e7},     magnitude{"万亿", "m12", 1e12},   magnitude{"亿", "m8", 1e8},
    magnitude{"億", "m8", 1e8},         magnitude{"万", "m4", 1e4},       magnitude{"萬", "m4", 1e4},       magnitude{"千", "m3", 1e3},
    magnitude{"百", "m2", 1e2},         magnitude{"crore", "m7", 1e7},    magnitude{"lakh", "m5", 1e5},
};

}  // namespace

std::string read_digits(std::string_view s, std::size_t& pos, decimal_mark mark) {
  const std::size_t first = digits_at(s, pos);
  std::string out(s.substr(pos, first));
  pos += first;
  const bool grouped = first <= 3;
  for (;;) {
    const std::size_t gap = group_mark_at(s, pos, mark);
    if (grouped && gap > 0 && digits_at(s, pos + gap) == 3) {
      out += s.substr(pos + gap, 3);
      pos += gap + 3;
      continue;
    }
    const char c = pos < s.size() ? s[pos] : ' ';
    const std::size_t more = c == ',' || c == '.' ? digits_at(s, pos + 1) : 0;
    // A comma with one or two digits behind it is a decimal one whatever the language.
    if (more > 0 && (mark == decimal_mark::either || (c == ',') == (mark == decimal_mark::comma) || more != 3)) {
      out += '.';
      out += s.substr(pos + 1, more);
      pos += 1 + more;
    }
    return out;
  }
}

const magnitude* read_magnitude(std::string_view s, std::size_t& pos) {
  std::size_t at = pos;
  while (at < s.size() && (s[at] == ' ' || s[at] == '-')) ++at;
  for (const magnitude& m : magnitudes) {
    if (!s.substr(at).starts_with(m.word)) continue;
    std::size_t end = at + m.word.size();
    if (is_letter(m.word.back())) {
      if (end < s.size() && s[end] == 's') ++end;
      if (end < s.size() && is_letter(s[end])) continue;
    }
    pos = end;
    return &m;
  }
  return nullptr;
}

written_number read_number(std::string_view s, std::size_t& pos) {
  written_number out;
  out.digits = read_digits(s, pos, decimal_mark::either);
  out.unit = read_magnitude(s, pos);
  return out;
}

}  // namespace depeche
