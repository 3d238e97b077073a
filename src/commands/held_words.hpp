// What the desk is told of articles that are held.
#pragma once

#include "news/hold.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// A head line, a line for each of the first `most` (number, title, why and where), and how to decide.
std::string held_lines(const std::vector<hold>& holds, std::size_t most, std::string_view language);

}  // namespace depeche
