// Boxes that announce other articles (a linked headline, a line or two) below a short article: together they weigh more than it
// does.
#pragma once

#include "ingest/page_outline.hpp"

#include <cstdint>

namespace depeche {

// Drops rows of such boxes behind the heading at `title`, where a text stands between the two that is not much shorter than all
// of them: on a page that is nothing but a list they stay. Nothing happens without a title (0). Returns how many were dropped.
std::uint32_t drop_teasers(page_outline& page, std::uint32_t title);

}  // namespace depeche
