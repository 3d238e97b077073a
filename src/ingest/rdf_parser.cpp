// RSS 0.90 and 1.0: <rdf:RDF> with channel and items side by side.
#include "base/text.hpp"
#include "ingest/rss_item.hpp"

namespace depeche {

void read_rdf(const feed_node& root, feed_reading& reading) {
  reading.feed.format = "rdf";
  feed_parts parts;
  parts.language.offer(std::string(attribute(root, "xml:lang")), 3);
  for (const feed_node* n = root.first; n != nullptr; n = n->next) {
    if (n->name == "item") {
      add_entry(reading, read_rss_item(*n, reading));
    } else if (n->name == "channel") {
      parts.language.offer(std::string(attribute(*n, "xml:lang")), 2);
      for (const feed_node* c = n->first; c != nullptr; c = c->next) {
        // Some put their items where RSS 2.0 has them.
        if (c->name == "item") add_entry(reading, read_rss_item(*c, reading));
        else if (c->is_element()) read_channel_field(*c, parts, reading);
      }
    }
  }
  finish_feed(std::move(parts), reading);
}

}  // namespace depeche
