// A digest as the page templates see it, and as one of a list.
#pragma once

#include "digest/view.hpp"
#include "news/digest.hpp"
#include "web/site_context.hpp"

#include <string_view>

namespace depeche {

// Edition, dates, and all items.
view digest_view(const site_context& site, const digest& d);

// A line of the archive: date, number of items, the first titles, address. `language`: of the page.
view digest_line_view(const site_context& site, const digest& d, std::string_view language);

// The first titles in one text, for descriptions.
std::string first_titles(const digest& d, std::size_t most);

}  // namespace depeche
