// Runs a bot until it is told to stop.
#pragma once

#include "app/config.hpp"

namespace depeche {

// Blocks until SIGTERM or SIGINT. Throws failure when it cannot start. Returns the exit code.
int serve(config settings);

}  // namespace depeche
