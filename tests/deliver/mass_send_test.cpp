// One mass send to all followers, made once whatever happens to the answers.
#include "world.hpp"

#include "deliver/ways/mass_send.hpp"

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto subscription = wechat::account_kind::subscription;

result<void> job_finished(world& w, const std::string& status) {
  return w.run(w.deliveries->mass_finished(account_name, 77, status, 3, 3, 3, 0));
}

}  // namespace

TEST_CASE("a subscription account's push is one job to all, done when the platform says it was sent") {
  world w(":memory:", subscription);
  w.followers(2);
  w.follower("silent", false);
  w.start();
  const push p = w.begin();
  w.until([&] { return !w.platform->client_ids.empty(); });
  CHECK(w.books_now(p.id).intent == 3);
  REQUIRE(job_finished(w, "send success").has_value());
  const books b = w.finish(p);
  CHECK(b.sent == 3);
  CHECK(w.platform->requests.size() == 1);
  CHECK(w.platform->client_ids.size() == 1);
  CHECK(w.platform->client_ids[0].size() <= 32);
  const mass_job job = *w.run(w.ledger->mass_of(p.id)).value();
  CHECK(job.state == delivery_state::sent);
  CHECK(job.filtered == 3);
}

TEST_CASE("an event that overtakes the answer to the request counts all the same") {
  world w(":memory:", subscription);
  w.followers(2);
  w.platform->script = [](const std::string&, int) { return scripted_answer{0, {}, true}; };
  w.start();
  const push p = w.begin();
  w.until([&] { return !w.platform->client_ids.empty(); });
  REQUIRE(job_finished(w, "send success").has_value());
  w.platform->release();
  CHECK(w.finish(p).sent == 2);
  CHECK(w.run(w.ledger->mass_of(p.id)).value()->total == 3);
}

TEST_CASE("a lost answer is asked for again with the same client id, and a job that exists is a success") {
  world w(":memory:", subscription);
  w.followers(2);
  w.platform->script = [](const std::string&, int before) {
    return before == 0 ? scripted_answer{0, errc::timed_out} : scripted_answer{45065};
  };
  w.start();
  const push p = w.begin();
  w.until([&] { return w.platform->client_ids.size() == 2; }, [&] { w.pass(1s); });
  CHECK(w.platform->client_ids[0] == w.platform->client_ids[1]);
  w.until([&] { return w.run(w.ledger->mass_of(p.id)).value()->msg_id == 77; });
  REQUIRE(job_finished(w, "send success").has_value());
  CHECK(w.finish(p).sent == 2);
}

TEST_CASE("without an event the platform is asked, and later again") {
  world w(":memory:", subscription);
  w.followers(2);
  w.start();
  const push p = w.begin();
  w.until([&] { return w.platform->mass_asked == 2; }, [&] { w.pass(10s); });
  CHECK(w.books_now(p.id).intent == 2);
  w.platform->mass_status = "SEND_SUCCESS";
  w.until([&] { return !w.reports.empty(); }, [&] { w.pass(10s); });
  CHECK(w.books_now(p.id).sent == 2);
}

TEST_CASE("a job that another process settled is over for us within seconds") {
  world w(":memory:", subscription);
  w.followers(2);
  w.start();
  const push p = w.begin();
  w.until([&] { return w.platform->requests.contains("*") && w.run(w.ledger->mass_of(p.id)).value()->msg_id == 77; });
  // As the bot does beside a command, when the event comes to it.
  mass_job job = *w.run(w.ledger->mass_of(p.id)).value();
  job.state = delivery_state::sent;
  const std::string way = "mass_send";
  REQUIRE(w.run(w.ledger->move_all(p.id, way, delivery_state::intent, delivery_state::sent, "", w.time.now())).value() == 2);
  REQUIRE(w.run(w.ledger->save_mass(job)).has_value());
  const timestamp then = w.time.now();
  w.until([&] { return !w.reports.empty(); }, [&] { w.pass(1s); });
  CHECK(w.time.now() - then < 60s);
  CHECK(w.books_now(p.id).sent == 2);
}

