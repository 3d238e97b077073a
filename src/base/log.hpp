// The log: one line per event on stderr, "time level part message". Text from outside is passed through printable(), openids
// through shorten_id(); secrets and message contents are never logged.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

enum class log_level { debug, info, warning, error, off };

void set_log_level(log_level level);
// "debug", "info", "warning", "error", "off"; false for anything else.
bool set_log_level(std::string_view name);

void log_debug(std::string_view part, std::string_view message);
void log_info(std::string_view part, std::string_view message);
void log_warning(std::string_view part, std::string_view message);
void log_error(std::string_view part, std::string_view message);

// Control characters escaped and the rest cut at max_bytes: for quoting what came from outside.
std::string printable(std::string_view text, std::size_t max_bytes = 120);

}  // namespace depeche
