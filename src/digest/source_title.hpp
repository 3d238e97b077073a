// What readers call a source, out of what its feed calls itself.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

// One clean line of at most 60 characters: "Le Progrès - Toute l'actualité de Lyon et de sa région en direct" is "Le Progrès". Empty
// when there is nothing that a person would call a name (an address, "RSS").
std::string short_source_title(std::string_view feed_title);

}  // namespace depeche
