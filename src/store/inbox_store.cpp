#include "store/inbox_store.hpp"

#include "store/connection.hpp"

#include <algorithm>

namespace depeche {
namespace {

constexpr std::int64_t prune_step = 2000;  // rows a transaction, so that callbacks are not kept waiting

std::vector<inbox_row> read_all(rows r) {
  std::vector<inbox_row> out;
  while (r.next()) {
    inbox_row row{r.integer(0), r.text(1), r.text(2), r.time(3), r.text(4), !r.is_null(5), r.text(5)};
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

task<result<void>> inbox_store::open() {
  auto job = [](connection& c) -> result<std::int64_t> { return c.number_of("SELECT max(id) FROM inbox"); };
  auto last = co_await db_.write(std::move(job));
  if (last.has_error()) co_return last.error();
  last_id_ = *last;
  co_return result<void>();
}

task<result<void>> inbox_store::keep(std::shared_ptr<const inbox_row> row) {
  auto job = [row = std::move(row)](connection& c) -> result<void> {
    c.run("INSERT INTO inbox (id, account, key, received, body, reply) VALUES (?, ?, ?, ?, ?, ?)", row->id, row->account, row->key,
          row->received, row->body, row->reply);
    return {};
  };
  return db_.write_one(std::move(job));
}

void inbox_store::accept(std::shared_ptr<const inbox_row> row) {
  db_.post_one([row = std::move(row)](connection& c) -> result<void> {
    c.run("INSERT INTO inbox (id, account, key, received, body) VALUES (?, ?, ?, ?, ?)", row->id, row->account, row->key, row->received,
          row->body);
    return {};
  });
}

task<result<void>> inbox_store::settle(std::int64_t id, std::string reply) {
  auto job = [id, reply = std::move(reply)](connection& c) -> result<void> {
    if (c.run("UPDATE inbox SET reply = ? WHERE id = ?", reply, id) == 0)
      return fail(errc::not_found, "the callback is not in the inbox", std::to_string(id));
    return {};
  };
  co_return co_await db_.write_one(std::move(job));
}

task<result<std::optional<inbox_row>>> inbox_store::find(std::int64_t id) {
  auto job = [id](connection& c) -> result<std::optional<inbox_row>> {
    auto rows = read_all(c.query("SELECT id, account, key, received, body, reply FROM inbox WHERE id = ?", id));
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<inbox_row>>> inbox_store::settled_since(timestamp from, std::size_t most) {
  // Rows stand in the order in which they came: no index on times is needed to find the last ones.
  auto job = [from, most](connection& c) -> result<std::vector<inbox_row>> {
    std::vector<inbox_row> found;
    auto r = c.query("SELECT id, account, key, received, reply IS NOT NULL FROM inbox ORDER BY id DESC");
    while (found.size() < most && r.next() && r.time(3) >= from)
      if (r.integer(4) != 0) found.push_back({r.integer(0), r.text(1), r.text(2), r.time(3), {}, true, {}});
    std::reverse(found.begin(), found.end());
    return found;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::vector<inbox_row>>> inbox_store::unsettled() {
  auto job = [](connection& c) -> result<std::vector<inbox_row>> {
    return read_all(c.query("SELECT id, account, key, received, body, reply FROM inbox WHERE reply IS NULL ORDER BY id"));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<std::size_t>> inbox_store::prune(timestamp before) {
  // Rows stand in the order in which they came: they are walked from the oldest, a stretch at a time.
  struct stretch {
    std::int64_t removed = 0, last = 0;  // rows; the id that it ends with, 0 when nothing older may follow
  };
  std::size_t gone = 0;
  std::int64_t walked = 0;
  do {
    auto job = [before, walked](connection& c) -> result<stretch> {
      stretch s;
      auto end = c.query(
          "SELECT id, received FROM (SELECT id, received FROM inbox WHERE id > ? ORDER BY id LIMIT ?) ORDER BY id DESC LIMIT 1", walked,
          prune_step);
      if (!end.next()) return s;
      const std::int64_t last = end.integer(0);
      if (end.time(1) < before) s.last = last;
      // Never the newest row, whose id the next one follows, nor one that is owed a reply.
      s.removed = c.run(
          "DELETE FROM inbox WHERE id > ? AND id <= ? AND received < ? AND reply IS NOT NULL AND id < (SELECT max(id) FROM inbox)",
          walked, last, before);
      return s;
    };
    auto done = co_await db_.write(std::move(job));
    if (done.has_error()) co_return done.error();
    gone += static_cast<std::size_t>(done->removed);
    walked = done->last;
  } while (walked != 0);
  co_return gone;
}

}  // namespace depeche
