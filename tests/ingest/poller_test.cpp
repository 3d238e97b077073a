// The poller over a real loopback server and the real store.
#include "async/task_group.hpp"
#include "ingest_world.hpp"

#include <algorithm>

using namespace depeche;

TEST_CASE("a source is fetched, parsed and kept, and asked conditionally the next time") {
  world w;
  // Its one short entry has no link: nothing more to fetch.
  w.paper.pages["/gbk.xml"] = data_file("latin1.xml");
  auto poller = w.poller({w.at("cafe", "/gbk.xml")});
  auto reports = w.run(poller.poll_all());
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].changed);
  CHECK(reports[0].kept.added == 1);
  CHECK(w.changes == 1);
  REQUIRE(w.stored().size() == 1);
  CHECK(w.stored()[0].title == "€uro");
  CHECK(w.stored()[0].source == "cafe");

  reports = w.run(poller.poll_all());
  CHECK_FALSE(reports[0].changed);
  CHECK(reports[0].problems.empty());
  CHECK(w.changes == 1);
  CHECK(w.paper.hits["/gbk.xml"] == 2);
}

TEST_CASE("a bad source gives a problem line and a state, and the others go on") {
  world w;
  w.paper.pages["/rss.xml"] = data_file("page-instead.xml");
  w.paper.pages["/empty.xml"] = " ";
  w.paper.pages["/cut.xml"] = data_file("cut.xml");
  w.paper.pages["/good.xml"] = data_file("latin1.xml");
  auto poller = w.poller({w.at("html", "/rss.xml"), w.at("empty", "/empty.xml"), w.at("cut", "/cut.xml"), w.at("gone", "/gone.xml"),
                          w.at("refused", ":1"), w.at("good", "/good.xml")});
  const auto reports = w.run(poller.poll_all());
  REQUIRE(reports.size() == 6);
  CHECK(reports[0].problems.at(0).find("HTML") != std::string::npos);
  CHECK(reports[1].problems.at(0).find("empty") != std::string::npos);
  CHECK(reports[2].problems.at(0).find("cut off") != std::string::npos);
  CHECK(reports[2].kept.added == 1);
  CHECK(reports[3].problems.at(0).find("404") != std::string::npos);
  CHECK_FALSE(reports[4].problems.empty());
  CHECK(reports[5].problems.empty());
  CHECK(reports[5].kept.added == 1);
  const auto state = w.run(w.articles.state_of("gone"));
  REQUIRE(state.has_value());
  CHECK(state->failures_in_a_row == 1);
  CHECK(state->last_problem.find("404") != std::string::npos);
  CHECK(w.stored().size() == 2);
}

TEST_CASE("an excerpt is completed from the article's page once, and the feed's title stays") {
  world w;
  w.paper.pages["/feed.xml"] = "<rss><channel><item><title>Titre du flux</title><link>/phare</link><guid>p</guid>"
                               "<pubDate>Mon, 23 Nov 2026 08:30:00 GMT</pubDate><description>Le phare…</description></item>"
                               "<item><title>Sans page</title><link>/rien</link><guid>r</guid><description>Rien…</description></item></channel></rss>";
  w.paper.pages["/phare"] = data_file("page-fr.html");
  auto poller = w.poller({w.at("fr", "/feed.xml")});
  const auto reports = w.run(poller.poll_all());
  CHECK(reports[0].kept.added == 2);
  CHECK(reports[0].problems.size() == 2);  // no date, and no page, for the second
  auto rows = w.stored();
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].title == "Titre du flux");
  CHECK(iso_time(*rows[0].published) == "2026-11-23T08:30:00Z");
  CHECK(rows[0].text.starts_with("Le phare de la pointe"));
  CHECK(rows[0].author == "Jeanne Martin");
  CHECK(rows[0].related.size() == 3);
  CHECK(rows[1].text.empty());
  CHECK(rows[1].summary == "Rien…");

  w.paper.changed = true;
  const auto again = w.run(poller.poll_all());
  CHECK(again[0].kept.unchanged == 2);
  CHECK(w.paper.hits["/phare"] == 1);
}

