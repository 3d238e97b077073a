#include "ingest/entry_parts.hpp"

#include "base/text.hpp"
#include "ingest/entry_fields.hpp"
#include "ingest/link.hpp"
#include "ingest/republished_line.hpp"

#include <algorithm>

namespace depeche {
namespace {

bool read_dublin_core(std::string_view name, const feed_node& node, entry_parts& parts, feed_reading& reading) {
  const auto local = local_name(node);
  if (local == "title") parts.title.offer(line_field(node), 1);
  else if (local == "creator" || local == "author") parts.creators.push_back(person(node));
  else if (local == "subject") add_category(parts.entry, raw_text(node));
  else if (local == "description" || local == "abstract") parts.summary.offer(&node, 1);
  else if (local == "identifier") parts.id.offer(token_field(node), 2);
  else if (local == "issued" || name == "prism:publicationdate") parts.published.offer(date_in(raw_text(node), reading), 1);
  else if (local == "date") {
    // "A date in the life of the resource": its publication, and its last change where nothing else tells.
    const auto date = date_in(raw_text(node), reading);
    parts.published.offer(date, 2);
    parts.updated.offer(date, 5);
  } else if (local == "created") parts.published.offer(date_in(raw_text(node), reading), 3);
  else if (local == "modified" || name == "prism:modificationdate") parts.updated.offer(date_in(raw_text(node), reading), 1);
  return true;
}

bool is_picture(const feed_node& node) {
  return ascii_lower(attribute(node, "type")).starts_with("image/") || ascii_iequal(attribute(node, "medium"), "image");
}

void read_media(const feed_node& node, entry_parts& parts, int depth) {
  const auto local = local_name(node);
  if (local == "thumbnail") parts.image.offer(absolute_link(parts.base, attribute(node, "url")), 0);
  else if (local == "content" && is_picture(node)) parts.image.offer(absolute_link(parts.base, attribute(node, "url")), 1);
  else if (local == "title") parts.title.offer(line_field(node), 2);
  else if (local == "description") parts.summary.offer(&node, 4);
  else if (local == "category") add_category(parts.entry, raw_text(node));
  else if (local == "credit" && (attribute(node, "role").empty() || ascii_iequal(attribute(node, "role"), "author")))
    parts.credits.push_back(person(node));
  if (local != "group" && local != "content") return;
  if (depth > 3) return;
  for (const feed_node* c = node.first; c != nullptr; c = c->next)
    if (c->name.starts_with("media:")) read_media(*c, parts, depth + 1);
}

void read_itunes(const feed_node& node, entry_parts& parts) {
  const auto local = local_name(node);
  if (local == "author") parts.performers.push_back(person(node));
  else if (local == "title") parts.title.offer(line_field(node), 3);
  else if (local == "summary") parts.summary.offer(&node, 3);
  else if (local == "subtitle") parts.summary.offer(&node, 5);
  else if (local == "image") parts.image.offer(absolute_link(parts.base, attribute(node, "href")), 2);
  else if (local == "category") add_category(parts.entry, attribute(node, "text"));
  else if (local == "keywords") {
    const auto words = raw_text(node);  // the views that split() gives point into it
    for (const auto word : split(words, ',')) add_category(parts.entry, word);
  }
}

// The name of a category: what stands in it, but a label for people before an address or a number for machines.
void add_atom_category(feed_entry& entry, const feed_node& node) {
  const auto term = attribute(node, "term");
  const auto label = attribute(node, "label");
  const bool for_machines = term.find("://") != std::string_view::npos || term.starts_with("urn:") ||
                            std::all_of(term.begin(), term.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!label.empty() && for_machines) add_category(entry, label);
  else if (!term.empty()) add_category(entry, term);
  else add_category(entry, label.empty() ? raw_text(node) : std::string(label));
}

void read_link(const feed_node& node, entry_parts& parts) {
  const auto rel = ascii_lower(attribute(node, "rel"));
  const auto type = ascii_lower(attribute(node, "type"));
  const auto base = base_of(node, parts.base);
  const auto address = has_attribute(node, "href") ? std::string(attribute(node, "href")) : token_field(node);
  if (rel.ends_with("enclosure")) add_enclosure(parts.entry, address, attribute(node, "type"), attribute(node, "length"), base);
  else if (rel.empty() || rel == "alternate" || rel.ends_with("/alternate"))
    parts.link.offer(absolute_link(base, address), type.empty() || type.find("html") != std::string::npos ? 0 : 1);
}

// Atom 0.3 may give a text in several forms: the marked-up one is what people would be shown.
const feed_node* best_alternative(const feed_node& node) {
  if (!ascii_lower(attribute(node, "type")).starts_with("multipart/")) return &node;
  const feed_node* best = nullptr;
  for (const feed_node* n = node.first; n != nullptr; n = n->next)
    if (n->is_element() && local_name(*n) == "content" && (best == nullptr || attribute(*n, "type").find("html") != std::string_view::npos))
      best = n;
  return best == nullptr ? &node : best;
}

bool is_atom(const feed_node& node) { return node.name.starts_with("atom:"); }

std::string joined(const std::vector<std::string>& names) {
  std::vector<std::string> once;
  for (const auto& name : names)
    if (!name.empty() && once.size() < 20 && std::find(once.begin(), once.end(), name) == once.end()) once.push_back(name);
  return join(once, ", ");
}

// People before addresses, the element that is meant for it before the modules' ones.
std::string author_of(const entry_parts& parts) {
  const auto named = joined(parts.authors);
  if (!named.empty() && named.find('@') == std::string::npos) return named;
  for (const auto* others : {&parts.creators, &parts.performers, &parts.credits})
    if (auto found = joined(*others); !found.empty() && (named.empty() || found.find('@') == std::string::npos)) return found;
  return named;
}

}  // namespace

bool read_module_field(const feed_node& node, entry_parts& parts, feed_reading& reading) {
  const std::string_view name = node.name;
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return false;
  const auto prefix = name.substr(0, colon);
  if (prefix == "dc" || prefix == "dcterms" || prefix == "prism") return read_dublin_core(name, node, parts, reading);
  if (prefix == "media") read_media(node, parts, 0);
  else if (prefix == "itunes") read_itunes(node, parts);
  else if (name == "content:encoded") parts.content.offer(&node, 0);
  else if (name == "xhtml:body") parts.content.offer(&node, 1);
  else if (name == "xhtml:div") parts.content.offer(&node, 2);
  else if (name == "feedburner:origlink") parts.link.offer(absolute_link(parts.base, token_field(node)), -2);
  else return false;
  return true;
}

bool read_atom_field(std::string_view name, const feed_node& node, entry_parts& parts, feed_reading& reading) {
  if (name == "id") {
    parts.id.offer(token_field(node), 0);
    if (const auto id = token_field(node); id.starts_with("http")) parts.link.offer(absolute_link(parts.base, id), 4);
  } else if (name == "title") parts.title.offer(text_construct(node), 0);
  else if (name == "link") read_link(node, parts);
  else if (name == "published") parts.published.offer(date_in(raw_text(node), reading), 0);
  else if (name == "issued") parts.published.offer(date_in(raw_text(node), reading), 1);
  else if (name == "created") parts.published.offer(date_in(raw_text(node), reading), 3);
  else if (name == "updated") parts.updated.offer(date_in(raw_text(node), reading), 0);
  else if (name == "modified") parts.updated.offer(date_in(raw_text(node), reading), 1);
  else if (name == "author") parts.authors.push_back(person(node));
  else if (name == "category") add_atom_category(parts.entry, node);
  else if (name == "summary") parts.summary.offer(&node, 0);
  else if (name == "content") parts.content.offer(best_alternative(node), 0);
  else return false;
  return true;
}

feed_entry finished(entry_parts parts, std::string_view document_base) {
  auto& entry = parts.entry;
  entry.id = parts.id.take();
  entry.title = parts.title.take();
  entry.link = parts.link.take();
  entry.published = parts.published.get();
  entry.updated = parts.updated.get();
  entry.author = author_of(parts);
  for (const auto& found : entry.enclosures)
    if (found.type.starts_with("image/")) parts.image.offer(found.url, 3);
  entry.image = parts.image.take();
  // Links inside of the text are meant from the article's page, unless the feed says otherwise.
  const auto html_of = [&](const feed_node* node) {
    auto base = base_of(*node, parts.base);
    if (base == document_base && !entry.link.empty()) base = entry.link;
    const bool typed = is_atom(*node) || has_attribute(*node, "type") || has_attribute(*node, "mode");
    auto html = typed ? markup_construct(*node, base) : html_field(*node, base);
    drop_republished_line(html, entry.title);
    return html;
  };
  if (const auto* node = parts.summary.get(); node != nullptr) entry.summary_html = html_of(node);
  if (const auto* node = parts.content.get(); node != nullptr) entry.content = html_of(node);
  entry.summary = summary_field(entry.summary_html);
  return std::move(entry);
}

}  // namespace depeche
