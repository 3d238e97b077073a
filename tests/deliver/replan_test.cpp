// The platform takes a right from an account in the middle of a push: its rows go by another way, or end with the reason.
#include "world.hpp"

#include "base/localisation.hpp"

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;

namespace {

// As in production: the client notes in the account's profile what the platform refuses.
void keep_to_profile(world& w) { w.api->keep_to(w.profile, nullptr); }

}  // namespace

TEST_CASE("when customer messages are refused to the account, the rows that are left fail with the reason and the push ends") {
  world w;
  keep_to_profile(w);
  w.followers(300);
  w.platform->script = [&](const std::string&, int) {
    if (w.platform->delivered.size() < 100) return scripted_answer{};
    return scripted_answer{48001};
  };
  w.start();
  const push p = w.begin();
  const books b = w.finish(p);
  CHECK(b.sent == 100);
  CHECK(b.failed == 200);
  CHECK(b.total() == 300);
  const auto failed = w.run(w.ledger->rows(p.id, delivery_state::failed, 1)).value();
  CHECK(failed.front().reason == "the account may not send customer messages");
  CHECK(failed.front().way == "customer_message");
  // Those in flight asked; nobody asked twice.
  for (const auto& [openid, times] : w.platform->requests) CHECK(times == 1);
  CHECK(w.platform->requests.size() <= 104);
  w.until([&] { return !w.reports.empty(); });
  CHECK(w.reports.back().problem.find("48001") != std::string::npos);
  // Who got nothing has kept the message.
  CHECK(w.run(w.subscribers->find(account_name, failed.front().openid)).value()->customer_messages.left == 5);
}

TEST_CASE("when the mass send is refused to the account, whoever a customer message may reach gets that instead") {
  world w(":memory:", wechat::account_kind::subscription);
  keep_to_profile(w);
  w.followers(5);
  const subscriber silent = w.follower("silent", false);
  const subscriber out = w.follower("out");
  REQUIRE(w.run(w.subscribers->set_wants_digest(out.id, false)).has_value());
  w.platform->script = [](const std::string& openid, int) { return scripted_answer{openid == "*" ? 48001 : 0}; };
  w.start();
  const push p = w.begin();
  const books b = w.finish(p);
  CHECK(b.sent == 5);
  CHECK(b.failed == 1);
  CHECK(b.skipped == 1);
  CHECK(w.platform->requests["*"] == 1);
  CHECK(w.run(w.ledger->row(p.id, silent.id)).value()->reason == "the account may not mass send; window closed");
  CHECK(w.run(w.ledger->row(p.id, out.id)).value()->reason == "opted out");
  CHECK(w.run(w.ledger->rows(p.id, delivery_state::sent, 1)).value().front().way == "customer_message");
}

TEST_CASE("when both ways are refused the push ends, each refused once") {
  world w(":memory:", wechat::account_kind::subscription);
  keep_to_profile(w);
  w.followers(50);
  w.platform->script = [](const std::string&, int) { return scripted_answer{48001}; };
  w.start();
  const books b = w.finish(w.begin());
  CHECK(b.failed == 50);
  CHECK(w.platform->requests["*"] == 1);
  CHECK(w.platform->requests.size() <= 1 + 4);
}

TEST_CASE("a right that was lost before a restart is found missing before anything is sent") {
  world w;
  w.followers(10);
  const push p = w.begin();  // delivery does not run
  std::vector<planned_delivery> rows;
  for (const auto& s : w.run(w.subscribers->page(account_name, {}, 20)).value()) rows.push_back({s.id, "customer_message", ""});
  REQUIRE(w.run(w.ledger->plan(p.id, rows, w.time.now())).has_value());
  w.profile.note_refusal(wechat::capability::custom_messages);
  w.start();
  CHECK(w.finish(p).skipped + w.books_now(p.id).failed == 10);
  CHECK(w.platform->requests.empty());
}
