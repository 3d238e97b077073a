#include "store/rewrite_store.hpp"

#include "store/connection.hpp"

namespace depeche {

task<result<std::optional<std::string>>> rewrite_store::find(std::string question) {
  auto job = [question = std::move(question)](connection& c) -> result<std::optional<std::string>> {
    auto r = c.query("SELECT text FROM rewrites WHERE question = ?", blob{question});
    if (!r.next()) return std::optional<std::string>();
    return std::optional(r.text(0));
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> rewrite_store::keep(std::string question, std::string text, timestamp now) {
  auto job = [question = std::move(question), text = std::move(text), now](connection& c) -> result<void> {
    c.run("DELETE FROM rewrites WHERE at <= ?", now - remembered);
    c.run("INSERT OR REPLACE INTO rewrites (question, text, at) VALUES (?, ?, ?)", blob{question}, text, now);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

}  // namespace depeche
