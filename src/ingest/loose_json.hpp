// JSON as pages' scripts carry it: wrapped into a comment or CDATA, with line breaks and quotes inside of strings, with commas
// behind the last member, or escaped as HTML.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace depeche {

// Discarded (is_discarded) when nothing can be made of it. What lies deeper than in any honest record is left out.
nlohmann::json read_loose_json(std::string_view script);

}  // namespace depeche
