// A copy of a database to try things on, taken while the bot runs.
#pragma once

#include "base/result.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace depeche {

// Writes what `file` holds at one moment into `to`, which must not exist. Fails with database_failed.
result<void> copy_database(const std::string& file, const std::string& to);

// Makes a copy fit for replaying callbacks: the platform's tokens are left out, and people's ids are renamed as the recording's are.
// Fails with database_failed.
result<void> prepare_for_replay(const std::string& file, const std::function<std::string(std::string_view)>& rename);

}  // namespace depeche
