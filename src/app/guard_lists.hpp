// Reads the lists of sensitive words that the config names.
#pragma once

#include "app/config.hpp"
#include "digest/guard_desk.hpp"

namespace depeche {

// Each file once, however many name it. Fails with bad_config, and the file and line, at the first list that is bad.
result<guard_lists> load_guard_lists(const config& settings);

}  // namespace depeche
