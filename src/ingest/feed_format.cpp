#include "ingest/feed_format.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "ingest/encoding.hpp"
#include "ingest/entry_fields.hpp"
#include "ingest/link.hpp"
#include "ingest/update_line.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace depeche {
namespace {

error unrecognised(std::string what, std::string remedy) {
  return fail(errc::feed_unrecognised, std::move(what), {}, std::move(remedy));
}

bool holds(const feed_node& node, std::string_view local) {
  for (const feed_node* n = node.first; n != nullptr; n = n->next)
    if (n->is_element() && local_name(*n) == local) return true;
  return false;
}

// Pages use the names of feeds for other things: deeper in a document only what holds entries is one.
bool holds_entries(const feed_node& node) { return holds(node, "channel") || holds(node, "item") || holds(node, "entry"); }

// The feed's outermost element: one at the top, where a server's warning may stand before it, or one that a page or some other format
// wraps.
const feed_node* feed_element(const feed_tree& tree) {
  constexpr std::size_t most_looked_at = 1000;
  std::vector<const feed_node*> level{&tree.root};
  for (int depth = 0; depth < 4; ++depth) {
    std::vector<const feed_node*> below;
    for (const feed_node* above : level) {
      for (const feed_node* n = above->first; n != nullptr && below.size() < most_looked_at; n = n->next) {
        if (!n->is_element()) continue;
        const auto format = format_of(n);
        if (format != feed_format::unknown && format != feed_format::html && (depth == 0 || holds_entries(*n))) return n;
        below.push_back(n);
      }
    }
    level = std::move(below);
  }
  return top_element(tree);
}

void note_surroundings(const feed_tree& tree, const feed_node& root, parsed_feed& feed) {
  if (&root != top_element(tree)) feed.problems.emplace_back("the feed stands behind or inside of other markup, which was left out");
  for (const feed_node* n = root.next; n != nullptr; n = n->next) {
    if (!n->is_element()) continue;
    feed.problems.emplace_back("elements stand behind the feed; left out");
    return;
  }
}

// What the feed says before it is read: how its dates are to be read, and where its links are meant from when nobody knows its address.
void prepare(const feed_node& root, feed_reading& reading) {
  std::string self, home;
  std::string language(language_of(root));
  const auto look = [&](const feed_node& node) {
    for (const feed_node* n = node.first; n != nullptr; n = n->next) {
      const auto local = local_name(*n);
      if (n->name == "language" || n->name == "dc:language") language = token_field(*n);
      if (local != "link" || !(n->name == "link" || n->name == "atom:link")) continue;
      const auto rel = attribute(*n, "rel");
      const auto address = has_attribute(*n, "href") ? std::string(attribute(*n, "href")) : token_field(*n);
      if (rel == "self" && self.empty()) self = address;
      else if ((rel.empty() || rel == "alternate") && home.empty()) home = address;
    }
  };
  look(root);
  for (const feed_node* n = root.first; n != nullptr; n = n->next)
    if (n->name == "channel") look(*n);
  know_language(reading, std::move(language));
  for (const auto& base : {self, home})
    if (reading.base.empty() && base.starts_with("http")) reading.base = absolute_link({}, base);
}

// An entry that was open when the document was cut says less than it did: it is left out, unless it is all there is, or only its own
// end tag is missing.
bool is_torn(const feed_tree& tree) {
  for (auto node = tree.nodes.rbegin(); node != tree.nodes.rend(); ++node) {
    if (!node->is_element() || !(local_name(*node) == "item" || local_name(*node) == "entry")) continue;
    if (!node->cut) return false;
    // A tag that was cut itself is left as text between the fields.
    for (const feed_node* n = node->first; n != nullptr; n = n->next)
      if (!trim(n->text).empty()) return true;
    return std::any_of(tree.nodes.rbegin(), node, [](const auto& inner) { return inner.cut; });
  }
  return false;
}

void note_repairs(const feed_tree& tree, parsed_feed& feed) {
  for (const auto& [what, times] : tree.repairs)
    feed.problems.push_back(std::string(what) + (times > 1 ? " (" + std::to_string(times) + " times)" : ""));
}

void note_entries(feed_reading& reading) {
  auto& feed = reading.feed;
  std::size_t undated = 0, absurd = 0;
  const timestamp web_begins = std::chrono::sys_days{std::chrono::year{1990} / 1 / 1};
  for (const auto& e : feed.entries) {
    const auto date = e.published ? e.published : e.updated;
    if (!date) ++undated;
    else if (*date < web_begins || (reading.now && *date > *reading.now + std::chrono::hours{24})) ++absurd;
  }
  if (reading.left_out > 0)
    feed.problems.push_back("more than " + std::to_string(most_entries) + " entries; " + std::to_string(reading.left_out) + " were left out");
  if (reading.stray_texts > 0) feed.problems.emplace_back("text stands between the entries; left out");
  if (feed.entries.empty()) feed.problems.emplace_back("the feed has no entries");
  if (undated > 0) feed.problems.push_back(std::to_string(undated) + " entries have no date that can be read");
  if (reading.unread_dates > 0)
    feed.problems.push_back(std::to_string(reading.unread_dates) + " dates can't be read: \"" + printable(reading.unread_date, 60) + "\"");
  if (absurd > 0) feed.problems.push_back(std::to_string(absurd) + " entries have an absurd date, in the future or before the web");
}

result<parsed_feed> parse_xml_feed(std::string_view text, feed_reading reading) {
  feed_tree tree;
  read_feed_tree(text, tree);
  const auto* root = feed_element(tree);
  const auto format = format_of(root);
  if (format == feed_format::html) return unrecognised("this is an HTML page, not a feed", "give the address of the page's feed");
  const auto name = root == nullptr ? std::string_view{} : local_name(*root);
  if (name == "opml") return unrecognised("this is an OPML list of feeds, not a feed", "import it with depeche sources import");
  if (name == "urlset" || name == "sitemapindex") return unrecognised("this is a sitemap, not a feed", "give the feed's address");
  if (format == feed_format::unknown) return unrecognised("this is neither RSS nor RDF nor Atom nor JSON Feed", "check the feed's URL");
  note_repairs(tree, reading.feed);
  note_surroundings(tree, *root, reading.feed);
  prepare(*root, reading);
  if (format == feed_format::rss) read_rss(*root, reading);
  else if (format == feed_format::rdf) read_rdf(*root, reading);
  else read_atom(*root, reading);
  auto& feed = reading.feed;
  if (root->cut) {
    if (is_torn(tree) && feed.entries.size() > 1) feed.entries.pop_back();
    feed.cut = true;
    feed.problems.push_back("the feed is cut off; " + std::to_string(feed.entries.size()) + " whole entries were read");
  }
  note_entries(reading);
  return std::move(reading.feed);
}

}  // namespace

