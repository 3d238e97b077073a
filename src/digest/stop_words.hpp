// The words that say nothing about what a text is about.
#pragma once

#include <string_view>
#include <unordered_set>

namespace depeche {

// In lower case, with their accents. Languages that we don't write have none.
const std::unordered_set<std::string_view>& stop_words(std::string_view language);

}  // namespace depeche
