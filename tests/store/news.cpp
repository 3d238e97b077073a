#include "store/article_store.hpp"
#include "store/digest_store.hpp"
#include "store/opened.hpp"
#include "store/setting_store.hpp"
#include "support/catch.hpp"

#include <boost/asio/co_spawn.hpp>

using namespace depeche;
using namespace std::chrono_literals;

namespace {

const timestamp noon = from_unix_seconds(1'795'435'200);

article written(const std::string& source, const std::string& key, timestamp at) {
  article a;
  a.source = source;
  a.key = key;
  a.title = "Les chefs d'État se réunissent à Genève";
  a.text = "日内瓦会谈开始。\n\nLe deuxième jour.";
  a.language = "fr";
  a.published = at;
  a.first_seen = at + 1min;
  a.categories = {"monde", "政治"};
  a.related = {{"Un autre titre", "https://example.org/2"}, {"Sans lien", ""}};
  return a;
}

digest composed(const std::string& day) {
  digest d;
  d.account = "main";
  d.edition = "morning";
  d.language = "zh";
  d.zone = "Asia/Shanghai";
  d.day = day;
  d.composed_at = noon;
  digest_item item;
  item.article = article_id{7};
  item.title = "今日要闻";
  item.updated = noon - 1h;
  item.source = "politics";
  item.source_title = "Le Courrier";
  item.reading = 95s;
  item.also_in = {{article_id{9}, "sport", "晨报"}};
  item.summary = {{"第一句。", 0, 4}, {"Deuxième phrase.", 5, 21}};
  item.related = {{article_id{8}, "相关", "même sujet", 0.42}};
  d.items = {item};
  return d;
}

}  // namespace

TEST_CASE("an article is kept once, and corrected in its place") {
  opened s;
  article_store articles(*s.db);
  const article first = written("politics", "k1", noon);
  CHECK(s(articles.keep({first, written("politics", "k2", noon), written("sport", "k1", noon)})).added == 3);
  const auto known = s(articles.between({}, noon, noon, 10));
  REQUIRE(known.size() == 3);
  article again = first;
  again.first_seen = noon + 5h;
  CHECK(s(articles.keep({again})).unchanged == 1);
  again.title = "Titre corrigé";
  again.updated = noon + 2h;
  CHECK(s(articles.keep({again})).corrected == 1);
  CHECK(s(articles.count()) == 3);
  const auto found = s(articles.find(known.back().id)).value();
  CHECK(found.title == "Titre corrigé");
  CHECK(found.first_seen == noon + 1min);
  CHECK(found.updated == noon + 2h);
  CHECK(found.categories == std::vector<std::string>{"monde", "政治"});
  REQUIRE(found.related.size() == 2);
  CHECK(found.related[0].url == "https://example.org/2");
  CHECK_FALSE(s(articles.find(article_id{99})));
}

TEST_CASE("a page that could not be fetched this time does not take the text away") {
  opened s;
  article_store articles(*s.db);
  article a = written("politics", "k1", noon);
  s(articles.keep({a}));
  a.text.clear();
  a.published.reset();
  CHECK(s(articles.keep({a})).unchanged == 1);
  const auto kept = s(articles.between({"politics"}, noon, noon, 1));
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].text == written("", "", noon).text);
}

TEST_CASE("articles are found by source and news time, newest first") {
  opened s;
  article_store articles(*s.db);
  std::vector<article> all;
  for (int i = 0; i < 10; ++i) all.push_back(written(i % 2 ? "a" : "b's", std::to_string(i), noon + 1h * i));
  article undated = written("c", "x", noon);
  undated.published.reset();
  undated.first_seen = noon + 20h;
  all.push_back(undated);
  s(articles.keep(all));
  const auto some = s(articles.between({"b's", "c"}, noon + 2h, noon + 30h, 3));
  REQUIRE(some.size() == 3);
  CHECK(some[0].key == "x");
  CHECK(some[1].key == "8");
  CHECK(some[2].key == "6");
  CHECK(s(articles.between({}, noon + 2h, noon + 4h, 10)).size() == 3);
  CHECK(s(articles.between({"none"}, noon, noon + 30h, 10)).empty());
}

TEST_CASE("the newest articles are read in slices, the oldest first, each once") {
  opened s;
  article_store articles(*s.db);
  std::vector<article> all;
  for (int i = 0; i < 10; ++i) all.push_back(written("a", std::to_string(i), noon + 1h * (i / 2)));  // two of each hour
  all.push_back(written("a", "later", noon + 30h));
  s(articles.keep(all));
  REQUIRE(s(articles.drop(article_id{4})));  // key 3
  const auto read = [&](std::size_t limit) {
    std::string keys;
    news_place last = s(articles.before_newest(noon + 1h, noon + 5h, limit));
    for (;;) {
      const auto some = s(articles.after(last, noon + 5h, 2));
      CHECK(some.size() <= 2);
      for (const article& a : some) keys += a.key + " ";
      if (some.empty()) return keys;
      last = {news_time(some.back()), some.back().id};
    }
  };
  CHECK(read(100) == "2 4 5 6 7 8 9 ");
  CHECK(read(7) == "2 4 5 6 7 8 9 ");
  CHECK(read(3) == "7 8 9 ");
}

