#include "ingest/rss_item.hpp"

#include "base/text.hpp"
#include "ingest/entry_fields.hpp"
#include "ingest/link.hpp"

#include <charconv>

namespace depeche {
namespace {

bool read_own_field(std::string_view name, const feed_node& node, entry_parts& parts, feed_reading& reading) {
  if (name == "title") {
    parts.title.offer(line_field(node), 0);
  } else if (name == "link") {
    // The text; Atom's form; or, as some programs write it, an empty element with the address behind it.
    auto address = token_field(node);
    if (address.empty()) address = attribute(node, "href");
    if (address.empty() && node.next != nullptr && trim(node.next->text).starts_with("http")) address = trim(node.next->text);
    // RSS's own word counts before Atom's beside it.
    parts.link.offer(absolute_link(base_of(node, parts.base), address), -1);
  } else if (name == "guid") {
    auto id = token_field(node);
    if (!ascii_iequal(attribute(node, "ispermalink"), "false") && id.starts_with("http"))
      parts.link.offer(absolute_link(parts.base, id), 2);
    parts.id.offer(std::move(id), 0);
  } else if (name == "description") {
    parts.summary.offer(&node, 0);
  } else if (name == "summary" || name == "abstract") {
    parts.summary.offer(&node, 1);
  } else if (name == "body" || name == "fullitem" || name == "content") {
    parts.content.offer(&node, 1);
  } else if (name == "pubdate") {
    parts.published.offer(date_in(raw_text(node), reading), 0);
  } else if (name == "author") {
    parts.authors.push_back(person(node));
  } else if (name == "category" || name == "keywords") {
    if (auto text = raw_text(node); !trim(text).empty()) add_category(parts.entry, text);
    else add_category(parts.entry, attribute(node, has_attribute(node, "term") ? "term" : "text"));
  } else if (name == "enclosure") {
    const auto address = attribute(node, has_attribute(node, "url") ? "url" : "href");
    add_enclosure(parts.entry, address.empty() ? token_field(node) : std::string(address), attribute(node, "type"),
                  attribute(node, "length"), base_of(node, parts.base));
  } else if (name == "image") {
    for (const feed_node* c = node.first; c != nullptr; c = c->next)
      if (c->name == "url") parts.image.offer(absolute_link(parts.base, token_field(*c)), 1);
  } else {
    return false;
  }
  return true;
}

void read_minutes(const feed_node& node, feed_reading& reading) {
  const auto text = token_field(node);
  int minutes = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), minutes);
  if (ec == std::errc{} && end == text.data() + text.size() && minutes > 0 && minutes <= 60 * 24 * 31)
    reading.feed.ttl = std::chrono::minutes{minutes};
}

// sy:updatePeriod in minutes; divided by sy:updateFrequency, where the channel gives one.
void read_period(const feed_node& node, feed_reading& reading) {
  static constexpr std::pair<std::string_view, int> periods[] = {
      {"hourly", 60}, {"daily", 1440}, {"weekly", 7 * 1440}, {"monthly", 30 * 1440}};
  int minutes = 0, times = 1;
  for (const auto& [name, length] : periods)
    if (ascii_iequal(token_field(node), name)) minutes = length;
  for (const feed_node* n = node.parent->first; n != nullptr; n = n->next)
    if (n->name == "sy:updatefrequency") {
      const auto text = token_field(*n);
      std::from_chars(text.data(), text.data() + text.size(), times);
    }
  if (minutes > 0 && times > 0 && !reading.feed.ttl) reading.feed.ttl = std::chrono::minutes{std::max(1, minutes / times)};
}

void read_quiet(const feed_node& node, feed_reading& reading) {
  for (const feed_node* n = node.first; n != nullptr; n = n->next) {
    if (n->name == "hour") reading.feed.quiet.add_hour(token_field(*n));
    else if (n->name == "day") reading.feed.quiet.add_day(token_field(*n));
  }
}

void read_atom_link(const feed_node& node, feed_parts& parts, feed_reading& reading) {
  const auto rel = ascii_lower(attribute(node, "rel"));
  const auto type = ascii_lower(attribute(node, "type"));
  auto address = absolute_link(base_of(node, reading.base), attribute(node, "href"));
  if (rel == "self") reading.feed.self = std::move(address);
  else if (rel == "hub") reading.feed.hub = std::move(address);
  else if (rel.empty() || rel == "alternate" || rel.ends_with("/alternate"))
    parts.link.offer(std::move(address), type.empty() || type.find("html") != std::string::npos ? 0 : 1);
}

std::string image_address(const feed_node& node, const feed_reading& reading) {
  for (const std::string_view name : {"href", "url", "resource"})
    if (has_attribute(node, name)) return absolute_link(reading.base, attribute(node, name));
  for (const feed_node* c = node.first; c != nullptr; c = c->next)
    if (c->name == "url") return absolute_link(reading.base, token_field(*c));
  return has_elements(node) ? std::string{} : absolute_link(reading.base, token_field(node));
}

}  // namespace

