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

struct claimed_step {
  std::vector<claimed_delivery> claimed;
  bool more = false;  // planned rows are left
};

// The first planned rows of a way, up to the subscriber `last`. Found by the index of planned rows, whatever SQLite's planner
// thinks of it: by the table's key every step would walk over all that is done already.
struct stretch {
  push_id push{};
  std::int64_t way = 0;
  std::int64_t rows = 0;
  std::int64_t last = 0;
};

#define DEPECHE_PLANNED "deliveries INDEXED BY deliveries_planned"

stretch next_planned(connection& c, push_id id, std::int64_t way, std::int64_t limit) {
  auto r = c.query("SELECT count(*), max(subscriber) FROM (SELECT subscriber FROM " DEPECHE_PLANNED
                   " WHERE push = ? AND way = ? "
                   "AND state = 0 ORDER BY subscriber LIMIT ?)",
                   id, way, limit);
  r.next();
  return {id, way, r.integer(0), r.integer(1)};
}

// The reasons are those that deliver/reach gives at planning.
void skip_unreachable(connection& c, const stretch& part, timestamp now) {
  c.run("UPDATE " DEPECHE_PLANNED
        " SET state = 5, changed = ?1, reason = ifnull((SELECT CASE WHEN NOT following THEN 'does not follow' "
        "WHEN NOT wants_digest THEN 'opted out' WHEN allowed_until > ?1 THEN 'messages used up' ELSE 'window closed' END "
        "FROM subscribers WHERE id = subscriber), 'does not follow') "
        "WHERE push = ?2 AND way = ?3 AND state = 0 AND subscriber <= ?4 AND NOT EXISTS (SELECT 1 FROM subscribers s "
        "WHERE s.id = deliveries.subscriber AND s.following AND s.wants_digest "
        "AND (NOT ?5 OR (s.allowed > 0 AND s.allowed_until > ?1)))",
        now, part.push, part.way, part.last, part.way == way_number_of::customer_message);
}

// Everyone in the stretch; a customer message is paid for at once.
rows charge(connection& c, const stretch& part) {
  if (part.way == way_number_of::customer_message)
    return c.query("UPDATE subscribers SET allowed = allowed - 1 WHERE id IN (SELECT subscriber FROM " DEPECHE_PLANNED
                   " WHERE push = ? AND way = ? AND state = 0 AND subscriber <= ?) RETURNING id, openid, language",
                   part.push, part.way, part.last);
  return c.query("SELECT id, openid, language FROM " DEPECHE_PLANNED
                 " JOIN subscribers ON id = subscriber WHERE push = ? AND way = ? "
                 "AND state = 0 AND subscriber <= ?",
                 part.push, part.way, part.last);
}

// A statement each for the whole stretch: skip, charge, move to intent.
claimed_step claim_step(connection& c, push_id id, const std::string& way_name, std::int64_t limit, timestamp now) {
  claimed_step out;
  const auto way = known_way(c, way_name);
  if (!way) return out;
  const stretch part = next_planned(c, id, *way, limit);
  if (part.rows == 0) return out;
  out.more = part.rows == limit;
  skip_unreachable(c, part, now);
  for (auto r = charge(c, part); r.next();) {
    claimed_delivery one{r.as<subscriber_id>(0), r.text(1), r.text(2)};
    out.claimed.push_back(std::move(one));
  }
  c.run("UPDATE " DEPECHE_PLANNED " SET state = 1, changed = ? WHERE push = ? AND way = ? AND state = 0 AND subscriber <= ?", now,
        id, *way, part.last);
  return out;
}

// Gives a customer message back; never more than the platform's most.
void restore_allowance(connection& c, subscriber_id who) {
  c.run("UPDATE subscribers SET allowed = min(allowed + 1, 5) WHERE id = ? AND allowed_until > 0", who);
}

result<void> settle_rows(connection& c, push_id id, const std::vector<settled_delivery>& results, timestamp at) {
  for (const auto& s : results) {
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
      continue;
    }
    if (s.state == delivery_state::planned &&
        c.number_of("SELECT way FROM deliveries WHERE push = ? AND subscriber = ?", id, s.subscriber) == way_number_of::customer_message)
      restore_allowance(c, s.subscriber);
    if (s.window_closed) take_allowance(c, s.subscriber);
    if (s.gone) mark_left(c, s.subscriber, at);
  }
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

task<result<std::vector<claimed_delivery>>> ledger_store::claim(push_id id, std::string way, std::size_t limit, timestamp now) {
  std::vector<claimed_delivery> claimed;
  for (bool more = true; more && claimed.size() < limit;) {
    // A step a transaction: when everybody of a large push has become unreachable, others get their turn in between.
    const auto wanted = static_cast<std::int64_t>(limit - claimed.size());
    auto job = [id, way, wanted, now](connection& c) -> result<claimed_step> { return claim_step(c, id, way, wanted, now); };
    auto step = co_await db_.write(std::move(job));
    if (step.has_error()) {
      if (claimed.empty()) co_return step.error();
      break;  // what an earlier step has paid for must reach the caller
    }
    more = step->more;
    claimed.insert(claimed.end(), std::make_move_iterator(step->claimed.begin()), std::make_move_iterator(step->claimed.end()));
  }
  co_return claimed;
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
