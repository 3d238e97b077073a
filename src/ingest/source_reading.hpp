// The bytes of a source -> articles: a feed's entries, or the one article of a page. Pure; runs on the pool.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "ingest/page_extractor.hpp"
#include "ingest/parsed_feed.hpp"
#include "news/article.hpp"
#include "news/edition.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct source_reading {
  source_kind kind = source_kind::unknown;  // unknown for a page that was read by selectors
  std::vector<article> articles;
  std::vector<std::string> problems;
  std::string title;           // what the feed calls itself; may be empty
  std::string announced_feed;  // the document was a page that names a feed: read that instead
  std::string hub, topic;      // where its changes can be subscribed to, and as what; may be empty
  bool cut = false;            // to be read again, whole
  std::optional<std::chrono::minutes> ttl;  // how long the feed asks to be left alone
  quiet_times quiet;           // when it asks not to be read
};

// Fails like parse_feed and extract_page. A page is a failure at an address that reads like a feed's ("/rss.xml") or that is `known` to
// have had a feed, and one that announces no feed where the address is known to have announced one: what stands there instead (a login,
// an error) must not become an article.
result<source_reading> read_source(const source& from, std::string_view bytes, std::string_view http_charset, std::string_view url,
                                   timestamp now, source_kind known = source_kind::unknown);

// All that the entry says, as plain text: its content, else its summary, of which `summary` has no more than a reader wants.
std::string whole_text(const feed_entry& entry);

// True when the text is a beginning only, to be completed from the article's page.
bool is_excerpt(std::string_view text);

// What the page knows joins what the feed said; title and dates of the feed stay. False when the page's text is no gain.
bool complete_from_page(article& known, const extracted_page& page);

}  // namespace depeche
