// A digest as the page templates see it, and as one of a list.
#pragma once

#include "digest/view.hpp"
#include "news/digest.hpp"
#include "web/site_context.hpp"

#include <string_view>

namespace depeche {

// The digest as digest/render sees it, its links on this site, and when it was composed.
view issue_view(const site_context& site, const digest& d);

// A line of the archive: date, number of items, the first titles, address. `language`: of the page.
view issue_line_view(const site_context& site, const digest& d, std::string_view language);

// The first titles in one text, for descriptions.
std::string first_titles(const digest& d, std::size_t most);

}  // namespace depeche