feed_entry read_rss_item(const feed_node& item, feed_reading& reading) {
  entry_parts parts;
  parts.base = base_of(item, reading.base);
  parts.id.offer(std::string(attribute(item, "about")), 1);
  // CDF keeps these in attributes.
  parts.link.offer(absolute_link(parts.base, attribute(item, "href")), 1);
  if (has_attribute(item, "lastmod")) parts.updated.offer(date_in(attribute(item, "lastmod"), reading), 2);
  for (const feed_node* n = item.first; n != nullptr; n = n->next) {
    if (!n->is_element() || read_module_field(*n, parts, reading)) continue;
    if (n->name.starts_with("atom:")) read_atom_field(std::string_view(n->name).substr(5), *n, parts, reading);
    else if (!read_own_field(n->name, *n, parts, reading)) read_atom_field(n->name, *n, parts, reading);
  }
  if (parts.link.get().empty() && parts.id.get() == attribute(item, "about"))
    parts.link.offer(absolute_link(parts.base, parts.id.get().starts_with("http") ? parts.id.get() : std::string{}), 4);
  return finished(std::move(parts), reading.base);
}

void read_channel_field(const feed_node& node, feed_parts& parts, feed_reading& reading) {
  const std::string_view name = node.name;
  if (name == "title") parts.title.offer(line_field(node), 0);
  else if (name == "dc:title") parts.title.offer(line_field(node), 1);
  else if (name == "link") {
    const auto text = token_field(node);
    if (!text.empty() || !has_attribute(node, "href")) parts.link.offer(absolute_link(base_of(node, reading.base), text), 0);
    else read_atom_link(node, parts, reading);
  } else if (name == "description") parts.description.offer(line_field(node), 0);
  else if (name == "tagline" || name == "subtitle" || name == "abstract" || name == "dc:description")
    parts.description.offer(line_field(node), 1);
  else if (name == "itunes:summary") parts.description.offer(line_field(node), 2);
  else if (name == "itunes:subtitle") parts.description.offer(line_field(node), 3);
  else if (name == "language") parts.language.offer(token_field(node), 0);
  else if (name == "dc:language") parts.language.offer(token_field(node), 1);
  else if (name == "lastbuilddate") parts.updated.offer(date_in(raw_text(node), reading), 0);
  else if (name == "dcterms:modified") parts.updated.offer(date_in(raw_text(node), reading), 2);
  else if (name == "dc:date") parts.updated.offer(date_in(raw_text(node), reading), 3);
  else if (name == "pubdate") parts.updated.offer(date_in(raw_text(node), reading), 4);
  else if (name == "image") parts.image.offer(image_address(node, reading), 0);
  else if (name == "itunes:image" || name == "webfeeds:icon" || name == "logo" || name == "media:thumbnail")
    parts.image.offer(image_address(node, reading), 1);
  else if (name == "copyright") parts.rights.offer(line_field(node), 0);
  else if (name == "dc:rights" || name == "dcterms:rights" || name == "media:copyright") parts.rights.offer(line_field(node), 1);
  else if (name == "generator") parts.generator.offer(line_field(node), 0);
  else if (name == "ttl") read_minutes(node, reading);
  else if (name == "sy:updateperiod") read_period(node, reading);
  else if (name == "skiphours" || name == "skipdays") read_quiet(node, reading);
  else if (name.starts_with("atom:")) read_atom_feed_field(name.substr(5), node, parts, reading);
}

bool read_atom_feed_field(std::string_view name, const feed_node& node, feed_parts& parts, feed_reading& reading) {
  if (name == "title") parts.title.offer(text_construct(node), 0);
  else if (name == "subtitle" || name == "tagline") parts.description.offer(text_construct(node), 0);
  else if (name == "info" || name == "summary") parts.description.offer(text_construct(node), 2);
  else if (name == "link") read_atom_link(node, parts, reading);
  else if (name == "updated") parts.updated.offer(date_in(raw_text(node), reading), 0);
  else if (name == "modified") parts.updated.offer(date_in(raw_text(node), reading), 1);
  else if (name == "logo") parts.image.offer(absolute_link(base_of(node, reading.base), token_field(node)), 0);
  else if (name == "icon") parts.image.offer(absolute_link(base_of(node, reading.base), token_field(node)), 1);
  else if (name == "rights" || name == "copyright") parts.rights.offer(text_construct(node), 0);
  else if (name == "generator") parts.generator.offer(line_field(node), 0);
  else return false;
  return true;
}

void finish_feed(feed_parts parts, feed_reading& reading) {
  auto& feed = reading.feed;
  feed.title = parts.title.take();
  feed.link = parts.link.take();
  feed.language = parts.language.take();
  feed.description = parts.description.take();
  feed.updated = parts.updated.get();
  feed.image = parts.image.take();
  feed.rights = parts.rights.take();
  feed.generator = parts.generator.take();
}

}  // namespace depeche
