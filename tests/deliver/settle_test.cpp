// Deliveries whose outcome nobody knows, and what an operator decides of them.
#include "world.hpp"

using namespace depeche;
using namespace depeche::testing;
using namespace std::chrono_literals;

namespace {

// A push to five, of which o1 and o3 got no answer.
push with_two_unknown(world& w) {
  w.followers(5);
  w.platform->script = [](const std::string& openid, int before) {
    return before == 0 && (openid == "o1" || openid == "o3") ? scripted_answer{0, errc::timed_out} : scripted_answer{};
  };
  w.start();
  const push p = w.begin();
  REQUIRE(w.finish(p).unknown == 2);
  return p;
}

delivery_row row_of(world& w, push_id id, const std::string& openid) {
  const auto who = w.run(w.subscribers->find(account_name, openid)).value();
  return w.run(w.ledger->row(id, who->id)).value().value();
}

}  // namespace

TEST_CASE("what is unknown is settled as sent or failed, for one person or for all, and once") {
  world w;
  const push p = with_two_unknown(w);
  CHECK(w.run(w.deliveries->settle_unknown(p.id, settle_as::sent, "o1")).value().settled == 1);
  CHECK(row_of(w, p.id, "o1").state == delivery_state::sent);
  CHECK(row_of(w, p.id, "o1").reason == "settled by hand");
  CHECK(w.run(w.deliveries->settle_unknown(p.id, settle_as::sent, "o1")).error() == errc::not_found);
  CHECK(w.run(w.deliveries->settle_unknown(p.id, settle_as::failed, std::nullopt)).value().settled == 1);
  const books b = w.books_now(p.id);
  CHECK(b.sent == 4);
  CHECK(b.failed == 1);
  CHECK(b.unknown == 0);
  CHECK(w.run(w.deliveries->settle_unknown(p.id, settle_as::failed, std::nullopt)).error() == errc::not_found);
  CHECK(w.platform->requests["o1"] == 1);
}

TEST_CASE("what is sent again goes out once, by a push of its own, and the old row is closed with that push's number") {
  world w;
  const push p = with_two_unknown(w);
  const settlement done = w.run(w.deliveries->settle_unknown(p.id, settle_as::resend, std::nullopt)).value();
  CHECK(done.settled == 2);
  REQUIRE(done.again);
  CHECK(done.again->key == p.key + "/again-1");
  const books b = w.finish(*done.again);
  CHECK(b.sent == 2);
  CHECK(b.total() == 2);
  CHECK(w.platform->requests["o1"] == 2);
  CHECK(w.platform->requests["o0"] == 1);
  CHECK(row_of(w, p.id, "o1").state == delivery_state::failed);
  CHECK(row_of(w, p.id, "o1").reason == "sent again by push " + std::to_string(number(done.again->id)));
  CHECK(w.run(w.deliveries->settle_unknown(p.id, settle_as::resend, std::nullopt)).error() == errc::not_found);
  CHECK(w.run(w.ledger->list(account_name, 10)).value().size() == 2);
}

TEST_CASE("two who settle at once do not send twice") {
  world w;
  const push p = with_two_unknown(w);
  int begun = 0, refused = 0;
  const auto count = [&](std::exception_ptr, result<settlement> r) { r.has_value() ? ++begun : ++refused; };
  asio::co_spawn(w.io, w.deliveries->settle_unknown(p.id, settle_as::resend, std::nullopt), count);
  asio::co_spawn(w.io, w.deliveries->settle_unknown(p.id, settle_as::resend, "o1"), count);
  w.until([&] { return begun + refused == 2 && w.platform->delivered["o1"] == 2 && w.platform->delivered["o3"] == 2; });
  CHECK(begun == 1);
  CHECK(refused == 1);
}

TEST_CASE("whoever can't be reached any more is skipped when what was unknown goes out again") {
  world w;
  const push p = with_two_unknown(w);
  const auto left = w.run(w.subscribers->find(account_name, "o3")).value();
  REQUIRE(w.run(w.subscribers->mark_gone(left->id, w.time.now())).has_value());
  const settlement done = w.run(w.deliveries->settle_unknown(p.id, settle_as::resend, std::nullopt)).value();
  const books b = w.finish(*done.again);
  CHECK(b.sent == 1);
  CHECK(b.skipped == 1);
  CHECK(row_of(w, done.again->id, "o3").reason == "does not follow");
}

TEST_CASE("an unknown mass send goes out again as a job of its own, to everybody or nobody") {
  world w(":memory:", wechat::account_kind::subscription);
  w.followers(3);
  w.platform->script = [](const std::string&, int) { return scripted_answer{0, errc::timed_out}; };
  w.start();
  const push p = w.begin();
  w.until([&] { return w.books_now(p.id).unknown == 3; }, [&] { w.pass(1h); });
  CHECK(w.run(w.deliveries->settle_unknown(p.id, settle_as::resend, "o1")).error() == errc::not_allowed);
  w.platform->script = {};
  const std::size_t before = w.platform->client_ids.size();
  const settlement done = w.run(w.deliveries->settle_unknown(p.id, settle_as::resend, std::nullopt)).value();
  w.until([&] { return w.platform->client_ids.size() == before + 1; });
  CHECK(w.platform->client_ids.back() != w.platform->client_ids.front());
  w.until([&] { return w.run(w.ledger->mass_of(done.again->id)).value()->msg_id == 77; });
  REQUIRE(w.run(w.deliveries->mass_finished(account_name, 77, "send success", 3, 3, 3, 0)).has_value());
  CHECK(w.finish(*done.again).sent == 3);
  CHECK(w.books_now(p.id).failed == 3);
}

TEST_CASE("a push or a person that is not there is said by name") {
  world w;
  const push p = with_two_unknown(w);
  CHECK(w.run(w.deliveries->settle_unknown(push_id{99}, settle_as::sent, std::nullopt)).error() == errc::not_found);
  CHECK(to_line(w.run(w.deliveries->settle_unknown(p.id, settle_as::sent, "oNobody")).error()).find("oNobody") != std::string::npos);
}
