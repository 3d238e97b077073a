#include "digest/near_duplicate.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "digest/terms.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <iterator>
#include <string>

namespace depeche {
namespace {

constexpr std::size_t word_run = 3;
constexpr std::size_t character_run = 5;
constexpr double duplicate_from = 0.3;
constexpr std::size_t text_bytes = 20'000;  // compared of a text

std::uint64_t hash(std::string_view s) {
  std::uint64_t h = 14695981039346656037ULL;
  for (const char c : s) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return h;
}

std::uint64_t mix(std::uint64_t h, std::uint64_t next) {
  h ^= next + 0x9E3779B97F4A7C15ULL + (h << 6) + (h >> 2);
  return h * 0xFF51AFD7ED558CCDULL;
}

std::string lower(std::string_view word) {
  std::string out;
  for (std::size_t pos = 0; pos < word.size();)
    append_code_point(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(next_code_point(word, pos)))));
  return out;
}

char32_t first_of(std::string_view word) {
  std::size_t pos = 0;
  return next_code_point(word, pos);
}

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void sort_once(std::vector<std::uint64_t>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// The share of the smaller set that the other has too.
double shared(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  const std::size_t smaller = std::min(a.size(), b.size());
  if (smaller == 0) return 0;
  std::size_t both = 0;
  for (auto l = a.begin(), r = b.begin(); l != a.end() && r != b.end();) {
    if (*l == *r) ++both, ++l, ++r;
    else if (*l < *r) ++l;
    else ++r;
  }
  return static_cast<double>(both) / static_cast<double>(smaller);
}

// 1 when most of the marks agree, 0 when hardly any does; too few marks say nothing.
double agreement(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b, std::size_t enough) {
  if (std::min(a.size(), b.size()) < enough) return 1;
  return std::clamp((shared(a, b) - 0.25) / 0.5, 0.0, 1.0);
}

}  // namespace

fingerprint fingerprint_of(std::string_view text) {
  text = truncate_bytes(text, text_bytes);
  fingerprint made;
  std::vector<std::uint64_t> run;  // of words; Chinese characters count as words here
  std::size_t characters = 0, end = 0;
  each_word(text, [&](std::string_view word) {
    const auto begin = static_cast<std::size_t>(word.data() - text.data());
    const std::string_view gap = text.substr(end, begin - end);
    const bool opens = end == 0 || gap.find_first_of(".!?:\n\"") != gap.npos || gap.find("«") != gap.npos || gap.find("“") != gap.npos;
    end = begin + word.size();
    if (is_cjk(first_of(word))) {
      for (std::size_t pos = 0; pos < word.size(); ++characters) run.push_back(next_code_point(word, pos));
      return;
    }
    const std::uint64_t h = hash(lower(word));
    run.push_back(h);
    if (has_digit(word)) made.numbers.push_back(h);
    else if (!opens && u_isupper(static_cast<UChar32>(first_of(word)))) made.names.push_back(h);
  });
  const std::size_t length = 2 * characters > run.size() ? character_run : word_run;
  for (std::size_t i = 0; i + length <= run.size(); ++i) {
    std::uint64_t h = 0;
    for (std::size_t k = 0; k < length; ++k) h = mix(h, run[i + k]);
    made.shingles.push_back(h);
  }
  for (const std::uint64_t h : run) made.whole = mix(made.whole, h);
  sort_once(made.shingles);
  sort_once(made.numbers);
  sort_once(made.names);
  return made;
}

likeness compare(const fingerprint& a, const fingerprint& b) {
  if (a.whole == 0 || b.whole == 0) return {};  // no words at all
  if (a.whole == b.whole && a.shingles == b.shingles) return {1, true};
  constexpr std::size_t too_short = 6;  // shingles: a line that any article may hold
  if (std::min(a.shingles.size(), b.shingles.size()) < too_short) return {};
  const double score = shared(a.shingles, b.shingles) * agreement(a.numbers, b.numbers, 2) * agreement(a.names, b.names, 3);
  return {score, score >= duplicate_from};
}

}  // namespace depeche
