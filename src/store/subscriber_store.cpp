#include "store/subscriber_store.hpp"

#include "store/connection.hpp"
#include "store/subscriber_rows.hpp"

namespace depeche {
namespace {

using namespace std::chrono_literals;

// What a follow event found (history.seen).
enum class found { nobody, left, follower };

// The platform repeats an event that we failed to acknowledge for some seconds. One that arrives after its opposite must not win.
bool overtaken(timestamp at, timestamp by) { return at < by && by - at <= 1min; }

struct known {
  subscriber who;
  timestamp left_at{};
};

std::optional<known> look_up(connection& c, const std::string& account, const std::string& openid) {
  auto r = c.query("SELECT " DEPECHE_SUBSCRIBER_COLUMNS ", left_at FROM subscribers WHERE openid = ? AND account = ?", openid,
                   account);
  if (!r.next()) return std::nullopt;
  return known{read_subscriber(r), r.time(11)};
}

subscriber insert(connection& c, subscriber s, timestamp left_at = {}) {
  c.run(
      "INSERT INTO subscribers (account, openid, following, first_scene, followed_at, left_at, allowed, allowed_until) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      s.account, s.openid, s.following, s.first_scene, s.followed_at, left_at, s.customer_messages.left,
      s.customer_messages.until);
  s.id = subscriber_id{c.last_insert_id()};
  return s;
}

subscriber newcomer(const std::string& account, const std::string& openid, timestamp at) {
  subscriber s;
  s.account = account;
  s.openid = openid;
  s.followed_at = at;
  return s;
}

void save_allowance(connection& c, const subscriber& s) {
  c.run("UPDATE subscribers SET allowed = ?, allowed_until = ? WHERE id = ?", s.customer_messages.left, s.customer_messages.until,
        s.id);
}

void revive(connection& c, subscriber& s, timestamp at) {
  s.following = true;
  s.followed_at = at;
  c.run("UPDATE subscribers SET following = 1, followed_at = ? WHERE id = ?", at, s.id);
}

// A follower who does something. Whoever we thought gone and who does something after that is back.
subscriber present(connection& c, const std::string& account, const std::string& openid, timestamp at) {
  auto seen = look_up(c, account, openid);
  if (!seen) return insert(c, newcomer(account, openid, at));
  if (!seen->who.following && at != seen->left_at && !overtaken(at, seen->left_at)) revive(c, seen->who, at);
  return seen->who;
}

void give_allowance(connection& c, subscriber& s, contact kind, timestamp at) {
  if (!s.following) return;
  s.customer_messages = after_contact(s.customer_messages, kind, at);
  save_allowance(c, s);
}

result<void> changed_one(std::int64_t changed, subscriber_id id) {
  if (changed != 0) return {};
  return fail(errc::not_found, "no such subscriber", std::to_string(number(id)));
}

std::string_view name(history_kind kind) {
  switch (kind) {
    case history_kind::follow:
      return "follow";
    case history_kind::unfollow:
      return "unfollow";
    case history_kind::scan:
      return "scan";
  }
  return "scan";
}

result<follow_outcome> follow(connection& c, const std::string& account, const std::string& openid, const std::string& scene,
                              timestamp at) {
  const auto seen = look_up(c, account, openid);
  follow_outcome out;
  if (seen) {
    out.who = seen->who;
    auto before =
        c.query("SELECT seen FROM history WHERE subscriber = ? AND at = ? AND kind = ?", seen->who.id, at, history_kind::follow);
    if (before.next()) {
      out.first_time = before.as<found>(0) == found::nobody;
      out.was_following = before.as<found>(0) == found::follower;
      return out;
    }
  } else {
    out.who = newcomer(account, openid, at);
    out.who.first_scene = scene;
    out.who = insert(c, out.who);
  }
  out.first_time = !seen;
  out.was_following = seen && seen->who.following;
  const found what = !seen ? found::nobody : out.was_following ? found::follower : found::left;
  c.run("INSERT INTO history (subscriber, at, kind, scene, seen) VALUES (?, ?, ?, ?, ?)", out.who.id, at, history_kind::follow,
        scene, what);
  if (what == found::left && !overtaken(at, seen->left_at)) revive(c, out.who, at);
  give_allowance(c, out.who, contact::follow, at);
  return out;
}

result<void> unfollow(connection& c, const std::string& account, const std::string& openid, timestamp at) {
  const auto seen = look_up(c, account, openid);
  if (!seen) {
    subscriber gone = newcomer(account, openid, at);
    gone.following = false;
    gone = insert(c, gone, at);
    c.run("INSERT INTO history (subscriber, at, kind, scene) VALUES (?, ?, ?, '')", gone.id, at, history_kind::unfollow);
    return {};
  }
  const auto added = c.run("INSERT OR IGNORE INTO history (subscriber, at, kind, scene) VALUES (?, ?, ?, '')", seen->who.id, at,
                           history_kind::unfollow);
  if (added != 0 && !overtaken(at, seen->who.followed_at)) mark_left(c, seen->who.id, at);
  return {};
}

}  // namespace

task<result<follow_outcome>> subscriber_store::followed(std::string account, std::string openid, std::string scene,
                                                        timestamp at) {
  contacts_.reset();
  if (const subscriber* known = remembered(account, openid)) forget(known->id);
  auto job = [account = std::move(account), openid = std::move(openid), scene = std::move(scene), at](connection& c) {
    return follow(c, account, openid, scene, at);
  };
  co_return co_await db_.write(std::move(job));
}

task<result<void>> subscriber_store::unfollowed(std::string account, std::string openid, timestamp at) {
  contacts_.reset();
  if (const subscriber* known = remembered(account, openid)) forget(known->id);
  auto job = [account = std::move(account), openid = std::move(openid), at](connection& c) {
    return unfollow(c, account, openid, at);
  };
  co_return co_await db_.write(std::move(job));
}

const subscriber* subscriber_store::remembered(const std::string& account, const std::string& openid) const {
  const auto found = recent_.find(account + '\n' + openid);
  return found == recent_.end() ? nullptr : &found->second;
}

void subscriber_store::remember(const subscriber& s) {
  constexpr std::size_t most = 50'000;
  if (!s.following) return;
  if (recent_.size() >= most) {
    recent_.clear();
    places_.clear();
  }
  std::string key = s.account + '\n' + s.openid;
  places_[number(s.id)] = key;
  recent_[std::move(key)] = s;
}

void subscriber_store::forget(subscriber_id id) {
  const auto place = places_.find(number(id));
  if (place == places_.end()) return;
  recent_.erase(place->second);
  places_.erase(place);
}

void subscriber_store::note_contact(subscriber_id who, contact_batch::contact_note note) {
  ++contacts_noted_;
  if (contacts_ && contacts_->add(who, note)) return;
  contacts_ = std::make_shared<contact_batch>();
  contacts_->add(who, std::move(note));
  db_.post([batch = contacts_](connection& c) -> result<void> {
    for (const auto& [id, seen] : batch->take()) {
      const allowance given = after_contact({}, contact::message, seen.at);
      if (c.run("UPDATE subscribers SET allowed = ?, allowed_until = ? WHERE id = ? AND following = 1", given.left, given.until, id) != 0)
        continue;
      // Marked as gone meanwhile, and here all the same.
      subscriber s = present(c, seen.account, seen.openid, seen.at);
      give_allowance(c, s, contact::message, seen.at);
    }
    return {};
  });
}

// What is read after this sees every contact from before it.
task<> subscriber_store::settle_contacts() {
  if (contacts_settled_ == contacts_noted_) co_return;
  const std::uint64_t noted = contacts_noted_;
  auto nothing = [](connection&) -> result<void> { return {}; };
  auto done = co_await db_.write_one(std::move(nothing));
  if (done.has_error()) log_posted_failure(done.error());
  contacts_settled_ = noted;
}

task<result<void>> subscriber_store::give_again(std::vector<message_seen> messages) {
  auto job = [messages = std::move(messages)](connection& c) -> result<void> {
    for (const message_seen& m : messages) {
      const allowance given = after_contact({}, contact::message, m.at);
      c.run("UPDATE subscribers SET allowed = ?, allowed_until = ? WHERE openid = ? AND account = ? AND following = 1 AND allowed_until < ?",
            given.left, given.until, m.openid, m.account, given.until);
    }
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<subscriber>> subscriber_store::contacted(std::string account, std::string openid, contact kind, timestamp at) {
  // A message's allowance does not depend on the one before, so that one statement gives it.
  if (const subscriber* known = kind == contact::message ? remembered(account, openid) : nullptr) {
    subscriber who = *known;
    who.customer_messages = after_contact({}, kind, at);
    note_contact(who.id, {std::move(account), std::move(openid), at});
    co_return who;
  }
  auto job = [account = std::move(account), openid = std::move(openid), kind, at](connection& c) -> result<subscriber> {
    subscriber s = present(c, account, openid, at);
    give_allowance(c, s, kind, at);
    return s;
  };
  auto done = co_await db_.write(std::move(job));
  if (done.has_value()) remember(*done);
  co_return done;
}

task<result<subscriber>> subscriber_store::scanned(std::string account, std::string openid, std::string scene, timestamp at) {
  contacts_.reset();
  if (const subscriber* known = remembered(account, openid)) forget(known->id);
  auto job = [account = std::move(account), openid = std::move(openid), scene = std::move(scene),
              at](connection& c) -> result<subscriber> {
    subscriber s = present(c, account, openid, at);
    const auto added = c.run("INSERT OR IGNORE INTO history (subscriber, at, kind, scene) VALUES (?, ?, ?, ?)", s.id, at,
                             history_kind::scan, scene);
    if (added != 0) give_allowance(c, s, contact::scan, at);
    return s;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::optional<subscriber>>> subscriber_store::find(std::string account, std::string openid) {
  co_await settle_contacts();
  auto job = [account = std::move(account), openid = std::move(openid)](connection& c) -> result<std::optional<subscriber>> {
    auto seen = look_up(c, account, openid);
    if (!seen) return std::optional<subscriber>();
    return std::optional(std::move(seen->who));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> subscriber_store::set_language(subscriber_id id, std::string language) {
  auto job = [id, language = std::move(language)](connection& c) {
    return changed_one(c.run("UPDATE subscribers SET language = ? WHERE id = ?", language, id), id);
  };
  auto done = co_await db_.write(std::move(job));
  forget(id);
  co_return done;
}

task<result<void>> subscriber_store::set_wants_digest(subscriber_id id, bool wants) {
  auto job = [id, wants](connection& c) {
    return changed_one(c.run("UPDATE subscribers SET wants_digest = ? WHERE id = ?", wants, id), id);
  };
  auto done = co_await db_.write(std::move(job));
  forget(id);
  co_return done;
}

task<result<void>> subscriber_store::set_role(subscriber_id id, role r) {
  auto job = [id, r](connection& c) { return changed_one(c.run("UPDATE subscribers SET role = ? WHERE id = ?", r, id), id); };
  auto done = co_await db_.write(std::move(job));
  forget(id);
  co_return done;
}

task<result<void>> subscriber_store::mark_gone(subscriber_id id, timestamp at) {
  contacts_.reset();
  auto job = [id, at](connection& c) -> result<void> {
    mark_left(c, id, at);
    return {};
  };
  auto done = co_await db_.write(std::move(job));
  forget(id);
  co_return done;
}

task<result<void>> subscriber_store::close_allowance(subscriber_id id) {
  contacts_.reset();
  auto job = [id](connection& c) -> result<void> {
    take_allowance(c, id);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<bool>> subscriber_store::spend_allowance(subscriber_id id, timestamp now) {
  contacts_.reset();
  auto job = [id, now](connection& c) -> result<bool> {
    return c.run(
               "UPDATE subscribers SET allowed = allowed - 1 WHERE id = ? AND following = 1 AND allowed > 0 AND allowed_until > "
               "?",
               id, now) != 0;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::vector<subscriber>>> subscriber_store::page(std::string account, subscriber_id after, std::size_t limit) {
  co_await settle_contacts();
  auto job = [account = std::move(account), after, limit](connection& c) -> result<std::vector<subscriber>> {
    std::vector<subscriber> out;
    auto r = c.query("SELECT " DEPECHE_SUBSCRIBER_COLUMNS
                     " FROM subscribers WHERE id > ? AND account = ? AND following = 1 "
                     "ORDER BY id LIMIT ?",
                     after, account, limit);
    while (r.next()) out.push_back(read_subscriber(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<subscriber>>> subscriber_store::desk(std::string account) {
  co_await settle_contacts();
  auto job = [account = std::move(account)](connection& c) -> result<std::vector<subscriber>> {
    std::vector<subscriber> out;
    auto r =
        c.query("SELECT " DEPECHE_SUBSCRIBER_COLUMNS " FROM subscribers WHERE account = ? AND role > 0 ORDER BY id", account);
    while (r.next()) out.push_back(read_subscriber(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<follow_event>>> subscriber_store::history(subscriber_id id) {
  auto job = [id](connection& c) -> result<std::vector<follow_event>> {
    std::vector<follow_event> out;
    auto r = c.query("SELECT at, kind, scene FROM history WHERE subscriber = ? ORDER BY at, kind, scene", id);
    while (r.next()) out.push_back({r.time(0), std::string(name(r.as<history_kind>(1))), r.text(2)});
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<subscriber_counts>> subscriber_store::counts(std::string account, timestamp now, timestamp since) {
  co_await settle_contacts();
  auto job = [account = std::move(account), now, since](connection& c) -> result<subscriber_counts> {
    subscriber_counts n;
    {
      auto r = c.query(
          "SELECT count(*) FILTER (WHERE following), count(*) FILTER (WHERE following AND wants_digest), "
          "count(*) FILTER (WHERE following AND wants_digest AND allowed > 0 AND allowed_until > ?), "
          "count(*) FILTER (WHERE NOT following) FROM subscribers WHERE account = ?",
          now, account);
      if (r.next()) {
        n.following = r.integer(0);
        n.wants_digest = r.integer(1);
        n.reachable_now = r.integer(2);
        n.left = r.integer(3);
      }
    }
    // People, not events: the platform repeats events, and a person may come and go.
    auto r = c.query(
        "SELECT count(DISTINCT h.subscriber) FILTER (WHERE h.kind = 0), count(DISTINCT h.subscriber) FILTER (WHERE h.kind = 1) "
        "FROM history h JOIN subscribers s ON s.id = h.subscriber WHERE h.at >= ? AND s.account = ?",
        since, account);
    if (r.next()) {
      n.followed_since = r.integer(0);
      n.left_since = r.integer(1);
    }
    return n;
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
