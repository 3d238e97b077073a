// HTML as programs write it: every element that is opened is closed, in order, where HTML 4 lets it stand. Most of what feeds
// carry is so, and can be sanitised in one pass, without a tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace depeche {

// The same bytes as sanitise_any_html() would give, several times faster; nothing when the HTML is not regular, or holds what
// this doesn't know (comments, scripts, forms, definition lists ...). `html` is UTF-8.
std::optional<std::string> sanitise_regular_html(std::string_view html, std::string_view base);

}  // namespace depeche
