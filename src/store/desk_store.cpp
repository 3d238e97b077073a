#include "store/desk_store.hpp"

#include "base/encode.hpp"
#include "base/utf8.hpp"
#include "store/connection.hpp"

namespace depeche {

task<result<void>> desk_store::invite(std::string account, std::string secret, role r, timestamp expires) {
  if (secret.empty()) co_return fail(errc::invalid_argument, "an invitation needs a secret");
  auto job = [account = std::move(account), kept = sha256(secret), r, expires](connection& c) -> result<void> {
    const auto added = c.run("INSERT OR IGNORE INTO invitations (secret, account, role, expires) VALUES (?, ?, ?, ?)", blob{kept},
                             account, r, expires);
    if (added == 0) return fail(errc::already_exists, "this invitation exists already", {}, "make one with another secret");
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::optional<role>>> desk_store::redeem(std::string account, std::string secret, subscriber_id who, timestamp now) {
  auto job = [account = std::move(account), kept = sha256(secret), who, now](connection& c) -> result<std::optional<role>> {
    std::optional<role> given;
    {
      auto r = c.query(
          "UPDATE invitations SET used_by = ?, used_at = ? WHERE secret = ? AND account = ? AND used_by IS NULL "
          "AND expires > ? RETURNING role",
          who, now, blob{kept}, account, now);
      if (r.next()) given = r.as<role>(0);
    }
    if (!given) return given;
    // Nobody is demoted by scanning a lesser invitation.
    if (c.run("UPDATE subscribers SET role = max(role, ?) WHERE id = ? AND account = ?", *given, who, account) == 0)
      return fail(errc::not_found, "no such subscriber", std::to_string(number(who)));
    return std::optional(static_cast<role>(c.number_of("SELECT role FROM subscribers WHERE id = ?", who)));
  };
  co_return co_await db_.write(std::move(job));
}

void desk_store::log(desk_log_entry entry) {
  db_.post([e = std::move(entry)](connection& c) -> result<void> {
    c.run("INSERT INTO desk_log (at, account, openid, command, allowed, outcome) VALUES (?, ?, ?, ?, ?, ?)", e.at, e.account,
          e.openid, truncate_bytes(e.command, 200), e.allowed, e.outcome);
    return {};
  });
}

task<result<std::vector<desk_log_entry>>> desk_store::log_of(std::string account, std::size_t limit) {
  auto job = [account = std::move(account), limit](connection& c) -> result<std::vector<desk_log_entry>> {
    std::vector<desk_log_entry> out;
    auto r =
        c.query("SELECT at, account, openid, command, allowed, outcome FROM desk_log WHERE account = ? ORDER BY id DESC LIMIT ?",
                account, limit);
    while (r.next()) {
      desk_log_entry e{r.time(0), r.text(1), r.text(2), r.text(3), r.flag(4), r.text(5)};
      out.push_back(std::move(e));
    }
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
