#include "digest/reading_time.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t words_a_minute = 230;
constexpr std::size_t characters_a_minute = 400;

// Marks are read in no time; full-width ones count as wide elsewhere.
bool is_mark(char32_t c) { return (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20); }

bool is_letter(char32_t c) {
  const bool ascii = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return ascii || (c >= 0xC0 && (c < 0x2000 || c > 0x206F) && !is_mark(c));
}

}  // namespace

std::chrono::seconds reading_time(std::string_view text) {
  std::size_t words = 0, characters = 0;
  bool within = false;
  for (std::size_t pos = 0; pos < text.size();) {
    const char32_t c = next_code_point(text, pos);
    if (is_cjk(c)) {
      if (!is_mark(c)) ++characters;
      within = false;
      continue;
    }
    const bool letter = is_letter(c);
    if (letter && !within) ++words;
    // "aujourd'hui", "twenty-one": one word.
    within = letter || (within && (c == '\'' || c == '-' || c == 0x2019));
  }
  const std::size_t seconds = words * 60 / words_a_minute + characters * 60 / characters_a_minute;
  return std::chrono::seconds{static_cast<std::chrono::seconds::rep>(seconds > 0 || words + characters == 0 ? seconds : 1)};
}

std::size_t reading_minutes(std::chrono::seconds time) {
  return static_cast<std::size_t>(std::max<std::chrono::seconds::rep>(1, (time.count() + 30) / 60));
}

}  // namespace depeche
