#include "store/scene_store.hpp"

#include "store/connection.hpp"

namespace depeche {
namespace {

scene_code read_scene(const rows& r) { return {r.text(0), r.text(1), r.text(2), r.text(3), r.time(4), r.maybe_time(5)}; }

}  // namespace

task<result<void>> scene_store::save(scene_code code) {
  auto job = [s = std::move(code)](connection& c) -> result<void> {
    c.run("INSERT OR REPLACE INTO scenes (account, scene, ticket, url, created, expires) VALUES (?, ?, ?, ?, ?, ?)", s.account,
          s.scene, s.ticket, s.url, s.created, s.expires);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::optional<scene_code>>> scene_store::find(std::string account, std::string scene) {
  auto job = [account = std::move(account), scene = std::move(scene)](connection& c) -> result<std::optional<scene_code>> {
    auto r = c.query("SELECT account, scene, ticket, url, created, expires FROM scenes WHERE account = ? AND scene = ?", account,
                     scene);
    if (!r.next()) return std::optional<scene_code>();
    return std::optional(read_scene(r));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<scene_code>>> scene_store::list(std::string account) {
  auto job = [account = std::move(account)](connection& c) -> result<std::vector<scene_code>> {
    std::vector<scene_code> out;
    auto r =
        c.query("SELECT account, scene, ticket, url, created, expires FROM scenes WHERE account = ? ORDER BY scene", account);
    while (r.next()) out.push_back(read_scene(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<code_counts>> scene_store::count(std::string account, timestamp now) {
  auto job = [account = std::move(account), now](connection& c) -> result<code_counts> {
    auto r = c.query("SELECT count(*) FILTER (WHERE expires IS NULL), count(*) FILTER (WHERE expires > ?2), "
                     "count(*) FILTER (WHERE expires <= ?2) FROM scenes WHERE account = ?1",
                     account, now);
    code_counts counts;
    if (r.next()) counts = code_counts{r.integer(0), r.integer(1), r.integer(2)};
    return counts;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<scene_code>>> scene_store::ending(std::string account, timestamp from, timestamp until) {
  auto job = [account = std::move(account), from, until](connection& c) -> result<std::vector<scene_code>> {
    std::vector<scene_code> out;
    auto r = c.query("SELECT account, scene, ticket, url, created, expires FROM scenes "
                     "WHERE account = ? AND expires >= ? AND expires < ? ORDER BY expires, scene",
                     account, from, until);
    while (r.next()) out.push_back(read_scene(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<scene_report>>> scene_store::report(std::string account, std::size_t limit) {
  auto job = [account = std::move(account), limit](connection& c) -> result<std::vector<scene_report>> {
    std::vector<scene_report> out;
    auto r = c.query(
        "WITH scanned AS (SELECT h.scene, count(*) AS scans FROM history h JOIN subscribers s ON s.id = h.subscriber "
        "                 WHERE s.account = ?1 AND h.scene <> '' GROUP BY h.scene), "
        "     brought AS (SELECT first_scene AS scene, count(*) AS followers, count(*) FILTER (WHERE following) AS here "
        "                 FROM subscribers WHERE account = ?1 AND first_scene <> '' GROUP BY first_scene), "
        "     every AS (SELECT scene FROM scenes WHERE account = ?1 UNION SELECT scene FROM scanned UNION SELECT scene FROM "
        "brought) "
        "SELECT every.scene, ifnull(scans, 0), ifnull(followers, 0), ifnull(here, 0) FROM every "
        "LEFT JOIN scanned USING (scene) LEFT JOIN brought USING (scene) ORDER BY 3 DESC, 2 DESC, 1 LIMIT ?2",
        account, limit);
    while (r.next()) {
      scene_report one{r.text(0), r.integer(1), r.integer(2), r.integer(3)};
      out.push_back(std::move(one));
    }
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
