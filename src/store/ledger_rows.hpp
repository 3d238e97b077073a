// What the ledger's files share about its rows: ways are kept as numbers. For this folder only.
#pragma once

#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace depeche {

// As the first migration numbers them.
namespace way_number_of {
inline constexpr std::int64_t none = 0, customer_message = 1, mass_send = 2;
}

// Nothing for a way that no row was ever planned for.
std::optional<std::int64_t> known_way(connection& c, std::string_view name);
// Known from now on.
std::int64_t way_number(connection& c, std::string_view name);
// A reason, as kept: most rows have none.
std::optional<std::string> or_null(std::string text);

}  // namespace depeche
