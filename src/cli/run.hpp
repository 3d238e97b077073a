// Arguments -> command.
#pragma once

namespace depeche {

// Runs one command of the command line and returns the process's exit code: 0 done, 1 failed, 2 wrong use, 3 bad config.
int run(int argc, char** argv);

}  // namespace depeche
