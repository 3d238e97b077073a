#include "store/database_copy.hpp"

#include "store/connection.hpp"

#include <vector>

namespace depeche {

result<void> copy_database(const std::string& file, const std::string& to) {
  try {
    connection c(file, SQLITE_OPEN_READWRITE);
    sqlite3_busy_timeout(c.handle(), 10'000);
    c.run("VACUUM INTO ?", to);
  } catch (const failure& e) {
    return e.reason();
  }
  return {};
}

result<void> prepare_for_replay(const std::string& file, const std::function<std::string(std::string_view)>& rename) {
  try {
    connection c(file, SQLITE_OPEN_READWRITE);
    c.run("BEGIN");
    c.run("DELETE FROM access_tokens");
    constexpr std::int64_t step = 10'000;
    for (std::int64_t after = 0;;) {
      std::vector<std::pair<std::int64_t, std::string>> some;
      for (rows r = c.query("SELECT id, openid FROM subscribers WHERE id > ? ORDER BY id LIMIT ?", after, step); r.next();)
        some.emplace_back(r.integer(0), r.text(1));
      for (const auto& [id, openid] : some) {
        // The other id may be there already, from an earlier replay against the running bot.
        if (const std::string other = rename(openid); other != openid)
          c.run("UPDATE OR REPLACE subscribers SET openid = ? WHERE id = ?", other, id);
        after = id;
      }
      if (some.size() < step) break;
    }
    c.run("COMMIT");
  } catch (const failure& e) {
    return e.reason();
  }
  return {};
}

}  // namespace depeche
