#include "digest/stated_numbers.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/terms.hpp"
#include "digest/written_number.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <unordered_set>

namespace depeche {
namespace {

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
    if (s[pos] < '0' || s[pos] > '9') {
      ++pos;
      continue;
    }
    const written_number number = read_number(s, pos);
    found.insert(number.digits + (number.unit ? ' ' + std::string(number.unit->mark) : std::string()));
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
