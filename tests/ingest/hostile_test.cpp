// Sources that mean harm, over real connections: each ends within the limits with a problem line, what is stored stays, and a good source
// in the same round notices nothing.
#include "base/log.hpp"
#include "hostile_server.hpp"
#include "ingest/feed_fetcher.hpp"
#include "ingest/quiet_times.hpp"
#include "ingest_world.hpp"
#include "packed.hpp"

using namespace depeche;

namespace {

std::string answer(const std::string& headers, const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
}

std::string feed(const std::string& title, const std::string& more = {}) {
  return "<rss version=\"2.0\"><channel><title>Le Phare</title>" + more + "<item><guid>" + title + "</guid><title>" + title +
         "</title><pubDate>Mon, 23 Nov 2026 11:00:00 GMT</pubDate></item></channel></rss>";
}

// The good paper at 127.0.0.1, the hostile one at 127.0.0.9.
struct siege : world {
  hostile_server bad{loop};

  explicit siege(address_guard guard = address_guard::open()) : world(std::move(guard)) { paper.pages["/good.xml"] = feed("Le phare rallumé"); }

  source hostile(const std::string& path = "/x", const std::string& host = "127.0.0.9") {
    return {"hostile", "http://" + host + ":" + bad.port() + path, "fr", 900s};
  }
  // The hostile source's report, after a round of both.
  source_report round(std::chrono::milliseconds patience = 20s) {
    auto p = poller({at("good", "/good.xml"), hostile()}, patience);
    auto reports = run(p.poll_all());
    INFO((reports[0].problems.empty() ? "" : reports[0].problems.front()));
    CHECK(reports[0].problems.empty());
    CHECK(stored().size() == 1);
    return reports[1];
  }
  std::string problem(std::chrono::milliseconds patience = 20s) {
    const auto report = round(patience);
    REQUIRE_FALSE(report.problems.empty());
    return report.problems.front();
  }
  // Sends this and closes.
  std::string problem_of(std::string bytes) {
    bad.on_request = [bytes](hostile_connection& c, std::string) -> task<> { co_await c.send(bytes); };
    return problem();
  }
};

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("small answers that unfold to far more are refused, in every coding and in layers") {
  const std::string bomb(64 << 20, ' ');
  const std::string once = gzipped(bomb);
  for (const auto& [packed, coding] : {std::pair{once, "gzip"}, std::pair{brotlied(bomb), "br"}, std::pair{gzipped(once), "gzip, gzip"},
                                       std::pair{brotlied(once), "gzip, br"}}) {
    INFO(coding);
    siege s;
    CHECK(has(s.problem_of(answer("Content-Encoding: " + std::string(coding) + "\r\n", packed)), "over 16777216 bytes"));
  }
  siege s;
  CHECK(has(s.problem_of(answer("Content-Encoding: gzip, gzip, gzip, gzip\r\n", gzipped(once))), "packed 4 times over"));
}

TEST_CASE("a body without end is cut at the limit, however it is framed") {
  for (const char* framing : {"", "Transfer-Encoding: chunked\r\n", "Content-Length: 1099511627776\r\n"}) {
    INFO(framing);
    siege s;
    const bool chunked = std::string(framing).find("chunked") != std::string::npos;
    s.bad.on_request = [=](hostile_connection& c, std::string) -> task<> {
      std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n" + std::string(framing) + "\r\n", piece(65536, 'x');
      if (chunked) piece = "10000\r\n" + piece + "\r\n";
      else head += "<rss><channel>";
      bool there = co_await c.send(head);
      while (there) there = co_await c.send(piece);
    };
    CHECK(has(s.problem(), "over 16777216 bytes"));
    CHECK(s.bad.sent < 64u << 20);
  }
}

TEST_CASE("documents that are larger than usual come one at a time, and all come") {
  siege s;
  std::size_t at_once = 0, most = 0;
  s.bad.on_request = [&](hostile_connection& c, std::string header) -> task<> {
    const std::string name = header.substr(5, 1);
    const std::string body = feed(name, "<!--" + std::string(3 << 20, 'x') + "-->");
    most = std::max(most, ++at_once);
    co_await c.send(answer("", body));
    --at_once;
  };
  std::vector<source> sources;
  for (int i = 1; i <= 4; ++i) {
    sources.push_back(s.hostile("/" + std::to_string(i), "127.0.1." + std::to_string(i)));
    sources.back().name = "large" + std::to_string(i);
  }
  auto p = s.poller(sources);
  const auto reports = s.run(p.poll_all());
  for (const auto& r : reports) {
    CHECK(r.problems.empty());
    CHECK(r.kept.added == 1);
  }
  CHECK(s.stored().size() == 4);
  CHECK(s.bad.connections == 8);  // each was refused once for its size
}

TEST_CASE("what drips ends when the patience does, in the header and in the body") {
  for (const bool in_body : {false, true}) {
    siege s;
    s.bad.on_request = [=](hostile_connection& c, std::string) -> task<> {
      const std::string head = in_body ? "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" : "HTTP/1.1 200 OK\r\nX-Slow: ";
      bool there = co_await c.send(head);
      while (there) {
        co_await c.pause(20ms);
        there = co_await c.send("x");
      }
    };
    const auto begin = std::chrono::steady_clock::now();
    CHECK(has(s.problem(300ms), "time limit"));
    CHECK(std::chrono::steady_clock::now() - begin < 5s);
  }
}

TEST_CASE("redirects share one patience and end, wherever they lead") {
  siege s;
  int hops = 0;
  s.bad.on_request = [&](hostile_connection& c, std::string) -> task<> {
    co_await c.pause(120ms);
    const std::string host = "127.0.0." + std::to_string(20 + ++hops);
    co_await c.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://" + host + ":" + s.bad.port() + "/" + std::to_string(hops) + "\r\n\r\n");
  };
  CHECK(has(s.problem(), "more than 5 redirects"));
  CHECK(hops == 6);
  siege slow;
  slow.bad.on_request = [&](hostile_connection& c, std::string) -> task<> {
    co_await c.pause(120ms);
    co_await c.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /again\r\n\r\n");
  };
  CHECK(has(slow.problem(300ms), "time limit"));
  for (const std::string location : {"", "Location: \r\n", "Location: ftp://example.org/\r\n", "Location: javascript:alert(1)\r\n", "Location: http://\r\n",
                                     "Location: file:///etc/passwd\r\n"}) {
    INFO(location);
    siege to;
    CHECK_FALSE(to.problem_of("HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n" + location + "\r\n").empty());
  }
}

TEST_CASE("a redirect into the inner network is refused, by name and in every way to write a number") {
  // The hostile server's own address and the good paper's are allowed; what stands behind the redirects is not.
  address_guard guard;
  for (const char* range : {"127.0.0.9", "127.0.0.1"}) REQUIRE(guard.allow(range).has_value());
  siege s(guard);
  for (const std::string target : {"127.0.0.5", "2130706437", "0177.0.0.5", "0x7f.0.0.5", "0x7f000005", "127.5", "[::ffff:127.0.0.5]", "[::ffff:7f00:5]",
                                   "[::127.0.0.5]", "[::1]", "0.0.0.0", "0", "[::]", "10.0.0.1", "169.254.169.254", "[64:ff9b::7f00:5]", "[fe80::1]",
                                   "ip6-localhost", "127.0.0.5.", "１２７.0.0.5"}) {
    INFO(target);
    std::size_t asked = 0;
    s.bad.on_request = [&](hostile_connection& c, std::string header) -> task<> {
      ++asked;
      if (header.starts_with("GET /secret")) co_await c.send(answer("", feed("secret")));
      else co_await c.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://" + target + ":" + s.bad.port() + "/secret\r\n\r\n");
    };
    s.time.advance(25h);
    CHECK_FALSE(s.problem().empty());
    CHECK(asked == 1);
  }
}

TEST_CASE("what is no HTTP ends at once with a problem, and nothing that is stored changes") {
  siege s;
  const std::string good = answer("ETag: \"1\"\r\n", feed("Avant"));
  s.bad.on_request = [&](hostile_connection& c, std::string) -> task<> { co_await c.send(good); };
  auto p = s.poller({s.hostile()});
  REQUIRE(s.run(p.poll_all())[0].kept.added == 1);
  const auto before = s.stored();
  const std::string ok = "HTTP/1.1 200 OK\r\n", chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  const std::string cut = good.substr(0, good.size() - 20), nothing;
  for (const std::string& bytes :
       {nothing, std::string("\0\0\0\0", 4), std::string("SSH-2.0-OpenSSH_9\r\n"), ok, ok + "Content-Length: 5\r\n\r\n<r", cut, ok + "Content-Length: -1\r\n\r\n",
        ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n<rss/>", ok + "Content-Length: 99999999999999999999999\r\n\r\n<rss/>", chunked + "zz\r\n<rss/>\r\n0\r\n\r\n",
        chunked + "-5\r\n<rss/>\r\n0\r\n\r\n", chunked + "FFFFFFFFFFFFFFFFFF\r\n<rss/>", chunked + "6\r\n<rss/>0\r\n\r\n", chunked + "6\r\n<rss", chunked + ";;;;\r\n",
        chunked + std::string(100'000, '0') + "6\r\n<rss/>", ok + "X: " + std::string(2 << 20, 'y') + "\r\n\r\n", ok + std::string(1 << 20, '\n'),
        "HTTP/1.1 999 \r\n\r\n" + std::string(10, '\0'), std::string("HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n"), ok + "Transfer-Encoding: gzip\r\n\r\nxx",
        std::string("HTTP/1.1 304 Not Modified\r\n\r\n").substr(0, 20), std::string("HTTP/1.1 500 No\r\nContent-Length: 6\r\n\r\n<rss/>"),
        ok + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x01", ok + "Content-Encoding: br\r\nContent-Length: 4\r\n\r\n\xff\xff\xff\xff"}) {
    INFO(printable(bytes.substr(0, 90)));
    s.bad.on_request = [&](hostile_connection& c, std::string) -> task<> { co_await c.send(bytes); };
    s.time.advance(25h);
    const auto report = s.run(p.poll_all())[0];
    CHECK_FALSE(report.problems.empty());
    CHECK(report.kept.added + report.kept.corrected == 0);
    const auto after = s.stored();
    REQUIRE(after.size() == 1);
    CHECK(after[0].title == before[0].title);
    CHECK(after[0].text == before[0].text);
  }
  // The validators of the last good answer are kept as well.
  CHECK(s.run(s.articles.state_of("hostile"))->etag == "\"1\"");
}

TEST_CASE("a server's lies about what changed are found out") {
  siege s;
  std::string title = "Premier";
  bool lies = false;
  std::vector<std::string> asked;
  s.bad.on_request = [&](hostile_connection& c, std::string header) -> task<> {
    const bool conditional = header.find("If-None-Match: ") != std::string::npos;
    asked.emplace_back(conditional ? "conditional" : "whole");
    if (lies || conditional) co_await c.send("HTTP/1.1 304 Not Modified\r\nETag: \"for ever\"\r\n\r\n");
    else co_await c.send(answer("ETag: \"for ever\"\r\n", feed(title)));
  };
  auto p = s.poller({s.hostile()});
  CHECK(s.run(p.poll_all())[0].kept.added == 1);
  title = "Deuxième";
  s.time.advance(1h);
  CHECK(s.run(p.poll_all())[0].kept.added == 0);
  s.time.advance(24h);
  CHECK(s.run(p.poll_all())[0].kept.added == 1);  // asked as by one who has nothing
  CHECK(asked == std::vector<std::string>{"whole", "conditional", "whole"});
  lies = true;
  siege other;
  CHECK(has(other.problem_of("HTTP/1.1 304 Not Modified\r\n\r\n"), "304"));
}

TEST_CASE("a coding that is named and not there, or there and not named, is seen through") {
  for (const auto& [headers, body] : {std::pair<std::string, std::string>{"Content-Encoding: gzip\r\n", feed("clair")},
                                      {"Content-Encoding: br\r\n", "\xEF\xBB\xBF" + feed("clair")},
                                      {"", gzipped(feed("clair"))},
                                      {"Content-Type: application/x-gzip\r\n", gzipped(feed("clair"))}}) {
    siege s;
    s.bad.on_request = [&](hostile_connection& c, std::string) -> task<> { co_await c.send(answer(headers, body)); };
    auto p = s.poller({s.hostile()});
    const auto report = s.run(p.poll_all())[0];
    INFO((report.problems.empty() ? "" : report.problems.front()));
    CHECK(report.problems.empty());
    CHECK(report.kept.added == 1);
  }
}

TEST_CASE("a feed is left alone in the hours that it skips") {
  siege s;
  // It is noon; the feed is read every quarter of an hour, but not from twelve to two.
  s.paper.pages["/quiet.xml"] = feed("calme", "<skipHours><hour>12</hour><hour>13</hour><hour>x</hour></skipHours>");
  auto p = s.poller({s.at("quiet", "/quiet.xml")});
  s.run(p.poll_all());
  s.time.advance(119min);
  CHECK(s.run(p.poll_all())[0].early);
  s.time.advance(1min);
  CHECK_FALSE(s.run(p.poll_all())[0].early);
  CHECK(s.paper.hits["/quiet.xml"] == 2);
}

TEST_CASE("quiet hours and days are read as people write them, and never silence a feed for good") {
  quiet_times q;
  const auto monday_noon = *parse_iso_time("2026-11-23T12:30");
  CHECK(until_awake(q, monday_noon) == 0s);
  q.add_hour("12");
  q.add_hour("24");
  q.add_hour("99");
  q.add_hour("-1");
  CHECK(until_awake(q, monday_noon) == 30min);
  CHECK(until_awake(q, monday_noon + 12h) == 30min);
  q.add_day("tuesday");
  q.add_day("Lundi");
  CHECK(until_awake(q, monday_noon + 12h) == 24h + 30min);  // midnight of Wednesday is an hour that it skips
  for (int h = 0; h < 24; ++h) q.add_hour(std::to_string(h));
  CHECK(until_awake(q, monday_noon) == 0s);
}
