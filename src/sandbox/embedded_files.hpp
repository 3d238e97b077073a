// The files that the build put into the program for the sandbox, by their path from the repository's root.
#pragma once

#include "base/embedded.hpp"

namespace depeche {

std::span<const embedded_file> embedded_sandbox_files();

}  // namespace depeche