TEST_CASE("a page is followed to the feed that it announces, and read as an article when it announces none") {
  world w;
  w.paper.pages["/home"] = "<html><head><link rel=alternate type='application/rss+xml' href='/news.xml'></head><body>hello</body></html>";
  w.paper.pages["/news.xml"] = data_file("latin1.xml");
  w.paper.pages["/phare"] = data_file("page-fr.html");
  auto poller = w.poller({w.at("home", "/home"), w.at("page", "/phare")});
  const auto reports = w.run(poller.poll_all());
  CHECK(reports[0].kept.added == 1);
  CHECK(reports[1].kept.added == 1);
  for (const auto& a : w.stored())
    CHECK(a.title == (a.source == "home" ? "€uro" : "Le phare rallumé après dix ans"));
}

TEST_CASE("a page that answers for a feed is a failure, not an article") {
  world w;
  const std::string portal = data_file("page-fr.html");
  const std::string other = "<html><head><link rel=alternate type='application/rss+xml' href='/comments'></head><body>Bienvenue</body></html>";
  w.paper.changed = true;
  w.paper.pages["/a"] = w.paper.pages["/b"] = w.paper.pages["/news"] = data_file("latin1.xml");
  w.paper.pages["/home"] = "<html><head><link rel=alternate type='application/rss+xml' href='/news'></head><body>hello</body></html>";
  w.paper.pages["/comments"] = data_file("cut.xml");
  auto poller = w.poller({w.at("a", "/a"), w.at("b", "/b"), w.at("home", "/home")});
  for (const auto& report : w.run(poller.poll_all())) CHECK(report.kept.added == 1);
  const auto refused = [&] {
    for (const auto& report : w.run(poller.poll_all())) {
      INFO(report.source);
      CHECK(report.failed == errc::feed_unrecognised);
    }
    CHECK(w.stored().size() == 3);
  };
  w.paper.pages["/a"] = portal;
  w.paper.pages["/b"] = other;
  w.paper.pages["/home"] = portal;
  refused();
  // What a page announces is no better for it.
  w.paper.pages["/home"] = "<html><head><link rel=alternate type='application/rss+xml' href='/news'></head><body>hello</body></html>";
  w.paper.pages["/news"] = portal;
  refused();
  for (const char* path : {"/a", "/b", "/news"}) w.paper.pages[path] = data_file("latin1.xml");
  for (const auto& report : w.run(poller.poll_all())) CHECK_FALSE(report.failed);
}

TEST_CASE("redirects are followed to a limit, and lead nowhere that the guard forbids") {
  world w;
  w.paper.pages["/good.xml"] = data_file("latin1.xml");
  w.paper.redirects["/moved"] = "good.xml";
  w.paper.redirects["/loop"] = "/loop";
  w.paper.redirects["/away"] = "ftp://example.org/";
  auto poller = w.poller({w.at("moved", "/moved"), w.at("loop", "/loop"), w.at("away", "/away")});
  const auto reports = w.run(poller.poll_all());
  CHECK(reports[0].kept.added == 1);
  CHECK(reports[1].problems.at(0).find("redirects") != std::string::npos);
  CHECK(w.paper.hits["/loop"] == 6);
  CHECK_FALSE(reports[2].problems.empty());

  world guarded{address_guard{}};
  auto refused = guarded.poller({guarded.at("private", "/good.xml")});
  const auto refusal = guarded.run(refused.poll_all());
  CHECK_FALSE(refusal[0].problems.empty());
  CHECK(guarded.paper.hits.empty());
}

