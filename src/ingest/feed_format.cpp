#include "ingest/feed_format.hpp"

#include "base/text.hpp"
#include "ingest/encoding.hpp"
#include "ingest/xml_repair.hpp"

#include <algorithm>

namespace depeche {
namespace {

// True when the root's end tag never comes: the document was cut on its way.
bool is_cut(std::string_view xml, std::string_view root_name) {
  const auto end = xml.rfind("</");
  if (end == std::string_view::npos) return !trim(xml).ends_with("/>");
  return xml.substr(end).find(root_name) == std::string_view::npos;
}

// True when the last entry that was opened never ended.
bool ends_inside_entry(std::string_view xml) {
  for (const std::string_view name : {"item", "entry"}) {
    const auto open = xml.rfind("<" + std::string(name));
    if (open == std::string_view::npos) continue;
    const auto close = xml.rfind("</" + std::string(name));
    return close == std::string_view::npos || close < open;
  }
  return false;
}

error unrecognised(std::string what, std::string remedy) {
  return fail(errc::feed_unrecognised, std::move(what), {}, std::move(remedy));
}

void check_entries(parsed_feed& feed) {
  std::size_t undated = 0;
  for (const auto& e : feed.entries) undated += e.published || e.updated ? 0 : 1;
  if (feed.entries.empty()) feed.problems.emplace_back("the feed has no entries");
  else if (undated > 0) feed.problems.push_back(std::to_string(undated) + " entries have no date that can be read");
}

}  // namespace

feed_format format_of(const xmlNode* root) {
  if (root == nullptr) return feed_format::unknown;
  const auto local = local_name(root);
  if (local == "rss") return feed_format::rss;
  if (local == "rdf") return feed_format::rdf;
  if (local == "feed") return feed_format::atom;
  if (local == "html" || local == "body" || local == "head") return feed_format::html;
  // Feeds have been seen that begin with their channel.
  return local == "channel" ? feed_format::rss : feed_format::unknown;
}

result<parsed_feed> parse_feed(std::string_view bytes, std::string_view http_charset, std::string_view base) {
  if (bytes.size() > largest_feed) return fail(errc::too_large, "the feed has more than 16 MiB");
  auto decoded = decode_text(bytes, http_charset);
  if (trim(decoded.text).empty()) return unrecognised("the feed is empty", "try again later, or check its URL");
  parsed_feed feed;
  feed.encoding = decoded.encoding;
  feed.problems = std::move(decoded.problems);
  const auto xml = repair_xml(decoded.text, feed.problems);
  const auto tree = read_xml_tree(xml);
  const auto* root = root_of(tree);
  const auto format = format_of(root);
  switch (format) {
    case feed_format::rss: read_rss(root, base, feed); break;
    case feed_format::rdf: read_rdf(root, base, feed); break;
    case feed_format::atom: read_atom(root, base, feed); break;
    case feed_format::html: return unrecognised("this is an HTML page, not a feed", "give the address of the page's feed");
    case feed_format::unknown: return unrecognised("this is neither RSS nor RDF nor Atom", "check the feed's URL");
  }
  if (is_cut(xml, reinterpret_cast<const char*>(root->name))) {
    // What was open when the end came can't be trusted.
    if (ends_inside_entry(xml) && !feed.entries.empty()) feed.entries.pop_back();
    feed.cut = true;
    feed.problems.push_back("the feed is cut off; " + std::to_string(feed.entries.size()) + " whole entries were read");
  }
  check_entries(feed);
  return feed;
}

}  // namespace depeche
