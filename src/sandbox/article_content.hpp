// What the platform leaves of an article's HTML: no scripts, styles, forms, classes or handlers, no pictures from elsewhere, no
// links but to articles (wechat-protocol 8.6).
#pragma once

#include <string>
#include <string_view>

namespace depeche::sandbox {

// Pictures stay when they are the platform's own: on mmbiz.qpic.cn, or under base_url.
std::string filter_content(std::string_view html, std::string_view base_url);
// Its words alone, white space squeezed.
std::string plain_content(std::string_view html);

}  // namespace depeche::sandbox
