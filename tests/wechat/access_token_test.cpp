#include "wechat/access_token.hpp"

#include "support/catch.hpp"
#include "wechat/scripted_platform.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

using namespace depeche;
using namespace depeche::wechat;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view token_path = "/cgi-bin/stable_token";

// A platform whose token service works: the same token until it is forced or `now_gives` is changed.
struct token_service {
  boost::asio::io_context loop;
  scripted_platform platform;
  manual_clock time{from_unix_seconds(1'700'000'000)};
  access_token token{loop.get_executor(), platform, time, test_credentials()};
  std::string now_gives = "T1";
  std::string forced_gives = "F1";
  int life = 7200;
  int forced = 0;

  token_service() {
    platform.answer = [this](const client_request& r) -> result<client_response> {
      if (r.body.find("\"force_refresh\":true") != std::string::npos) {
        ++forced;
        now_gives = forced_gives;
      }
      return json_answer(R"({"access_token":")" + now_gives + R"(","expires_in":)" + std::to_string(life) + "}");
    };
  }
  std::string get() { return run_on(loop, token.get()).value(); }
  api_failure get_failure() { return run_on(loop, token.get()).error(); }
  void refuse_with(std::string body) {
    platform.answer = [body](const client_request&) -> result<client_response> { return json_answer(body); };
  }
};

}  // namespace

TEST_CASE("a token is asked for with stable_token, once, and kept") {
  token_service s;
  CHECK(s.get() == "T1");
  CHECK(s.get() == "T1");
  REQUIRE(s.platform.requests.size() == 1);
  const client_request& r = s.platform.requests[0];
  CHECK(r.method == "POST");
  CHECK(r.target.host == "api.weixin.qq.com");
  CHECK(r.target.target == token_path);
  CHECK(r.body ==
        R"({"appid":"wx0123456789abcdef","force_refresh":false,"grant_type":"client_credential","secret":"s3cret"})");
}

TEST_CASE("a token is renewed 300 to 600 s before its end") {
  token_service s;
  s.get();
  s.now_gives = "T2";
  s.time.advance(6599s);
  CHECK(s.get() == "T1");
  s.time.advance(302s);
  CHECK(s.get() == "T2");
  CHECK(s.forced == 0);
}

TEST_CASE("a token that the platform will soon replace is kept for half of what is left") {
  token_service s;
  s.life = 345;
  s.get();
  s.now_gives = "T2";
  s.time.advance(171s);
  CHECK(s.get() == "T1");
  s.time.advance(2s);
  CHECK(s.get() == "T2");
}

TEST_CASE("callers at the same time share one request") {
  token_service s;
  int served = 0;
  for (int i = 0; i < 64; ++i)
    boost::asio::co_spawn(s.loop, s.token.get(), [&](std::exception_ptr, api_result<std::string> t) {
      if (t && *t == "T1") ++served;
    });
  s.loop.run();
  CHECK(served == 64);
  CHECK(s.platform.requests.size() == 1);
}

TEST_CASE("when the caller that asked is cancelled, those who wait ask again") {
  token_service s;
  s.platform.silent = 1;
  boost::asio::cancellation_signal stop;
  int served = 0, cancelled = 0;
  boost::asio::co_spawn(s.loop, s.token.get(),
                        boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, api_result<std::string>) {
                          cancelled += e != nullptr;
                        }));
  for (int i = 0; i < 3; ++i)
    boost::asio::co_spawn(s.loop, s.token.get(), [&](std::exception_ptr, api_result<std::string> t) {
      if (t && *t == "T1") ++served;
    });
  s.loop.poll();
  REQUIRE(s.platform.requests.size() == 1);
  stop.emit(boost::asio::cancellation_type::terminal);
  s.loop.run();
  CHECK(cancelled == 1);
  CHECK(served == 3);
  CHECK(s.platform.requests.size() == 2);
}

TEST_CASE("a refused token is first asked for again without force") {
  token_service s;
  s.get();
  s.now_gives = "T2";
  CHECK(run_on(s.loop, s.token.replace("T1")).value() == "T2");
  CHECK(s.forced == 0);
  CHECK(run_on(s.loop, s.token.replace("T1")).value() == "T2");  // whoever comes late gets the current one
  CHECK(s.platform.requests.size() == 2);
}

TEST_CASE("a token that stays refused is renewed by force once in 30 s") {
  token_service s;
  s.get();
  CHECK(run_on(s.loop, s.token.replace("T1")).value() == "F1");
  CHECK(s.forced == 1);
  s.forced_gives = "F2";
  s.time.advance(29s);
  const auto again = run_on(s.loop, s.token.replace("F1"));
  REQUIRE(again.has_error());
  CHECK(again.error().action == api_action::retry);
  CHECK(s.forced == 1);
  const std::size_t asked = s.platform.requests.size();
  CHECK(run_on(s.loop, s.token.replace("F1")).has_error());  // remembered: no request at all
  CHECK(s.platform.requests.size() == asked);
  s.time.advance(4s);
  CHECK(run_on(s.loop, s.token.replace("F1")).value() == "F2");
  CHECK(s.forced == 2);
}

TEST_CASE("a token is renewed by force at most 20 times in a day") {
  token_service s;
  std::string current = s.get();
  for (int i = 0; i < 40; ++i) {
    s.time.advance(60s);
    s.forced_gives = "F" + std::to_string(i);
    if (const auto next = run_on(s.loop, s.token.replace(current))) current = *next;
  }
  CHECK(s.forced == 20);
  s.time.advance(24h);
  s.forced_gives = "next day";
  s.get();
  CHECK(run_on(s.loop, s.token.replace(current)).value() == "next day");
}

