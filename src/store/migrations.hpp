// The schema, as an ordered list of steps that only grows: PRAGMA user_version counts the steps that a database has had.
#pragma once

#include "base/result.hpp"

#include <span>

namespace depeche {

class connection;

std::span<const char* const> migrations();

// Applies the steps that are missing, each in one transaction with its number. Fails with database_newer when the database has had
// more steps than there are, and when it is another program's; with bad_config when steps are missing and `apply` is false.
result<void> migrate(connection& c, bool apply);

}  // namespace depeche
