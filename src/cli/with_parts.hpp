// For commands that work on the database beside (or instead of) a running bot: builds the parts, runs one task, ends.
#pragma once

#include "app/wiring.hpp"
#include "async/task.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace depeche {

// Adds --config to a command; the default is $DEPECHE_CONFIG, else depeche.toml.
void add_config_option(CLI::App& command, std::string& file);

// Throws failure: when the parts cannot be built, or what the work throws.
void with_parts(const std::string& config_file, const std::function<task<>(parts&)>& work);

}  // namespace depeche
