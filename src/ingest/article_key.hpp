// Who an article is within its source, from one fetch to the next.
#pragma once

#include "ingest/parsed_feed.hpp"
#include "news/article.hpp"

#include <string>
#include <string_view>

namespace depeche {

// The feed's id, else the normalised link, else a hash of the title; empty when the entry has none of them.
std::string article_key(const feed_entry& entry);

// A link without the parameters that only count visitors (utm_*, fbclid, ...) and without a fragment.
std::string without_tracking(std::string_view link);

// The same article by any of its links: without tracking, scheme and "www." ignored.
std::string link_key(std::string_view link);

// The address by which an article can be told from others, as link_key() gives it; empty without one, and for a front page, which is the
// address of everything and of nothing.
std::string own_address(const article& a);

// For what has no id of its own: its link and its title. Never equal to a feed's id.
std::string words_key(const article& a);
bool is_words_key(std::string_view key);

}  // namespace depeche
