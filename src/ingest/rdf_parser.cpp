// RSS 0.90 and 1.0: <rdf:RDF> with channel and items side by side.
#include "ingest/feed_format.hpp"
#include "ingest/rss_item.hpp"

namespace depeche {

void read_rdf(const xmlNode* root, std::string_view base, parsed_feed& feed) {
  feed.format = "rdf";
  for (const xmlNode* n = root->children; n != nullptr; n = n->next) {
    if (!is_element(n)) continue;
    const auto name = feed_name(n);
    if (name == "channel") {
      for (const xmlNode* c = n->children; c != nullptr; c = c->next)
        if (is_element(c)) read_rss_channel_field(c, base, feed);
    } else if (name == "item") {
      auto entry = read_rss_item(n, base);
      if (entry.id.empty()) entry.id = attribute(n, "about");
      if (!add_entry(feed, std::move(entry))) return;
    }
  }
}

}  // namespace depeche
