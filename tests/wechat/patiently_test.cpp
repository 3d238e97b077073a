#include "wechat/patiently.hpp"

#include "support/catch.hpp"
#include "wechat/platform_fixture.hpp"
#include "wechat/user.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

using namespace platform_test;
using namespace std::chrono_literals;

namespace {

using pauses = std::array<std::chrono::milliseconds, 2>;

struct busy_platform : platform_fixture {
  int asked = 0, busy = 0;
  std::string refusal = R"({"errcode":-1,"errmsg":"system error"})";

  explicit busy_platform(int times) : busy(times) {
    answer = [this](const client_request&) {
      return json_answer(++asked <= busy ? refusal : R"({"total":1,"count":1,"data":{"openid":["o1"]},"next_openid":"o1"})");
    };
  }
  task<api_result<follower_page>> ask(pauses waits) {
    std::function<task<api_result<follower_page>>()> call = [this] { return followers_after(api, ""); };
    co_return co_await patiently(std::move(call), waits);
  }
};

}  // namespace

TEST_CASE("a call that may be repeated outlasts a busy platform, and not for ever") {
  busy_platform twice(2);
  const auto page = run_on(twice.loop, twice.ask({1ms, 1ms}));
  REQUIRE(page.has_value());
  CHECK(page->openids == std::vector<std::string>{"o1"});
  CHECK(twice.asked == 3);
  busy_platform always(1000);
  CHECK(run_on(always.loop, always.ask({1ms, 1ms})).error().errcode == -1);
  CHECK(always.asked == 3);
}

TEST_CASE("what patience cannot mend is asked once") {
  for (const int code : {45009, 48001, 40003, 40013}) {
    INFO(code);
    busy_platform never(1000);
    never.refusal = R"({"errcode":)" + std::to_string(code) + R"(,"errmsg":"no"})";
    CHECK(run_on(never.loop, never.ask({1ms, 1ms})).error().errcode == code);
    CHECK(never.asked == 1);
  }
}

TEST_CASE("patience ends when it is cancelled") {
  busy_platform busy(1000);
  boost::asio::cancellation_signal stop;
  bool cancelled = false;
  boost::asio::co_spawn(busy.loop, busy.ask({10min, 10min}),
                        boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, api_result<follower_page>) {
                          cancelled = e != nullptr;
                        }));
  while (busy.asked == 0) busy.loop.run_one();
  busy.loop.poll();
  stop.emit(boost::asio::cancellation_type::terminal);
  busy.loop.run();
  CHECK(cancelled);
}
