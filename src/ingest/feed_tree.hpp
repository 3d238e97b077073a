// A feed's XML as a tree, read the way a patient person would read it: what XML forbids and a reader would understand is mended and
// counted, never refused. One pass, linear in the size of the text; never touches the network or the file system.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

struct feed_attribute {
  std::string name;  // lower case, without prefix, but for "xml:base" and "xml:lang"
  std::string value;
};

// An element, or a run of text (its name is empty).
struct feed_node {
  // Lower case, with the prefix by which a known namespace goes, whatever prefix the document uses: "item", "dc:date", "atom:link",
  // "content:encoded", "xhtml:div". A prefix that was never declared counts as what it says.
  std::string name;
  std::string text;
  std::vector<feed_attribute> attributes;
  const feed_node* parent = nullptr;
  feed_node* first = nullptr;
  feed_node* last = nullptr;
  feed_node* next = nullptr;
  bool cut = false;  // open when the document ended
  bool is_cdata = false;  // a text that was written as it is to be read: markup in it is the field's own

  bool is_element() const { return !name.empty(); }
};

// What was mended, by kind (a literal), with a count.
using repair_counts = std::map<std::string_view, std::size_t>;

struct feed_tree {
  feed_node root;  // nameless; its children are what stands at the top of the document
  std::deque<feed_node> nodes;
  repair_counts repairs;
  bool cut = false;  // the outermost element never ended
};

// Over these the document is read no further, and counts as cut.
inline constexpr std::size_t most_feed_nodes = 600'000;
inline constexpr std::size_t deepest_feed_node = 200;

// `text` is UTF-8.
void read_feed_tree(std::string_view text, feed_tree& tree);

// The first element at the top; null when there is none.
const feed_node* top_element(const feed_tree& tree);

// An attribute's value, trimmed; empty when absent. `name` is lower case.
std::string_view attribute(const feed_node& node, std::string_view name);
bool has_attribute(const feed_node& node, std::string_view name);
bool has_elements(const feed_node& node);

// The name without its prefix.
std::string_view local_name(const feed_node& node);

// All text below, as it stands.
std::string raw_text(const feed_node& node);

// The elements below as HTML: names without prefixes, text escaped (but for CDATA with markup, right below), links of an element with an xml:base of its own made absolute
// against it (and `base`).
std::string inner_markup(const feed_node& node, std::string_view base);

// The base of links at this element: xml:base of it and those above, on top of the document's.
std::string base_of(const feed_node& node, std::string_view document_base);

// The nearest xml:lang at or above the element; may be empty.
std::string_view language_of(const feed_node& node);

}  // namespace depeche