TEST_CASE("a step that throws doesn't end the account's pushes, and whoever waits is told why") {
  world w(":memory:", subscription);
  w.followers(2);
  w.platform->script = [](const std::string&, int before) -> scripted_answer {
    if (before == 0) throw std::runtime_error("a picture without pixels");
    return {};
  };
  w.start();
  const push p = w.begin();
  w.until([&] { return !w.reports.empty(); });
  CHECK(w.reports[0].problem.find("a picture without pixels") != std::string::npos);
  w.until([&] { return w.platform->requests["*"] == 2; }, [&] { w.pass(10s); });
  w.until([&] { return w.run(w.ledger->mass_of(p.id)).value()->msg_id == 77; });
  REQUIRE(job_finished(w, "send success").has_value());
  CHECK(w.finish(p).sent == 2);
}

TEST_CASE("who stops a delivery is told that its push goes on later") {
  world w(":memory:", subscription);
  w.followers(2);
  w.start();
  const push p = w.begin();
  w.until([&] { return w.platform->requests.contains("*"); });
  asio::post(w.io, [&] { w.deliveries->stop(); });
  CHECK(w.run(w.deliveries->finished(p.id)).error().code == errc::cancelled);
}

TEST_CASE("a job that the platform could not send fails its rows with the status, and the desk is told") {
  world w(":memory:", subscription);
  w.followers(2);
  w.start();
  const push p = w.begin();
  w.until([&] { return w.platform->requests.contains("*") && w.run(w.ledger->mass_of(p.id)).value()->msg_id == 77; });
  REQUIRE(job_finished(w, "err(20001)").has_value());
  CHECK(w.finish(p).failed == 2);
  w.until([&] { return !w.reports.empty(); });
  CHECK(w.reports[0].problem.find("err(20001)") != std::string::npos);
  CHECK(w.run(w.ledger->rows(p.id, delivery_state::failed, 10)).value().front().reason == "err(20001)");
}

TEST_CASE("a used-up mass quota fails the push: tomorrow's send is for tomorrow's issue") {
  world w(":memory:", subscription);
  w.followers(2);
  w.platform->script = [](const std::string&, int) { return scripted_answer{45028}; };
  w.start();
  const push p = w.begin();
  CHECK(w.finish(p).failed == 2);
  CHECK(w.platform->requests["*"] == 1);
}

TEST_CASE("those who opted out are recorded as reached by a send to all, which can't leave them out") {
  world w(":memory:", subscription);
  const subscriber out = w.follower("out");
  REQUIRE(w.run(w.subscribers->set_wants_digest(out.id, false)).has_value());
  w.start();
  const push p = w.begin();
  w.until([&] { return w.platform->requests.contains("*") && w.run(w.ledger->mass_of(p.id)).value()->msg_id == 77; });
  REQUIRE(job_finished(w, "send success").has_value());
  CHECK(w.finish(p).sent == 1);
  CHECK(w.run(w.ledger->row(p.id, out.id)).value()->way == "mass_send");
}

TEST_CASE("an event for a job of the console's is no error") {
  world w(":memory:", subscription);
  w.start();
  CHECK(job_finished(w, "send success").has_value());
}

TEST_CASE("the client id is the push's own") {
  push p;
  p.id = push_id{7};
  p.account = "main";
  p.key = "morning/2026-11-23/0800";
  push other = p;
  other.created = timestamp{1ms};  // the same number in another database
  CHECK(client_id_of(p) == client_id_of(p));
  CHECK(client_id_of(p) != client_id_of(other));
  CHECK(client_id_of(p).size() == 32);
}

TEST_CASE("the platform's spellings of success are one") {
  CHECK(is_mass_success("send success"));
  CHECK(is_mass_success("SEND_SUCCESS"));
  CHECK(is_mass_success("sendsuccess"));
  CHECK_FALSE(is_mass_success("send fail"));
  CHECK_FALSE(is_mass_success("err(10001)"));
  CHECK_FALSE(is_mass_success(""));
}