TEST_CASE("run polls at once, then when the clock says so, backs off from failures, and stops when asked") {
  world w;
  w.paper.pages["/good.xml"] = data_file("latin1.xml");
  auto poller = w.poller({w.at("good", "/good.xml"), w.at("gone", "/gone.xml")});
  task_group group(w.loop.get_executor());
  group.spawn("poller", poller.run());
  w.run_until([&] { return w.changes == 1 && w.paper.hits["/gone.xml"] == 1; });
  // Past 900 s and a tenth: the good one is due, the failed one waits twice as long.
  const auto next_round = [&](const std::string& title) {
    w.paper.changed = true;
    w.paper.pages["/good.xml"] = "<rss><channel><item><guid>1</guid><title>" + title + "</title></item></channel></rss>";
    w.time.advance(1000s);
    poller.ring();
  };
  next_round("second");
  w.run_until([&] { return w.changes == 2; });
  CHECK(w.paper.hits["/good.xml"] == 2);
  CHECK(w.paper.hits["/gone.xml"] == 1);
  next_round("third");
  w.run_until([&] { return w.changes == 3; });
  CHECK(w.paper.hits["/good.xml"] == 3);
  CHECK(w.paper.hits["/gone.xml"] == 2);
  bool ended = false;
  asio::co_spawn(w.loop, group.drain(5s), [&](std::exception_ptr) { ended = true; });
  const auto begin = std::chrono::steady_clock::now();
  w.run_until([&] { return ended; });
  CHECK(group.running() == 0);
  CHECK(std::chrono::steady_clock::now() - begin < 4s);
}

TEST_CASE("an article whose id, title and link change in its feed is corrected, not added") {
  world w;
  const auto rss = [](const std::string& guid, const std::string& title, const std::string& link) {
    return "<rss><channel><title>Le Fanal</title><item><guid isPermaLink=\"false\">" + guid + "</guid><title>" + title + "</title><link>" + link +
           "</link><pubDate>Mon, 23 Nov 2026 08:30:00 GMT</pubDate></item></channel></rss>";
  };
  w.paper.changed = true;
  auto poller = w.poller({w.at("fanal", "/rss.xml")});
  const auto poll = [&](const std::string& feed) {
    w.paper.pages["/rss.xml"] = feed;
    const auto reports = w.run(poller.poll_all());
    REQUIRE(reports.size() == 1);
    return reports[0].kept;
  };
  const auto at = w.paper.address;
  CHECK(poll(rss("g1", "Le budget du port", at + "/port")).added == 1);
  const auto id = w.stored().at(0).id;
  // Another id behind a counted link; then a corrected title; then another address under the same title.
  CHECK(poll(rss("g1?v=2", "Le budget du port", at + "/port/?utm_source=rss")).added == 0);
  const auto corrected = poll(rss("g1?v=3", "Le budget du port voté", at + "/port"));
  CHECK(corrected.added == 0);
  CHECK(corrected.corrected == 1);
  CHECK(poll(rss("g9", "Le budget du port voté", at + "/2026/port")).added == 0);
  const auto rows = w.stored();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].id == id);
  CHECK(rows[0].title == "Le budget du port voté");
  CHECK(rows[0].url == at + "/2026/port");
}

TEST_CASE("an id that is used again for other news replaces nothing, however long ago it was stored") {
  world w;
  w.paper.changed = true;
  auto poller = w.poller({w.at("fanal", "/rss.xml")});
  const auto poll = [&](const std::string& id, int day) {
    const auto n = std::to_string(day);
    w.paper.pages["/rss.xml"] = "<rss><channel><item><guid isPermaLink=\"false\">" + id + "</guid><title>Nouvelle " + n + "</title><link>" + w.paper.address +
                                "/" + n + "</link><pubDate>" + (day < 10 ? "0" : "") + n + " Nov 2026 08:30:00 GMT</pubDate></item></channel></rss>";
    return w.run(poller.poll_all()).at(0).kept;
  };
  CHECK(poll("slot-1", 1).added == 1);
  CHECK(poll("slot-1", 2).added == 1);
  CHECK(poll("slot-1", 2).unchanged == 1);
  std::vector<article> others;
  for (int i = 0; i < 150; ++i) {
    article a;
    a.source = "fanal";
    a.key = a.title = "between " + std::to_string(i);
    a.first_seen = w.time.now();
    others.push_back(a);
  }
  REQUIRE(w.run(w.articles.keep(others)).has_value());
  CHECK(poll("slot-1", 3).added == 1);
  CHECK(w.run(w.articles.count()).value() == 153);
}

