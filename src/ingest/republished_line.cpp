#include "ingest/republished_line.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace depeche {
namespace {

// What stands before the article's name, and between it and the site's.
struct wording {
  std::string_view before, between;
};
constexpr wording wordings[] = {{"The post ", " appeared first on "},
                                {"The post ", " first appeared on "},
                                {"L’article ", " est apparu en premier sur "},
                                {"L'article ", " est apparu en premier sur "},
                                {"Cet article ", " est apparu en premier sur "},
                                {"", "最先出现在"},
                                {"〈", "〉這篇文章最早發佈於《"},
                                {"Der Beitrag ", " erschien zuerst auf "},
                                {"La entrada ", " se publicó primero en "}};

constexpr std::size_t longest_line = 3000;  // with its two addresses
constexpr std::size_t longest_site = 200;

struct stretch {
  std::size_t begin = std::string_view::npos, size = 0;
};

// The last paragraph, when it is the line with its two links.
stretch linked_line(std::string_view html) {
  const auto before_tail = html.size() - std::min(html.size(), longest_line);
  const auto tail = html.substr(before_tail);
  const auto begin = tail.rfind("<p>");
  if (begin == std::string_view::npos) return {};
  const auto line = tail.substr(begin, tail.find("</p>", begin) - begin);
  for (const auto& [before, between] : wordings)
    if (line.substr(3).starts_with(std::string(before) + "<a ") && line.find(std::string(between) + "<a ") != std::string_view::npos)
      return {before_tail + begin, line.size() + 4};
  return {};
}

// The end of a text without links, by the article's title.
stretch worded_line(std::string_view html, const std::string& title) {
  const auto tail = html.substr(html.size() - std::min(html.size(), title.size() + longest_site));
  const auto at = title.empty() ? std::string_view::npos : tail.rfind(title);
  if (at == std::string_view::npos || tail.find('<', at) != std::string_view::npos) return {};
  for (const auto& [before, between] : wordings)
    if (tail.substr(0, at).ends_with(before) && tail.substr(at + title.size()).starts_with(between)) {
      const auto size = tail.size() - at + before.size();
      return {html.size() - size, size};
    }
  return {};
}

}  // namespace

void drop_republished_line(std::string& html, std::string_view title) {
  auto line = linked_line(html);
  if (line.size == 0) line = worded_line(html, html_escape(title));
  if (line.size == 0) return;
  html.erase(line.begin, line.size);
  html = std::string(trim(html));
}

}  // namespace depeche
