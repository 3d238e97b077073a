// Where the links of a page are meant from.
#pragma once

#include "ingest/markup_tree.hpp"

#include <string>
#include <string_view>

namespace depeche {

// The page's address, or what the first <base> with an address, before its body, makes of it.
std::string base_of_page(const xmlNode* root, std::string_view url);

}  // namespace depeche
