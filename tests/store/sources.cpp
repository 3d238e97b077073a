// Sources that the desk added, and what is remembered of all.
#include "opened.hpp"
#include "store/article_store.hpp"
#include "store/source_store.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace std::chrono_literals;

TEST_CASE("a source is added once by name and by address, and forgotten with what was remembered of it") {
  opened s;
  source_store sources(*s.db);
  article_store articles(*s.db);
  const timestamp now = from_unix_ms(1'795'435'200'000);
  const source fanal{"fanal", "https://fanal.example/rss", "fr", 1800s, "Le Fanal"};
  s(sources.add(fanal, now));
  source same_name = fanal, same_address = fanal;
  same_name.url = "https://other.example/";
  same_address.name = "other";
  CHECK(run_task(s.loop, sources.add(same_name, now)).error().code == errc::already_exists);
  CHECK(run_task(s.loop, sources.add(same_address, now)).error().code == errc::already_exists);
  const auto all = s(sources.all());
  REQUIRE(all.size() == 1);
  CHECK(all[0].title == fanal.title);
  CHECK(all[0].url == fanal.url);
  CHECK(all[0].language == "fr");
  CHECK(all[0].every == 1800s);

  source_state state, others;
  state.source = "fanal";
  state.moved_to = "https://fanal.example/new";
  state.asked_url = fanal.url;
  state.not_before = now + 1h;
  state.health = source_health::broken;
  state.health_since = now;
  state.rhythm = 7200s;
  state.last_news = now - 3h;
  others.source = "of-the-config";
  s(articles.save_state(state));
  s(articles.save_state(others));
  const auto back = s(articles.state_of("fanal"));
  CHECK(back.moved_to == state.moved_to);
  CHECK(back.asked_url == state.asked_url);
  CHECK(back.not_before == state.not_before);
  CHECK(back.health == source_health::broken);
  CHECK(back.health_since == now);
  CHECK(back.rhythm == 7200s);
  CHECK(back.last_news == state.last_news);

  CHECK_FALSE(s(sources.remove("of-the-config")));
  CHECK(s(sources.remove("fanal")));
  CHECK_FALSE(s(sources.remove("fanal")));
  REQUIRE(s(articles.states()).size() == 1);
  CHECK(s(articles.states())[0].source == "of-the-config");
}

TEST_CASE("a source's news times come newest first, without those to come and those of others") {
  opened s;
  article_store articles(*s.db);
  const timestamp now = from_unix_ms(1'795'435'200'000);
  std::vector<article> rows;
  for (int i = 0; i < 5; ++i) {
    article a;
    a.source = i == 4 ? "other" : "fanal";
    a.key = std::to_string(i);
    a.title = "t";
    a.first_seen = now + 24h;
    a.published = now - 1h * (i - 1);
    rows.push_back(a);
  }
  s(articles.keep(rows));
  const auto times = s(articles.news_times("fanal", now, 10));
  REQUIRE(times.size() == 3);
  CHECK(times[0] == now);
  CHECK(times[2] == now - 2h);
  CHECK(s(articles.news_times("fanal", now, 1)).size() == 1);
}
