// RSS 0.9x and 2.0, RSS 1.1 and CDF: a channel with items inside, or beside it.
#include "base/text.hpp"
#include "ingest/link.hpp"
#include "ingest/rss_item.hpp"

namespace depeche {
namespace {

bool holds_items(std::string_view name) { return name == "channel" || name == "items" || name == "rss"; }

// Words among the entries: a server's warning, as a rule. An address alone may be that of an empty link before it.
bool is_stray(const feed_node& text) {
  const auto words = text.is_element() ? std::string_view{} : trim(text.text);
  return !words.empty() && !words.starts_with("http");
}

void read_channel(const feed_node& node, feed_parts& parts, feed_reading& reading, int depth) {
  const bool channel = node.name == "channel";
  if (channel) {
    parts.language.offer(std::string(attribute(node, "xml:lang")), 3);
    parts.link.offer(absolute_link(reading.base, attribute(node, "href")), 2);
    if (has_attribute(node, "lastmod")) parts.updated.offer(date_in(attribute(node, "lastmod"), reading), 2);
  }
  for (const feed_node* n = node.first; n != nullptr; n = n->next) {
    if (is_stray(*n)) ++reading.stray_texts;
    if (n->name == "item") add_entry(reading, read_rss_item(*n, reading));
    else if (n->name == "atom:entry" || n->name == "entry") add_entry(reading, read_rss_item(*n, reading));
    else if (holds_items(n->name) && depth < 5) read_channel(*n, parts, reading, depth + 1);
    else if (channel && n->is_element()) read_channel_field(*n, parts, reading);
  }
}

}  // namespace

void read_rss(const feed_node& root, feed_reading& reading) {
  reading.feed.format = "rss";
  feed_parts parts;
  parts.language.offer(std::string(attribute(root, "xml:lang")), 4);
  read_channel(root, parts, reading, 0);
  finish_feed(std::move(parts), reading);
}

}  // namespace depeche
