// RSS 0.9x and 2.0: <rss><channel><item>, and the fields of items and channels, which RDF shares.
#include "base/text.hpp"
#include "ingest/entry_fields.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/feed_format.hpp"
#include "ingest/html_text.hpp"
#include "ingest/link.hpp"
#include "ingest/rss_item.hpp"

namespace depeche {
namespace {

// "editor@example.org (Jane Doe)" as RSS wants it -> "Jane Doe".
std::string author_name(const std::string& text) {
  const auto line = line_field(text);
  const auto open = line.find('(');
  if (line.find('@') == std::string::npos || open == std::string::npos || !line.ends_with(")")) return line;
  return std::string(trim(std::string_view(line).substr(open + 1, line.size() - open - 2)));
}

void read_atom_link(const xmlNode* node, std::string_view base, std::string& link) {
  const auto rel = attribute(node, "rel");
  if (link.empty() && (rel.empty() || rel == "alternate")) link = absolute_link(base, attribute(node, "href"));
}

}  // namespace

feed_entry read_rss_item(const xmlNode* item, std::string_view document_base) {
  feed_entry entry;
  const auto base = base_of(item, document_base);
  const xmlNode* description = nullptr;
  const xmlNode* content = nullptr;
  std::string permalink, dc_author;
  for (const xmlNode* n = item->children; n != nullptr; n = n->next) {
    if (!is_element(n)) continue;
    const auto name = feed_name(n);
    if (name == "title" && entry.title.empty()) entry.title = line_field(raw_text(n));
    else if (name == "link" && entry.link.empty()) entry.link = absolute_link(base, token_field(n));
    else if (name == "atom:link") read_atom_link(n, base, entry.link);
    else if (name == "guid" && entry.id.empty()) {
      entry.id = token_field(n);
      if (!ascii_iequal(attribute(n, "isPermaLink"), "false") && entry.id.starts_with("http")) permalink = entry.id;
    } else if (name == "dc:identifier" && entry.id.empty()) entry.id = token_field(n);
    else if (name == "description") description = n;
    else if (name == "content:encoded" || name == "xhtml:body" || name == "body") content = n;
    else if (name == "pubDate" || name == "pubdate") entry.published = read_feed_date(trim(raw_text(n)));
    else if ((name == "dc:date" || name == "dcterms:created" || name == "dcterms:issued") && !entry.published)
      entry.published = read_feed_date(trim(raw_text(n)));
    else if (name == "atom:updated" || name == "dcterms:modified") entry.updated = read_feed_date(trim(raw_text(n)));
    else if (name == "author" || name == "itunes:author") entry.author = author_name(raw_text(n));
    else if (name == "dc:creator" && dc_author.empty()) dc_author = line_field(raw_text(n));
    else if (name == "category" || name == "dc:subject") add_category(entry, raw_text(n));
    else if (name == "enclosure") add_enclosure(entry, n, "url", "length", base);
    else if (name.starts_with("media:") || name == "itunes:image") read_media(entry, n, base);
  }
  // A person's name goes before the address that <author> often is.
  if (!dc_author.empty() && (entry.author.empty() || entry.author.find('@') != std::string::npos)) entry.author = dc_author;
  if (entry.link.empty()) entry.link = absolute_link(base, permalink);
  const auto content_base = entry.link.empty() || base != document_base ? base : entry.link;
  if (description != nullptr) entry.summary_html = html_field(description, content_base);
  if (content != nullptr) entry.content = html_field(content, content_base);
  entry.summary = summary_field(entry.summary_html);
  return entry;
}

void read_rss_channel_field(const xmlNode* node, std::string_view document_base, parsed_feed& feed) {
  const auto name = feed_name(node);
  const auto base = base_of(node, document_base);
  if (name == "title" && feed.title.empty()) feed.title = line_field(raw_text(node));
  else if (name == "link" && feed.link.empty()) feed.link = absolute_link(base, token_field(node));
  else if (name == "atom:link" && feed.link.empty() && attribute(node, "rel") == "alternate")
    feed.link = absolute_link(base, attribute(node, "href"));
  else if (name == "description" && feed.description.empty()) feed.description = line_field(raw_text(node));
  else if ((name == "language" || name == "dc:language") && feed.language.empty()) feed.language = token_field(node);
  else if (name == "lastBuildDate") feed.updated = read_feed_date(trim(raw_text(node)));
  else if ((name == "pubDate" || name == "dc:date") && !feed.updated) feed.updated = read_feed_date(trim(raw_text(node)));
}

bool add_entry(parsed_feed& feed, feed_entry entry) {
  if (feed.entries.size() >= most_entries) {
    feed.problems.push_back("more than " + std::to_string(most_entries) + " entries; the rest was left out");
    return false;
  }
  const bool blank = entry.title.empty() && entry.link.empty() && entry.id.empty() && entry.summary.empty() && entry.content.empty();
  if (!blank) feed.entries.push_back(std::move(entry));
  return true;
}

void read_rss(const xmlNode* root, std::string_view base, parsed_feed& feed) {
  feed.format = "rss";
  bool more = true;
  walk(root->parent, [&](const xmlNode* n) {
    if (n == root || is_named(n, "channel")) return more;
    if (!more) return false;
    // 0.90 has its items beside the channel, the others inside.
    if (feed_name(n) == "item") more = add_entry(feed, read_rss_item(n, base));
    else if (is_named(n->parent, "channel")) read_rss_channel_field(n, base, feed);
    return false;
  });
}

}  // namespace depeche
