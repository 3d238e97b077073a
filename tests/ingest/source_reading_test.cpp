// What becomes of a source's bytes: its articles, or the word that there are none.
#include "base/localisation.hpp"
#include "ingest/source_reading.hpp"
#include "support/catch.hpp"

#include <set>
#include <string>
#include <vector>

using namespace depeche;

namespace {

const timestamp noon = *parse_iso_time("2026-11-23T12:00");

source feed_of(std::string language) {
  source s;
  s.name = "fanal";
  s.url = "https://fanal.example/rss";
  s.language = std::move(language);
  return s;
}

std::string published(const std::string& items, std::string language) {
  const auto reading = read_source(feed_of(std::move(language)), "<rss><channel>" + items + "</channel></rss>", "utf-8", "https://fanal.example/rss", noon);
  REQUIRE(reading.has_value());
  return iso_time(*reading->articles.at(0).published);
}

result<source_reading> read(const std::string& items, std::string language = "fr") {
  return read_source(feed_of(std::move(language)), "<rss><channel><title>Le Fanal</title>" + items + "</channel></rss>", "utf-8",
                     "https://fanal.example/rss", noon);
}

std::string item(const std::string& id, const std::string& title, const std::string& link) {
  return "<item>" + (id.empty() ? "" : "<guid isPermaLink=\"false\">" + id + "</guid>") + "<title>" + title + "</title>" +
         (link.empty() ? "" : "<link>" + link + "</link>") + "</item>";
}

// The titles that are kept, each under a key of its own.
std::vector<std::string> titles(const std::string& items) {
  const auto reading = read("<link>https://fanal.example/actu</link>" + items);
  REQUIRE(reading.has_value());
  std::vector<std::string> out;
  std::set<std::string> keys;
  for (const auto& a : reading->articles) {
    out.push_back(a.title);
    CHECK(keys.insert(a.key).second);
  }
  return out;
}

using list = std::vector<std::string>;

}  // namespace

TEST_CASE("entries that share an id or an address are told apart by address and title") {
  const std::string home = "https://fanal.example/", section = "https://fanal.example/actu";
  CHECK(titles(item("0", "Un pont", home + "1") + item("0", "Un port", home + "2") + item("0", "Une place", home + "3")) ==
        list{"Un pont", "Un port", "Une place"});
  CHECK(titles(item("0", "Un pont", "") + item("0", "Un port", "")) == list{"Un pont", "Un port"});
  CHECK(titles(item(home, "Un pont", home + "1") + item(home, "Un port", home + "2")) == list{"Un pont", "Un port"});
  CHECK(titles(item("", "Un pont", home) + item("", "Un port", home)) == list{"Un pont", "Un port"});
  CHECK(titles(item("", "Un pont", section) + item("", "Un port", section)) == list{"Un pont", "Un port"});
  const auto live = home + "direct";
  CHECK(titles(item("", "Un", live) + item("", "Deux", live) + item("", "Trois", live)) == list{"Un", "Deux", "Trois"});
}

TEST_CASE("an article that is listed twice is one") {
  const std::string at = "https://fanal.example/pont";
  CHECK(titles(item("7", "Un pont", at) + item("7", "Un pont", at)) == list{"Un pont"});
  CHECK(titles(item("7", "Un pont", at) + item("8", "Un pont", at + "?utm_source=rss")) == list{"Un pont"});
  CHECK(titles(item("7", "Un pont", at) + item("7", "Un pont", "https://fanal.example/sport/pont")) == list{"Un pont"});
  CHECK(titles(item("7", "Un pont, corrigé", at) + item("7", "Un pont", at)) == list{"Un pont, corrigé"});
}

TEST_CASE("times without a zone hold where the source's language is at home, or the feed's") {
  const std::string item = "<item><title>港口</title><pubDate>2026-11-23 13:18:09</pubDate></item>";
  CHECK(published(item, "zh") == "2026-11-23T05:18:09Z");
  CHECK(published("<language>zh-cn</language>" + item, "") == "2026-11-23T05:18:09Z");
  CHECK(published("<language>ZH-TW</language>" + item, "") == "2026-11-23T05:18:09Z");
  CHECK(published(item, "fr") == "2026-11-23T12:18:09Z");
  CHECK(published(item, "") == "2026-11-23T13:18:09Z");
  CHECK(published("<item><title>港口</title><pubDate>Mon, 23 Nov 2026 05:18:09 GMT</pubDate></item>", "zh") == "2026-11-23T05:18:09Z");
}

TEST_CASE("an article from the future counts from first sight") {
  article a;
  a.first_seen = noon;
  a.published = noon + std::chrono::minutes{10};
  CHECK(news_time(a) == noon + std::chrono::minutes{10});
  a.published = noon + std::chrono::hours{8};
  CHECK(news_time(a) == noon);
  CHECK(shown_time(a) == noon);
  a.published.reset();
  CHECK_FALSE(shown_time(a));
}

TEST_CASE("a feed that gives several the same id is told so") {
  const auto said = [](const std::string& items) {
    const auto reading = read(items);
    std::string all;
    for (const auto& p : reading->problems) all += p + "\n";
    return all;
  };
  const std::string at = "https://fanal.example/";
  CHECK(said(item("0", "Un pont", at + "1") + item("0", "Un port", at + "2")).find("2 entries share their id") != std::string::npos);
  CHECK(said(item("7", "Un pont, corrigé", at + "1") + item("7", "Un pont", at + "1")).find("1 entries repeat") != std::string::npos);
  CHECK(said(item("7", "Un pont", at + "1") + item("7", "Un pont", at + "1")).find("repeat") == std::string::npos);
}

TEST_CASE("the text of a description is whole, however long") {
  std::string text;
  for (int i = 0; i < 900; ++i) text += "<p>港口今天第" + std::to_string(i) + "次公布新的运输计划和船期安排。</p>";
  const auto reading = read("<item><title>港口</title><description><![CDATA[" + text + "<p>完。</p>]]></description></item>", "zh");
  REQUIRE(reading.has_value());
  REQUIRE(reading->articles.size() == 1);
  CHECK(reading->articles[0].text.size() > 40'000);
  CHECK(reading->articles[0].text.ends_with("完。"));
  CHECK(reading->articles[0].summary.size() <= longest_summary);
}
