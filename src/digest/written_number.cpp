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

// What stands between two groups of three: a space, an apostrophe of either kind, a comma or a point.
std::size_t group_mark_at(std::string_view s, std::size_t pos) {
  for (const std::string_view mark : {" ", "'", "’", ",", "."})
    if (s.substr(pos).starts_with(mark)) return mark.size();
  return 0;
}

// The digits that begin at `pos`, which moves behind them.
std::string read_digits(std::string_view s, std::size_t& pos) {
  const std::size_t first = digits_at(s, pos);
  std::string out(s.substr(pos, first));
  pos += first;
  const bool grouped = first <= 3;
  for (;;) {
    const std::size_t mark = group_mark_at(s, pos);
    if (mark == 0) break;
    const std::size_t more = digits_at(s, pos + mark);
    if (grouped && more == 3) {
      out += s.substr(pos + mark, 3);
      pos += mark + 3;
      continue;
    }
    const char c = s[pos];
    if (more > 0 && (c == ',' || c == '.')) {
      out += '.';
      out += s.substr(pos + 1, more);
      pos += 1 + more;
    }
    break;
  }
  return out;
}

// Longer ones before their own beginnings.
constexpr std::array magnitudes = {
    magnitude{"trillion", "m12", 1e12}, magnitude{"billion", "m9", 1e9},  magnitude{"milliard", "m9", 1e9}, magnitude{"million", "m6", 1e6},
    magnitude{"thousand", "m3", 1e3},   magnitude{"mille", "m3", 1e3},    magnitude{"hundred", "m2", 1e2},  magnitude{"percent", "%"},
    magnitude{"per cent", "%"},         magnitude{"pour cent", "%"},      magnitude{"%", "%"},              magnitude{"‰", "‰"},
    magnitude{"百万", "m6", 1e6},       magnitude{"千万", "m7", 1e7},     magnitude{"万亿", "m12", 1e12},   magnitude{"亿", "m8", 1e8},
    magnitude{"億", "m8", 1e8},         magnitude{"万", "m4", 1e4},       magnitude{"萬", "m4", 1e4},       magnitude{"千", "m3", 1e3},
    magnitude{"百", "m2", 1e2},
};

}  // namespace

written_number read_number(std::string_view s, std::size_t& pos) {
  written_number out{read_digits(s, pos)};
  std::size_t at = pos;
  while (at < s.size() && (s[at] == ' ' || s[at] == '-')) ++at;
  for (const magnitude& m : magnitudes) {
    if (!s.substr(at).starts_with(m.word)) continue;
    out.unit = &m;
    pos = at + m.word.size();
    break;
  }
  return out;
}

}  // namespace depeche
