// What a page says of itself: JSON-LD first, then OpenGraph, meta elements, microdata, and the elements themselves.
#pragma once

#include "base/clock.hpp"
#include "ingest/markup_tree.hpp"
#include "ingest/stated_time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace depeche {

struct page_metadata {
  std::string url;
  std::string title;
  std::string author;
  std::string site;
  std::optional<stated_time> published;
  std::optional<stated_time> updated;
  std::string language;
  std::string image;
  std::string body;           // the text that JSON-LD carries; may be empty
  bool says_article = false;  // it calls itself an article
  bool says_list = false;     // it calls itself a collection, a search or a front page
  bool is_closed = false;     // it says that reading it costs something
};

// `now` and the page's language decide what a written date means.
page_metadata read_metadata(const xmlNode* root, std::string_view base, timestamp now);

// Adds what a <script type="application/ld+json"> says of an article, where nothing is known yet.
void read_json_ld(std::string_view script, std::string_view base, timestamp now, page_metadata& known);

}  // namespace depeche
