// What numbers in words are worth: French, English, Chinese.
#pragma once

#include <functional>
#include <string_view>

namespace depeche {

// Calls `each` with what words of a text may stand for, a number in words as a whole and its parts: "quatre-vingt-dix", "the twenty-first",
// "XIVe siècle", "a dozen", "一百二十", "百分之三点五", "十四五" (14, and 5). What is a magnitude of a number in digits ("5 million") is none
// of these. `folded`: after fold_for_comparison().
void each_number_in_words(std::string_view folded, const std::function<void(double)>& each);

}  // namespace depeche
