// Whom a push would reach, in the words of an answer.
#pragma once

#include "deliver/delivery.hpp"

#include <string>

namespace depeche {

// A line for each way and each reason why not, with how many.
std::string audience_lines(const audience& a, const std::string& language);

}  // namespace depeche
