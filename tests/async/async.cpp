#include "async/alarm.hpp"
#include "async/on_pool.hpp"
#include "async/single_flight.hpp"
#include "async/task_group.hpp"
#include "async/turns.hpp"
#include "async/with_timeout.hpp"
#include "support/catch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <thread>

using namespace depeche;
using namespace std::chrono_literals;

namespace {

// Runs a coroutine to its end on a loop of its own.
template <class F>
void run(F work) {
  asio::io_context loop(1);
  std::exception_ptr thrown;
  asio::co_spawn(loop, work(loop), [&](std::exception_ptr e) { thrown = e; });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
}

task<result<int>> never(asio::io_context& loop, bool& ended) {
  struct at_end {
    bool& flag;
    ~at_end() { flag = true; }
  } mark{ended};
  asio::steady_timer timer(loop, 1h);
  co_await timer.async_wait(asio::use_awaitable);
  co_return 1;
}

task<result<int>> at_once(int value) { co_return value; }
task<result<int>> at_once_failed() { co_return fail(errc::io_failed, "no"); }

}  // namespace

TEST_CASE("with_timeout gives the value, the failure at once, or timed_out after the operation ended") {
  run([](asio::io_context& loop) -> task<> {
    auto good = at_once(7);
    auto value = co_await with_timeout(std::move(good), 1h);
    CHECK(value.value() == 7);
    auto bad = at_once_failed();
    auto failed = co_await with_timeout(std::move(bad), 1h);
    CHECK(failed.error().code == errc::io_failed);
    bool ended = false;
    auto slow = never(loop, ended);
    auto late = co_await with_timeout(std::move(slow), 1ms);
    CHECK(late.error().code == errc::timed_out);
    CHECK(ended);
  });
}

TEST_CASE("heavy work runs elsewhere and comes back to the loop, exceptions too") {
  asio::thread_pool pool(1);
  run([&](asio::io_context&) -> task<> {
    const auto home = std::this_thread::get_id();
    auto where = [] { return std::this_thread::get_id(); };
    const auto worker = co_await on_pool(pool.get_executor(), where);
    CHECK(worker != home);
    CHECK(std::this_thread::get_id() == home);
    bool caught = false;
    auto broken = []() -> int { throw std::runtime_error("no"); };
    try {
      co_await on_pool(pool.get_executor(), broken);
    } catch (const std::runtime_error&) {
      caught = true;
    }
    CHECK(caught);
  });
  pool.join();
}

TEST_CASE("callers that come while work runs share its result") {
  run([](asio::io_context& loop) -> task<> {
    single_flight<int> flight(loop.get_executor());
    int runs = 0, answers = 0;
    asio::steady_timer door(loop, asio::steady_timer::time_point::max());
    task_group group(loop.get_executor());
    auto caller = [&]() -> task<> {
      auto work = [&]() -> task<result<int>> {
        ++runs;
        boost::system::error_code ignored;
        co_await door.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        co_return 42;
      };
      auto got = co_await flight.run(work);
      if (got.has_value() && *got == 42) ++answers;
    };
    for (int i = 0; i < 10; ++i) group.spawn("caller", caller());
    asio::post(loop, [&] { asio::post(loop, [&] { door.cancel(); }); });
    while (answers < 10) {
      auto ex = co_await asio::this_coro::executor;
      co_await asio::post(ex, asio::use_awaitable);
    }
    CHECK(runs == 1);
    co_await group.drain(1s);
  });
}

TEST_CASE("one works while the others wait, and one that is cut while it waits holds nobody up") {
  run([](asio::io_context& loop) -> task<> {
    turns line(loop.get_executor());
    int at_work = 0, most_at_work = 0, done = 0;
    task_group group(loop.get_executor()), cut(loop.get_executor());
    auto worker = [&]() -> task<> {
      const auto mine = co_await line.take();
      most_at_work = std::max(most_at_work, ++at_work);
      struct leaving {
        int& at_work;
        ~leaving() { --at_work; }
      } at_end{at_work};
      auto ex = co_await asio::this_coro::executor;
      for (int i = 0; i < 3; ++i) co_await asio::post(ex, asio::use_awaitable);
      ++done;
    };
    for (int i = 0; i < 5; ++i) group.spawn("worker", worker());
    cut.spawn("worker", worker());
    auto ex = co_await asio::this_coro::executor;
    co_await asio::post(ex, asio::use_awaitable);
    co_await cut.drain(0s);
    co_await group.drain(20s);
    CHECK(most_at_work == 1);
    CHECK(done == 5);
  });
}

TEST_CASE("an alarm follows a clock that is driven") {
  run([](asio::io_context& loop) -> task<> {
    manual_clock time(from_unix_seconds(1000));
    depeche::alarm bell(loop.get_executor(), time);
    asio::post(loop, [&] {
      time.advance(1h);
      bell.ring();
    });
    const bool reached = co_await bell.wait_until(from_unix_seconds(2000));
    CHECK_FALSE(reached);  // rung: look at the clock again
    const bool now = co_await bell.wait_until(from_unix_seconds(2000));
    CHECK(now);
  });
}

TEST_CASE("draining a group ends what waits for ever") {
  run([](asio::io_context& loop) -> task<> {
    task_group group(loop.get_executor());
    bool ended = false;
    auto sleeper = [&]() -> task<> { co_await never(loop, ended); };
    group.spawn("sleeper", sleeper());
    auto ex = co_await asio::this_coro::executor;
    co_await asio::post(ex, asio::use_awaitable);
    CHECK(group.running() == 1);
    co_await group.drain(10ms);
    CHECK(group.running() == 0);
    CHECK(ended);
  });
}
