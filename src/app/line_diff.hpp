// What changed between two texts, line by line, for a person to read.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// Lines of `was` that are gone behind "- ", new ones behind "+ ", others behind two spaces. Texts of up to some hundred lines: the
// work grows with the product of their lengths.
std::string line_diff(std::string_view was, std::string_view is);

}  // namespace depeche