namespace {

http_response answer_of(int status, std::string body, http_headers headers = {}) {
  http_response r;
  r.status = status;
  r.content_type = "text/plain";
  r.body = std::move(body);
  r.headers = std::move(headers);
  return r;
}

std::string feed_of(const std::string& title, const std::string& extra = {}) {
  return "<rss><channel>" + extra + "<item><guid>" + title + "</guid><title>" + title + "</title></item></channel></rss>";
}

}  // namespace

TEST_CASE("a busy host is left alone for as long as it says, with all of its sources, and what is stored stays") {
  world w;
  w.paper.answers["/a.xml"] = answer_of(200, feed_of("premier"));
  w.paper.answers["/b.xml"] = answer_of(200, feed_of("deuxième"));
  auto poller = w.poller({w.at("a", "/a.xml"), w.at("b", "/b.xml")});
  w.run(poller.poll_all());
  REQUIRE(w.stored().size() == 2);
  const std::string when = rfc822_time(w.time.now() + 1h);
  w.paper.answers["/a.xml"] = answer_of(429, feed_of("jamais"), {{"Retry-After", when}});
  auto reports = w.run(poller.poll_all());
  CHECK(reports[0].problems.at(0).find("429") != std::string::npos);
  CHECK(w.stored().size() == 2);
  w.paper.answers["/a.xml"] = answer_of(200, feed_of("troisième"));
  const auto before = w.paper.hits;
  w.time.advance(59min);
  reports = w.run(poller.poll_all());
  CHECK(reports[0].early);
  CHECK(reports[1].early);
  CHECK(w.paper.hits == before);
  w.time.advance(2min);
  reports = w.run(poller.poll_all());
  CHECK(reports[0].kept.added == 1);
  CHECK(w.paper.hits["/b.xml"] == before.at("/b.xml") + 1);

  // The wish outlives a restart.
  w.paper.answers["/a.xml"] = answer_of(503, "", {{"Retry-After", "600"}});
  w.run(poller.poll_all());
  auto restarted = w.poller({w.at("a", "/a.xml")});
  reports = w.run(restarted.poll_all());
  CHECK(reports[0].early);
}

TEST_CASE("max-age and the feed's ttl are pauses that a round respects") {
  world w;
  w.paper.answers["/aged.xml"] = answer_of(200, feed_of("un"), {{"Cache-Control", "max-age=1800"}});
  w.paper.answers["/ttl.xml"] = answer_of(200, feed_of("deux", "<ttl>60</ttl>"));
  w.paper.answers["/free.xml"] = answer_of(200, feed_of("trois"));
  auto poller = w.poller({w.at("aged", "/aged.xml"), w.at("ttl", "/ttl.xml"), w.at("free", "/free.xml")});
  w.run(poller.poll_all());
  w.time.advance(20min);
  w.run(poller.poll_all());
  CHECK(w.paper.hits == std::map<std::string, int>{{"/aged.xml", 1}, {"/ttl.xml", 1}, {"/free.xml", 2}});
  w.time.advance(20min);
  w.run(poller.poll_all());
  CHECK(w.paper.hits == std::map<std::string, int>{{"/aged.xml", 2}, {"/ttl.xml", 1}, {"/free.xml", 3}});
  w.time.advance(21min);
  w.run(poller.poll_all());
  CHECK(w.paper.hits["/ttl.xml"] == 2);
}

