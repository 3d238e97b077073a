// Where the links of a page are meant from.
#pragma once

#include "ingest/markup_tree.hpp"

#include <string>
#include <string_view>

namespace depeche {

// The page's address, or what its first <base> makes of it.
std::string base_of_page(const markup_tree& page, std::string_view url);

}  // namespace depeche
