// The names of a feed's fields: what tells a forgotten end tag from markup, and a tag from a comparison.
#pragma once

#include <string_view>

namespace depeche {

// True when `next` can't stand inside of the open element: the end tag of that was forgotten. Both as feed_node::name.
bool ends_by_forgetting(std::string_view open, std::string_view next);

// True for names of feeds and of HTML, as a document writes them.
bool may_be_element(std::string_view raw_name);

}  // namespace depeche
