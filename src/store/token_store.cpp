#include "store/token_store.hpp"

#include "store/connection.hpp"

namespace depeche {

task<result<token_store::view>> token_store::claim(token_place of, std::string holder, timestamp now, timestamp until) {
  auto job = [of = std::move(of), holder = std::move(holder), now, until](connection& c) -> result<view> {
    c.run("INSERT OR IGNORE INTO access_tokens (app_id, api_base, token, renew_at, ends_at, holder, held_until)"
          " VALUES (?, ?, '', 0, 0, '', 0)",
          of.app_id, of.api_base);
    view out;
    out.ours = c.run("UPDATE access_tokens SET holder = ?, held_until = ? WHERE app_id = ? AND api_base = ?"
                     " AND (holder IN ('', ?) OR held_until <= ? OR held_until > ?)",
                     holder, until, of.app_id, of.api_base, holder, now, until) == 1;
    auto r = c.query("SELECT token, renew_at, ends_at FROM access_tokens WHERE app_id = ? AND api_base = ?", of.app_id, of.api_base);
    if (r.next()) out.stored = {r.text(0), r.time(1), r.time(2), {}};
    auto forced = c.query("SELECT at FROM forced_renewals WHERE app_id = ? AND api_base = ? ORDER BY at", of.app_id, of.api_base);
    while (forced.next()) out.stored.forced.push_back(forced.time(0));
    return out;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<void>> token_store::settle(token_place of, std::string holder, stored_token token) {
  auto job = [of = std::move(of), holder = std::move(holder), t = std::move(token)](connection& c) -> result<void> {
    const bool ours = c.run("UPDATE access_tokens SET token = ?, renew_at = ?, ends_at = ?, holder = '', held_until = 0"
                            " WHERE app_id = ? AND api_base = ? AND holder = ?",
                            t.token, t.renew_at, t.ends_at, of.app_id, of.api_base, holder) == 1;
    if (!ours) return {};
    c.run("DELETE FROM forced_renewals WHERE app_id = ? AND api_base = ?", of.app_id, of.api_base);
    for (const timestamp at : t.forced)
      c.run("INSERT OR IGNORE INTO forced_renewals (app_id, api_base, at) VALUES (?, ?, ?)", of.app_id, of.api_base, at);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

}  // namespace depeche
