// What the numbers of a text are worth, whatever language writes them: for telling whether a translation states the same ones.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

// In thousandths, so that "1.2 million" is "120万" and "3,5" is "3.5". Numbers of more than fifteen digits are told apart, but worth nothing.
using number_values = std::set<std::int64_t>;

// A text as these look at it: folded (digest/stated_numbers), with "½" as decimals and Chinese commas that are no group marks.
std::string text_of_numbers(std::string_view text);

// Each number that is written in digits, with all that it may be worth, once: "5,2 milliards" is 5,200,000,000, "1亿2000万" 120,000,000, "£5m" five
// millions or just 5, "5千米" five kilometres, "20世纪90年代" 1990. Digits behind a letter (m2, CO2, Q4) are no numbers, but for hours
// (22h30). `text`: of text_of_numbers(); languages: "fr", "en", "zh".
std::vector<number_values> values_in_digits(std::string_view text, std::string_view language);

// The numbers in digits from ten up that a translation has to state, each with all that it may become; not those of names (COVID-19), nor
// measures that are converted (90 mph).
std::vector<number_values> values_to_keep(std::string_view text, std::string_view language);

// All that a translator may make a number in digits of: these, numbers in words (digest/number_words), months by name, years ("2024-25"), decades ("the 1990s",
// "'90s", "90后"), times of day in both clocks ("1430 GMT", "7.30pm", "noon", "2点半"), halves ("half a million").
number_values values_known(std::string_view text, std::string_view language);

// Whether a text counts its hours by twelve ("p.m.", "下午").
bool has_afternoon(std::string_view text);

}  // namespace depeche
