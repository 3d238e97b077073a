#include "ingest/feed_discovery.hpp"
#include "support/catch.hpp"

#include <string>

using namespace depeche;

namespace {

std::string announced(const std::string& head) {
  return find_announced_feed("<html><head>" + head + "</head><body><p>x</p></body></html>", {}, "https://news.example/section/");
}

std::string linked(const std::string& body) { return find_linked_feed("<html><body>" + body + "</body></html>", {}, "https://news.example/section/"); }

}  // namespace

TEST_CASE("a page's feed is found however the page announces it") {
  CHECK(announced("<link rel=alternate type=application/rss+xml href=rss.xml>") == "https://news.example/section/rss.xml");
  CHECK(announced("<LINK REL='Alternate nofollow' TYPE='application/atom+xml; charset=utf-8' HREF='/atom'>") == "https://news.example/atom");
  CHECK(announced("<link rel=alternate type=application/feed+json href=/feed.json>") == "https://news.example/feed.json");
  CHECK(announced("<link rel=feed href=/flux>") == "https://news.example/flux");
  CHECK(announced("<link rel=alternate type=text/xml href=/rss.xml>") == "https://news.example/rss.xml");
  CHECK(announced("<base href='https://cdn.example/'><link rel=alternate type=application/rss+xml href='//feeds.example/1'>") == "https://feeds.example/1");
  CHECK(announced("<base href='/home/'><link rel=alternate type=application/rss+xml href=rss.xml>") == "https://news.example/home/rss.xml");
  CHECK(announced("<link rel=alternate type=application/rss+xml href='feed:https://news.example/rss'>") == "https://news.example/rss");
  CHECK(linked("<base href='/home/'><a href='feed://news.example/flux'>RSS</a>") == "http://news.example/flux");
}

TEST_CASE("a page's base and the scheme of old readers are understood where a feed is named") {
  CHECK(announced("<base href='/base/'><link rel=alternate type=application/rss+xml href=rss.xml>") == "https://news.example/base/rss.xml");
  CHECK(announced("<link rel=alternate type=application/rss+xml href='feed:https://news.example/rss'>") == "https://news.example/rss");
  CHECK(announced("<link rel=alternate type=application/rss+xml href='feed://news.example/rss'>") == "http://news.example/rss");
  CHECK(find_linked_feed("<html><head><base href=/base/></head><body><a href=rss.xml>RSS</a></body></html>", {}, "https://news.example/section/") ==
        "https://news.example/base/rss.xml");
}

TEST_CASE("the feed of comments is taken only when there is no other") {
  const std::string comments = "<link rel=alternate type=application/rss+xml title='Blog » Comments Feed' href=/comments/feed/>";
  CHECK(announced(comments + "<link rel=alternate type=application/rss+xml title=Blog href=/feed/>") == "https://news.example/feed/");
  CHECK(announced(comments) == "https://news.example/comments/feed/");
}

TEST_CASE("what is no feed is not announced as one") {
  CHECK(announced("<link rel=alternate hreflang=fr href=/fr/>").empty());
  CHECK(announced("<link rel=alternate type=text/html href=/rss.xml>").empty());
  CHECK(announced("<link rel=alternate type=application/json href=/wp-json/pages/1>").empty());
  CHECK(announced("<link rel=stylesheet type=application/rss+xml href=/rss.xml>").empty());
  CHECK(announced("<link rel=alternate type=application/rss+xml href='javascript:alert(1)'>").empty());
  CHECK(announced("<link rel=alternate type=application/rss+xml href='https://news.example/section/'>").empty());
}

TEST_CASE("a link for people leads to the feed of a page that announces none") {
  CHECK(linked("<a href=/about>About</a><a href=/abo.php?id=3>Flux RSS</a>") == "https://news.example/abo.php?id=3");
  CHECK(linked("<a href=/cn/feed/>订阅</a>") == "https://news.example/cn/feed/");
  CHECK(linked("<a href=/c.xml>RSS订阅</a>") == "https://news.example/c.xml");
  CHECK(linked("<a href=https://other.example/rss.xml>RSS</a>").empty());
  CHECK(linked("<a href=/sitemap.xml>Sitemap</a><a href=/comments/feed/>Comments</a><a href=/feedback>Feed the birds</a>").empty());
}
