// Atom 1.0 (RFC 4287), and 0.3 where it differs in names only.
#include "base/text.hpp"
#include "ingest/entry_fields.hpp"
#include "ingest/feed_date.hpp"
#include "ingest/feed_format.hpp"
#include "ingest/html_text.hpp"
#include "ingest/link.hpp"
#include "ingest/rss_item.hpp"

namespace depeche {
namespace {

// The name without Atom's prefix; other modules keep theirs.
std::string atom_name(const xmlNode* node) {
  auto name = feed_name(node);
  return name.starts_with("atom:") ? name.substr(5) : name;
}

std::string text_construct(const xmlNode* node) {
  const auto type = attribute(node, "type");
  if (type == "html" || type == "text/html") return line_field(raw_text(node));
  // Plain text may hold anything, and what looks like a tag in it is meant to be seen.
  return type.empty() || type == "text" ? squeeze_space(raw_text(node)) : squeeze_space(html_text(node));
}

std::string person(const xmlNode* node) {
  for (const xmlNode* c = node->children; c != nullptr; c = c->next)
    if (is_element(c) && atom_name(c) == "name") return line_field(raw_text(c));
  return {};
}

void add_person(std::string& authors, const xmlNode* node) {
  const auto name = person(node);
  if (name.empty() || authors.size() > 500) return;
  if (!authors.empty()) authors += ", ";
  authors += name;
}

void read_link(const xmlNode* node, std::string_view base, std::string& link, feed_entry* entry) {
  const auto rel = attribute(node, "rel");
  if (rel == "enclosure" && entry != nullptr) add_enclosure(*entry, node, "href", "length", base);
  if (!rel.empty() && rel != "alternate") return;
  const auto type = attribute(node, "type");
  const bool is_page = type.empty() || type.find("html") != std::string::npos;
  if (link.empty() || is_page) {
    auto found = absolute_link(base_of(node, base), attribute(node, "href"));
    if (!found.empty()) link = std::move(found);
  }
}

// The markup of an atom:content or atom:summary; empty when it is elsewhere (src) or no text.
std::string markup_construct(const xmlNode* node, std::string_view base) {
  if (has_attribute(node, "src")) return {};
  const auto type = attribute(node, "type");
  if (type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/")) return {};
  // No type means plain text; in the wild it often is HTML all the same, and is read as such.
  return html_field(node, base_of(node, base));
}

feed_entry read_entry(const xmlNode* node, std::string_view document_base, const std::string& feed_author) {
  feed_entry entry;
  const auto base = base_of(node, document_base);
  for (const xmlNode* n = node->children; n != nullptr; n = n->next) {
    if (!is_element(n)) continue;
    const auto name = atom_name(n);
    if (name == "id") entry.id = token_field(n);
    else if (name == "title" && entry.title.empty()) entry.title = text_construct(n);
    else if (name == "link") read_link(n, base, entry.link, &entry);
    else if (name == "published" || name == "issued" || name == "created") {
      if (!entry.published) entry.published = read_feed_date(trim(raw_text(n)));
    } else if (name == "updated" || name == "modified") entry.updated = read_feed_date(trim(raw_text(n)));
    else if (name == "author" || name == "dc:creator") {
      if (name == "author") add_person(entry.author, n);
      else if (entry.author.empty()) entry.author = line_field(raw_text(n));
    } else if (name == "category") add_category(entry, attribute(n, has_attribute(n, "label") ? "label" : "term"));
    else if (name == "summary") entry.summary_html = markup_construct(n, base);
    else if (name == "content") entry.content = markup_construct(n, base);
    else if (name.starts_with("media:")) read_media(entry, n, base);
  }
  if (entry.author.empty()) entry.author = feed_author;
  if (entry.link.empty() && entry.id.starts_with("http")) entry.link = absolute_link(base, entry.id);
  entry.summary = summary_field(entry.summary_html);
  return entry;
}

}  // namespace

void read_atom(const xmlNode* root, std::string_view document_base, parsed_feed& feed) {
  feed.format = "atom";
  feed.language = attribute(root, "lang");
  const auto base = base_of(root, document_base);
  std::string feed_author;
  for (const xmlNode* n = root->children; n != nullptr; n = n->next) {
    if (!is_element(n)) continue;
    const auto name = atom_name(n);
    if (name == "title" && feed.title.empty()) feed.title = text_construct(n);
    else if (name == "subtitle" || name == "tagline") feed.description = text_construct(n);
    else if (name == "link") read_link(n, base, feed.link, nullptr);
    else if (name == "updated" || name == "modified") feed.updated = read_feed_date(trim(raw_text(n)));
    else if (name == "author") add_person(feed_author, n);
    else if (name == "entry" && !add_entry(feed, read_entry(n, document_base, feed_author))) return;
  }
}

}  // namespace depeche
