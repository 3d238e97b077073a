// An <item>: the same in RSS 0.9x, 1.0, 1.1 and 2.0 and in CDF, with the modules that feeds use; and what a channel says of itself.
#pragma once

#include "ingest/entry_parts.hpp"
#include "ingest/feed_format.hpp"

#include <string_view>

namespace depeche {

feed_entry read_rss_item(const feed_node& item, feed_reading& reading);

// A channel's or feed's own fields while they are read.
struct feed_parts {
  best_of<std::string> title, link, language, description, image, rights, generator;
  best_of<std::optional<timestamp>> updated;
};

// One child of <channel> that is no item.
void read_channel_field(const feed_node& node, feed_parts& parts, feed_reading& reading);
// One child of an Atom feed that is no entry, or of a channel in Atom's vocabulary; false when it is none.
bool read_atom_feed_field(std::string_view name, const feed_node& node, feed_parts& parts, feed_reading& reading);
void finish_feed(feed_parts parts, feed_reading& reading);

}  // namespace depeche
