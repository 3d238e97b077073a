// The demo's newspaper: always today's, never tomorrow's.
#include "sandbox/world.hpp"
#include "support/catch.hpp"

#include "base/localisation.hpp"
#include "sandbox/newspaper.hpp"

using namespace depeche;
using namespace depeche::sandbox;
using namespace std::chrono_literals;

namespace {

class reader {
 public:
  explicit reader(std::string_view iso) : time(parse_iso_time(iso).value()), paper(time, "https") { paper.add_routes(routes); }

  http_response get(const std::string& path, http_headers headers = {}) {
    headers.push_back({"Host", "127.0.0.1:9443"});
    http_response answer;
    auto request = world::request_of("GET", path, "", std::move(headers));
    auto work = [&]() -> task<> { answer = co_await routes.handle(std::move(request)); };
    asio::co_spawn(loop, work(), [](std::exception_ptr) {});
    loop.restart();
    loop.run();
    return answer;
  }

  asio::io_context loop;
  manual_clock time;
  newspaper paper;
  router routes;
};

std::size_t count(std::string_view text, std::string_view word) {
  std::size_t times = 0;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++times;
  return times;
}

}  // namespace

TEST_CASE("the feeds carry what is out at the clock's hour, and more as the day goes on") {
  reader r("2026-11-23T00:01:00+01:00");
  const auto night = count(r.get("/newspaper/fr/rss.xml").body, "<item>");
  r.time.set(parse_iso_time("2026-11-23T23:50:00+01:00").value());
  const auto evening = r.get("/newspaper/fr/rss.xml");
  CHECK(night >= 1);
  CHECK(count(evening.body, "<item>") > night);
  CHECK(evening.body.find("<language>fr</language>") != std::string::npos);
  CHECK(evening.body.find("https://127.0.0.1:9443/newspaper/fr/") != std::string::npos);
  CHECK(evening.body.find("Mon, 23 Nov 2026") != std::string::npos);
  const auto whole = count(evening.body, "<content:encoded>");
  CHECK(whole >= 1);
  CHECK(whole < count(evening.body, "<item>"));
  CHECK(r.get("/newspaper/zh/atom.xml").body.find("<entry>") != std::string::npos);
  CHECK(r.get("/newspaper/en/atom.xml").status == 200);
  CHECK(r.get("/newspaper/en/rss.xml").status == 200);
  CHECK(r.get("/newspaper/zh/rss.xml").status == 404);
}

TEST_CASE("an article's page has its text, its update in the language's own form, and its related links") {
  reader r("2026-11-23T23:50:00+01:00");
  const auto feed = r.get("/newspaper/fr/rss.xml").body;
  const auto link = feed.find("<link>https://127.0.0.1:9443/newspaper/fr/", feed.find("<item>"));
  REQUIRE(link != std::string::npos);
  const auto from = feed.find("/newspaper/", link);
  const auto page = r.get(feed.substr(from, feed.find("</link>", from) - from));
  CHECK(page.status == 200);
  CHECK(page.body.find("Dernière mise à jour à ") != std::string::npos);
  CHECK(page.body.find("<h1>") != std::string::npos);
  CHECK(r.get("/newspaper/fr/nothing.html").status == 404);
  CHECK(r.get("/newspaper/fr/../../etc/passwd").status == 404);
}

TEST_CASE("an unchanged feed is not sent twice") {
  reader r("2026-11-23T12:00:00+01:00");
  const auto first = r.get("/newspaper/fr/rss.xml");
  const std::string tag(header_value(first.headers, "ETag"));
  REQUIRE(!tag.empty());
  const auto again = r.get("/newspaper/fr/rss.xml", {{"If-None-Match", tag}});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
}
