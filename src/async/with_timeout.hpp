// One time limit around a whole operation. Not `a || timer`: Asio's || waits for the first success, so an operation that fails
// early would cost the whole limit and lose its error.
#pragma once

#include "async/task.hpp"
#include "base/result.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>

namespace depeche {

// The operation's value, its exception, or errc::timed_out after `limit` of real time (the operation is then cancelled and
// has ended when this returns). T must be default constructible.
template <class T>
task<result<T>> with_timeout(task<result<T>> operation, std::chrono::milliseconds limit) {
  auto ex = co_await asio::this_coro::executor;
  asio::steady_timer timer(ex, limit);
  auto group = asio::experimental::make_parallel_group(asio::co_spawn(ex, std::move(operation), asio::deferred),
                                                       timer.async_wait(asio::deferred));
  auto [order, thrown, value, ec] =
      co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (order[0] == 1) co_return fail(errc::timed_out, "no answer within " + std::to_string(limit.count()) + " ms");
  if (thrown) std::rethrow_exception(thrown);
  co_return std::move(value);
}

}  // namespace depeche
