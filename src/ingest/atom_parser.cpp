// Atom 1.0 (RFC 4287), and 0.3 where it differs.
#include "base/text.hpp"
#include "ingest/entry_fields.hpp"
#include "ingest/rss_item.hpp"

namespace depeche {
namespace {

// The name without Atom's prefix; other modules keep theirs.
std::string_view atom_name(const feed_node& node) {
  const std::string_view name = node.name;
  return name.starts_with("atom:") ? name.substr(5) : name;
}

void add_author(std::string& authors, const feed_node& node) {
  const auto name = person(node);
  if (name.empty() || authors.size() > 500) return;
  authors += (authors.empty() ? "" : ", ") + name;
}

// What an entry that was copied from another feed says of that feed's authors.
std::string source_author(const feed_node& entry) {
  std::string found;
  for (const feed_node* n = entry.first; n != nullptr; n = n->next)
    if (atom_name(*n) == "source")
      for (const feed_node* c = n->first; c != nullptr; c = c->next)
        if (atom_name(*c) == "author") add_author(found, *c);
  return found;
}

feed_entry read_entry(const feed_node& node, feed_reading& reading, const std::string& feed_author) {
  entry_parts parts;
  parts.base = base_of(node, reading.base);
  for (const feed_node* n = node.first; n != nullptr; n = n->next)
    if (n->is_element() && !read_module_field(*n, parts, reading)) read_atom_field(atom_name(*n), *n, parts, reading);
  auto entry = finished(std::move(parts), reading.base);
  if (entry.author.empty()) entry.author = source_author(node);
  if (entry.author.empty()) entry.author = feed_author;
  return entry;
}

}  // namespace

void read_atom(const feed_node& root, feed_reading& reading) {
  reading.feed.format = "atom";
  feed_parts parts;
  parts.language.offer(std::string(attribute(root, "xml:lang")), 0);
  std::string feed_author;
  for (const feed_node* n = root.first; n != nullptr; n = n->next) {
    if (!n->is_element()) continue;
    const auto name = atom_name(*n);
    if (name == "author") add_author(feed_author, *n);
    if (!read_atom_feed_field(name, *n, parts, reading) && name != "entry") read_channel_field(*n, parts, reading);
  }
  if (atom_name(root) == "entry") add_entry(reading, read_entry(root, reading, {}));
  for (const feed_node* n = root.first; n != nullptr; n = n->next)
    if (n->is_element() && atom_name(*n) == "entry") add_entry(reading, read_entry(*n, reading, feed_author));
  finish_feed(std::move(parts), reading);
}

}  // namespace depeche