TEST_CASE("a permanent move is remembered, a temporary one is not, and a bad new address is forgotten") {
  world w;
  w.paper.answers["/old.xml"] = answer_of(301, "", {{"Location", "/new.xml"}});
  w.paper.answers["/new.xml"] = answer_of(200, feed_of("ici"));
  w.paper.answers["/here.xml"] = answer_of(302, "", {{"Location", "/there.xml"}});
  w.paper.answers["/there.xml"] = answer_of(200, feed_of("là"));
  // A captive page must not be taken for the new address.
  w.paper.answers["/held.xml"] = answer_of(308, "", {{"Location", "/login"}});
  w.paper.answers["/login"] = answer_of(200, " ");
  auto poller = w.poller({w.at("moved", "/old.xml"), w.at("away", "/here.xml"), w.at("held", "/held.xml")});
  w.run(poller.poll_all());
  w.run(poller.poll_all());
  CHECK(w.paper.hits["/old.xml"] == 1);
  CHECK(w.paper.hits["/new.xml"] == 2);
  CHECK(w.paper.hits["/here.xml"] == 2);
  CHECK(w.paper.hits["/held.xml"] == 2);
  CHECK(w.run(w.articles.state_of("moved"))->moved_to == w.paper.address + "/new.xml");
  w.paper.answers["/new.xml"] = answer_of(410, "");
  w.paper.answers["/old.xml"] = answer_of(200, feed_of("retour"));
  w.run(poller.poll_all());
  w.run(poller.poll_all());
  const auto reports = w.run(poller.poll_all());
  CHECK(reports[0].kept.added == 1);
}

TEST_CASE("a source is told broken after failures in a row and well when it answers again, once each") {
  world w;
  w.paper.answers["/rss.xml"] = answer_of(200, feed_of("un"));
  auto poller = w.poller({w.at("fanal", "/rss.xml")});
  w.run(poller.poll_all());
  w.paper.answers["/rss.xml"] = answer_of(500, "");
  for (int i = 0; i < 6; ++i) w.run(poller.poll_all());
  REQUIRE(w.told.size() == 1);
  CHECK(w.told[0].source == "fanal");
  CHECK(w.told[0].health.now_is == source_health::broken);
  w.paper.answers["/rss.xml"] = answer_of(200, feed_of("deux"));
  w.run(poller.poll_all());
  w.run(poller.poll_all());
  REQUIRE(w.told.size() == 2);
  CHECK(w.told[1].health.now_is == source_health::well);
}

TEST_CASE("a source that is gone for good is told at the second 410 and asked once a week, or at once under another address") {
  world w;
  w.paper.answers["/rss.xml"] = answer_of(200, feed_of("un"));
  auto poller = w.poller({w.at("fanal", "/rss.xml")});
  w.run(poller.poll_all());
  // One is a mishap, also after another failure.
  w.paper.answers["/rss.xml"] = answer_of(500, "");
  w.run(poller.poll_all());
  w.paper.answers["/rss.xml"] = answer_of(410, "");
  CHECK(w.run(poller.poll_all())[0].problems.size() == 1);
  CHECK(w.told.empty());
  w.paper.answers["/rss.xml"] = answer_of(200, feed_of("un"));
  w.run(poller.poll_all());
  w.paper.answers["/rss.xml"] = answer_of(410, "");
  w.run(poller.poll_all());
  CHECK(w.told.empty());
  w.run(poller.poll_all());
  REQUIRE(w.told.size() == 1);
  CHECK(w.told[0].health.now_is == source_health::broken);
  CHECK(w.told[0].problems.at(0).find("gone for good") != std::string::npos);
  CHECK(w.stored().size() == 1);
  const auto asked = w.paper.hits["/rss.xml"];
  w.time.advance(24h * 6);
  CHECK(w.run(poller.poll_all())[0].early);
  auto restarted = w.poller({w.at("fanal", "/rss.xml")});
  CHECK(w.run(restarted.poll_all())[0].early);
  CHECK(w.paper.hits["/rss.xml"] == asked);
  // It comes back.
  w.time.advance(25h);
  w.paper.answers["/rss.xml"] = answer_of(200, feed_of("deux"));
  CHECK(w.run(restarted.poll_all())[0].kept.added == 1);
  REQUIRE(w.told.size() == 2);
  CHECK(w.told[1].health.now_is == source_health::well);
  // It goes again, and somebody corrects the address.
  w.paper.answers["/rss.xml"] = answer_of(410, "");
  w.run(restarted.poll_all());
  w.run(restarted.poll_all());
  w.paper.answers["/new.xml"] = answer_of(200, feed_of("trois"));
  auto corrected = w.poller({w.at("fanal", "/new.xml")});
  CHECK(w.run(corrected.poll_all())[0].kept.added == 1);
}

