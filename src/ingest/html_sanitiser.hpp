// HTML from outside, rebuilt from an allow-list: what is not named here does not get through. Safe to show on our pages.
#pragma once

#include "ingest/markup_tree.hpp"

#include <string>
#include <string_view>

namespace depeche {

// Scripts, styles, forms and frames go with their content; unknown elements go, and their content stays. Links and images keep
// http and https addresses only, made absolute against `base`.
std::string sanitise_html(std::string_view html, std::string_view base);
// The same by way of a tree, however regular the HTML is: what sanitise_html() is held against.
std::string sanitise_any_html(std::string_view html, std::string_view base);
// The same of a tree's node: its children, not itself.
std::string sanitise_children(const xmlNode* node, std::string_view base);

}  // namespace depeche
