// A question before something that is not taken back.
#pragma once

#include <string>

namespace depeche {

// Asks on a terminal; without one only --yes counts: throws failure (bad_usage), with `why` a yes is needed.
bool agreed(bool yes, const std::string& question, const std::string& why);

}  // namespace depeche