TEST_CASE("a source that is silent beyond its rhythm is told, and told again when news come") {
  world w;
  std::string items;
  for (int day = 10; day <= 22; ++day)
    items += "<item><guid>" + std::to_string(day) + "</guid><title>Jour " + std::to_string(day) + "</title><pubDate>" + std::to_string(day) +
             " Nov 2026 08:00:00 GMT</pubDate></item>";
  w.paper.answers["/rss.xml"] = answer_of(200, "<rss><channel>" + items + "</channel></rss>");
  auto poller = w.poller({w.at("fanal", "/rss.xml")});
  w.run(poller.poll_all());
  CHECK(w.run(w.articles.state_of("fanal"))->rhythm == 48h);
  w.time.advance(12h);
  w.run(poller.poll_all());
  CHECK(w.told.empty());
  w.time.advance(12h);
  w.run(poller.poll_all());
  REQUIRE(w.told.size() == 1);
  CHECK(w.told[0].health.now_is == source_health::silent);
  items += "<item><guid>24</guid><title>Enfin</title><pubDate>24 Nov 2026 11:00:00 GMT</pubDate></item>";
  w.paper.answers["/rss.xml"] = answer_of(200, "<rss><channel>" + items + "</channel></rss>");
  w.run(poller.poll_all());
  REQUIRE(w.told.size() == 2);
  CHECK(w.told[1].health.now_is == source_health::well);
}

TEST_CASE("a host that does not answer is asked twice in a round, and its other sources are put off") {
  world w;
  w.paper.answers["/rss.xml"] = answer_of(200, feed_of("un"));
  std::vector<source> sources;
  // Nothing listens on the port of discard; the host is another name than the paper's.
  for (int i = 0; i < 8; ++i) sources.push_back({"dead" + std::to_string(i), "http://localhost:9/" + std::to_string(i), "fr", 900s});
  sources.push_back(w.at("good", "/rss.xml"));
  auto poller = w.poller(std::move(sources));
  const auto reports = w.run(poller.poll_all());
  const auto put_off = std::count_if(reports.begin(), reports.end(), [](const auto& r) { return !r.problems.empty() && r.problems[0].starts_with("put off"); });
  CHECK(put_off >= 5);
  CHECK(reports.back().kept.added == 1);
}

TEST_CASE("a source that is added is polled, one that is removed is not, and the config's word goes first") {
  world w;
  w.paper.answers["/config.xml"] = answer_of(200, feed_of("un"));
  w.paper.answers["/added.xml"] = answer_of(200, feed_of("deux"));
  w.paper.answers["/other.xml"] = answer_of(200, feed_of("trois"));
  auto poller = w.poller({w.at("fanal", "/config.xml")});
  poller.follow_added({w.at("fanal", "/other.xml"), w.at("added", "/added.xml")});
  auto reports = w.run(poller.poll_all());
  REQUIRE(reports.size() == 2);
  CHECK(w.paper.hits == std::map<std::string, int>{{"/config.xml", 1}, {"/added.xml", 1}});
  // The same list again changes nothing.
  poller.follow_added({w.at("added", "/added.xml")});
  CHECK(w.run(poller.poll_all()).size() == 2);
  // Another address under the name is another source.
  poller.follow_added({w.at("added", "/other.xml")});
  w.run(poller.poll_all());
  CHECK(w.paper.hits["/other.xml"] == 1);
  CHECK(w.paper.hits["/added.xml"] == 2);
  CHECK(poller.reads("added"));
  poller.follow_added({});
  CHECK(w.run(poller.poll_all()).size() == 1);
  CHECK_FALSE(poller.reads("added"));
  CHECK_FALSE(w.run(poller.take_distributed("added", feed_of("quatre"), "")));
}
