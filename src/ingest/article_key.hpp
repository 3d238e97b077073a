// Who an article is within its source, from one fetch to the next.
#pragma once

#include "ingest/parsed_feed.hpp"

#include <string>
#include <string_view>

namespace depeche {

// The feed's id, else the normalised link, else a hash of the title; empty when the entry has none of them.
std::string article_key(const feed_entry& entry);

// A link without the parameters that only count visitors (utm_*, fbclid, ...) and without a fragment.
std::string without_tracking(std::string_view link);

// The same article by any of its links: without tracking, scheme and "www." ignored.
std::string link_key(std::string_view link);

}  // namespace depeche
