// What the numbers of a text are worth, whatever language writes them: for telling whether a translation states the same ones.
#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

namespace depeche {

// In thousandths, so that "1.2 million" is "120万" and "3,5" is "3.5"; what is beyond 9 thousand million millions is left out.
using number_values = std::set<std::int64_t>;

// Each number that is written in digits, with all that it may be worth: "5,2 milliards" is 5,200,000,000, "1亿2000万" 120,000,000, "£5m" five
// millions or just 5, "20世纪90年代" 1990. `folded`: after fold_for_comparison().
std::vector<number_values> values_in_digits(std::string_view folded);

// All that a translator may make a number in digits of: these ("5千米" is also 5, of kilometres), words in French and English
// ("quatre-vingt-dix"), Chinese numerals, months by name, centuries, decades ("the 1990s" and "90年代"), and, where the text speaks of
// the afternoon, the hours of both clocks.
number_values values_known(std::string_view folded);

}  // namespace depeche
