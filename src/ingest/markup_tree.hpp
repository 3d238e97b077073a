// libxml2's trees, owned: XML for feeds, HTML for pages and for the HTML inside feeds. Never touches the network or the file
// system, expands no entities, and stops at a depth that no honest document has.
#pragma once

#include <libxml/tree.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace depeche {

struct free_tree {
  void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};
using markup_tree = std::unique_ptr<xmlDoc, free_tree>;

// Elements deeper than this are not read; in HTML their text is.
inline constexpr int deepest_markup = 240;

// Both take UTF-8 and give what could be read; null when there was nothing. XML wants repair_xml() before.
// `cut` is told whether HTML was left out because it is deeper, or more, than any honest document.
markup_tree read_xml_tree(std::string_view utf8);
markup_tree read_html_tree(std::string_view utf8, bool* cut = nullptr);

const xmlNode* root_of(const markup_tree& tree);

// An element's name, lower case, without a prefix.
std::string local_name(const xmlNode* node);
bool is_element(const xmlNode* node);
bool is_named(const xmlNode* node, std::string_view local);

// "title", or with the prefix by which a known namespace goes ("content:encoded", "dc:date", "atom:link"), whatever prefix the
// document uses; a prefix that was never declared counts as what it says.
std::string feed_name(const xmlNode* node);

// An attribute's value, trimmed; empty when absent. `name` without prefix.
std::string attribute(const xmlNode* node, const char* name);
bool has_attribute(const xmlNode* node, const char* name);

// All text below, as it stands.
std::string raw_text(const xmlNode* node);

// Calls `visit` for every element below `node` in document order; false from it skips that element's children.
void walk(const xmlNode* node, const std::function<bool(const xmlNode*)>& visit);

}  // namespace depeche
