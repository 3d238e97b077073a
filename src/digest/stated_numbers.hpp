// The numbers that a text states, in one form whatever the typography: for telling whether another text states the same.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace depeche {

// `folded` is a text after compatibility and case folding (fold_for_comparison). Groups of thousands are joined, a decimal comma is a
// point, a unit of magnitude or a percent sign right behind belongs to it: "1 200,5 millions" and "1,200.5 million" are both
// "1200.5 m6". Numbers in words count too, but for "one": they say nothing alone.
std::set<std::string> stated_numbers(std::string_view folded);

// NFKC and case folding (Unicode 15, 3.13), runs of white space to one space.
std::string fold_for_comparison(std::string_view text);

}  // namespace depeche
