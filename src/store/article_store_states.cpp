#include "store/article_store.hpp"
#include "store/connection.hpp"

namespace depeche {
namespace {

#define DEPECHE_STATE_COLUMNS                                                                                            \
  "source, etag, last_modified, last_try, last_success, last_problem, failures, not_before, asked_url, moved_to, health, " \
  "health_since, rhythm, last_news, title, gone, kind"

source_state read_state(const rows& r) {
  source_state s{r.text(0), r.text(1), r.text(2), r.time(3), r.time(4), r.text(5), static_cast<int>(r.integer(6)),
                 r.time(7), r.text(8), r.text(9), r.as<source_health>(10), r.time(11)};
  s.rhythm = std::chrono::seconds{r.integer(12)};
  s.last_news = r.time(13);
  s.title = r.text(14);
  s.gone_in_a_row = static_cast<int>(r.integer(15));
  s.kind = r.as<source_kind>(16);
  return s;
}

}  // namespace

task<result<source_state>> article_store::state_of(std::string source) {
  auto job = [source = std::move(source)](connection& c) -> result<source_state> {
    auto r = c.query(
        "SELECT " DEPECHE_STATE_COLUMNS " FROM source_states WHERE source = ?",
        source);
    if (r.next()) return read_state(r);
    source_state fresh;
    fresh.source = source;
    return fresh;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> article_store::save_state(source_state state) {
  auto job = [s = std::move(state)](connection& c) -> result<void> {
    c.run(
        "INSERT OR REPLACE INTO source_states (" DEPECHE_STATE_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        s.source, s.etag, s.last_modified, s.last_try, s.last_success, s.last_problem, s.failures_in_a_row, s.not_before, s.asked_url,
        s.moved_to, s.health, s.health_since, s.rhythm.count(), s.last_news, s.title, s.gone_in_a_row, s.kind);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<std::vector<source_state>>> article_store::states() {
  auto job = [](connection& c) -> result<std::vector<source_state>> {
    std::vector<source_state> out;
    auto r = c.query(
        "SELECT " DEPECHE_STATE_COLUMNS " FROM source_states ORDER BY source");
    while (r.next()) out.push_back(read_state(r));
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

}  // namespace depeche
