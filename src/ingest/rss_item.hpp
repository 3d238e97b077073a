// An <item>: the same in RSS 0.9x, 1.0 and 2.0, with the modules that feeds use.
#pragma once

#include "ingest/markup_tree.hpp"
#include "ingest/parsed_feed.hpp"

#include <string_view>

namespace depeche {

feed_entry read_rss_item(const xmlNode* item, std::string_view base);
// One child of <channel> that is no item.
void read_rss_channel_field(const xmlNode* node, std::string_view base, parsed_feed& feed);
// Adds an item, up to the limit; false when the limit is reached (a problem was noted).
bool add_entry(parsed_feed& feed, feed_entry entry);

}  // namespace depeche
