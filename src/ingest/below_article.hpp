// What stands below an article and together weighs more than a short one: boxes that announce others (a linked headline, a line
// or two) and what readers wrote. It is left out where a text stands between the title and it; on a page that is nothing but a
// list, or a discussion, everything stays.
#pragma once

#include "ingest/page_outline.hpp"

#include <cstdint>

namespace depeche {

// `title` is the heading that is the page's title; nothing happens without one (0). Returns how many boxes were dropped.
std::uint32_t drop_teasers(page_outline& page, std::uint32_t title);

// Lists of comments by their names, and everything that follows a heading like "Comments (12)".
void drop_comments(page_outline& page, std::uint32_t title);

}  // namespace depeche
