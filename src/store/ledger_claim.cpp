// Which planned rows go out next.
#include "store/connection.hpp"
#include "store/ledger_rows.hpp"
#include "store/ledger_store.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace depeche {
namespace {

// Subscribers are looked through in one transaction, some milliseconds' worth, however few of them are planned for.
constexpr std::int64_t ids_a_step = 50'000;

// Of a push's rows, those of subscribers after `after`, up to `up_to`.
struct stretch {
  push_id push{};
  std::int64_t way = 0;
  std::int64_t after = 0;
  std::int64_t up_to = 0;
};

struct claimed_step {
  std::vector<claimed_delivery> claimed;
  std::int64_t up_to = 0;  // nothing of this way is planned from the step's beginning to here
  bool more = false;       // rows come after it
};

#define DEPECHE_PLANNED_IN_STRETCH "push = ?1 AND subscriber > ?2 AND subscriber <= ?3 AND way = ?4 AND state = 0"
#define DEPECHE_CAN_BE_REACHED "s.following AND s.wants_digest AND (NOT ?5 OR (s.allowed > 0 AND s.allowed_until > ?6))"

// The reasons are those that deliver/reach gives at planning.
void skip_unreachable(connection& c, const stretch& part, bool paid, timestamp now) {
  c.run("UPDATE deliveries SET state = 5, changed = ?6, reason = ifnull((SELECT CASE WHEN NOT following THEN 'does not follow' "
        "WHEN NOT wants_digest THEN 'opted out' WHEN allowed_until > ?6 THEN 'messages used up' ELSE 'window closed' END "
        "FROM subscribers WHERE id = subscriber), 'does not follow') WHERE " DEPECHE_PLANNED_IN_STRETCH
        " AND NOT EXISTS (SELECT 1 FROM subscribers s WHERE s.id = deliveries.subscriber AND " DEPECHE_CAN_BE_REACHED ")",
        part.push, part.after, part.up_to, part.way, paid, now);
}

// Statements for the whole stretch: read, skip where somebody can't be reached, charge, move to intent.
claimed_step claim_step(connection& c, stretch part, std::int64_t limit, timestamp now) {
  claimed_step out;
  const std::int64_t last = c.number_of("SELECT max(subscriber) FROM deliveries WHERE push = ?", part.push);
  part.up_to = std::min(last, part.after + ids_a_step);
  out.more = part.up_to < last;
  const bool paid = part.way == way_number_of::customer_message;
  std::int64_t planned = 0, at = part.after;
  for (auto r = c.query("SELECT d.subscriber, s.openid, s.language, " DEPECHE_CAN_BE_REACHED
                        " FROM deliveries d LEFT JOIN subscribers s ON s.id = d.subscriber WHERE d.push = ?1 AND d.subscriber > ?2 AND d.subscriber <= ?3 "
                        "AND d.way = ?4 AND d.state = 0 ORDER BY d.subscriber LIMIT ?7",
                        part.push, part.after, part.up_to, part.way, paid, now, limit);
       r.next(); ++planned) {
    at = r.integer(0);
    if (r.flag(3)) out.claimed.push_back({r.as<subscriber_id>(0), r.text(1), r.text(2)});
  }
  if (planned == limit) {
    part.up_to = at;
    out.more = at < last;
  }
  out.up_to = part.up_to;
  if (planned == 0) return out;
  if (out.claimed.size() < static_cast<std::size_t>(planned)) skip_unreachable(c, part, paid, now);
  if (out.claimed.empty()) return out;
  if (paid)
    c.run("UPDATE subscribers SET allowed = allowed - 1 WHERE id IN (SELECT subscriber FROM deliveries WHERE " DEPECHE_PLANNED_IN_STRETCH ")", part.push,
          part.after, part.up_to, part.way);
  c.run("UPDATE deliveries SET state = 1, changed = ?5 WHERE " DEPECHE_PLANNED_IN_STRETCH, part.push, part.after, part.up_to, part.way, now);
  return out;
}

}  // namespace

task<result<claimed_group>> ledger_store::claim(push_id id, std::string way, std::size_t limit, timestamp now, subscriber_id after) {
  claimed_group group;
  group.up_to = after;
  bool from_the_start = number(after) == 0;
  for (bool more = true; more && group.people.size() < limit;) {
    // A step a transaction: when everybody of a large push has become unreachable, others get their turn in between.
    const auto wanted = static_cast<std::int64_t>(limit - group.people.size());
    auto job = [id, way, wanted, now, from = static_cast<std::int64_t>(number(group.up_to))](connection& c) -> result<claimed_step> {
      const auto known = known_way(c, way);
      return known ? claim_step(c, {id, *known, from, 0}, wanted, now) : claimed_step{};
    };
    auto step = co_await db_.write(std::move(job));
    if (step.has_error()) {
      if (group.people.empty()) co_return step.error();
      break;  // what an earlier step has paid for must reach the caller
    }
    more = step->more;
    group.up_to = subscriber_id{step->up_to};
    group.people.insert(group.people.end(), std::make_move_iterator(step->claimed.begin()), std::make_move_iterator(step->claimed.end()));
    // Rows that were given back or planned anew may stand before: empty is empty.
    if (!more && group.people.empty() && !std::exchange(from_the_start, true)) {
      group.up_to = {};
      more = true;
    }
  }
  co_return group;
}

}  // namespace depeche
