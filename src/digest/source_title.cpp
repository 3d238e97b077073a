#include "digest/source_title.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>

namespace depeche {
namespace {

constexpr std::size_t comfortable = 32;  // characters; longer ones lose what follows a dash
constexpr std::size_t longest = 60;

bool is_no_name(std::string_view title) {
  constexpr std::array<std::string_view, 6> ones = {"rss", "feed", "atom", "rss feed", "untitled", "home"};
  const std::string lower = ascii_lower(title);
  return lower.starts_with("http://") || lower.starts_with("https://") || std::find(ones.begin(), ones.end(), lower) != ones.end();
}

// What stands before the first mark that parts a name from a motto.
std::string_view before_motto(std::string_view title) {
  constexpr std::array<std::string_view, 9> marks = {" - ", " | ", " – ", " — ", " :: ", " · ", " : ", "——", "_"};
  std::size_t end = title.size();
  for (const std::string_view mark : marks) {
    const std::size_t at = title.find(mark);
    if (at != std::string_view::npos && count_code_points(title.substr(0, at)) >= 2) end = std::min(end, at);
  }
  return trim(title.substr(0, end));
}

std::string one_line(std::string_view text) {
  const std::string repaired = repair_utf8(text.substr(0, 4096));
  std::string kept;
  for (std::size_t pos = 0; pos < repaired.size();) {
    const char32_t c = next_code_point(repaired, pos);
    if (c >= 0x20 && c != 0x7F) append_code_point(kept, c);
    else kept += ' ';
  }
  return squeeze_space(kept);
}

}  // namespace

std::string short_source_title(std::string_view feed_title) {
  std::string title = one_line(feed_title);
  if (count_code_points(title) > comfortable) title = std::string(before_motto(title));
  if (is_no_name(title)) return {};
  const std::size_t bytes = bytes_of_code_points(title, longest - 1);
  return count_code_points(title) <= longest ? title : std::string(trim(std::string_view(title).substr(0, bytes))) + "…";
}

}  // namespace depeche
