#include "store/subscriber_rows.hpp"

namespace depeche {

subscriber read_subscriber(const rows& r) {
  subscriber s;
  s.id = r.as<subscriber_id>(0);
  s.account = r.text(1);
  s.openid = r.text(2);
  s.following = r.flag(3);
  s.wants_digest = r.flag(4);
  s.language = r.text(5);
  s.first_scene = r.text(6);
  s.desk_role = r.as<role>(7);
  s.followed_at = r.time(8);
  s.customer_messages = {static_cast<int>(r.integer(9)), r.time(10)};
  return s;
}

void mark_left(connection& c, subscriber_id id, timestamp at) {
  const auto changed = c.run(
      "UPDATE subscribers SET following = 0, left_at = ?, allowed = 0, allowed_until = 0 WHERE id = ? AND following = 1", at, id);
  if (changed == 0) return;
  c.run("INSERT OR IGNORE INTO history (subscriber, at, kind, scene) VALUES (?, ?, ?, '')", id, at, history_kind::unfollow);
}

void take_allowance(connection& c, subscriber_id id) {
  c.run("UPDATE subscribers SET allowed = 0, allowed_until = 0 WHERE id = ?", id);
}

}  // namespace depeche
