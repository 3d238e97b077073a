// What is decided about rows after they were planned: by the operator, of those that are unknown; and for those whose way the
// account has lost.
#include "store/connection.hpp"
#include "store/ledger_rows.hpp"
#include "store/ledger_store.hpp"
#include "store/subscriber_rows.hpp"

#include <map>
#include <utility>

namespace depeche {
namespace {

#define DEPECHE_UNKNOWN_OF "push = ?1 AND state = 4 AND (?2 IS NULL OR subscriber = ?2)"

error nothing_unknown(push_id id) {
  return fail(errc::not_found, "no such delivery is unknown", "push " + std::to_string(number(id)), "see depeche push show");
}

// "morning/2026-11-23" -> "morning/2026-11-23/again-1", the first that is free.
std::string key_of_repeat(connection& c, const push& p) {
  for (int i = 1;; ++i) {
    std::string key = p.key + "/again-" + std::to_string(i);
    if (c.number_of("SELECT count(*) FROM pushes WHERE account = ? AND key = ?", p.account, key) == 0) return key;
  }
}

result<push> begin_repeat(connection& c, push_id id, std::optional<subscriber_id> who, timestamp at) {
  push again;
  {
    auto r = c.query("SELECT account, edition, digest, key FROM pushes WHERE id = ?", id);
    if (!r.next()) return fail(errc::not_found, "no such push", std::to_string(number(id)), "see depeche push list");
    again = {{}, r.text(0), r.text(1), r.as<digest_id>(2), r.text(3), "settled", push_state::sending, at, {}};
  }
  if (who && c.number_of("SELECT count(*) FROM deliveries WHERE " DEPECHE_UNKNOWN_OF " AND way = ?3", id, who, way_number_of::mass_send) > 0)
    return fail(errc::not_allowed, "a mass send goes to everybody again, not to one person", "push " + std::to_string(number(id)),
                "settle all of the push");
  again.key = key_of_repeat(c, again);
  c.run("INSERT INTO pushes (account, edition, digest, key, origin, state, created, finished) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        again.account, again.edition, again.digest, again.key, again.origin, again.state, again.created, again.finished);
  again.id = push_id{c.last_insert_id()};
  if (c.run("INSERT INTO deliveries (push, subscriber, way, state, changed) SELECT ?3, subscriber, way, 0, ?4 FROM deliveries "
            "WHERE " DEPECHE_UNKNOWN_OF,
            id, who, again.id, at) == 0)
    return nothing_unknown(id);
  c.run("UPDATE deliveries SET state = 3, reason = ?3, changed = ?4 WHERE " DEPECHE_UNKNOWN_OF, id, who,
        "sent again by push " + std::to_string(number(again.id)), at);
  if (!who) c.run("UPDATE mass_jobs SET state = 3 WHERE push = ? AND state = 4", id);
  return again;
}

result<void> replan_rows(connection& c, push_id id, std::string_view lost, const std::vector<replanned_delivery>& planned,
                         timestamp at) {
  const auto from = known_way(c, lost);
  if (!from) return {};
  std::map<std::string_view, std::int64_t> ways;
  for (const auto& p : planned) {
    if (p.state == delivery_state::planned && (p.way.empty() || p.way == lost))
      return fail(errc::invalid_argument, "planned again by the way that is lost", std::to_string(number(p.subscriber)));
    // A row that ends keeps the way that it was meant for.
    const std::string_view name = p.way.empty() ? lost : std::string_view(p.way);
    auto [way, fresh] = ways.try_emplace(name, way_number_of::none);
    if (fresh) way->second = way_number(c, name);
    c.run("UPDATE deliveries SET way = ?, state = ?, reason = ?, changed = ? WHERE push = ? AND subscriber = ? AND way = ? AND state = 0",
          way->second, p.state, or_null(p.reason), at, id, p.subscriber, *from);
  }
  return {};
}

}  // namespace

task<result<std::int64_t>> ledger_store::settle_unknown(push_id id, std::optional<subscriber_id> who, delivery_state as, timestamp at) {
  if (as != delivery_state::sent && as != delivery_state::failed)
    co_return fail(errc::invalid_argument, "an unknown delivery is settled as sent or failed", std::string(name(as)));
  auto job = [id, who, as, at](connection& c) -> result<std::int64_t> {
    const auto settled = c.run("UPDATE deliveries SET state = ?3, reason = 'settled by hand', changed = ?4 WHERE " DEPECHE_UNKNOWN_OF,
                               id, who, as, at);
    if (settled == 0) return nothing_unknown(id);
    if (!who) c.run("UPDATE mass_jobs SET state = ? WHERE push = ? AND state = 4", as, id);
    return settled;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<push>> ledger_store::repeat_unknown(push_id id, std::optional<subscriber_id> who, timestamp at) {
  auto job = [id, who, at](connection& c) { return begin_repeat(c, id, who, at); };
  co_return co_await db_.write(std::move(job));
}

task<result<std::vector<subscriber>>> ledger_store::planned_for(push_id id, std::string way, subscriber_id after, std::size_t limit) {
  auto job = [id, way = std::move(way), after, limit](connection& c) -> result<std::vector<subscriber>> {
    std::vector<subscriber> out;
    const auto known = known_way(c, way);
    if (!known) return out;
    auto r = c.query("SELECT " DEPECHE_SUBSCRIBER_COLUMNS " FROM deliveries JOIN subscribers ON id = subscriber "
                     "WHERE push = ? AND subscriber > ? AND way = ? AND state = 0 ORDER BY subscriber LIMIT ?",
                     id, after, *known, limit);
    while (r.next()) out.push_back(read_subscriber(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> ledger_store::replan(push_id id, std::string lost, std::vector<replanned_delivery> rows, timestamp at) {
  auto job = [id, lost = std::move(lost), rows = std::move(rows), at](connection& c) { return replan_rows(c, id, lost, rows, at); };
  co_return co_await db_.write(std::move(job));
}

}  // namespace depeche
