// Customer messages, from planning to the settled ledger.
#include "world.hpp"

#include "base/localisation.hpp"

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;

TEST_CASE("everybody who may be reached gets the digest exactly once") {
  world w;
  w.followers(500);
  w.start();
  const push p = w.begin();
  const books b = w.finish(p);
  CHECK(b.sent == 500);
  CHECK(b.total() == 500);
  CHECK(w.platform->requests.size() == 500);
  for (const auto& [openid, times] : w.platform->requests) CHECK(times == 1);
  CHECK(w.platform->last_text.find("La mairie rouvre la bibliothèque") != std::string::npos);
  CHECK(w.platform->last_text.find("Le Matin") != std::string::npos);
  CHECK(w.deliveries->statistics().sent == 500);
  w.until([&] { return !w.reports.empty(); });
  CHECK(w.reports.front().counts.sent == 500);
  CHECK(w.reports.front().problem.empty());
  CHECK(w.run(w.ledger->find(p.id)).value()->state == push_state::done);
  CHECK(w.run(w.digests->find(p.digest)).value()->final);
  // A message of each person's five is spent.
  CHECK(w.run(w.subscribers->find(account_name, "o7")).value()->customer_messages.left == 4);
}

TEST_CASE("those who opted out or whose window closed are skipped with the reason, and the books sum") {
  world w;
  w.followers(3);
  const subscriber out = w.follower("out");
  REQUIRE(w.run(w.subscribers->set_wants_digest(out.id, false)).has_value());
  const subscriber silent = w.follower("silent", false);
  w.start();
  const push p = w.begin();
  const books b = w.finish(p);
  CHECK(b.sent == 3);
  CHECK(b.skipped == 2);
  CHECK(b.total() == 5);
  CHECK(w.run(w.ledger->row(p.id, out.id)).value()->reason == "opted out");
  CHECK(w.run(w.ledger->row(p.id, silent.id)).value()->reason.starts_with("window closed"));
  CHECK(w.platform->requests.count("out") == 0);
}

TEST_CASE("the forecast says whom a push would reach, as the push then does") {
  world w;
  w.followers(3);
  w.follower("silent", false);
  const audience a = w.run(w.deliveries->forecast(w.morning)).value();
  CHECK(a.customer_message == 3);
  CHECK(a.mass_send == 0);
  REQUIRE(a.skipped.size() == 1);
  CHECK(a.skipped[0].second == 1);
  CHECK(a.skipped[0].first.starts_with("window closed"));
}

TEST_CASE("a push with a known key is refused") {
  world w;
  w.followers(2);
  w.start();
  w.finish(w.begin("morning/2026-11-23/0800"));
  const auto again = w.run(w.deliveries->begin(w.morning, w.issue(), "morning/2026-11-23/0800", "test"));
  REQUIRE(again.has_error());
  CHECK(again.error().code == errc::already_exists);
  CHECK(w.platform->requests["o0"] == 1);
}

TEST_CASE("a window that the platform finds closed fails that person, and closes the allowance here too") {
  world w;
  w.followers(3);
  w.platform->script = [](const std::string& openid, int) { return scripted_answer{openid == "o1" ? 45015 : 0}; };
  w.start();
  const push p = w.begin();
  const books b = w.finish(p);
  CHECK(b.sent == 2);
  CHECK(b.failed == 1);
  const subscriber closed = *w.run(w.subscribers->find(account_name, "o1")).value();
  CHECK(closed.following);
  CHECK_FALSE(closed.customer_messages.open_at(w.time.now()));
  CHECK(w.run(w.ledger->row(p.id, closed.id)).value()->errcode == 45015);
}

TEST_CASE("a person who the platform says has left is marked as gone") {
  world w;
  w.followers(2);
  w.platform->script = [](const std::string& openid, int) { return scripted_answer{openid == "o0" ? 43004 : 0}; };
  w.start();
  CHECK(w.finish(w.begin()).failed == 1);
  CHECK_FALSE(w.run(w.subscribers->find(account_name, "o0")).value()->following);
}

TEST_CASE("a timeout leaves the outcome unknown and is not repeated") {
  world w;
  w.followers(5);
  w.platform->script = [](const std::string& openid, int) {
    return openid == "o2" ? scripted_answer{0, errc::timed_out} : scripted_answer{};
  };
  w.start();
  const books b = w.finish(w.begin());
  CHECK(b.unknown == 1);
  CHECK(b.sent == 4);
  CHECK(w.platform->requests["o2"] == 1);
  CHECK(w.deliveries->statistics().unknown == 1);
}

TEST_CASE("a busy platform is asked again after a while, and the person gets one message") {
  world w;
  w.followers(5);
  w.platform->script = [](const std::string& openid, int before) { return scripted_answer{openid == "o3" && before < 2 ? -1 : 0}; };
  w.start();
  const push p = w.begin();
  w.until([&] { return !w.reports.empty(); }, [&] { w.pass(100ms); });
  const books b = w.books_now(p.id);
  CHECK(b.sent == 5);
  CHECK(w.platform->requests["o3"] == 3);
  CHECK(w.platform->delivered["o3"] == 1);
  CHECK(w.run(w.subscribers->find(account_name, "o3")).value()->customer_messages.left == 4);
}

TEST_CASE("a request that never left is made again, a person who can't be served is given up after some attempts") {
  world w;
  w.followers(3);
  w.platform->script = [](const std::string& openid, int before) {
    if (openid == "o0" && before == 0) return scripted_answer{0, errc::connect_failed};
    return scripted_answer{openid == "o1" ? -1 : 0};
  };
  w.start();
  const push p = w.begin();
  w.until([&] { return !w.reports.empty(); }, [&] { w.pass(500ms); });
  const books b = w.books_now(p.id);
  CHECK(b.sent == 2);
  CHECK(b.failed == 1);
  CHECK(w.platform->requests["o0"] == 2);
  CHECK(w.platform->requests["o1"] == 5);
}

