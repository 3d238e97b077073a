#include "store/source_store.hpp"

#include "store/connection.hpp"

namespace depeche {

task<result<std::vector<source>>> source_store::all() {
  auto job = [](connection& c) -> result<std::vector<source>> {
    std::vector<source> out;
    auto r = c.query("SELECT name, url, language, every, title FROM sources ORDER BY name");
    while (r.next()) out.push_back({r.text(0), r.text(1), r.text(2), std::chrono::seconds{r.integer(3)}, r.text(4)});
    return out;
  };
  co_return co_await db_.read(std::move(job));
}

task<result<void>> source_store::add(source what, timestamp now) {
  auto job = [s = std::move(what), now](connection& c) -> result<void> {
    if (c.number_of("SELECT count(*) FROM sources WHERE name = ?", s.name) > 0)
      return fail(errc::already_exists, "there is a source of this name", s.name, "choose another with --name");
    if (c.number_of("SELECT count(*) FROM sources WHERE url = ?", s.url) > 0)
      return fail(errc::already_exists, "there is a source with this address", s.url);
    c.run("INSERT INTO sources (name, url, language, every, added, title) VALUES (?, ?, ?, ?, ?, ?)", s.name, s.url, s.language, s.every.count(), now, s.title);
    return {};
  };
  co_return co_await db_.write(std::move(job));
}

task<result<bool>> source_store::remove(std::string name) {
  auto job = [name = std::move(name)](connection& c) -> result<bool> {
    // What was remembered of its fetches would mislead a later source of the same name.
    c.run("DELETE FROM source_states WHERE source = ? AND source IN (SELECT name FROM sources)", name);
    return c.run("DELETE FROM sources WHERE name = ?", name) > 0;
  };
  co_return co_await db_.write(std::move(job));
}

}  // namespace depeche
