#include "store/media_store.hpp"

#include "store/connection.hpp"

namespace depeche {

task<result<std::optional<std::string>>> media_store::find(std::string account, std::string kind, std::string hash) {
  auto job = [account = std::move(account), kind = std::move(kind), hash = std::move(hash)](connection& c) -> result<std::optional<std::string>> {
    auto r = c.query("SELECT value FROM media WHERE account = ? AND kind = ? AND hash = ?", account, kind, hash);
    if (!r.next()) return std::optional<std::string>();
    return std::optional(r.text(0));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> media_store::keep(std::string account, std::string kind, std::string hash, std::string value, timestamp at) {
  auto job = [account = std::move(account), kind = std::move(kind), hash = std::move(hash), value = std::move(value),
              at](connection& c) -> result<void> {
    c.run("INSERT INTO media (account, kind, hash, value, at) VALUES (?, ?, ?, ?, ?) "
          "ON CONFLICT (account, kind, hash) DO UPDATE SET value = excluded.value, at = excluded.at",
          account, kind, hash, value, at);
    return {};
  };
  co_return co_await db_.write_one(std::move(job));
}

task<result<void>> media_store::forget(std::string account, std::string value) {
  auto job = [account = std::move(account), value = std::move(value)](connection& c) -> result<void> {
    c.run("DELETE FROM media WHERE account = ? AND value = ?", account, value);
    return {};
  };
  co_return co_await db_.write_one(std::move(job));
}

task<result<std::optional<std::string>>> media_store::draft_of(push_id id) {
  auto job = [id](connection& c) -> result<std::optional<std::string>> {
    auto r = c.query("SELECT media_id FROM drafts WHERE push = ?", id);
    if (!r.next()) return std::optional<std::string>();
    return std::optional(r.text(0));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> media_store::keep_draft(push_id id, std::string media_id, timestamp at) {
  auto job = [id, media_id = std::move(media_id), at](connection& c) -> result<void> {
    c.run("INSERT INTO drafts (push, media_id, at) VALUES (?, ?, ?) ON CONFLICT (push) DO UPDATE SET media_id = excluded.media_id, at = excluded.at",
          id, media_id, at);
    return {};
  };
  co_return co_await db_.write_one(std::move(job));
}

}  // namespace depeche
