// A page without a feed, read as one: its items, found by the source's selectors.
#pragma once

#include "ingest/parsed_feed.hpp"
#include "news/edition.hpp"

#include <string_view>

namespace depeche {

// Without a selector of its own, an item's link is its first, its title is the link's words, and its date that of its first <time>. Fails
// with feed_unrecognised when the page has no such items, with invalid_argument for a bad selector, with too_large.
result<parsed_feed> read_item_list(const source& from, std::string_view bytes, std::string_view http_charset, std::string_view url, timestamp now);

}  // namespace depeche
