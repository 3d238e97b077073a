#include "store/follower_store.hpp"

#include "store/connection.hpp"
#include "store/subscriber_rows.hpp"

namespace depeche {
namespace {

void keep_one(connection& c, const std::string& account, const listed_follower& f, timestamp listed, listing_counts& counts) {
  const auto added = c.run(
      "INSERT OR IGNORE INTO subscribers (account, openid, following, language, first_scene, followed_at) VALUES (?, ?, 1, ?, ?, ?)",
      account, f.openid, f.language, f.scene, f.followed_at);
  const std::int64_t id = c.number_of("SELECT id FROM subscribers WHERE openid = ? AND account = ?", f.openid, account);
  if (added != 0) {
    ++counts.added;
    c.run("INSERT OR IGNORE INTO history (subscriber, at, kind, scene) VALUES (?, ?, ?, ?)", id, f.followed_at, history_kind::follow, f.scene);
  } else {
    const auto revived = c.run("UPDATE subscribers SET following = 1, followed_at = ? WHERE id = ? AND following = 0 AND left_at < ?",
                               f.followed_at, id, listed);
    ++(revived != 0 ? counts.revived : counts.known);
    c.run("UPDATE subscribers SET language = CASE language WHEN '' THEN ? ELSE language END, "
          "first_scene = CASE first_scene WHEN '' THEN ? ELSE first_scene END WHERE id = ? AND (language = '' OR first_scene = '')",
          f.language, f.scene, id);
  }
  c.run("DELETE FROM subscriber_tags WHERE subscriber = ?", id);
  for (const std::int64_t tag : f.tags) c.run("INSERT OR IGNORE INTO subscriber_tags (subscriber, tag) VALUES (?, ?)", id, tag);
}

}  // namespace

task<result<listing_counts>> follower_store::keep(std::string account, std::vector<listed_follower> followers, timestamp listed) {
  auto job = [account = std::move(account), followers = std::move(followers), listed](connection& c) -> result<listing_counts> {
    listing_counts counts;
    for (const listed_follower& f : followers) keep_one(c, account, f, listed, counts);
    return counts;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<void>> follower_store::keep_tags(std::string account, std::vector<listed_tag> tags) {
  auto job = [account = std::move(account), tags = std::move(tags)](connection& c) -> result<void> {
    c.run("DELETE FROM tags WHERE account = ?", account);
    for (const listed_tag& t : tags) c.run("INSERT INTO tags (account, id, name) VALUES (?, ?, ?)", account, t.id, t.name);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::vector<std::string>>> follower_store::tags_of(subscriber_id who) {
  auto job = [who](connection& c) -> result<std::vector<std::string>> {
    std::vector<std::string> names;
    auto r = c.query(
        "SELECT t.name FROM subscriber_tags s JOIN subscribers p ON p.id = s.subscriber "
        "JOIN tags t ON t.account = p.account AND t.id = s.tag WHERE s.subscriber = ? ORDER BY t.name",
        who);
    while (r.next()) names.push_back(r.text(0));
    return names;
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
