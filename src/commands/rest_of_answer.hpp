// An answer longer than one chat text: its first part goes out, the others wait for "more".
#pragma once

#include "commands/conversation.hpp"

#include <string>
#include <string_view>

namespace depeche {

// The part to be sent now, at most 2,048 bytes; what follows waits in `talk`. Each part but the last ends with `hint`, which says how
// to ask for the next.
std::string first_part(conversation& talk, std::string text, std::string_view hint, std::string_view language);

// The next part that waits; empty when none does.
std::string next_part(conversation& talk);

}  // namespace depeche
