// The newspaper as the web sees it: RSS 2.0, Atom, and pages with the furniture that real ones have around the text.
#pragma once

#include "base/clock.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct newspaper_article {
  std::string slug, section, author, title, lead, time, updated_time;
  int day = 0;
  std::vector<std::string> paragraphs;
  std::vector<std::string> related;  // slugs
  timestamp published{}, updated{};
};

struct newspaper_issue {
  std::string language, zone, title, tagline;
  std::vector<std::string> sections;
  std::vector<newspaper_article> articles;
};

// True when the feeds carry the section's articles whole; of the others they have the lead only.
bool is_whole_in_feeds(const newspaper_issue& issue, std::string_view section);

// `base` ends in a slash; `articles` are those that are out, the newest first.
std::string write_rss(const newspaper_issue& issue, const std::vector<newspaper_article>& articles, std::string_view base);
std::string write_atom(const newspaper_issue& issue, const std::vector<newspaper_article>& articles, std::string_view base);
std::string write_front_page(const newspaper_issue& issue, const std::vector<newspaper_article>& articles, std::string_view base);
std::string write_article_page(const newspaper_issue& issue, const newspaper_article& article,
                               const std::vector<newspaper_article>& articles, std::string_view base);

}  // namespace depeche::sandbox
