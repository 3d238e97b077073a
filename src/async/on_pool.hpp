// Runs a blocking or heavy function on another executor and resumes the caller on its own.
#pragma once

#include "async/task.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <optional>
#include <type_traits>

namespace depeche {

// `work` is called once on `pool`; its value or exception comes back to the caller's executor. Not cancellable: the caller
// waits until the work is done (a cancellation across threads is unsafe in Asio 1.26). The result type must not be void.
// Name the lambda on the line before the co_await (docs: style of coroutine statements).
template <class F>
task<std::invoke_result_t<F&>> on_pool(asio::any_io_executor pool, F work) {
  using value = std::invoke_result_t<F&>;
  struct outcome {
    std::optional<value> result;
    std::exception_ptr thrown;
  };
  auto initiate = [](auto handler, asio::any_io_executor where, F job) {
    auto home = asio::get_associated_executor(handler);
    asio::post(where, [handler = std::move(handler), job = std::move(job), home,
                       guard = asio::make_work_guard(home)]() mutable {
      auto done = std::make_unique<outcome>();
      try {
        done->result.emplace(job());
      } catch (...) {
        done->thrown = std::current_exception();
      }
      asio::post(home, [handler = std::move(handler), done = std::move(done)]() mutable {
        std::move(handler)(std::move(done));
      });
    });
  };
  auto done = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::unique_ptr<outcome>)>(
      std::move(initiate), asio::use_awaitable, std::move(pool), std::move(work));
  if (done->thrown) std::rethrow_exception(done->thrown);
  co_return std::move(*done->result);
}

}  // namespace depeche
