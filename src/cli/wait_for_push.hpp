// Sends a push from the command line and waits for its end. What it has to wait for is said on stderr, and Ctrl-C stops it in order: it
// goes on at the bot's next start.
#pragma once

#include "app/wiring.hpp"

namespace depeche {

task<books> wait_for_push(parts& p, push_id id);

}  // namespace depeche
