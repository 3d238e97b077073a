#include "store/inbox_store.hpp"

#include "store/connection.hpp"

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

task<result<void>> inbox_store::keep(std::string account, std::string key, timestamp received, std::string body, std::string reply) {
  const std::int64_t id = ++last_id_;
  auto job = [id, account = std::move(account), key = std::move(key), received, body = std::move(body),
              reply = std::move(reply)](connection& c) -> result<void> {
    c.run("INSERT INTO inbox (id, account, key, received, body, reply) VALUES (?, ?, ?, ?, ?, ?)", id, account, key, received, body, reply);
    return {};
  };
  co_return co_await db_.write_one(std::move(job));
}

std::int64_t inbox_store::accept(std::string account, std::string key, timestamp received, std::string body) {
  const std::int64_t id = ++last_id_;
  db_.post_one(
      [id, account = std::move(account), key = std::move(key), received, body = std::move(body)](connection& c) -> result<void> {
        c.run("INSERT INTO inbox (id, account, key, received, body) VALUES (?, ?, ?, ?, ?)", id, account, key, received, body);
        return {};
      });
  return id;
}

task<result<void>> inbox_store::settle(std::int64_t id, std::string reply) {
  auto job = [id, reply = std::move(reply)](connection& c) -> result<void> {
    if (c.run("UPDATE inbox SET reply = ? WHERE id = ?", reply, id) == 0)
      return fail(errc::not_found, "the callback is not in the inbox", std::to_string(id));
    return {};
  };
  co_return co_await db_.write_one(std::move(job));
}

task<result<std::vector<inbox_row>>> inbox_store::since(timestamp from) {
  auto job = [from](connection& c) -> result<std::vector<inbox_row>> {
    return read_all(
        c.query("SELECT id, account, key, received, CASE WHEN reply IS NULL THEN body ELSE '' END, reply FROM inbox "
                "WHERE received >= ? ORDER BY id",
                from));
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
  // Never the last row, whose id the next one follows, nor one that is owed a reply.
  std::size_t gone = 0;
  for (;;) {
    auto job = [before](connection& c) -> result<std::int64_t> {
      return c.run(
          "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE received < ? AND reply IS NOT NULL "
          "AND id < (SELECT max(id) FROM inbox) ORDER BY received LIMIT ?)",
          before, prune_step);
    };
    auto removed = co_await db_.write(std::move(job));
    if (removed.has_error()) co_return removed.error();
    gone += static_cast<std::size_t>(*removed);
    if (*removed < prune_step) co_return gone;
  }
}

}  // namespace depeche
