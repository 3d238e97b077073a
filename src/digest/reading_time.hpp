// How long a text takes to read.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace depeche {

// At an ordinary pace: 230 words a minute, or 400 characters of Chinese; of mixed text, the sum. Nothing for a text without words.
std::chrono::seconds reading_time(std::string_view text);

// As it is told to people: whole minutes, at least one.
std::size_t reading_minutes(std::chrono::seconds time);

}  // namespace depeche
