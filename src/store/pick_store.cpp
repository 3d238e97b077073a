#include "store/pick_store.hpp"

#include "store/connection.hpp"

namespace depeche {
namespace {

constexpr std::int64_t most_of_a_day = 50;

editor_pick read_pick(const rows& r) {
  return {r.integer(0), r.as<article_id>(1), r.as<pick_kind>(2), static_cast<std::size_t>(r.integer(3)), r.text(4), r.time(5), r.text(6)};
}

// A push freezes its digest just after it is written: between the two it has begun as well.
bool push_has_begun(connection& c, const digest_day& of) {
  return c.number_of("SELECT count(*) FROM digests WHERE account = ? AND edition = ? AND day = ? AND final", of.account, of.edition, of.day) > 0 ||
         c.number_of("SELECT count(*) FROM pushes WHERE account = ? AND key = ?", of.account, of.edition + "/" + of.day) > 0;
}

error too_late(const digest_day& of) {
  return fail(errc::already_exists, "the push of this digest has begun", of.edition + "/" + of.day, "picks count for the next day's, from midnight on");
}

}  // namespace

task<result<void>> pick_store::add(digest_day of, editor_pick p) {
  auto job = [of = std::move(of), p = std::move(p)](connection& c) -> result<void> {
    if (push_has_begun(c, of)) return too_late(of);
    c.run("DELETE FROM picks WHERE account = ? AND edition = ? AND day = ? AND article = ?", of.account, of.edition, of.day, p.article);
    if (c.number_of("SELECT count(*) FROM picks WHERE account = ? AND edition = ? AND day = ?", of.account, of.edition, of.day) >= most_of_a_day)
      return fail(errc::too_large, "more than " + std::to_string(most_of_a_day) + " picks of one day", of.edition, "take some back");
    c.run("INSERT INTO picks (account, edition, day, article, kind, place, title, at, editor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", of.account, of.edition,
          of.day, p.article, p.kind, p.place, p.title, p.at, p.by);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::optional<editor_pick>>> pick_store::undo(digest_day of) {
  auto job = [of = std::move(of)](connection& c) -> result<std::optional<editor_pick>> {
    if (push_has_begun(c, of)) return too_late(of);
    std::optional<editor_pick> last;
    {
      auto r = c.query("SELECT id, article, kind, place, title, at, editor FROM picks WHERE account = ? AND edition = ? AND day = ? ORDER BY id DESC LIMIT 1",
                       of.account, of.edition, of.day);
      if (r.next()) last = read_pick(r);
    }
    if (last) c.run("DELETE FROM picks WHERE id = ?", last->id);
    return last;
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::vector<editor_pick>>> pick_store::list(digest_day of) {
  auto job = [of = std::move(of)](connection& c) -> result<std::vector<editor_pick>> {
    std::vector<editor_pick> out;
    auto r = c.query("SELECT id, article, kind, place, title, at, editor FROM picks WHERE account = ? AND edition = ? AND day = ? ORDER BY id", of.account,
                     of.edition, of.day);
    while (r.next()) out.push_back(read_pick(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
