// The author, from the line that readers see ("By Ann Lee", "Par Anne Lecoq et Luc Renard", "记者 李安"), where the page says it
// nowhere else.
#pragma once

#include "ingest/page_outline.hpp"

#include <string>
#include <string_view>

namespace depeche {

// Looks at the first lines behind the title's heading. Empty when none of them is a byline.
std::string read_byline(const page_outline& page, std::string_view title);

// The names in a line like those above; empty when it is no byline. `marked`: the page calls it one, so that it may be names
// only.
std::string names_in_byline(std::string_view line, bool marked);

}  // namespace depeche