TEST_CASE("a used-up quota pauses the push, tells the desk, and goes on after midnight in China") {
  world w;
  w.followers(200);
  bool open = false;
  w.platform->script = [&](const std::string&, int) {
    return scripted_answer{w.platform->delivered.size() >= 50 && !open ? 45009 : 0};
  };
  w.start();
  const push p = w.begin();
  w.until([&] { return !w.reports.empty(); });
  CHECK(w.reports[0].problem.find("45009") != std::string::npos);
  CHECK(w.reports[0].counts.sent == 50);
  CHECK(w.reports[0].counts.planned == 150);
  CHECK(w.run(w.subscribers->find(account_name, "o199")).value()->customer_messages.left == 5);

  // An hour later nothing has changed, and nothing is tried.
  const auto asked = [&] {
    int n = 0;
    for (const auto& [openid, times] : w.platform->requests) n += times;
    return n;
  };
  const int before = asked();
  w.pass(1h);
  CHECK(w.books_now(p.id).planned == 150);
  CHECK(asked() == before);

  open = true;
  w.time.set(parse_iso_time("2026-11-24T00:00:01+08:00").value());
  w.deliveries->ring();
  CHECK(w.finish(p).sent == 200);
  for (const auto& [openid, times] : w.platform->delivered) CHECK(times == 1);
}

TEST_CASE("an account that is refused as a whole pauses its push, and the desk is told once") {
  world w;
  w.followers(20);
  bool mended = false;
  w.platform->script = [&](const std::string&, int) { return scripted_answer{mended ? 0 : 48001}; };
  w.start();
  const push p = w.begin();
  w.until([&] { return !w.reports.empty(); });
  CHECK(w.reports[0].problem.find("48001") != std::string::npos);
  CHECK(w.platform->requests.size() <= 8);
  const int before = w.platform->requests["o0"];
  w.until([&] { return w.platform->requests["o0"] > before; }, [&] { w.pass(1min); });
  mended = true;
  w.until([&] { return w.reports.size() == 2; }, [&] { w.pass(1min); });
  CHECK(w.reports[1].problem.empty());
  CHECK(w.books_now(p.id).sent == 20);
}

TEST_CASE("a platform that hangs stops the push before everybody is unknown") {
  world w;
  w.followers(300);
  w.platform->script = [](const std::string&, int) { return scripted_answer{0, errc::timed_out}; };
  w.start();
  const push p = w.begin();
  w.until([&] { return !w.reports.empty(); });
  const books b = w.books_now(p.id);
  CHECK(b.unknown <= 12);
  CHECK(b.planned + b.unknown == 300);
  CHECK(w.reports[0].problem.find("trouble") != std::string::npos);
}

TEST_CASE("a stop in the middle lets what is in flight end, settles it, and plans the rest again") {
  world w;
  w.followers(100);
  w.platform->script = [](const std::string&, int) { return scripted_answer{0, {}, true}; };
  w.start();
  const push p = w.begin();
  w.until([&] { return w.platform->requests.size() == 4; });
  w.stop([&] { w.platform->release(); });
  const books b = w.books_now(p.id);
  CHECK(b.sent == 4);
  CHECK(b.planned == 96);
  CHECK(b.intent == 0);
  CHECK(w.run(w.ledger->find(p.id)).value()->state == push_state::sending);
  CHECK(w.run(w.subscribers->find(account_name, "o99")).value()->customer_messages.left == 5);
}

TEST_CASE("who waits for the end of a push is told when it will not come before the next start") {
  world w;
  w.followers(10);
  w.platform->script = [](const std::string&, int) { return scripted_answer{0, {}, true}; };
  w.start();
  const push p = w.begin();
  std::optional<result<books>> waited;
  asio::co_spawn(w.io, w.deliveries->finished(p.id), [&](std::exception_ptr, result<books> b) { waited.emplace(std::move(b)); });
  w.until([&] { return w.platform->requests.size() == 4; });
  w.stop([&] { w.platform->release(); });
  w.until([&] { return waited.has_value(); });
  REQUIRE(waited->has_error());
  CHECK(waited->error().code == errc::cancelled);
}

TEST_CASE("two pushes of an account go out one after the other, each once") {
  world w;
  w.followers(50);
  w.start();
  const push first = w.begin("a");
  const push second = w.begin("b");
  CHECK(w.finish(first).sent == 50);
  CHECK(w.finish(second).sent == 50);
  for (const auto& [openid, times] : w.platform->requests) CHECK(times == 2);
}

TEST_CASE("one person can be sent a digest as a test, within the allowance") {
  world w;
  w.follower("editor");
  w.follower("silent", false);
  CHECK(w.run(w.deliveries->send_to_one(w.morning, w.issue(), "editor")).has_value());
  CHECK(w.platform->requests["editor"] == 1);
  CHECK(w.run(w.subscribers->find(account_name, "editor")).value()->customer_messages.left == 4);
  const auto silent = w.run(w.deliveries->send_to_one(w.morning, w.issue(), "silent"));
  REQUIRE(silent.has_error());
  CHECK(to_line(silent.error()).find("window closed") != std::string::npos);
  CHECK(w.run(w.deliveries->send_to_one(w.morning, w.issue(), "nobody")).error().code == errc::not_found);
}

TEST_CASE("a push to nobody is done at once") {
  world w;
  w.start();
  CHECK(w.finish(w.begin()).total() == 0);
}