feed_format format_of(const feed_node* root) {
  if (root == nullptr) return feed_format::unknown;
  const auto local = local_name(*root);
  if (local == "rss") return feed_format::rss;
  if (local == "rdf") return feed_format::rdf;
  if (local == "feed" || (local == "entry" && (holds(*root, "id") || holds(*root, "title")))) return feed_format::atom;
  if (local == "html" || local == "body" || local == "head") return feed_format::html;
  // Feeds have been seen that begin with their channel.
  return local == "channel" ? feed_format::rss : feed_format::unknown;
}

void know_language(feed_reading& reading, std::string language) {
  reading.language = std::move(language);
  if (reading.home) reading.zone = zone_of_language(ascii_lower(reading.home->empty() ? reading.language : *reading.home));
}

std::optional<timestamp> date_in(std::string_view text, feed_reading& reading) {
  const auto written = trim(text);
  if (written.empty() || reading.unread_dates >= 2 * most_entries) return {};
  auto date = read_feed_date(written, {.language = reading.language, .zone = reading.zone, .now = reading.now});
  if (!date && ++reading.unread_dates == 1) reading.unread_date = written.substr(0, 200);
  return date;
}

void add_entry(feed_reading& reading, feed_entry entry) {
  const bool blank = entry.title.empty() && entry.link.empty() && entry.id.empty() && entry.summary_html.empty() && entry.content.empty() &&
                     entry.author.empty() && !entry.published && !entry.updated && entry.categories.empty() && entry.enclosures.empty() &&
                     entry.image.empty();
  if (blank) return;
  if (reading.feed.entries.size() >= most_entries) ++reading.left_out;
  else reading.feed.entries.push_back(std::move(entry));
}

result<parsed_feed> parse_feed(std::string_view bytes, std::string_view http_charset, std::string_view base,
                               std::optional<timestamp> now, std::optional<std::string_view> home) {
  if (bytes.size() > largest_feed) return fail(errc::too_large, "the feed has more than 16 MiB");
  auto decoded = decode_text(bytes, http_charset);
  if (trim(decoded.text).empty()) return unrecognised("the feed is empty", "try again later, or check its URL");
  feed_reading reading;
  reading.base = base;
  reading.now = now;
  reading.home = home;
  reading.feed.encoding = decoded.encoding;
  reading.feed.declared_encoding = decoded.declared;
  reading.feed.problems = std::move(decoded.problems);
  if (trim(decoded.text).starts_with('{')) {
    if (!read_json_feed(decoded.text, reading))
      return unrecognised("this is JSON, but no JSON Feed", "check the feed's URL");
    note_entries(reading);
    return std::move(reading.feed);
  }
  return parse_xml_feed(decoded.text, std::move(reading));
}

}  // namespace depeche
