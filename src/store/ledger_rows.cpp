#include "store/ledger_rows.hpp"

#include <utility>

namespace depeche {

std::optional<std::int64_t> known_way(connection& c, std::string_view name) {
  if (name.empty()) return way_number_of::none;
  if (name == "customer_message") return way_number_of::customer_message;
  if (name == "mass_send") return way_number_of::mass_send;
  auto r = c.query("SELECT id FROM ways WHERE name = ?", name);
  if (!r.next()) return std::nullopt;
  return r.integer(0);
}

std::int64_t way_number(connection& c, std::string_view name) {
  if (const auto known = known_way(c, name)) return *known;
  c.run("INSERT INTO ways (name) VALUES (?)", name);
  return c.last_insert_id();
}

std::optional<std::string> or_null(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace depeche