TEST_CASE("broken UTF-8 in a list is replaced, not refused") {
  opened s;
  article_store articles(*s.db);
  article a = written("a", "1", noon);
  a.categories = {"caf\xE9"};
  s(articles.keep({a}));
  CHECK(s(articles.between({}, noon, noon, 1)).at(0).categories.at(0) == "caf\xEF\xBF\xBD");
}

TEST_CASE("what is remembered of a source comes back, and an unknown source has a blank past") {
  opened s;
  article_store articles(*s.db);
  CHECK(s(articles.state_of("new")).source == "new");
  CHECK(s(articles.state_of("new")).failures_in_a_row == 0);
  source_state state;
  state.source = "politics";
  state.etag = "\"abc\"";
  state.title = "Le Courrier";
  state.kind = source_kind::page_with_feed;
  state.last_problem = "connection refused";
  state.failures_in_a_row = 3;
  state.last_try = noon;
  s(articles.save_state(state));
  CHECK(s(articles.state_of("politics")).etag == "\"abc\"");
  CHECK(s(articles.state_of("politics")).title == "Le Courrier");
  CHECK(s(articles.state_of("politics")).kind == source_kind::page_with_feed);
  CHECK(s(articles.states()).at(0).failures_in_a_row == 3);
}

TEST_CASE("a digest is one per day until it is final, and then it stays") {
  opened s;
  digest_store digests(*s.db);
  const digest first = s(digests.save(composed("2026-11-23")));
  CHECK(number(first.id) != 0);
  digest second = composed("2026-11-23");
  second.items[0].title = "更新";
  CHECK(s(digests.save(second)).id == first.id);
  s(digests.make_final(first.id));
  s(digests.make_final(first.id));
  const digest kept = s(digests.save(composed("2026-11-23")));
  CHECK(kept.id == first.id);
  CHECK(kept.final);
  REQUIRE(kept.items.size() == 1);
  CHECK(kept.items[0].title == "更新");
  CHECK(kept.items[0].updated == noon - 1h);
  CHECK(kept.items[0].source_title == "Le Courrier");
  CHECK(kept.items[0].reading == 95s);
  REQUIRE(kept.items[0].also_in.size() == 1);
  CHECK(kept.items[0].also_in[0].article == article_id{9});
  CHECK(kept.items[0].also_in[0].source == "sport");
  CHECK(kept.items[0].also_in[0].source_title == "晨报");
  REQUIRE(kept.items[0].summary.size() == 2);
  CHECK(kept.items[0].summary[1].begin == 5);
  CHECK(kept.items[0].related.at(0).score == 0.42);
  CHECK(kept.zone == "Asia/Shanghai");
  s(digests.save(composed("2026-11-24")));
  CHECK(s(digests.latest("main", "morning"))->day == "2026-11-24");
  CHECK(s(digests.of_day("main", "morning", "2026-11-23"))->id == first.id);
  CHECK_FALSE(s(digests.of_day("main", "evening", "2026-11-23")));
  CHECK(s(digests.list("", "", 10)).size() == 2);
  CHECK(s(digests.list("main", "zh", 1)).at(0).day == "2026-11-24");
  CHECK(s(digests.list("main", "fr", 10)).empty());
  CHECK(run_task(s.loop, digests.make_final(digest_id{99})).error() == errc::not_found);
}

TEST_CASE("a publication that its source moves within a day counts anew, later ones and those in the future all along do not") {
  opened s;
  article_store articles(*s.db);
  const auto counts = [&] { return news_time(s(articles.list({})).at(0)); };
  const auto again = [&](article a, timestamp published, timestamp now) {
    a.published = published;
    a.first_seen = now;
    s(articles.keep({a}));
  };
  article a = written("paper", "1", noon);
  s(articles.keep({a}));
  CHECK(counts() == noon);
  again(a, noon + 20h, noon + 21h);
  CHECK(counts() == noon + 20h);
  again(a, noon + 44h, noon + 45h);
  CHECK(counts() == noon + 20h);

  article ahead = written("paper", "2", noon + 8h);
  ahead.first_seen = noon;
  s(articles.keep({ahead}));
  CHECK(counts() == noon);
  again(ahead, noon + 8h, noon + 9h);
  CHECK(counts() == noon);
  again(ahead, noon + 12h, noon + 9h);
  CHECK(counts() == noon);
}

TEST_CASE("a setting is the last thing that was set") {
  opened s;
  setting_store settings(*s.db);
  CHECK_FALSE(s(settings.get("schedule/morning")));
  s(settings.set("schedule/morning", "1"));
  s(settings.set("schedule/morning", "2"));
  CHECK(s(settings.get("schedule/morning")) == "2");
}
