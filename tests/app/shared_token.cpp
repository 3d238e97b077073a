// Two programs on one database file, each with a connection of its own, and one account's token.
#include "app/shared_token.hpp"

#include "store/opened.hpp"
#include "support/catch.hpp"
#include "wechat/api_client.hpp"
#include "wechat/scripted_platform.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

using namespace depeche;
using namespace depeche::wechat;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view token_path = "/cgi-bin/stable_token";

// The database's lease, counting the looks of who waits.
class watched_lease final : public token_lease {
 public:
  explicit watched_lease(shared_token& real) : real_(real) {}
  int looks = 0;
  task<result<view>> claim(timestamp now, timestamp until) override { return real_.claim(now, until); }
  task<result<void>> settle(token_record record) override { return real_.settle(std::move(record)); }
  task<> pause() override {
    ++looks;
    return real_.pause();
  }

 private:
  shared_token& real_;
};

struct holder {
  holder(const std::string& file, const std::string& name, asio::io_context& loop, scripted_platform& platform, const manual_clock& time,
         const std::string& api_base = "https://api.weixin.qq.com")
      : db(database::open(file, loop.get_executor()).value()), tokens(*db),
        shared(tokens, {test_credentials().app_id, api_base}, name, 1ms), lease(shared),
        token(loop.get_executor(), platform, time, test_credentials(), &lease), api(platform, token, test_credentials()) {}

  std::unique_ptr<database> db;
  token_store tokens;
  shared_token shared;
  watched_lease lease;
  access_token token;
  api_client api;
};

