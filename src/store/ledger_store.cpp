#include "store/ledger_store.hpp"

#include "base/log.hpp"
#include "store/connection.hpp"
#include "store/ledger_rows.hpp"
#include "store/subscriber_rows.hpp"

#include <map>

namespace depeche {
namespace {

constexpr std::int64_t rows_a_step = 5000;  // of move_all: a transaction each

result<void> plan_rows(connection& c, push_id id, const std::vector<planned_delivery>& planned, timestamp at) {
  std::map<std::string_view, std::int64_t> ways;
  for (const auto& p : planned) {
    auto [way, fresh] = ways.try_emplace(p.way, way_number_of::none);
    if (fresh) way->second = way_number(c, p.way);
    const bool skipped = p.way.empty() || !p.reason.empty();
    c.run("INSERT OR IGNORE INTO deliveries (push, subscriber, way, state, changed, reason) VALUES (?, ?, ?, ?, ?, ?)", id,
          p.subscriber, way->second, skipped ? delivery_state::skipped : delivery_state::planned, at, or_null(p.reason));
  }
  return {};
}

// Gives a customer message back; never more than the platform's most.
void restore_allowance(connection& c, subscriber_id who) {
  c.run("UPDATE subscribers SET allowed = min(allowed + 1, 5) WHERE id = ? AND allowed_until > 0", who);
}

result<void> settle_row(connection& c, push_id id, const settled_delivery& s, timestamp at) {
  if (s.state == delivery_state::intent)
    return fail(errc::invalid_argument, "a delivery is not settled by intent", std::to_string(number(s.subscriber)));
  // From intent to anywhere; from planned to skipped only.
  const auto changed = c.run(
      "UPDATE deliveries SET state = ?1, errcode = ?2, reason = ?3, changed = ?4 WHERE push = ?5 AND subscriber = ?6 "
      "AND (state = 1 OR (state = 0 AND ?1 = 5))",
      s.state, s.errcode, or_null(s.reason), at, id, s.subscriber);
  if (changed == 0) {
    log_warning("store", "push " + std::to_string(number(id)) + ": subscriber " + std::to_string(number(s.subscriber)) +
                             " has no delivery that could become " + std::string(name(s.state)));
    return {};
  }
  if (s.state == delivery_state::planned &&
      c.number_of("SELECT way FROM deliveries WHERE push = ? AND subscriber = ?", id, s.subscriber) == way_number_of::customer_message)
    restore_allowance(c, s.subscriber);
  if (s.window_closed) take_allowance(c, s.subscriber);
  if (s.gone) mark_left(c, s.subscriber, at);
  return {};
}

bool is_plainly_sent(const settled_delivery& s) {
  return s.state == delivery_state::sent && s.errcode == 0 && s.reason.empty() && !s.gone && !s.window_closed;
}

// Nearly everybody, in one statement.
void settle_sent(connection& c, push_id id, const std::vector<settled_delivery>& sent, timestamp at) {
  std::string ids = "[";
  for (const auto& s : sent) ids += std::to_string(number(s.subscriber)) + ',';
  ids.back() = ']';
  const auto changed = c.run("UPDATE deliveries SET state = 2, errcode = 0, reason = NULL, changed = ? WHERE push = ? AND subscriber IN (SELECT value FROM json_each(?)) AND state = 1",
                             at, id, ids);
  if (changed != static_cast<std::int64_t>(sent.size()))
    log_warning("store", "push " + std::to_string(number(id)) + ": " + std::to_string(static_cast<std::int64_t>(sent.size()) - changed) +
                             " of those sent to have no delivery that could become sent");
}

result<void> settle_rows(connection& c, push_id id, const std::vector<settled_delivery>& results, timestamp at) {
  std::vector<settled_delivery> sent;
  for (const auto& s : results) {
    if (is_plainly_sent(s)) {
      sent.push_back(s);
    } else if (auto settled = settle_row(c, id, s, at); settled.has_error()) {
      return settled;
    }
  }
  if (!sent.empty()) settle_sent(c, id, sent, at);
  return {};
}

bool may_move(std::int64_t way, delivery_state from, delivery_state to) {
  using enum delivery_state;
  // A customer message is paid for by claim() and given back by settle(): not by the thousand.
  const bool paid = way == way_number_of::customer_message;
  if (from == planned) return to == skipped || (to == intent && !paid);
  if (from == intent) return to == sent || to == failed || to == unknown || (to == planned && !paid);
  return false;
}

struct moved_step {
  std::int64_t moved = 0;
  subscriber_id last{};
  bool more = false;
};

// The next rows after a subscriber, whatever their state, so that every step is as short.
result<moved_step> move_step(connection& c, push_id id, const std::string& way_name, delivery_state from, delivery_state to,
                             const std::string& reason, timestamp at, subscriber_id after) {
  const auto way = known_way(c, way_name);
  if (!way) return moved_step{};
  if (!may_move(*way, from, to))
    return fail(errc::invalid_argument,
                "deliveries by " + way_name + " do not go from " + std::string(name(from)) + " to " + std::string(name(to)));
  moved_step out;
  {
    auto r = c.query(
        "SELECT count(*), max(subscriber) FROM (SELECT subscriber FROM deliveries WHERE push = ? AND subscriber > ? "
        "ORDER BY subscriber LIMIT ?)",
        id, after, rows_a_step);
    r.next();
    out.more = r.integer(0) == rows_a_step;
    out.last = r.as<subscriber_id>(1);
  }
  out.moved = c.run(
      "UPDATE deliveries SET state = ?, reason = ?, changed = ? WHERE push = ? AND subscriber > ? AND subscriber <= ? "
      "AND way = ? AND state = ?",
      to, or_null(reason), at, id, after, out.last, *way, from);
  return out;
}

}  // namespace

task<result<push>> ledger_store::begin(push p) {
  auto job = [p = std::move(p)](connection& c) -> result<push> {
    const auto added = c.run(
        "INSERT OR IGNORE INTO pushes (account, edition, digest, key, origin, state, created, finished) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        p.account, p.edition, p.digest, p.key, p.origin, p.state, p.created, p.finished);
    if (added == 0) return fail(errc::already_exists, "this push exists already", p.key);
    push begun = p;
    begun.id = push_id{c.last_insert_id()};
    return begun;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<void>> ledger_store::set_state(push_id id, push_state state, timestamp at) {
  auto job = [id, state, at](connection& c) -> result<void> {
    const timestamp finished = state == push_state::done ? at : timestamp{};
    if (c.run("UPDATE pushes SET state = ?, finished = ? WHERE id = ?", state, finished, id) == 0)
      return fail(errc::not_found, "no such push", std::to_string(number(id)));
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<void>> ledger_store::plan(push_id id, std::vector<planned_delivery> planned, timestamp at) {
  auto job = [id, planned = std::move(planned), at](connection& c) { return plan_rows(c, id, planned, at); };
  co_return co_await db_.write(std::move(job));
}

task<result<subscriber_id>> ledger_store::planned_up_to(push_id id) {
  auto job = [id](connection& c) -> result<subscriber_id> {
    return subscriber_id{c.number_of("SELECT max(subscriber) FROM deliveries WHERE push = ?", id)};
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> ledger_store::settle(push_id id, std::vector<settled_delivery> results, timestamp at) {
  auto job = [id, results = std::move(results), at](connection& c) { return settle_rows(c, id, results, at); };
  co_return co_await db_.write(std::move(job));
}

task<result<std::int64_t>> ledger_store::move_all(push_id id, std::string way, delivery_state from, delivery_state to,
                                                  std::string reason, timestamp at) {
  std::int64_t moved = 0;
  subscriber_id after{};
  for (bool more = true; more;) {
    auto job = [id, way, from, to, reason, at, after](connection& c) -> result<moved_step> {
      return move_step(c, id, way, from, to, reason, at, after);
    };
    auto step = co_await db_.write(std::move(job));
    if (step.has_error()) co_return step.error();
    moved += step->moved;
    after = step->last;
    more = step->more;
  }
  co_return moved;
}

task<result<std::int64_t>> ledger_store::interrupted(timestamp at) {
  auto job = [at](connection& c) -> result<std::int64_t> {
    return c.run(
        "UPDATE deliveries SET state = 4, reason = 'interrupted', changed = ? WHERE push IN (SELECT id FROM pushes "
        "WHERE state <> ?) AND state = 1 AND way <> ?",
        at, push_state::done, way_number_of::mass_send);
  };
  co_return co_await db_.write(std::move(job));
}

}  // namespace depeche
