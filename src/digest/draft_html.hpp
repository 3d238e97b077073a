// What the platform leaves of an article's HTML, left by us already (wechat-protocol 8.6): so that what is previewed is what readers
// see, whatever a template or an article holds. Pure.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// Inline text, lists, tables and pictures with inline styles stay; classes, ids, handlers, scripts, styles, frames and forms go. Pictures
// stay when they are the platform's own or begin with `own_pictures` (what the platform's API gave; may be empty). A link stays when it
// leads to an article of the platform; of any other its words stay, with the address behind them where they don't show it. The result is
// well-formed: every element that opens closes.
std::string draft_html(std::string_view html, std::string_view own_pictures = {});

}  // namespace depeche
