// The words that say nothing about what a text is about, and those that say little.
#pragma once

#include <string_view>
#include <unordered_set>

namespace depeche {

// In lower case, with their accents. Languages that we don't write have none.
const std::unordered_set<std::string_view>& stop_words(std::string_view language);

// Words of news on any subject, separated by spaces: years, officials, figures of speech. A small collection cannot tell by itself
// that they are common. Empty for languages that we don't write.
std::string_view common_words(std::string_view language);

}  // namespace depeche
