#include "ingest/opml.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "ingest/encoding.hpp"
#include "ingest/feed_tree.hpp"
#include "ingest/link.hpp"
#include "net/url.hpp"

#include <algorithm>
#include <unordered_set>

namespace depeche {
namespace {

std::string_view title_of(const feed_node& outline) {
  const auto text = attribute(outline, "text");
  return text.empty() ? attribute(outline, "title") : text;
}

// A list without recursion: folders may be nested as deep as a document allows.
const feed_node* after(const feed_node* node, const feed_node* top) {
  if (node->first) return node->first;
  while (node != top && !node->next) node = node->parent;
  return node == top ? nullptr : node->next;
}

constexpr std::size_t longest_name = 40;

// Letters and digits of ASCII, anything else one dash.
std::string short_name(std::string_view text) {
  std::string out;
  for (const char c : ascii_lower(text)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) out.push_back(c);
    else if (!out.empty() && out.back() != '-') out.push_back('-');
    if (out.size() == longest_name - 4) break;
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

}  // namespace

result<opml_list> read_opml(std::string_view bytes) {
  const auto decoded = decode_text(bytes);
  feed_tree tree;
  read_feed_tree(decoded.text, tree);
  const feed_node* top = top_element(tree);
  if (!top || local_name(*top) != "opml")
    return fail(errc::feed_unrecognised, "not a list of feeds", {}, "give an OPML file, as readers export it");
  opml_list list;
  std::unordered_set<std::string> seen;
  for (const feed_node* node = top; node; node = after(node, top)) {
    if (local_name(*node) != "outline" || !has_attribute(*node, "xmlurl")) continue;
    const auto parsed = parse_url(web_address(attribute(*node, "xmlurl")));
    if (parsed.has_error()) {
      ++list.left_out;
      continue;
    }
    if (!seen.insert(parsed->text()).second) continue;
    if (list.entries.size() == most_opml_entries)
      return fail(errc::too_large, "more than " + std::to_string(most_opml_entries) + " feeds", {}, "split the file");
    list.entries.push_back({squeeze_space(title_of(*node)), parsed->text(), std::string(attribute(*node, "language"))});
  }
  return list;
}

std::string write_opml(const std::vector<source>& sources) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>Sources</title></head>\n<body>\n";
  for (const auto& s : sources) {
    out += "<outline type=\"rss\" text=\"" + html_escape(s.title.empty() ? s.name : s.title) + "\" xmlUrl=\"" + html_escape(s.url) + "\"";
    if (!s.language.empty()) out += " language=\"" + html_escape(s.language) + "\"";
    out += "/>\n";
  }
  return out + "</body>\n</opml>\n";
}

std::string source_name(std::string_view title, std::string_view url, const std::vector<std::string>& taken) {
  std::string name = short_name(title);
  if (name.size() < 3) {
    const auto parsed = parse_url(url);
    std::string host = parsed.has_value() ? parsed->host : std::string{};
    if (host.starts_with("www.")) host.erase(0, 4);
    name = short_name(host);
  }
  if (name.empty()) name = "source";
  const auto is_taken = [&](const std::string& n) { return std::find(taken.begin(), taken.end(), n) != taken.end(); };
  if (!is_taken(name)) return name;
  for (int n = 2;; ++n)
    if (std::string numbered = name + "-" + std::to_string(n); !is_taken(numbered)) return numbered;
}

}  // namespace depeche
