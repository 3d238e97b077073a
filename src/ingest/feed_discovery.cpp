#include "ingest/feed_discovery.hpp"

#include "base/text.hpp"
#include "ingest/encoding.hpp"
#include "ingest/link.hpp"
#include "ingest/markup_tree.hpp"
#include "ingest/page_base.hpp"
#include "net/url.hpp"

#include <algorithm>

namespace depeche {
namespace {

bool holds(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

bool is_of_comments(std::string_view title, std::string_view address) {
  const std::string words = ascii_lower(std::string(title) + " " + std::string(address));
  return holds(words, "comment") || holds(words, "评论") || holds(words, "評論");
}

bool announces_feed(const xmlNode* link) {
  const std::string rel = ascii_lower(attribute(link, "rel"));
  const auto rels = split(rel, ' ');
  const bool alternate = std::find(rels.begin(), rels.end(), "alternate") != rels.end();
  const std::string type = ascii_lower(attribute(link, "type"));
  for (const std::string_view feed : {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
    if (alternate && type.starts_with(feed)) return true;
  if (std::find(rels.begin(), rels.end(), "feed") != rels.end()) return true;
  const bool unclear = type == "text/xml" || type == "application/xml" || type == "application/json";
  return alternate && unclear && reads_like_a_feed_address(attribute(link, "href"));
}

bool names_feed(std::string_view text) {
  const std::string words = ascii_lower(squeeze_space(text));
  for (const std::string_view name : {"rss", "rss feed", "feed", "atom", "flux rss", "fil rss", "s'abonner au flux rss", "rss订阅", "rss 订阅", "rss訂閱", "订阅rss"})
    if (words == name) return true;
  return false;
}

// Stricter than for an address that somebody gave as a feed's: most links lead elsewhere.
bool ends_like_a_feed(std::string_view target) {
  std::string path = ascii_lower(target.substr(0, target.find('?')));
  if (path.ends_with('/')) path.pop_back();
  for (const std::string_view end : {"/feed", "/rss", "/atom", ".rss", ".atom", ".rdf", "rss.xml", "atom.xml", "feed.xml", "feed.json"})
    if (path.ends_with(end)) return true;
  return false;
}

}  // namespace

bool reads_like_a_feed_address(std::string_view url) {
  const std::string lower = ascii_lower(url);
  for (const std::string_view sign : {".xml", ".rss", ".atom", ".rdf", "/rss", "/feed", "/atom", "format=rss", "feed="})
    if (holds(lower, sign)) return true;
  return false;
}

std::string find_announced_feed(std::string_view bytes, std::string_view http_charset, std::string_view url) {
  const auto tree = read_html_tree(decode_text(bytes, http_charset).text);
  const auto base = base_of_page(root_of(tree), url);
  std::string found, of_comments;
  walk(root_of(tree), [&](const xmlNode* n) {
    if (!found.empty()) return false;
    if (!is_named(n, "link") || !announces_feed(n)) return true;
    const auto address = absolute_link(base, web_address(attribute(n, "href")));
    if (address.empty() || address == url) return true;
    auto& of = is_of_comments(attribute(n, "title"), address) ? of_comments : found;
    if (of.empty()) of = address;
    return true;
  });
  return found.empty() ? of_comments : found;
}

std::string find_linked_feed(std::string_view bytes, std::string_view http_charset, std::string_view url) {
  const auto own = parse_url(url);
  if (own.has_error()) return {};
  const auto tree = read_html_tree(decode_text(bytes, http_charset).text);
  const auto base = base_of_page(root_of(tree), url);
  std::string found;
  walk(root_of(tree), [&](const xmlNode* n) {
    if (!found.empty()) return false;
    if (!is_named(n, "a")) return true;
    const auto address = absolute_link(base, web_address(attribute(n, "href")));
    const auto to = parse_url(address);
    if (to.has_error() || to->host != own->host || address == url || is_of_comments({}, address)) return true;
    if (names_feed(raw_text(n)) || ends_like_a_feed(to->target)) found = address;
    return true;
  });
  return found;
}

}  // namespace depeche
