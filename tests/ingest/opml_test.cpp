// Lists of feeds, in and out.
#include "ingest/opml.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace std::chrono_literals;

TEST_CASE("a reader's list is read with its folders opened, each address once") {
  const auto list = read_opml(R"(<?xml version="1.0"?><opml version="1.1"><head><title>x</title></head><body>
    <outline text="Presse"><outline text="Le Fanal" xmlUrl="https://fanal.example/rss" language="fr"/>
      <outline title="灯塔报" xmlUrl="https://dengta.example/feed?a=1&amp;b=2"/></outline>
    <outline text="again" xmlUrl="https://fanal.example/rss"/>
    <outline text="bad" xmlUrl="gopher://nowhere/1"/><outline text="empty" xmlUrl=""/>
    <outline text="no feed" htmlUrl="https://example.org"/></body></opml>)");
  REQUIRE(list.has_value());
  REQUIRE(list->entries.size() == 2);
  CHECK(list->entries[0].title == "Le Fanal");
  CHECK(list->entries[0].language == "fr");
  CHECK(list->entries[1].title == "灯塔报");
  CHECK(list->entries[1].url == "https://dengta.example/feed?a=1&b=2");
  CHECK(list->left_out == 2);
}

TEST_CASE("addresses that old readers wrote for feeds are addresses of the web") {
  const auto list = read_opml("<opml><body><outline text='a' xmlUrl=' feed://example.org/a '/><outline text='b' xmlUrl='FEED:https://example.org/b'/>"
                              "<outline text='c' xmlUrl='feed:file:///etc/passwd'/></body></opml>");
  REQUIRE(list.has_value());
  REQUIRE(list->entries.size() == 2);
  CHECK(list->entries[0].url == "http://example.org/a");
  CHECK(list->entries[1].url == "https://example.org/b");
  CHECK(list->left_out == 1);
}

TEST_CASE("a list with a bare ampersand or a missing end is read all the same, anything else is refused") {
  const auto broken = read_opml("<opml><body><outline text=\"R&D\" xmlUrl=\"https://a.example/?x=1&y=2\"/><outline text=\"b\" xmlUrl=\"https://b.example/\"/>");
  REQUIRE(broken.has_value());
  REQUIRE(broken->entries.size() == 2);
  CHECK(broken->entries[0].title == "R&D");
  for (const char* other : {"", "hello", "<rss/>", "<html><outline xmlUrl='https://a.example/'/></html>"}) {
    const auto refused = read_opml(other);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == errc::feed_unrecognised);
  }
  std::string deep = "<opml><body>";
  for (int i = 0; i < 100'000; ++i) deep += "<outline text='x'>";
  CHECK(read_opml(deep).has_value());
}

TEST_CASE("what is written is read back") {
  const std::vector<source> sources = {{"le-fanal", "https://fanal.example/rss?a=1&b=\"2\"", "fr", 900s}, {"plain", "http://b.example/", "", 60s}};
  const auto back = read_opml(write_opml(sources));
  REQUIRE(back.has_value());
  REQUIRE(back->entries.size() == 2);
  CHECK(back->entries[0].title == "le-fanal");
  CHECK(back->entries[0].language == "fr");
  CHECK(back->entries[1].url == "http://b.example/");
}

TEST_CASE("a title goes out as it came in") {
  std::vector<source> sources = {{"le-monde-cie", "https://m.example/rss", "fr", 900s}};
  sources[0].title = "Le Monde & Cie";
  const auto back = read_opml(write_opml(sources));
  REQUIRE(back.has_value());
  CHECK(back->entries.at(0).title == "Le Monde & Cie");
}

TEST_CASE("a source's name comes from its title, else its host, and is never taken twice") {
  CHECK(source_name("Le Monde – Une", "https://lemonde.fr/rss", {}) == "le-monde-une");
  CHECK(source_name("新华网", "https://www.news.cn/rss", {}) == "news-cn");
  CHECK(source_name("", "nonsense", {}) == "source");
  CHECK(source_name("A Paper", "https://a.example/", {"a-paper", "a-paper-2"}) == "a-paper-3");
  CHECK(source_name(std::string(300, 'x'), "https://a.example/", {}).size() <= 40);
}
