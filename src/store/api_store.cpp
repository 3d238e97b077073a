#include "store/api_store.hpp"

#include "store/connection.hpp"

namespace depeche {

task<result<std::optional<api_answer_row>>> api_store::find(std::string key, timestamp now) {
  auto job = [key = std::move(key), since = now - remembered](connection& c) -> result<std::optional<api_answer_row>> {
    auto r = c.query("SELECT request, status, body FROM api_answers WHERE key = ? AND at > ?", key, since);
    if (!r.next()) return std::optional<api_answer_row>();
    return std::optional(api_answer_row{r.text(0), static_cast<int>(r.integer(1)), r.text(2)});
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> api_store::keep(std::string key, api_answer_row answer, timestamp now) {
  auto job = [key = std::move(key), a = std::move(answer), now](connection& c) -> result<void> {
    c.run("DELETE FROM api_answers WHERE at <= ?", now - remembered);
    c.run("INSERT OR REPLACE INTO api_answers (key, request, status, body, at) VALUES (?, ?, ?, ?, ?)", key, blob{a.request}, a.status, a.body, now);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

}  // namespace depeche
