// Summaries, related articles and comparison of texts, a JSON object per line in and out: for scripts, and for measuring.
#pragma once

#include "digest/summarise.hpp"

#include <cstddef>
#include <iosfwd>

namespace depeche {

// Each reads `in` to its end and answers on `out` (design of the command line: `article summarise|relate|compare`). A line that
// can't be read gives a line on `complaints` with its number, and the others are answered all the same. Returns how many couldn't.
std::size_t summarise_lines(std::istream& in, std::ostream& out, std::ostream& complaints, summary_wish wish);
std::size_t relate_lines(std::istream& in, std::ostream& out, std::ostream& complaints, std::size_t top);
std::size_t compare_lines(std::istream& in, std::ostream& out, std::ostream& complaints);

}  // namespace depeche