// The platform takes its present token only.
struct two_holders {
  scratch folder;
  asio::io_context loop;
  scripted_platform platform;
  manual_clock time{from_unix_seconds(1'700'000'000)};
  holder a{folder.path("a.db"), "first", loop, platform, time};
  holder b{folder.path("a.db"), "second", loop, platform, time};
  std::string current = "T1", next_forced = "F1";
  int forced = 0;

  two_holders() {
    platform.answer = [this](const client_request& r) -> result<client_response> {
      if (r.target.target.starts_with(token_path)) {
        if (r.body.find("\"force_refresh\":true") != std::string::npos) {
          ++forced;
          current = next_forced;
        }
        return json_answer(R"({"access_token":")" + current + R"(","expires_in":7200})");
      }
      const bool good = r.target.target.find("access_token=" + current) != std::string::npos;
      return json_answer(good ? R"({"errcode":0})" : R"({"errcode":40001,"errmsg":"invalid credential"})");
    };
  }
  std::string get(holder& h) { return run_on(loop, h.token.get()).value(); }
  std::size_t asked() const { return platform.count(token_path); }
  template <class Done>
  void run_until(Done done) {
    loop.restart();
    while (!done()) REQUIRE(loop.run_one() == 1);
  }
};

}  // namespace

TEST_CASE("of two programs on one database one asks for the token, the other takes what it stored") {
  two_holders w;
  CHECK(w.get(w.a) == "T1");
  CHECK(w.get(w.b) == "T1");
  CHECK(w.asked() == 1);
  w.current = "T2";
  w.time.advance(6901s);  // both are due for a new one
  CHECK(w.get(w.b) == "T2");
  CHECK(w.get(w.a) == "T2");
  CHECK(w.asked() == 2);
}

TEST_CASE("calls of two programs that meet without a token cost one request") {
  two_holders w;
  int served = 0;
  for (int i = 0; i < 64; ++i)
    asio::co_spawn(w.loop, (i % 2 == 0 ? w.a : w.b).token.get(),
                   [&](std::exception_ptr, api_result<std::string> t) { served += t && *t == "T1"; });
  w.loop.run();
  CHECK(served == 64);
  CHECK(w.asked() == 1);
}

TEST_CASE("a token that another program renewed by force is found in the database before the platform is asked") {
  two_holders w;
  CHECK(w.get(w.a) == "T1");
  CHECK(w.get(w.b) == "T1");
  CHECK(run_on(w.loop, w.a.token.replace("T1")).value() == "F1");
  CHECK(w.forced == 1);
  const std::size_t asked = w.asked();
  CHECK(run_on(w.loop, w.b.api.post("/cgi-bin/x", "{}", repeatable::no)).has_value());
  CHECK(w.platform.requests.size() == asked + 2);  // refused, and again
  CHECK(w.asked() == asked);
  CHECK(w.forced == 1);
}

TEST_CASE("64 calls of two programs under a platform that goes on refusing cost one forced renewal") {
  two_holders w;
  w.get(w.a), w.get(w.b);
  const auto tokens = w.platform.answer;
  w.platform.answer = [&](const client_request& r) -> result<client_response> {
    if (r.target.target.starts_with(token_path)) return tokens(r);
    return json_answer(R"({"errcode":40001,"errmsg":"invalid credential"})");
  };
  int alarms = 0;
  for (int i = 0; i < 64; ++i)
    asio::co_spawn(w.loop, (i % 2 == 0 ? w.a : w.b).api.post("/cgi-bin/x", "{}", repeatable::no),
                   [&](std::exception_ptr, api_result<std::string> r) {
                     alarms += r.has_error() && r.error().action == api_action::stop_and_tell;
                   });
  w.loop.restart();
  w.loop.run();
  CHECK(alarms == 64);
  CHECK(w.forced == 1);
}

TEST_CASE("renewals by force are counted for all programs together") {
  two_holders w;
  w.get(w.a), w.get(w.b);
  CHECK(run_on(w.loop, w.a.token.replace("T1")).value() == "F1");
  CHECK(run_on(w.loop, w.b.token.replace("T1")).value() == "F1");
  w.next_forced = "F2";
  w.time.advance(20s);
  CHECK(run_on(w.loop, w.b.token.replace("F1")).error().action == api_action::retry);
  CHECK(w.forced == 1);
  w.time.advance(10s);
  CHECK(run_on(w.loop, w.b.token.replace("F1")).value() == "F2");
  CHECK(w.forced == 2);
}

TEST_CASE("when the program that renews dies, another takes over at the end of its lease") {
  two_holders w;
  w.platform.silent = 1;
  asio::cancellation_signal killed;
  asio::co_spawn(w.loop, w.a.token.get(),
                 asio::bind_cancellation_slot(killed.slot(), [](std::exception_ptr, api_result<std::string>) {}));
  w.run_until([&] { return w.asked() == 1; });
  killed.emit(asio::cancellation_type::terminal);

  std::string got;
  asio::co_spawn(w.loop, w.b.token.get(), [&](std::exception_ptr, api_result<std::string> t) { got = t.value(); });
  w.run_until([&] { return w.b.lease.looks == 20; });
  CHECK(w.asked() == 1);
  w.time.advance(30s);
  w.run_until([&] { return !got.empty(); });
  CHECK(got == "T1");
  CHECK(w.asked() == 2);
}

TEST_CASE("what a program that lost its lease brings late does not replace what the other stored") {
  two_holders w;
  w.get(w.a);
  const timestamp now = w.time.now();
  const auto lost = run_on(w.loop, w.a.shared.claim(now, now + 30s));
  CHECK(lost.value().ours);
  w.time.advance(31s);
  CHECK(run_on(w.loop, w.b.token.replace("T1")).value() == "F1");
  token_record late = lost->record;
  late.token = "LATE";
  CHECK(run_on(w.loop, w.a.shared.settle(std::move(late))).has_value());
  CHECK(run_on(w.loop, w.a.token.replace("T1")).value() == "F1");
}

TEST_CASE("a token that lives goes on being used while another program renews it") {
  two_holders w;
  CHECK(w.get(w.b) == "T1");
  w.time.advance(6901s);
  w.platform.silent = 1;
  asio::cancellation_signal killed;
  asio::co_spawn(w.loop, w.a.token.get(),
                 asio::bind_cancellation_slot(killed.slot(), [](std::exception_ptr, api_result<std::string>) {}));
  w.run_until([&] { return w.asked() == 2; });
  std::string got;
  asio::co_spawn(w.loop, w.b.token.get(), [&](std::exception_ptr, api_result<std::string> t) { got = t.value(); });
  w.run_until([&] { return !got.empty(); });
  CHECK(got == "T1");
  CHECK(w.b.lease.looks == 0);
  killed.emit(asio::cancellation_type::terminal);
  w.loop.run();
}

TEST_CASE("a program that starts while the platform is out of reach uses the stored token to its end, and leaves it to others") {
  two_holders w;
  CHECK(w.get(w.a) == "T1");
  w.time.advance(7000s);
  w.platform.answer = [](const client_request&) -> result<client_response> { return fail(errc::connect_failed, "gone"); };
  CHECK(w.get(w.b) == "T1");
  holder third(w.folder.path("a.db"), "third", w.loop, w.platform, w.time);
  CHECK(w.get(third) == "T1");
  w.time.advance(201s);
  CHECK(run_on(w.loop, third.token.get()).error().action == api_action::not_sent);
}

TEST_CASE("a lease and a token from a clock that ran ahead count for nothing") {
  two_holders w;
  w.time.advance(24h);
  CHECK(w.get(w.a) == "T1");
  const timestamp now = w.time.now();
  CHECK(run_on(w.loop, w.a.shared.claim(now, now + 30s)).value().ours);
  w.time.advance(-24h);
  w.current = "T2";
  CHECK(w.get(w.b) == "T2");
  CHECK(w.b.lease.looks == 0);
}

TEST_CASE("the same account at another platform has another token") {
  two_holders w;
  CHECK(w.get(w.a) == "T1");
  w.current = "S1";
  holder elsewhere(w.folder.path("a.db"), "elsewhere", w.loop, w.platform, w.time, "https://127.0.0.1:9443");
  CHECK(w.get(elsewhere) == "S1");
  CHECK(w.get(w.b) == "T1");
}
