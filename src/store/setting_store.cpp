#include "store/setting_store.hpp"

#include "store/connection.hpp"

namespace depeche {

task<result<std::optional<std::string>>> setting_store::get(std::string name) {
  auto job = [name = std::move(name)](connection& c) -> result<std::optional<std::string>> {
    auto r = c.query("SELECT value FROM settings WHERE name = ?", name);
    if (!r.next()) return std::optional<std::string>();
    return std::optional(r.text(0));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> setting_store::set(std::string name, std::string value) {
  auto job = [name = std::move(name), value = std::move(value)](connection& c) -> result<void> {
    c.run("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name,
          value);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

}  // namespace depeche