TEST_CASE("a clock put back by a day does not keep a refused token for a day") {
  token_service s;
  s.get();
  CHECK(run_on(s.loop, s.token.replace("T1")).value() == "F1");
  s.forced_gives = "F2";
  s.time.advance(-24h);
  CHECK(run_on(s.loop, s.token.replace("F1")).value() == "F2");
}

TEST_CASE("the platform is not asked again before the time that its code names") {
  token_service s;
  for (const auto& [code, pause] : {std::pair{89503, 5min}, {40125, 10min}, {40164, 10min}, {61004, 10min}, {89507, 60min}, {89506, 24 * 60min}}) {
    INFO(code);
    s.refuse_with(R"({"errcode":)" + std::to_string(code) + R"(,"errmsg":"no"})");
    const std::size_t before = s.platform.requests.size();
    s.get_failure();
    s.time.advance(pause - 1s);
    CHECK(s.get_failure().errcode == code);
    CHECK(s.platform.requests.size() == before + 1);
    s.time.advance(1s);
  }
}

TEST_CASE("credentials that are wrong are the admin's matter, and are not tried again for a minute") {
  token_service s;
  for (const int code : {40001, 40013, 50004}) {
    s.refuse_with(R"({"errcode":)" + std::to_string(code) + R"(,"errmsg":"invalid rid: 61725984-6126f6f9-040f19c4"})");
    s.time.advance(61s);
    const std::size_t before = s.platform.requests.size();
    const api_failure f = s.get_failure();
    CHECK(f.action == api_action::stop_and_tell);
    CHECK(f.errcode == code);
    CHECK(f.rid == "61725984-6126f6f9-040f19c4");
    s.time.advance(59s);
    s.get_failure();
    CHECK(s.platform.requests.size() == before + 1);
  }
}

TEST_CASE("an address missing in the whitelist is quoted to the admin") {
  token_service s;
  s.refuse_with(
      R"({"errcode":40164,"errmsg":"invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 66-77-88"})");
  const api_failure f = s.get_failure();
  CHECK(f.action == api_action::stop_and_tell);
  CHECK(f.message.find("this machine's address 203.0.113.7: add it") != std::string::npos);
}

TEST_CASE("failures in a row wait longer and longer, up to a minute") {
  token_service s;
  s.refuse_with(R"({"errcode":-1,"errmsg":"system error"})");
  CHECK(s.get_failure().action == api_action::retry);
  std::size_t requests = 1;
  for (const auto pause : {3s, 6s, 12s, 24s, 48s, 60s, 60s}) {
    s.time.advance(pause - 1s);
    s.get_failure();
    CHECK(s.platform.requests.size() == requests);
    s.time.advance(1s);
    s.get_failure();
    CHECK(s.platform.requests.size() == ++requests);
  }
}

TEST_CASE("a failed renewal ahead of time goes unnoticed while the token lives") {
  token_service s;
  s.get();
  s.refuse_with("<html>502</html>");
  s.time.advance(7000s);
  CHECK(s.get() == "T1");
  CHECK(s.get() == "T1");
  CHECK(s.platform.requests.size() == 2);
  s.time.advance(201s);
  CHECK(s.get_failure().action == api_action::retry);
}

TEST_CASE("an answer without a usable token is a failure, however it is broken") {
  for (const std::string_view body :
       {"", "{}", "[]", "null", "{\"access_token\":\"\",\"expires_in\":7200}", "{\"access_token\":12,\"expires_in\":7200}",
        "{\"access_token\":\"T\"}", "{\"access_token\":\"T\",\"expires_in\":0}", "{\"access_token\":\"T\",\"expires_in\":-5}",
        "{\"access_token\":\"T\",\"expires_in\":\"soon\"}", "{\"access_token\":\"T\",\"expires_in\":7200"}) {
    token_service s;
    s.refuse_with(std::string(body));
    CHECK(s.get_failure().action == api_action::retry);
  }
  token_service s;
  s.refuse_with(R"({"access_token":"T","expires_in":"7200"})");
  CHECK(s.get() == "T");
}

TEST_CASE("a platform that cannot be reached leaves the call unsent") {
  token_service s;
  s.platform.answer = [](const client_request&) -> result<client_response> { return fail(errc::connect_failed, "refused"); };
  CHECK(s.get_failure().action == api_action::not_sent);
}

namespace {

// A database that is out of order.
class broken_lease final : public token_lease {
 public:
  task<result<view>> claim(timestamp, timestamp) override { co_return fail(errc::database_failed, "disk full"); }
  task<result<void>> settle(token_record) override { co_return fail(errc::database_failed, "disk full"); }
  task<> pause() override { co_return; }
};

// Another holder renews, and comes to no end.
class stuck_lease final : public token_lease {
 public:
  int looks = 0;
  task<result<view>> claim(timestamp, timestamp) override { co_return view{}; }
  task<result<void>> settle(token_record) override { co_return result<void>{}; }
  task<> pause() override {
    ++looks;
    co_return;
  }
};

}  // namespace

TEST_CASE("a token is had without the other holders when they cannot be asked, or never end their renewal") {
  token_service s;
  broken_lease broken;
  access_token alone(s.loop.get_executor(), s.platform, s.time, test_credentials(), &broken);
  CHECK(run_on(s.loop, alone.get()).value() == "T1");
  stuck_lease stuck;
  access_token impatient(s.loop.get_executor(), s.platform, s.time, test_credentials(), &stuck);
  CHECK(run_on(s.loop, impatient.get()).value() == "T1");
  CHECK(stuck.looks > 100);
}
