// What the ledger tells: of pushes, and of their deliveries.
#include "store/connection.hpp"
#include "store/ledger_store.hpp"

#include <array>

namespace depeche {
namespace {

#define DEPECHE_PUSH_COLUMNS "id, account, edition, digest, key, origin, state, created, finished"

push read_push(const rows& r) {
  return {r.as<push_id>(0), r.text(1),           r.text(2), r.as<digest_id>(3), r.text(4),
          r.text(5),        r.as<push_state>(6), r.time(7), r.time(8)};
}

delivery_row read_row(const rows& r) {
  return {r.as<subscriber_id>(0),         r.text(1), r.text(2), r.as<delivery_state>(3),
          static_cast<int>(r.integer(4)), r.text(5), r.time(6)};
}

}  // namespace

std::string_view name(delivery_state s) {
  switch (s) {
    case delivery_state::planned:
      return "planned";
    case delivery_state::intent:
      return "intent";
    case delivery_state::sent:
      return "sent";
    case delivery_state::failed:
      return "failed";
    case delivery_state::unknown:
      return "unknown";
    case delivery_state::skipped:
      return "skipped";
  }
  return "unknown";
}

std::string_view name(push_state s) {
  switch (s) {
    case push_state::planning:
      return "planning";
    case push_state::sending:
      return "sending";
    case push_state::done:
      return "done";
  }
  return "done";
}

task<result<std::optional<push>>> ledger_store::find(push_id id) {
  auto job = [id](connection& c) -> result<std::optional<push>> {
    auto r = c.query("SELECT " DEPECHE_PUSH_COLUMNS " FROM pushes WHERE id = ?", id);
    if (!r.next()) return std::optional<push>();
    return std::optional(read_push(r));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::optional<push>>> ledger_store::find_key(std::string account, std::string key) {
  auto job = [account = std::move(account), key = std::move(key)](connection& c) -> result<std::optional<push>> {
    auto r = c.query("SELECT " DEPECHE_PUSH_COLUMNS " FROM pushes WHERE account = ? AND key = ?", account, key);
    if (!r.next()) return std::optional<push>();
    return std::optional(read_push(r));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<push>>> ledger_store::list(std::string account, std::size_t limit) {
  auto job = [account = std::move(account), limit](connection& c) -> result<std::vector<push>> {
    std::vector<push> out;
    auto r = c.query("SELECT " DEPECHE_PUSH_COLUMNS " FROM pushes WHERE account = ? ORDER BY id DESC LIMIT ?", account, limit);
    while (r.next()) out.push_back(read_push(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<push>>> ledger_store::open_pushes() {
  auto job = [](connection& c) -> result<std::vector<push>> {
    std::vector<push> out;
    auto r = c.query("SELECT " DEPECHE_PUSH_COLUMNS " FROM pushes WHERE state <> ? ORDER BY id", push_state::done);
    while (r.next()) out.push_back(read_push(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<books>> ledger_store::books_of(push_id id) {
  auto job = [id](connection& c) -> result<books> {
    std::array<std::int64_t, 6> counted{};
    for (auto r = c.query("SELECT state, count(*) FROM deliveries WHERE push = ? GROUP BY state", id); r.next();)
      counted.at(static_cast<std::size_t>(r.integer(0))) = r.integer(1);
    return books{counted[0], counted[1], counted[2], counted[3], counted[4], counted[5]};
  };
  co_return co_await db_.read(std::move(job));
}

#define DEPECHE_DELIVERY_ROWS                                                                         \
  "SELECT d.subscriber, s.openid, w.name, d.state, d.errcode, d.reason, d.changed FROM deliveries d " \
  "LEFT JOIN subscribers s ON s.id = d.subscriber LEFT JOIN ways w ON w.id = d.way WHERE d.push = "

task<result<std::vector<delivery_row>>> ledger_store::rows(push_id id, std::optional<delivery_state> state, std::size_t limit) {
  auto job = [id, state, limit](connection& c) -> result<std::vector<delivery_row>> {
    std::vector<delivery_row> out;
    auto r =
        c.query(DEPECHE_DELIVERY_ROWS "?1 AND (?2 IS NULL OR d.state = ?2) ORDER BY d.subscriber LIMIT ?3", id, state, limit);
    while (r.next()) out.push_back(read_row(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::optional<delivery_row>>> ledger_store::row(push_id id, subscriber_id who) {
  auto job = [id, who](connection& c) -> result<std::optional<delivery_row>> {
    auto r = c.query(DEPECHE_DELIVERY_ROWS "? AND d.subscriber = ?", id, who);
    if (!r.next()) return std::optional<delivery_row>();
    return std::optional(read_row(r));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<subscriber_id>>> ledger_store::readers_of(std::string account, digest_id what) {
  auto job = [account = std::move(account), what](connection& c) -> result<std::vector<subscriber_id>> {
    std::vector<subscriber_id> readers;
    auto r = c.query("SELECT DISTINCT subscriber FROM deliveries WHERE state = ? AND push IN (SELECT id FROM pushes WHERE account = ? AND digest = ?) "
                     "ORDER BY subscriber",
                     static_cast<int>(delivery_state::sent), account, what);
    while (r.next()) readers.push_back(r.as<subscriber_id>(0));
    return readers;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<sent_digest>>> ledger_store::sent_to(std::string account, subscriber_id who, std::size_t looked_at) {
  auto job = [account = std::move(account), who, looked_at](connection& c) -> result<std::vector<sent_digest>> {
    std::vector<sent_digest> sent;
    auto r = c.query("SELECT p.digest, w.name, d.changed FROM (SELECT id, digest FROM pushes WHERE account = ? ORDER BY id DESC LIMIT ?) p "
                     "JOIN deliveries d ON d.push = p.id AND d.subscriber = ? JOIN ways w ON w.id = d.way WHERE d.state = ? ORDER BY d.changed DESC, p.id DESC",
                     account, looked_at, who, static_cast<int>(delivery_state::sent));
    while (r.next()) sent.push_back({r.as<digest_id>(0), r.text(1), r.time(2)});
    return sent;
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
