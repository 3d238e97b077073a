#include "store/ledger_store.hpp"

#include "store/opened.hpp"
#include "store/subscriber_store.hpp"
#include "support/catch.hpp"

#include <random>
#include <set>

using namespace depeche;
using namespace std::chrono_literals;

namespace {

const timestamp noon = from_unix_seconds(1'795'435'200);
const std::string chat = "customer_message", mass = "mass_send";

// A database with followers 1..n, each with five customer messages until tomorrow.
struct newsroom : opened {
  explicit newsroom(int readers, const std::string& file = ":memory:") : opened(file), people(*db), ledger(*db) {
    for (int i = 1; i <= readers; ++i) (*this)(people.contacted("main", "o" + std::to_string(i), contact::message, noon));
  }
  push begin(const std::string& key) {
    push wanted;
    wanted.account = "main";
    wanted.edition = "morning";
    wanted.key = key;
    wanted.origin = "desk";
    wanted.created = noon;
    return (*this)(ledger.begin(wanted));
  }
  void plan(push_id id, int from, int to, const std::string& way) {
    std::vector<planned_delivery> planned;
    for (int i = from; i <= to; ++i) planned.push_back({subscriber_id{i}, way, ""});
    (*this)(ledger.plan(id, planned, noon));
  }
  void settle(push_id id, int who, delivery_state state) {
    settled_delivery one;
    one.subscriber = subscriber_id{who};
    one.state = state;
    (*this)(ledger.settle(id, {one}, noon));
  }
  subscriber reader(int i) { return (*this)(people.find("main", "o" + std::to_string(i))).value(); }
  delivery_row row(push_id id, int who) { return (*this)(ledger.row(id, subscriber_id{who})).value(); }

  subscriber_store people;
  ledger_store ledger;
};

}  // namespace

TEST_CASE("a push begins once by its key") {
  newsroom s(0);
  const push p = s.begin("morning/2026-11-23");
  push again;
  again.account = "main";
  again.key = "morning/2026-11-23";
  const auto refused = run_task(s.loop, s.ledger.begin(again));
  REQUIRE(refused.has_error());
  CHECK(refused.error() == errc::already_exists);
  CHECK(refused.error().where == "morning/2026-11-23");
  again.account = "other";
  CHECK(run_task(s.loop, s.ledger.begin(again)).has_value());
  CHECK(s(s.ledger.open_pushes()).size() == 2);
  s(s.ledger.set_state(p.id, push_state::done, noon + 1h));
  const auto kept = s(s.ledger.find(p.id)).value();
  CHECK(kept.state == push_state::done);
  CHECK(kept.finished == noon + 1h);
  CHECK(kept.origin == "desk");
  CHECK(s(s.ledger.open_pushes()).size() == 1);
  CHECK(s(s.ledger.list("main", 10)).size() == 1);
  CHECK(run_task(s.loop, s.ledger.set_state(push_id{99}, push_state::done, noon)).error() == errc::not_found);
}

TEST_CASE("planning can be told twice and tells where it goes on") {
  newsroom s(10);
  const auto id = s.begin("k").id;
  CHECK(s(s.ledger.planned_up_to(id)) == subscriber_id{0});
  s.plan(id, 1, 6, chat);
  s.plan(id, 4, 8, chat);
  planned_delivery nobody{subscriber_id{9}, "", "window closed"};
  s(s.ledger.plan(id, {nobody}, noon));
  CHECK(s(s.ledger.planned_up_to(id)) == subscriber_id{9});
  const books b = s(s.ledger.books_of(id));
  CHECK(b.planned == 8);
  CHECK(b.skipped == 1);
  CHECK(b.total() == 9);
  CHECK(s.row(id, 9).reason == "window closed");
  CHECK(s.row(id, 3).way == chat);
  CHECK(s.row(id, 3).openid == "o3");
}

TEST_CASE("a claim moves rows to intent and spends one customer message each, in order") {
  newsroom s(10);
  const auto id = s.begin("k").id;
  s.plan(id, 1, 10, chat);
  const auto first = s(s.ledger.claim(id, chat, 4, noon + 1h)).people;
  REQUIRE(first.size() == 4);
  std::set<std::string> openids;
  for (const auto& c : first) openids.insert(c.openid);
  CHECK(openids == std::set<std::string>{"o1", "o2", "o3", "o4"});
  CHECK(s.reader(4).customer_messages.left == 4);
  CHECK(s.reader(5).customer_messages.left == 5);
  CHECK(s(s.ledger.books_of(id)).intent == 4);
  CHECK(s(s.ledger.claim(id, mass, 10, noon)).people.empty());
  CHECK(s(s.ledger.claim(id, "never heard of", 10, noon)).people.empty());
  CHECK(s(s.ledger.claim(id, chat, 100, noon + 1h)).people.size() == 6);
  CHECK(s(s.ledger.claim(id, chat, 100, noon + 1h)).people.empty());
}

TEST_CASE("a claim goes on after the last one, and finds what was given back before it when nothing else is left") {
  newsroom s(10);
  const auto id = s.begin("k").id;
  s.plan(id, 1, 10, chat);
  const auto first = s(s.ledger.claim(id, chat, 4, noon));
  CHECK(first.up_to == subscriber_id{4});
  s(s.ledger.settle(id, {{subscriber_id{2}, delivery_state::planned, 0, "", false, false}}, noon));
  const auto second = s(s.ledger.claim(id, chat, 4, noon, first.up_to));
  REQUIRE(second.people.size() == 4);
  CHECK(second.people.front().openid == "o5");
  const auto third = s(s.ledger.claim(id, chat, 4, noon, second.up_to));
  REQUIRE(third.people.size() == 2);
  const auto fourth = s(s.ledger.claim(id, chat, 4, noon, third.up_to));
  REQUIRE(fourth.people.size() == 1);
  CHECK(fourth.people.front().openid == "o2");
  CHECK(s(s.ledger.claim(id, chat, 4, noon, fourth.up_to)).people.empty());
}

TEST_CASE("what was sent after a pause has no trace of why it waited") {
  newsroom s(1);
  const auto id = s.begin("k").id;
  s.plan(id, 1, 1, chat);
  s(s.ledger.claim(id, chat, 1, noon));
  s(s.ledger.settle(id, {{subscriber_id{1}, delivery_state::planned, 45009, "quota used up", false, false}}, noon));
  s(s.ledger.claim(id, chat, 1, noon));
  s(s.ledger.settle(id, {{subscriber_id{1}, delivery_state::sent, 0, "", false, false}}, noon));
  CHECK(s.row(id, 1).state == delivery_state::sent);
  CHECK(s.row(id, 1).errcode == 0);
  CHECK(s.row(id, 1).reason.empty());
}

TEST_CASE("people far apart are claimed all the same") {
  newsroom s(3);
  const auto id = s.begin("k").id;
  for (const std::int64_t n : {1, 200'000, 9'000'000}) s(s.ledger.plan(id, {{subscriber_id{n}, chat, ""}}, noon));
  const auto found = s(s.ledger.claim(id, chat, 10, noon));
  CHECK(found.people.size() == 1);  // the others are no subscribers of ours
  CHECK(found.up_to == subscriber_id{9'000'000});
  CHECK(s(s.ledger.books_of(id)).skipped == 2);
}

TEST_CASE("a claim skips whom it can't reach any more, says why, and still fills its measure") {
  newsroom s(8);
  const auto id = s.begin("k").id;
  s.plan(id, 1, 9, chat);  // 9 was erased meanwhile
  s(s.people.unfollowed("main", "o1", noon + 1min));
  s(s.people.set_wants_digest(subscriber_id{2}, false));
  s(s.people.close_allowance(subscriber_id{3}));
  for (int i = 0; i < 5; ++i) CHECK(s(s.people.spend_allowance(subscriber_id{4}, noon)));
  CHECK(s(s.ledger.claim(id, chat, 3, noon + 1h)).people.size() == 3);
  CHECK(s.row(id, 4).reason == "messages used up");
  CHECK(s.row(id, 1).reason == "does not follow");
  CHECK(s.row(id, 2).reason == "opted out");
  CHECK(s.row(id, 3).reason == "window closed");
  CHECK(s.row(id, 3).state == delivery_state::skipped);
  CHECK(s(s.ledger.claim(id, chat, 10, noon + 49h)).people.empty());
  CHECK(s.row(id, 8).reason == "window closed");
  CHECK(s.row(id, 9).reason == "does not follow");
  const books b = s(s.ledger.books_of(id));
  CHECK(b.intent == 3);
  CHECK(b.skipped == 6);
  CHECK(b.planned == 0);
}

TEST_CASE("a row returned to planned gets its message back and is claimed again") {
  newsroom s(3);
  const auto id = s.begin("k").id;
  s.plan(id, 1, 3, chat);
  s(s.ledger.claim(id, chat, 3, noon));
  s.settle(id, 2, delivery_state::planned);
  CHECK(s.reader(2).customer_messages.left == 5);
  CHECK(s(s.ledger.claim(id, chat, 3, noon)).people.size() == 1);
  CHECK(s.reader(2).customer_messages.left == 4);
}

TEST_CASE("what the platform says of a person is kept with the result") {
  newsroom s(3);
  const auto id = s.begin("k").id;
  s.plan(id, 1, 3, chat);
  s(s.ledger.claim(id, chat, 3, noon));
  std::vector<settled_delivery> results{{subscriber_id{1}, delivery_state::sent, 0, "", false, false},
                                        {subscriber_id{2}, delivery_state::failed, 43004, "has left", true, false},
                                        {subscriber_id{3}, delivery_state::failed, 45015, "window closed", false, true}};
  s(s.ledger.settle(id, results, noon + 1min));
  CHECK(s.reader(1).customer_messages.left == 4);
  CHECK_FALSE(s.reader(2).following);
  CHECK(s(s.people.history(subscriber_id{2})).back().what == "unfollow");
  CHECK(s.reader(3).following);
  CHECK(s.reader(3).customer_messages.left == 0);
  CHECK(s.row(id, 2).errcode == 43004);
  CHECK(s.row(id, 2).reason == "has left");
  CHECK(s.row(id, 2).changed == noon + 1min);
  CHECK(s(s.ledger.rows(id, delivery_state::failed, 10)).size() == 2);
  CHECK(s(s.ledger.rows(id, std::nullopt, 2)).size() == 2);
}

TEST_CASE("a result that its row's state does not allow changes nothing") {
  newsroom s(3);
  const auto id = s.begin("k").id;
  s.plan(id, 1, 3, chat);
  s.settle(id, 1, delivery_state::sent);
  CHECK(s.row(id, 1).state == delivery_state::planned);
  s.settle(id, 2, delivery_state::skipped);
  CHECK(s.row(id, 2).state == delivery_state::skipped);
  s(s.ledger.claim(id, chat, 1, noon));
  s.settle(id, 1, delivery_state::sent);
  s.settle(id, 1, delivery_state::planned);
  CHECK(s.row(id, 1).state == delivery_state::sent);
  CHECK(s.reader(1).customer_messages.left == 4);
  settled_delivery back{subscriber_id{1}, delivery_state::intent, 0, "", false, false};
  CHECK(run_task(s.loop, s.ledger.settle(id, {back}, noon)).error() == errc::invalid_argument);
}

TEST_CASE("after a crash what was at intent is unknown, what was planned is planned, and a mass send is left to its job") {
  scratch folder;
  const std::string file = folder.path("a.db");
  push_id id{}, bulk{};
  {
    newsroom s(10, file);
    id = s.begin("chat").id;
    bulk = s.begin("mass").id;
    s.plan(id, 1, 10, chat);
    s.plan(bulk, 1, 10, mass);
    s(s.ledger.claim(id, chat, 6, noon));
    s.settle(id, 1, delivery_state::sent);
    CHECK(s(s.ledger.move_all(bulk, mass, delivery_state::planned, delivery_state::intent, "", noon)) == 10);
  }
  newsroom s(0, file);
  CHECK(s(s.ledger.interrupted(noon + 1h)) == 5);
  CHECK(s(s.ledger.interrupted(noon + 2h)) == 0);
  const books b = s(s.ledger.books_of(id));
  CHECK(b.sent == 1);
  CHECK(b.unknown == 5);
  CHECK(b.planned == 4);
  CHECK(s(s.ledger.books_of(bulk)).intent == 10);
  CHECK(s.row(id, 2).reason == "interrupted");
  CHECK(s(s.ledger.claim(id, chat, 100, noon + 1h)).people.size() == 4);
}

TEST_CASE("all rows of a way move together, and only as the states allow") {
  newsroom s(3);
  const auto id = s.begin("k").id;
  s.plan(id, 1, 12'001, mass);
  planned_delivery apart{subscriber_id{20'000}, chat, ""};
  s(s.ledger.plan(id, {apart}, noon));
  using enum delivery_state;
  CHECK(s(s.ledger.move_all(id, mass, planned, intent, "", noon)) == 12'001);
  CHECK(s(s.ledger.move_all(id, mass, intent, sent, "job 7", noon)) == 12'001);
  CHECK(s(s.ledger.move_all(id, mass, intent, sent, "", noon)) == 0);
  CHECK(s.row(id, 12'001).reason == "job 7");
  CHECK(run_task(s.loop, s.ledger.move_all(id, mass, sent, planned, "", noon)).error() == errc::invalid_argument);
  CHECK(run_task(s.loop, s.ledger.move_all(id, chat, planned, intent, "", noon)).error() == errc::invalid_argument);
  const books b = s(s.ledger.books_of(id));
  CHECK(b.sent == 12'001);
  CHECK(b.planned == 1);
}

TEST_CASE("a mass send's job is found by its push and by the platform's number") {
  newsroom s(0);
  const auto id = s.begin("k").id;
  CHECK_FALSE(s(s.ledger.mass_of(id)));
  mass_job job;
  job.push = id;
  job.client_msg_id = "depeche-1";
  s(s.ledger.save_mass(job));
  CHECK_FALSE(s(s.ledger.mass_by_msg_id("main", 0)));
  job.msg_id = 3'147'483'649;
  job.status = "send success";
  job.total = 10;
  s(s.ledger.save_mass(job));
  CHECK(s(s.ledger.mass_by_msg_id("main", 3'147'483'649))->client_msg_id == "depeche-1");
  CHECK_FALSE(s(s.ledger.mass_by_msg_id("other", 3'147'483'649)));
  CHECK(s(s.ledger.mass_of(id))->total == 10);
}

TEST_CASE("whatever happens to a push, its books sum to what was planned and nobody is claimed twice without being returned") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    std::mt19937 chance(seed);
    const auto below = [&](int n) { return static_cast<int>(chance() % static_cast<unsigned>(n)); };
    const int readers = 60;
    newsroom s(readers);
    const auto id = s.begin("k").id;
    s.plan(id, 1, readers, chat);
    std::set<int> at_intent;
    for (int step = 0; step < 120; ++step) {
      const int who = 1 + below(readers);
      const std::string openid = "o" + std::to_string(who);
      switch (below(7)) {
        case 0:
          s(s.people.unfollowed("main", openid, noon + 1s * step));
          break;
        case 1:
          s(s.people.set_wants_digest(subscriber_id{who}, below(4) > 0));
          break;
        case 2:
          s(s.people.close_allowance(subscriber_id{who}));
          break;
        case 3:
          for (const auto& c : s(s.ledger.claim(id, chat, static_cast<std::size_t>(1 + below(6)), noon + 1h)).people)
            CHECK(at_intent.insert(static_cast<int>(number(c.subscriber))).second);
          break;
        case 4:
        case 5:
          if (!at_intent.empty()) {
            const int one = *at_intent.begin();
            const delivery_state to[] = {delivery_state::sent, delivery_state::failed, delivery_state::unknown,
                                         delivery_state::planned};
            s.settle(id, one, to[below(4)]);
            at_intent.erase(one);
          }
          break;
        case 6:
          if (below(10) == 0) {
            CHECK(s(s.ledger.interrupted(noon)) == static_cast<std::int64_t>(at_intent.size()));
            at_intent.clear();
          }
          break;
      }
      const books b = s(s.ledger.books_of(id));
      REQUIRE(b.total() == readers);
      REQUIRE(b.intent == static_cast<std::int64_t>(at_intent.size()));
      const int left = s.reader(who).customer_messages.left;
      REQUIRE(left >= 0);
      REQUIRE(left <= 5);
    }
  }
}
