#include "ingest/entry_fields.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/html_sanitiser.hpp"
#include "ingest/html_text.hpp"
#include "ingest/link.hpp"

#include <algorithm>
#include <charconv>

namespace depeche {
namespace {

constexpr std::size_t longest_line = 2000;
constexpr std::size_t longest_token = 4000;
constexpr std::size_t longest_summary = 20'000;
constexpr std::size_t most_categories = 50;
constexpr std::size_t most_enclosures = 20;

bool has_child_elements(const xmlNode* node) {
  for (const xmlNode* c = node->children; c != nullptr; c = c->next)
    if (is_element(c)) return true;
  return false;
}

// HTML that was escaped once more than it should: not one tag, but tags in disguise.
bool is_escaped_twice(std::string_view html) {
  if (html.find('<') != std::string_view::npos) return false;
  for (const std::string_view sign : {"&lt;p", "&lt;br", "&lt;a ", "&lt;div", "&lt;img", "&lt;/", "&lt;strong", "&lt;em", "&lt;b&gt;"})
    if (html.find(sign) != std::string_view::npos) return true;
  return false;
}

}  // namespace

std::string line_field(std::string_view text) {
  return std::string(truncate_bytes(html_line(is_escaped_twice(text) ? html_line(text) : std::string(text)), longest_line));
}

std::string token_field(const xmlNode* node) {
  const auto text = squeeze_space(raw_text(node));
  return text.size() > longest_token ? std::string{} : text;
}

std::string html_field(const xmlNode* node, std::string_view base) {
  const auto type = attribute(node, "type");
  if (has_child_elements(node)) return sanitise_children(node, base);
  const auto text = raw_text(node);
  if (type == "text") return "<p>" + html_escape(squeeze_space(text)) + "</p>";
  return sanitise_html(is_escaped_twice(text) ? html_line(text) : text, base);
}

std::string summary_field(const std::string& html) { return std::string(truncate_bytes(html_text(html), longest_summary)); }

std::string base_of(const xmlNode* node, std::string_view document_base) {
  std::vector<std::string> bases;
  for (const xmlNode* n = node; n != nullptr && n->type == XML_ELEMENT_NODE; n = n->parent)
    for (const xmlAttr* a = n->properties; a != nullptr; a = a->next) {
      const bool is_base = xmlStrEqual(a->name, reinterpret_cast<const xmlChar*>("base")) != 0 && a->ns != nullptr &&
                           xmlStrEqual(a->ns->prefix, reinterpret_cast<const xmlChar*>("xml")) != 0;
      if (is_base) bases.push_back(attribute(n, "base"));
    }
  std::string base(document_base);
  for (auto b = bases.rbegin(); b != bases.rend(); ++b)
    if (auto resolved = absolute_link(base, *b); !resolved.empty()) base = std::move(resolved);
  return base;
}

void add_category(feed_entry& entry, std::string_view name) {
  const std::string label(truncate_bytes(html_line(name), 200));
  if (label.empty() || entry.categories.size() >= most_categories) return;
  if (std::find(entry.categories.begin(), entry.categories.end(), label) == entry.categories.end())
    entry.categories.push_back(label);
}

void add_enclosure(feed_entry& entry, const xmlNode* node, const char* address, const char* length, std::string_view base) {
  enclosure found;
  found.url = absolute_link(base, attribute(node, address));
  found.type = truncate_bytes(attribute(node, "type"), 100);
  const auto size = attribute(node, length);
  std::int64_t bytes = 0;
  const auto [end, ec] = std::from_chars(size.data(), size.data() + size.size(), bytes);
  if (ec == std::errc{} && end == size.data() + size.size() && bytes > 0) found.length = bytes;
  if (found.url.empty() || entry.enclosures.size() >= most_enclosures) return;
  if (entry.image.empty() && found.type.starts_with("image/")) entry.image = found.url;
  entry.enclosures.push_back(std::move(found));
}

void read_media(feed_entry& entry, const xmlNode* node, std::string_view base) {
  const auto name = feed_name(node);
  if (name == "media:thumbnail" && entry.image.empty()) entry.image = absolute_link(base, attribute(node, "url"));
  if (name == "itunes:image" && entry.image.empty()) entry.image = absolute_link(base, attribute(node, "href"));
  if (name == "media:content") {
    const auto type = attribute(node, "type");
    const bool is_image = type.starts_with("image/") || attribute(node, "medium") == "image";
    if (entry.image.empty() && is_image) entry.image = absolute_link(base, attribute(node, "url"));
    if (!is_image && !type.empty()) add_enclosure(entry, node, "url", "fileSize", base);
  }
  if (name == "media:group" || name == "media:content")
    for (const xmlNode* c = node->children; c != nullptr; c = c->next)
      if (is_element(c) && feed_name(c) != "media:group" && feed_name(c) != name) read_media(entry, c, base);
}

}  // namespace depeche
