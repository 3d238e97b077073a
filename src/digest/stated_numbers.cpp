#include "digest/stated_numbers.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/terms.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

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

// The number that begins at `pos`, which moves behind it.
std::string read_number(std::string_view s, std::size_t& pos) {
  const std::size_t first = digits_at(s, pos);
  std::string out(s.substr(pos, first));
  pos += first;
  bool grouped = first <= 3;
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

struct magnitude {
  std::string_view word, mark;
};
// Longer ones before their own beginnings.
constexpr std::array magnitudes = {
    magnitude{"trillion", " m12"}, magnitude{"billion", " m9"},   magnitude{"milliard", " m9"}, magnitude{"million", " m6"},
    magnitude{"thousand", " m3"},  magnitude{"mille", " m3"},     magnitude{"hundred", " m2"},  magnitude{"percent", " %"},
    magnitude{"per cent", " %"},   magnitude{"pour cent", " %"},  magnitude{"%", " %"},         magnitude{"‰", " ‰"},
    magnitude{"百万", " m6"},      magnitude{"千万", " m7"},      magnitude{"万亿", " m12"},    magnitude{"亿", " m8"},
    magnitude{"億", " m8"},        magnitude{"万", " m4"},        magnitude{"萬", " m4"},       magnitude{"千", " m3"},
    magnitude{"百", " m2"},
};

std::string_view magnitude_at(std::string_view s, std::size_t pos) {
  while (pos < s.size() && (s[pos] == ' ' || s[pos] == '-')) ++pos;
  for (const magnitude& m : magnitudes)
    if (s.substr(pos).starts_with(m.word)) return m.mark;
  return {};
}

bool is_number_word(std::string_view word) {
  static const std::unordered_set<std::string_view> words = {
      "two",     "three",    "four",      "five",     "six",       "seven",    "eight",  "nine",   "ten",     "eleven",   "twelve",
      "thirteen", "fourteen", "fifteen",  "sixteen",  "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",   "fifty",
      "sixty",   "seventy",  "eighty",    "ninety",   "hundred",   "hundreds", "thousand", "thousands", "million", "millions", "billion",
      "billions", "dozen",   "dozens",    "half",     "twice",     "third",    "quarter", "double", "triple",
      "deux",    "trois",    "quatre",    "cinq",     "sept",      "huit",     "neuf",   "dix",    "onze",    "douze",    "treize",
      "quatorze", "quinze",  "seize",     "vingt",    "vingts",    "trente",   "quarante", "cinquante", "soixante", "septante", "octante",
      "nonante", "cent",     "cents",     "centaine", "centaines", "mille",    "millier", "milliers", "milliard", "milliards", "dizaine",
      "dizaines", "douzaine", "vingtaine", "trentaine", "cinquantaine", "moitié", "tiers", "quart", "triple"};
  return words.contains(word);
}

bool is_chinese_numeral(char32_t c) {
  static constexpr std::u32string_view numerals = U"〇零一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟萬億兩";
  return numerals.find(c) != numerals.npos;
}

// Runs of Chinese numerals; a single one says nothing alone ("一" in "一些", "万" in "万一").
void add_chinese(std::string_view s, std::set<std::string>& found) {
  std::size_t count = 0, begin = 0, pos = 0;
  const auto close = [&](std::size_t end) {
    if (count > 1) found.emplace(s.substr(begin, end - begin));
    count = 0;
  };
  while (pos < s.size()) {
    const std::size_t at = pos;
    if (!is_chinese_numeral(next_code_point(s, pos))) {
      close(at);
      continue;
    }
    if (count++ == 0) begin = at;
  }
  close(s.size());
}

}  // namespace

std::set<std::string> stated_numbers(std::string_view s) {
  std::set<std::string> found;
  for (std::size_t pos = 0; pos < s.size();) {
    if (!is_digit(s[pos])) {
      ++pos;
      continue;
    }
    std::string number = read_number(s, pos);
    number += magnitude_at(s, pos);
    found.insert(std::move(number));
  }
  each_word(s, [&](std::string_view word) {
    if (!is_number_word(word)) return;
    if (word.ends_with('s') && is_number_word(word.substr(0, word.size() - 1))) word.remove_suffix(1);
    found.emplace(word);
  });
  add_chinese(s, found);
  return found;
}

std::string fold_for_comparison(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (folding == nullptr) return squeeze_space(ascii_lower(text));
  const auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  status = U_ZERO_ERROR;
  std::string out;
  folding->normalize(wide, status).toUTF8String(out);
  return squeeze_space(out);
}

}  // namespace depeche
