#include "store/urgent_store.hpp"

#include "store/connection.hpp"

namespace depeche {
namespace {

#define DEPECHE_URGENT_COLUMNS "id, account, edition, article, title, day, state, at_night, added, sent, editor, why"

urgent_item read_item(const rows& r) {
  urgent_item u;
  u.id = r.integer(0);
  u.account = r.text(1);
  u.edition = r.text(2);
  u.article = r.as<article_id>(3);
  u.title = r.text(4);
  u.day = r.text(5);
  u.state = r.as<urgent_state>(6);
  u.at_night = r.flag(7);
  u.added = r.time(8);
  u.sent = r.time(9);
  u.by = r.text(10);
  u.why = r.text(11);
  return u;
}

std::vector<urgent_item> all_of(rows r) {
  std::vector<urgent_item> out;
  while (r.next()) out.push_back(read_item(r));
  return out;
}

}  // namespace

task<result<urgent_item>> urgent_store::add(urgent_item item) {
  auto job = [u = std::move(item)](connection& c) mutable -> result<urgent_item> {
    // An editor may want what a rule did not send.
    if (u.by != urgent_by_rule)
      c.run("DELETE FROM urgents WHERE account = ? AND edition = ? AND article = ? AND state = ? AND editor = ?", u.account, u.edition, u.article,
            urgent_state::left_out, urgent_by_rule);
    const auto added = c.run(
        "INSERT OR IGNORE INTO urgents (account, edition, article, title, day, state, at_night, added, sent, editor, why) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
        u.account, u.edition, u.article, u.title, u.day, u.state, u.at_night, u.added, u.by, u.why);
    if (added == 0) return fail(errc::already_exists, "this article is urgent already, or was", u.edition + ": " + std::to_string(number(u.article)));
    u.id = c.last_insert_id();
    return u;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<void>> urgent_store::settle(std::int64_t id, urgent_state state, std::string why, std::string day, timestamp at) {
  auto job = [id, state, why = std::move(why), day = std::move(day), at](connection& c) -> result<void> {
    c.run("UPDATE urgents SET state = ?, why = ?, day = ?, sent = ? WHERE id = ? AND state = ?", state, why, day, at, id, urgent_state::waiting);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::vector<urgent_item>>> urgent_store::waiting() {
  auto job = [](connection& c) -> result<std::vector<urgent_item>> {
    return all_of(c.query("SELECT " DEPECHE_URGENT_COLUMNS " FROM urgents WHERE state = ? ORDER BY id", urgent_state::waiting));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::int64_t>> urgent_store::sent_on(std::string account, std::string edition, std::string day) {
  auto job = [account = std::move(account), edition = std::move(edition), day = std::move(day)](connection& c) -> result<std::int64_t> {
    return c.number_of("SELECT count(*) FROM urgents WHERE account = ? AND edition = ? AND day = ? AND state = ?", account, edition, day, urgent_state::sent);
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<urgent_item>>> urgent_store::list(std::string account, std::size_t limit) {
  auto job = [account = std::move(account), limit](connection& c) -> result<std::vector<urgent_item>> {
    return all_of(c.query("SELECT " DEPECHE_URGENT_COLUMNS " FROM urgents WHERE account = ? ORDER BY id DESC LIMIT ?", account, limit));
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
