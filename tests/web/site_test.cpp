// The site by its addresses: front pages, digests, numbers that are none, caching, and headers.
#include "web/site_fixture.hpp"
#include "store/connection.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace depeche::test;

namespace {

bool is_our_404(const http_response& r) {
  return r.status == 404 && contains(r.body, "class=\"problem-number\"") && contains(r.body, "Le Courrier de Valbrune");
}

std::string with_one_digest(site_fixture& site) {
  const auto kept = site.keep({some_article()});
  return "/d/" + std::to_string(number(site.keep_digest("matin", "2026-11-23", kept).id));
}

}  // namespace

TEST_CASE("the front page shows the newest digest of its language whole and lists the earlier ones") {
  site_fixture site;
  const auto kept = site.keep({some_article("Hier au pont"), some_article("Le tramway ouvre")});
  const digest earlier = site.keep_digest("matin", "2026-11-22", {kept[0]});
  site.keep_digest("matin", "2026-11-23", {kept[1]});
  const auto page = site.get("/fr/");
  REQUIRE(page.status == 200);
  CHECK(contains(page.body, "<a href=\"/a/" + std::to_string(number(kept[1].id)) + "\">Le tramway ouvre</a>"));
  CHECK(contains(page.body, "lundi 23 novembre"));
  CHECK(contains(page.body, "<a href=\"/d/" + std::to_string(number(earlier.id)) + "\"><time datetime=\"2026-11-22\">22 novembre 2026"));
  CHECK(contains(page.body, "src=\"/qr/web.png\""));
  CHECK_FALSE(contains(site.get("/en/").body, "Le tramway ouvre"));
}

TEST_CASE("before the first digest the front page says that it is being prepared") {
  site_fixture site;
  CHECK(contains(site.get("/fr/").body, "La première édition est en préparation"));
  CHECK(contains(site.get("/en/").body, "The first edition is being prepared"));
  CHECK(contains(site.get("/zh/").body, "第一期正在编排"));
}

