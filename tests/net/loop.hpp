// Runs one coroutine on a loop of its own to its end; a test that hangs fails after a time that no sound run takes.
#pragma once

#include "async/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <stdexcept>
#include <utility>

namespace depeche {

inline void run_on(asio::io_context& loop, task<> work) {
  bool ended = false;
  std::exception_ptr thrown;
  asio::co_spawn(loop, std::move(work), [&](std::exception_ptr e) {
    ended = true;
    thrown = e;
    loop.stop();
  });
  loop.restart();
  loop.run_for(std::chrono::seconds{60});
  if (thrown) std::rethrow_exception(thrown);
  if (!ended) throw std::runtime_error("the test hangs");
}

}  // namespace depeche
