// The names by which two reports of the same kind of event are told apart: a crash in Leeds from one in Lima.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace depeche {

// Hashes, ascending, each once.
struct event_names {
  std::vector<std::uint32_t> title;  // names in the title that the text has too
  std::vector<std::uint32_t> all;    // in title and text
};

// In French and English: words with a capital that the text nowhere has without one; none of a title in which every word has one. In Chinese: the names of
// provinces, large cities and countries. Reads the first 6,000 bytes of the text.
event_names event_names_of(std::string_view title, std::string_view text);

// Whether each has a name in its title that the other doesn't have at all.
bool tell_of_other_events(const event_names& a, const event_names& b);

}  // namespace depeche