TEST_CASE("the bare address speaks the language that the reader's browser asks for") {
  site_fixture site;
  const auto in = [&](std::string accept) { return site.get("/", {{"Accept-Language", std::move(accept)}}).body; };
  CHECK(contains(in("zh-CN,zh;q=0.9,en;q=0.8"), "<html lang=\"zh-Hans\""));
  CHECK(contains(in("de, en-GB;q=0.7, fr;q=0.3"), "<html lang=\"en\""));
  CHECK(contains(in("de"), "<html lang=\"fr\""));
  CHECK(contains(in(""), "<html lang=\"fr\""));
  CHECK(contains(in("en;q=0, zh;q=nonsense,,;;q=,fr;q=0.1"), "<html lang=\"fr\""));
  CHECK(contains(in(std::string(100'000, ',')), "<html lang=\"fr\""));
  CHECK(header_value(site.get("/").headers, "Vary") == "Accept-Language");
}

TEST_CASE("a language without its slash is sent to the address with it, an unknown one is not found") {
  site_fixture site;
  const auto moved = site.get("/zh");
  CHECK(moved.status == 302);
  CHECK(header_value(moved.headers, "Location") == "/zh/");
  CHECK(is_our_404(site.get("/xx")));
  CHECK(is_our_404(site.get("/xx/")));
}

TEST_CASE("a digest's page carries date, items, summaries, sources, times and related articles") {
  site_fixture site;
  const auto kept = site.keep({some_article(), some_article("Feu vert")});
  related_article other;
  other.id = kept[1].id;
  other.title = "Feu vert";
  other.why = "même événement, hier";
  const digest d = site.keep_digest("matin", "2026-11-23", {kept[0]}, {other});
  const auto page = site.get("/d/" + std::to_string(number(d.id)));
  REQUIRE(page.status == 200);
  CHECK(contains(page.body, "Le Courrier du matin"));
  CHECK(contains(page.body, "<time datetime=\"2026-11-23\">lundi 23 novembre</time>"));
  CHECK(contains(page.body, "La première rame a franchi le pont."));
  CHECK(contains(page.body, "courrier"));
  CHECK(contains(page.body, "Dernière mise à jour à 07h05 le 23/11"));
  CHECK(contains(page.body, "Feu vert</a>"));
  CHECK(contains(page.body, "même événement, hier"));
  CHECK(contains(page.body, "rel=\"canonical\" href=\"https://news.example.org/d/"));
}

TEST_CASE("another account's digest is not found here") {
  site_fixture site;
  digest d;
  d.account = "other";
  d.edition = "matin";
  d.language = "fr";
  d.zone = "UTC";
  d.day = "2026-11-23";
  const auto saved = site.run(site.digests.save(d)).value();
  CHECK(is_our_404(site.get("/d/" + std::to_string(number(saved.id)))));
}

TEST_CASE("a digest whose zone or day no longer makes sense is shown all the same") {
  site_fixture site;
  digest d;
  d.account = "main";
  d.edition = "gone";
  d.language = "eo";
  d.zone = "Moon/Tycho";
  d.day = "soon";
  d.composed_at = site.time.now();
  const auto saved = site.run(site.digests.save(d)).value();
  CHECK(site.get("/d/" + std::to_string(number(saved.id))).status == 200);
}

TEST_CASE("numbers in paths that are none, too large or too small are not found") {
  site_fixture site;
  for (const char* path : {"/d/abc", "/d/99999999999999999999", "/d/0", "/d/-1", "/d/1x", "/d/%31%00", "/d/+1", "/d/1", "/a/abc", "/a/-1",
                           "/a/0", "/a/9223372036854775807", "/a/9223372036854775808", "/a/ 1", "/a/1e3", "/a/..%2F..%2Fetc",
                           "/nothing", "/nothing/at/all", "/d/1/2", "/qr/web.gif", "/qr/web", "/qr/.png"})
    CHECK(is_our_404(site.get(path)));
}

TEST_CASE("a page that the reader has already is not sent again") {
  site_fixture site;
  const std::string path = with_one_digest(site);
  const auto first = site.get(path);
  const std::string tag(header_value(first.headers, "ETag"));
  REQUIRE(tag.size() > 10);
  CHECK(header_value(first.headers, "Cache-Control") == "public, max-age=60");

  for (const std::string& sent : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
    const auto again = site.get(path, {{"If-None-Match", sent}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(header_value(again.headers, "ETag") == tag);
  }
  CHECK(site.get(path, {{"If-None-Match", "\"other\""}}).status == 200);
}

TEST_CASE("a HEAD has the headers of the GET") {
  site_fixture site;
  const std::string path = with_one_digest(site);
  const auto got = site.get(path);
  const auto head = site.get(path, {}, "HEAD");
  CHECK(head.status == 200);
  CHECK(header_value(head.headers, "ETag") == header_value(got.headers, "ETag"));
}

TEST_CASE("other methods are refused with what is allowed") {
  site_fixture site;
  const auto answer = site.get("/fr/", {}, "POST");
  CHECK(answer.status == 405);
  CHECK(contains(std::string(header_value(answer.headers, "Allow")), "GET"));
}

TEST_CASE("every page forbids scripts and everything from elsewhere but pictures, and uses none") {
  site_fixture site;
  const std::string digest_path = with_one_digest(site);
  for (const std::string& path : {std::string("/"), std::string("/fr/"), digest_path, std::string("/a/1"), std::string("/s/web"),
                                  std::string("/nothing"), std::string("/feed.xml")}) {
    const auto page = site.get(path);
    const std::string policy(header_value(page.headers, "Content-Security-Policy"));
    CHECK(contains(policy, "default-src 'none'"));
    CHECK_FALSE(contains(policy, "script-src"));
    CHECK_FALSE(contains(policy, "unsafe-inline"));
    CHECK(header_value(page.headers, "X-Content-Type-Options") == "nosniff");
    CHECK_FALSE(header_value(page.headers, "Referrer-Policy").empty());
    CHECK_FALSE(contains(page.body, "<script"));
    CHECK_FALSE(contains(page.body, " style="));
  }
}

TEST_CASE("the style sheet may be kept for a year under its tagged address only") {
  site_fixture site;
  const std::string page = site.get("/fr/").body;
  const auto at = page.find("/site.css?v=");
  REQUIRE(at != std::string::npos);
  const auto tagged = site.get(page.substr(at, page.find('"', at) - at));
  CHECK(tagged.content_type == "text/css; charset=utf-8");
  CHECK(contains(tagged.body, "prefers-color-scheme: dark"));
  CHECK(contains(std::string(header_value(tagged.headers, "Cache-Control")), "immutable"));
  CHECK_FALSE(contains(std::string(header_value(site.get("/site.css?v=old").headers, "Cache-Control")), "immutable"));
}

TEST_CASE("there are an icon and rules for robots") {
  site_fixture site;
  CHECK(site.get("/favicon.ico").content_type == "image/svg+xml");
  CHECK(contains(site.get("/robots.txt").body, "User-agent: *"));
}

TEST_CASE("a broken database gives the 500 page, without details") {
  site_fixture site;
  auto lose = [](connection& c) -> result<int> {
    c.script("ALTER TABLE digests RENAME TO lost");
    return 0;
  };
  REQUIRE(site.run(site.db->write(lose)).has_value());
  const auto page = site.get("/d/1");
  CHECK(page.status == 500);
  CHECK(contains(page.body, "Une panne de notre côté"));
  CHECK_FALSE(contains(page.body, "no such table"));
  CHECK(header_value(page.headers, "Cache-Control") == "no-store");
}

TEST_CASE("a Chinese page is in the script that its address asks for, and says so") {
  site_fixture site;
  const auto kept = site.keep({some_article("市图书馆外借电钻", "zh")});
  const digest d = site.keep_digest("chenbao", "2026-11-23", kept);
  const std::string page = "/d/" + std::to_string(number(d.id));
  CHECK(contains(site.get(page).body, "<html lang=\"zh-Hans\""));
  CHECK(contains(site.get(page).body, "市图书馆外借电钻"));
  for (const std::string& asked : {page, "/a/" + std::to_string(number(kept[0].id)), std::string("/zh/")}) {
    const std::string body = site.get(asked + "?script=hant").body;
    CHECK(contains(body, "<html lang=\"zh-Hant\""));
    CHECK(contains(body, "市圖書館外借電鑽"));
  }
  CHECK(contains(site.get("/fr/?script=hant").body, "<html lang=\"fr\""));
  CHECK(contains(site.get(page).body, "<a href=\"" + page + "?script=hant\" hreflang=\"zh-Hant\" lang=\"zh-Hant\">繁體</a>"));
  CHECK(contains(site.get(page + "?script=hant").body, "?script=hans\" hreflang=\"zh-Hans\""));
  CHECK_FALSE(contains(site.get("/fr/").body, "script="));
}
