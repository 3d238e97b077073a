// One article stays one: against the store, by the poller's own steps.
#include "ingest/article_key.hpp"
#include "ingest/known_articles.hpp"
#include "base/localisation.hpp"
#include "support/catch.hpp"

using namespace depeche;

namespace {

article stored(std::string key, std::string url, std::string title, const char* published = "2026-11-23T08:30") {
  article a;
  a.key = std::move(key);
  a.url = std::move(url);
  a.title = std::move(title);
  a.published = parse_iso_time(published).value();
  return a;
}

std::string key_after(article now, const std::vector<article>& known) {
  std::vector<article> all{std::move(now)};
  follow_known(all, known);
  return all.front().key;
}

}  // namespace

TEST_CASE("a link is the same article's by any of its spellings") {
  const auto plain = link_key("https://example.org/news/port");
  for (const char* same : {"http://example.org/news/port", "https://www.example.org/news/port/", "https://example.org/news/port?utm_source=rss#top",
                           "https://amp.example.org/news/port", "https://example.org/news/port/amp/", "https://example.org/amp/news/port",
                           "https://m.example.org/news/port", "https://example.org/news/port?fbclid=1", "https://example.org/news/port/index.html"}) {
    INFO(same);
    CHECK(link_key(same) == plain);
  }
  for (const char* other : {"https://example.org/news/port2", "https://example.org/news/port?page=2", "https://sport.example.org/news/port"}) {
    INFO(other);
    CHECK(link_key(other) != plain);
  }
}

TEST_CASE("an article whose id drifts is followed by its address") {
  const std::vector<article> known{stored("guid-1", "https://e.example/1", "Le budget du port")};
  CHECK(key_after(stored("guid-1-new", "https://www.e.example/1/?utm_medium=rss", "Le budget du port voté"), known) == "guid-1");
  CHECK(key_after(stored("guid-2", "https://e.example/2", "Autre chose du port", "2026-11-23T09:30"), known) == "guid-2");
}

TEST_CASE("an id that is an address survives the move to https and to www") {
  const std::vector<article> known{stored("http://e.example/?p=7", "http://e.example/port", "Le budget")};
  CHECK(key_after(stored("https://www.e.example/?p=7", "https://e.example/2026/port", "Le budget, corrigé"), known) == "http://e.example/?p=7");
}

TEST_CASE("an article that moves under a new id is followed by its title and time") {
  const std::vector<article> known{stored("a", "https://e.example/old/1", "港口预算获得通过")};
  CHECK(key_after(stored("b", "https://e.example/new/1", "港口预算获得通过"), known) == "a");
  CHECK(key_after(stored("b", "https://e.example/new/1", "港口预算获得通过", "2026-11-24T08:30"), known) == "b");
}

TEST_CASE("what could be two articles is not made one") {
  // A front page as everybody's link says nothing.
  const std::vector<article> front{stored("a", "https://e.example/", "Un titre assez long")};
  CHECK(key_after(stored("b", "https://e.example/", "Un autre titre assez long", "2026-11-23T10:30"), front) == "b");
  // Both are in the feed: each keeps its own.
  const std::vector<article> known{stored("a", "https://e.example/live", "En direct, le matin")};
  std::vector<article> now{stored("a", "https://e.example/live", "En direct, le matin"), stored("b", "https://e.example/live", "En direct, le soir")};
  follow_known(now, known);
  CHECK(now[0].key == "a");
  CHECK(now[1].key == "b");
}

TEST_CASE("an id that stands for a place in the feed is no article's") {
  const std::vector<article> known{stored("slot-1", "https://e.example/pont", "Le pont rouvre")};
  const auto next = stored("slot-1", "https://e.example/port", "Le port ferme", "2026-11-24T10:30");
  const auto key = key_after(next, known);
  CHECK(key != "slot-1");
  // The next round knows it by that key, and so does the round in which its title is corrected.
  auto both = known;
  both.push_back(next);
  both.back().key = key;
  CHECK(key_after(next, both) == key);
  CHECK(key_after(stored("slot-1", "https://e.example/port", "Le port ferme ses portes", "2026-11-24T10:30"), both) == key);
  // Two of the three may change at a time.
  CHECK(key_after(stored("slot-1", "https://e.example/pont", "Le pont a rouvert", "2026-11-24T10:30"), known) == "slot-1");
  CHECK(key_after(stored("slot-1", "https://e.example/pont-ouvert", "Le pont a rouvert"), known) == "slot-1");
  CHECK(key_after(stored("slot-1", "https://e.example/pont-2", "Le pont rouvre", "2026-11-24T10:30"), known) == "slot-1");
}

TEST_CASE("an id that is shared in one round and not in the next names the same article") {
  auto shared = stored("0", "https://e.example/", "Le pont rouvre");
  shared.published.reset();
  const std::vector<article> alone{shared};
  shared.key = words_key(shared);
  CHECK(key_after(shared, alone) == "0");
  CHECK(key_after(alone.front(), {shared}) == shared.key);
}
